"""Writing an application before it is handed in: begun with what the register knows, saved as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward.eligibility import Money, RuleBook, Rules, State, Verdict, Weight
from outward.eligibility.facts import Value
from outward_portal.accounts.requests import Act
from outward_portal.funding import facts
from outward_portal.funding.models import Application, ApplicationFact, Call, RuleVersion
from outward_portal.funding.qualifying import newest_versions, read_version
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.registers.models import Project

FIELDS: Final = ("title", "purpose", "effect", "begins_on", "ends_on", "eligible_cost", "asked")
MOST_DRAFTS: Final = 50
"""Drafts of one enterprise to one call; more is no work of people."""


def begin(act: Act, call: Call, title: str, project: Project | None) -> Application:
    """Begin an application to a call; facts that its rules ask for are taken from the register.

    Raises
    ------
    RefusedError
        If the call does not take applications today.
    """
    user = act.actor
    assert user is not None
    assert user.organisation is not None
    programme = call.programme
    if not call.is_open(timezone.localdate()):
        raise RefusedError(_("The call takes no applications today."))
    if not programme.currency:
        raise RefusedError(_("The programme has no currency yet. Ask its agency."))
    enterprise = facts.own_enterprise(user)
    with transaction.atomic():
        if Application.objects.filter(applicant=user.organisation, call=call, state="draft").count() >= MOST_DRAFTS:
            raise RefusedError(_("There are too many drafts for this call. Withdraw one first."))
        made = Application.objects.create(
            programme=programme, call=call, number=f"~{call.pk}-{timezone.now():%y%m%d%H%M%S%f}"[:24],
            applicant=user.organisation, enterprise=enterprise, project=project, title=title,
            currency=programme.currency, writers=[user.pk], is_sample=user.is_sample or programme.is_sample,
            documents=[""] * len(required_documents(programme)))
        made.number = f"F{timezone.localdate().year}-{made.pk:05d}"
        made.save(update_fields=["number"])
        prefill(made, user)
        entries.write(act, "application.begun", made, changes={"call": [None, call.pk]})
    return made


def required_documents(programme: Any) -> list[tuple[str, str]]:
    """Give the documents that a programme requires, each in English and Chinese."""
    english, chinese = programme.documents_en.splitlines(), programme.documents_zh.splitlines()
    count = max(len(english), len(chinese))
    padded = [*(each.strip() for each in english), *[""] * (count - len(english))]
    return list(zip(padded, [*(each.strip() for each in chinese), *[""] * (count - len(chinese))], strict=True))


def rules_of(application: Application, user: Any) -> tuple[RuleVersion, Rules] | None:
    """Give the rules that hold for an application: those it was handed in under, else the newest."""
    version = application.rules or newest_versions([application.programme], user).get(application.programme_id)
    return None if version is None else (version, read_version(version))


def lacks_documents(application: Application) -> bool:
    """Whether it is not said of each document where it can be had; the programme may ask for more than it did."""
    required = len(required_documents(application.programme))
    return len(application.documents) < required or not all(application.documents[:required])


def prefill(application: Application, user: Any, source: str = "") -> None:
    """Take facts that the rules ask for from the register, where the applicant has not stated them.

    With a source, only those that stand there.
    """
    found = rules_of(application, user)
    if found is None:
        return
    known = facts.known_facts(user, application.enterprise, application.project)
    stated = set(application.facts.values_list("fact", flat=True))
    ApplicationFact.objects.bulk_create([
        ApplicationFact(application=application, fact=fact, value=facts.written(state.value), weight=state.weight,
                        source=state.source)
        for fact, state in known.items()
        if fact in found[1].facts and fact not in stated and state.source.startswith(source)])


def save(act: Act, application: Application, values: Mapping[str, Any], stated: Mapping[str, Value | None],
         documents: list[str], *, revision: int) -> Application:
    """Save a draft.

    Parameters
    ----------
    act : Act
        Who writes.
    application : Application
        The draft.
    values : mapping
        Fields of the application; another project brings its own facts with it.
    stated : mapping of str to value
        What the applicant says of each fact that the rules ask for; ``None``: nothing.
    documents : list of str
        Where each required document can be had.
    revision : int
        The draft as its writer saw it.

    Raises
    ------
    RefusedError
        If it was handed in or saved by somebody else meanwhile.
    """
    user = act.actor
    assert user is not None
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        if held.state != "draft":
            raise RefusedError(_("It was handed in meanwhile and can no longer be changed."))
        if held.revision != revision:
            raise RefusedError(_("A colleague has saved it meanwhile. Copy what you typed, open it again and add to "
                                 "it."))
        moved = values.get("project", held.project) != held.project
        left = _left_to_project(held, stated) if moved else frozenset()
        for name, value in values.items():
            setattr(held, name, value)
        held.documents = documents
        held.revision += 1
        held.writers = sorted({*held.writers, user.pk})
        held.save()
        held.facts.filter(fact__in=left).delete()
        _state(held, {fact: value for fact, value in stated.items() if fact not in left}, user)
        if moved:
            prefill(held, user, "project/")
        entries.write(act, "application.saved", held, changes={"revision": [held.revision - 1, held.revision]})
    return held


def _left_to_project(application: Application, stated: Mapping[str, Value | None]) -> frozenset[str]:
    """Name the facts that were taken from the project and that the applicant left as they were."""
    rows = application.facts.filter(source__startswith="project/")
    return frozenset(row.fact for row in rows if row.fact not in stated or stated[row.fact] == _value(row))


def _value(row: ApplicationFact) -> Value | None:
    fact = facts.catalogue().get(row.fact)
    return None if fact is None else facts.read(fact.kind.shape, row.value)


def state_again(application: Application, user: Any) -> None:
    """Hold the facts against the registers as they stand now: what those no longer say is the applicant's own word."""
    known = {row.fact: _value(row) for row in application.facts.all()}
    _state(application, {fact: value for fact, value in known.items() if value is not None}, user)


def _state(application: Application, stated: Mapping[str, Value | None], user: Any) -> None:
    """Keep what the applicant says; where it is what the register says, it stays the register's."""
    known = facts.known_facts(user, application.enterprise, application.project)
    for fact, value in stated.items():
        if value is None:
            application.facts.filter(fact=fact).delete()
            continue
        register = known.get(fact)
        if register is not None and register.value == value:
            kept = {"value": facts.written(value), "weight": register.weight, "source": register.source, "found": None}
        else:
            kept = {"value": facts.written(value), "weight": Weight.DECLARED, "source": "applicant",
                    "found": None if register is None else facts.written(register.value)}
        ApplicationFact.objects.update_or_create(application=application, fact=fact, defaults=kept)


def stated_facts(application: Application) -> dict[str, State]:
    """Give the facts of an application as rules are held against them, its own amounts among them."""
    found: dict[str, State] = {}
    for row in application.facts.all():
        value = _value(row)
        if value is not None:
            found[row.fact] = State(value, Weight(row.weight), row.source)
    for id, amount in (("eligible-cost", application.eligible_cost), ("asked", application.asked)):
        if amount is not None:
            found[id] = State(Money(amount, application.currency), Weight.REGISTER, "application")
    return found


def judged(application: Application, user: Any) -> tuple[RuleVersion, Rules, Verdict] | None:
    """Hold an application against its rules; ``None`` where the programme has none."""
    found = rules_of(application, user)
    if found is None:
        return None
    version, rules = found
    return version, rules, RuleBook({"": rules}).judge(stated_facts(application))[""]


def highest(application: Application) -> Decimal | None:
    """Give the most that the programme's terms allow of an application; ``None`` where they name no bound."""
    programme = application.programme
    bounds = [each for each in (application.asked, programme.award_most) if each is not None]
    if programme.share_most is not None and application.eligible_cost is not None:
        bounds.append((application.eligible_cost * programme.share_most / 100).quantize(Decimal("0.01"), "ROUND_DOWN"))
    return min(bounds, default=None)
