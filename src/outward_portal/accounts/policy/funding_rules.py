"""Who sees and does what with public money: programmes, applications, reviews, decisions and awards.

Whoever has an interest has no part: who wrote the application, whose organisation is the applicant's owner or partner,
who has declared a conflict. A reviewer does not decide, and an appeal is decided by somebody who had no part before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY, record_seen
from outward_portal.accounts.policy.viewers import Viewer, levels

_CLEARED = ("cleared", "reviewed")
"""States of a reviewer's place in which they have said that nothing binds them."""
_REVIEWERS = 2


def _rows(model: str) -> Any:
    return apps.get_model("funding", model)._base_manager


def _of_programme(v: Viewer) -> Q:
    """A version of the rules: with the programme."""
    return record_seen(v, "programme__")


def _call(v: Viewer) -> Q:
    """A call: with the programme, before it is announced only to the leading group."""
    seen = record_seen(v, "programme__")
    return seen if v.leads else seen & ~Q(state="draft")


def _own_declaration(v: Viewer) -> Q:
    """What an enterprise declares of itself for its own questions: its own people."""
    return Q(organisation=v.organisation) if v.role == Role.ENTERPRISE and v.organisation is not None else NOBODY


def _application(v: Viewer) -> Q:
    """An application: the applicant; once it was handed in the office, and the officers who review it."""
    if v.role == Role.OFFICE:
        return Q(submitted_at__isnull=False)
    if v.role == Role.ENTERPRISE and v.organisation is not None:
        return Q(applicant=v.organisation)
    if v.role == Role.OFFICER:
        places = _rows("ReviewPlace").filter(officer=v.user, state__in=_CLEARED)
        return Q(submitted_at__isnull=False, pk__in=places.values("application"))
    return NOBODY


def _standing(v: Viewer) -> Q:
    """That there is an application, and where it stands: its programme's agency too."""
    seen = _application(v)
    if v.role == Role.OFFICER and v.organisation is not None:
        seen |= Q(submitted_at__isnull=False, programme__agency=v.organisation)
    return seen


def _of_application(at: str = "application") -> Callable[[Viewer], Q]:
    """What belongs to an application: with it."""
    def rule(v: Viewer) -> Q:
        return Q(**{f"{at}__in": _rows("Application").filter(_application(v)).values("pk")})
    return rule


def _place(v: Viewer) -> Q:
    """Who reviews: the office, and the officer; never the applicant."""
    if v.role == Role.OFFICE:
        return EVERYBODY
    return Q(officer=v.user) if v.role == Role.OFFICER else NOBODY


def _review(v: Viewer) -> Q:
    """A review: its author; the other reviewer and the office once both are in; never the applicant."""
    if v.role == Role.OFFICE:
        return Q(application__reviews_in=True)
    if v.role != Role.OFFICER:
        return NOBODY
    own = _rows("ReviewPlace").filter(officer=v.user, state__in=_CLEARED)
    return Q(place__officer=v.user) | Q(application__reviews_in=True, application__in=own.values("application"))


def _budget(v: Viewer) -> Q:
    """What a budget comes to: the leading group."""
    return record_seen(v, "programme__") if v.leads else NOBODY


def _entry(v: Viewer) -> Q:
    """The lines of a budget's ledger: the office, and the agency that runs the programme."""
    seen = record_seen(v, "head__programme__")
    if v.role == Role.OFFICE:
        return seen
    if v.role == Role.OFFICER and v.organisation is not None:
        return seen & Q(head__programme__agency=v.organisation)
    return NOBODY


def _award(v: Viewer) -> Q:
    """An award: whom its audience names."""
    return Q(audience__in=levels(v))


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "funding.RuleVersion": _of_programme,
    "funding.Call": _call,
    "funding.DeclaredFact": _own_declaration,
    "funding.BudgetHead": _budget,
    "funding.BudgetEntry": _entry,
    "funding.Application": _application,
    "funding.ApplicationStanding": _standing,
    "funding.ApplicationFact": _of_application(),
    "funding.Question": _of_application(),
    "funding.ReviewPlace": _place,
    "funding.Review": _review,
    "funding.Decision": _of_application(),
    "funding.Award": _award,
    "funding.Instalment": _of_application(),
    "funding.Report": _of_application(),
    "funding.ClawBack": _of_application(),
}


def _keeps_programme(v: Viewer, programme: Any) -> bool:
    """Rules, calls and budget are kept by the office and by the agency that runs the programme."""
    if v.role == Role.OFFICE:
        return True
    return (v.role == Role.OFFICER and v.organisation is not None and programme is not None
            and programme.agency_id == v.organisation)


def _keeps_call(v: Viewer, call: Any) -> bool:
    return _keeps_programme(v, call.programme)


def _office(v: Viewer, _: Any) -> bool:
    return v.role == Role.OFFICE


def _reads_budgets(v: Viewer, _: Any) -> bool:
    return v.leads


def _applies(v: Viewer, _: Any) -> bool:
    """Ask what one qualifies for, and apply: enterprises."""
    return v.role == Role.ENTERPRISE and v.organisation is not None


def _reads_applications(v: Viewer, _: Any) -> bool:
    """Look at the list, which holds to each what they may see."""
    return v.leads or _applies(v, None)


def _is_applicant(v: Viewer, application: Any) -> bool:
    return _applies(v, None) and application.applicant_id == v.organisation


def _appeals(v: Viewer, application: Any) -> bool:
    """An appeal is the applicant's, as long as its time runs."""
    until = application.appeal_until
    return _is_applicant(v, application) and until is not None and timezone.localdate() <= until


def _record_of(organisation: int) -> Q:
    """Links that begin at an organisation's record: its own, or one of its name, as those of agencies are nobody's."""
    named = apps.get_model("accounts", "Organisation")._base_manager.filter(pk=organisation)
    return (Q(source__owner=organisation) | Q(source__name_en__in=named.exclude(name_en="").values("name_en"))
            | Q(source__name_zh__in=named.exclude(name_zh="").values("name_zh")))


def is_bound(v: Viewer, application: Any) -> bool:
    """Whether somebody has an interest in an application, so that they take no part in deciding it.

    Who wrote in it; who acts for the applicant, its owner, or an organisation that shares with it; who has declared
    that something binds them.
    """
    applicant = application.applicant_id
    if v.user is None or v.user in application.writers or applicant in v.own:
        return True
    if _rows("ReviewPlace").filter(application=application.pk, officer=v.user, state="bound").exists():
        return True
    if v.organisation is None:
        return False
    links = apps.get_model("records", "Link")._base_manager.filter(_record_of(v.organisation), relation="owns")
    owned = Q(target__owner=applicant)
    if application.enterprise_id is not None:
        owned |= Q(target=application.enterprise_id)
    return bool(links.filter(owned).exists())


def _has_place(v: Viewer, application: Any, states: tuple[str, ...] = ()) -> bool:
    places = _rows("ReviewPlace").filter(application=application.pk, officer=v.user)
    return bool((places.filter(state__in=states) if states else places).exists())


def _handles(v: Viewer, application: Any) -> bool:
    """The office looks after applications, but for whoever is bound."""
    return v.role == Role.OFFICE and not is_bound(v, application)


def _reassigns(v: Viewer, application: Any) -> bool:
    """Another reviewer is named where one of the two is bound or was freed."""
    standing = _rows("ReviewPlace").filter(application=application.pk).exclude(state__in=("bound", "freed"))
    return _handles(v, application) and standing.count() < _REVIEWERS


def _asks(v: Viewer, application: Any) -> bool:
    """Questions are put by the office and by the officers who review."""
    if v.role == Role.OFFICER:
        return _has_place(v, application, _CLEARED) and not is_bound(v, application)
    return _handles(v, application)


def _can_review(v: Viewer, application: Any) -> bool:
    """Who may be named a reviewer: an officer who is not bound."""
    return v.role == Role.OFFICER and not is_bound(v, application)


def _own_place(v: Viewer, place: Any) -> bool:
    return v.role == Role.OFFICER and place.officer_id == v.user


def _reviews(v: Viewer, place: Any) -> bool:
    """A review is written by the officer named for it, unless the policy knows of an interest."""
    return _own_place(v, place) and _can_review(v, place.application)


def _frees(v: Viewer, place: Any) -> bool:
    return _handles(v, place.application)


def _decides(v: Viewer, application: Any) -> bool:
    """A third person of the office decides, once both reviews are in."""
    return _handles(v, application) and application.reviews_in and not _has_place(v, application)


def _decides_appeal(v: Viewer, application: Any) -> bool:
    """An appeal is decided by somebody of the office who had no part before."""
    if not _handles(v, application) or _has_place(v, application):
        return False
    named = _rows("ReviewPlace").filter(application=application.pk, named_by=v.user)
    asked = _rows("Question").filter(application=application.pk, asked_by=v.user)
    decided = _rows("Decision").filter(application=application.pk, by=v.user)
    return not (named.exists() or asked.exists() or decided.exists())


def _lapses(v: Viewer, application: Any) -> bool:
    """A grant that nobody accepted or declined is ended by the office, once the days for it are over."""
    until = application.accept_until
    return _handles(v, application) and until is not None and until < timezone.localdate()


def _of(rule: Callable[[Viewer, Any], bool]) -> Callable[[Viewer, Any], bool]:
    """Ask a rule of the application that something belongs to."""
    return lambda v, part: rule(v, part.application)


ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "programme.keep": _keeps_programme,
    "programme.give": _office,
    "call.keep": _keeps_call,
    "budgets.read": _reads_budgets,
    "funding.qualify": _applies,
    "applications.read": _reads_applications,
    "application.begin": _applies,
    "application.write": _is_applicant,
    "application.handle": _handles,
    "application.reassign": _reassigns,
    "application.ask": _asks,
    "application.review": _can_review,
    "application.decide": _decides,
    "application.appeal": _appeals,
    "application.lapse": _lapses,
    "appeal.decide": _decides_appeal,
    "place.declare": _own_place,
    "place.review": _reviews,
    "place.free": _frees,
    "award.reach": _of(_is_applicant),
    "award.manage": _of(_handles),
}
