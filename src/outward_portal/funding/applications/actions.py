"""What happens to an application on its way to a decision; each function runs inside a step of its life cycle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from outward.eligibility import Outcome
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.funding import budgeting, telling
from outward_portal.funding.applications import writing
from outward_portal.funding.models import Application, BudgetEntry, Call, Decision, Question, Review, ReviewPlace
from outward_portal.records.errors import RefusedError

REVIEWS: Final = 2
"""So many officers review an application; a third person decides."""


def submit(act: Act, application: Application, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Hand an application in: it must be complete, the call open, and the rules not failed; they are kept with it."""
    seen = Call.objects.visible_to(act.actor).filter(pk=application.call_id)  # else its rules are not seen either
    if not application.call.is_open(timezone.localdate()) or not seen.exists():
        raise RefusedError(_("The call takes no applications today."))
    missing = [str(Application._meta.get_field(name).verbose_name) for name in writing.FIELDS  # type: ignore[union-attr]
               if getattr(application, name) in (None, "")]
    if missing:
        raise RefusedError(_("Still to be filled in: %(fields)s.") % {"fields": ", ".join(missing)})
    if writing.lacks_documents(application):
        raise RefusedError(_("Say for each required document where it can be had."))
    most = writing.highest(application)
    if most is not None and application.asked is not None and application.asked > most:
        raise RefusedError(_("At most %(most)s can be asked for.") % {
            "most": budgeting.money(most, application.currency)})
    writing.state_again(application, act.actor)
    found = writing.judged(application, act.actor)
    if found is not None:
        version, _rules, verdict = found
        if verdict.outcome == Outcome.NOT_MET:
            raise RefusedError(_("By what it states, the rules of the programme are not met. The page shows which."))
        application.rules = version
        application.verdict = {"outcome": verdict.outcome.name, "unknown": list(verdict.matter)}
    _wrote(act, application)
    application.submitted_at = timezone.now()
    application.save()  # before it is told: readers are asked whether they see it
    telling.submitted(application)


def _wrote(act: Act, application: Application) -> None:
    """Keep who had a hand in what the applicant says: they take no part in deciding it."""
    if act.actor is not None:
        application.writers = sorted({*application.writers, act.actor.pk})


def ask(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Put a question to the applicant; the clock stands still until it is answered."""
    application.asked_from = application.state
    made = Question.objects.create(application=application, text=values["text"], asked_by=act.actor,
                                   asked_at=timezone.now())
    telling.asked(application, made.pk)


def answer(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Answer the open question."""
    question = Question.objects.select_for_update(of=("self",)).filter(
        application=application.pk, answered_at__isnull=True).select_related("asked_by").first()
    if question is None:
        raise RefusedError(_("No question waits for an answer."))
    question.answer, question.answered_by, question.answered_at = values["answer"], act.actor, timezone.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    _wrote(act, application)
    telling.answered(application, question.pk, question.asked_by)


def assign(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Name the two officers who review."""
    officers = values["officers"]
    if len(officers) != REVIEWS:
        raise RefusedError(_("Name two officers."))
    for officer in officers:
        _name(act, application, officer)


def reassign(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Name another officer in the place of one who is bound or was freed."""
    if application.places.exclude(state__in=("bound", "freed")).count() >= REVIEWS:
        raise RefusedError(_("Two officers review it already."))
    _name(act, application, values["officer"])


def _name(act: Act, application: Application, officer: Any) -> None:
    if act.actor is None or not may(officer, "application.review", application):
        raise RefusedError(_("%(name)s may not review this application.") % {"name": officer.get_full_name()})
    if application.places.filter(officer=officer).exists():
        raise RefusedError(_("%(name)s has been named before.") % {"name": officer.get_full_name()})
    telling.review_named(ReviewPlace.objects.create(application=application, officer=officer, named_by=act.actor))


def clear(act: Act, place: ReviewPlace, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Keep that nothing binds the officer, who reads the application from now on."""
    _under_review(place)
    place.declared_at = timezone.now()


def leave(act: Act, place: ReviewPlace, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Free a place, because its officer is bound or cannot do it: what they handed in counts no more."""
    application = _under_review(place)
    place.declared_at, place.conflict = timezone.now(), values.get("conflict", "")
    Review.objects.filter(place=place).delete()
    if application.reviews_in:
        application.reviews_in = False
        application.save(update_fields=["reviews_in"])


def _under_review(place: ReviewPlace) -> Application:
    """Take hold of an application that officers review; one that was withdrawn is nobody's to read anew."""
    application: Application = Application.objects.select_for_update().get(pk=place.application_id)
    if application.state not in ("review", "questioned"):
        raise RefusedError(_("The application is not under review any more."))
    return application


def review(act: Act, place: ReviewPlace, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Hand a review in; with the second one both are opened to the office and to both officers."""
    application = Application.objects.select_for_update().get(pk=place.application_id)
    if application.state != "review":
        raise RefusedError(_("The application is not under review now. If a question is open, wait for its answer."))
    if values["amount"] is not None and application.asked is not None and values["amount"] > application.asked:
        raise RefusedError(_("No more can be recommended than is asked for."))
    Review.objects.create(place=place, application=application, scores=values["scores"], advice=values["advice"],
                          amount=values["amount"], text=values["text"])
    if application.reviews.count() == REVIEWS:
        application.reviews_in = True
        application.save(update_fields=["reviews_in"])
        telling.reviewed(application)


def grant(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Grant an amount: no more than was asked, than the terms allow, and than the budget has."""
    _grant(act, application, values, Decision.Kind.FIRST)


def refuse(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Refuse with a reason; from then on the time for an appeal runs."""
    _decide(act, application, values["text"], Decision.Kind.FIRST)
    application.appeal_until = timezone.localdate() + timedelta(days=application.programme.appeal_days)


def appeal(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Appeal against a refusal, once."""
    if application.appeal:
        raise RefusedError(_("It was appealed before; an appeal is heard once."))
    application.appeal = values["text"]
    _wrote(act, application)
    telling.appealed(application)


def grant_appeal(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Grant on appeal."""
    _grant(act, application, values, Decision.Kind.APPEAL)


def refuse_appeal(act: Act, application: Application, values: Mapping[str, Any]) -> None:
    """Refuse for good."""
    _decide(act, application, values["text"], Decision.Kind.APPEAL)


def _grant(act: Act, application: Application, values: Mapping[str, Any], kind: str) -> None:
    amount, most = values["amount"], writing.highest(application)
    if most is not None and amount > most:
        raise RefusedError(_("At most %(most)s can be granted: what is asked for, and the programme's bounds.") % {
            "most": budgeting.money(most, application.currency)})
    head = budgeting.hold(application.programme_id)
    if head.currency != application.currency:
        raise RefusedError(_("The budget is in %(currency)s.") % {"currency": head.currency})
    budgeting.enter(act, head, BudgetEntry.Kind.COMMITTED, amount, application=application)
    application.granted = amount
    _decide(act, application, values["text"], kind, amount)


def _decide(act: Act, application: Application, reason: str, kind: str, amount: Any = 0) -> None:
    assert act.actor is not None
    Decision.objects.create(application=application, kind=kind, is_granted=bool(amount), amount=amount, reason=reason,
                            rules=application.rules, by=act.actor)
    telling.decided(application, kind)
