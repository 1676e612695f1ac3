"""What an enterprise qualifies for: every running programme's newest rules held against what is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone

from outward.eligibility import Explained, Outcome, RuleBook, Rules, State, Verdict, explain, read_rules
from outward.errors import InvalidInputError
from outward_portal.funding import facts
from outward_portal.funding.models import Call, Programme, RuleVersion
from outward_portal.knowledge.models import Instrument
from outward_portal.registers.models import Enterprise, Project

ORDER: Final = (Outcome.MET, Outcome.UNKNOWN, Outcome.NOT_MET)
"""In which a page shows programmes: first those that can be had."""


@dataclass(frozen=True, slots=True)
class Qualification:
    """How an enterprise stands to a programme, and the calls to which it may apply."""

    programme: Programme
    version: RuleVersion
    rules: Rules
    verdict: Verdict
    explained: Explained
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an enterprise stands to all programmes; what it rests on."""

    enterprise: Enterprise | None
    project: Project | None
    known: Mapping[str, State]
    found: tuple[Qualification, ...]
    without_rules: tuple[Programme, ...]  # everybody may apply, as far as the portal knows
    to_create: tuple[Programme, ...]  # nobody can have them yet
    named: tuple[Instrument, ...]  # of the policy library, for which there is no programme but made-up ones

    def of(self, outcome: Outcome) -> list[Qualification]:
        """Give the programmes with one answer."""
        return [each for each in self.found if each.verdict.outcome == outcome]


def read_version(version: RuleVersion) -> Rules:
    """Read a version of rules; it was checked when it was written.

    Raises
    ------
    InvalidInputError
        If the portal no longer knows a fact that it asks for.
    """
    return _read(version.pk, version)


@lru_cache(maxsize=2048)
def _read(key: int, version: RuleVersion) -> Rules:  # noqa: ARG001  (a version never changes: its key stands for it)
    return read_rules(version.tree, facts.kinds(), file=str(version))


@lru_cache(maxsize=8)
def _book(versions: tuple[RuleVersion, ...]) -> RuleBook:
    return RuleBook({str(each.pk): read_version(each) for each in versions})


def newest_versions(programmes: Sequence[Programme], user: Any) -> dict[int, RuleVersion]:
    """Give the newest rules of each programme that has some that the portal can read."""
    rows = RuleVersion.objects.visible_to(user).filter(programme__in=[each.pk for each in programmes])
    found: dict[int, RuleVersion] = {}
    for row in rows.order_by("number"):
        try:
            read_version(row)
        except InvalidInputError:
            continue
        found[row.programme_id] = row
    return found


def standing(user: Any, project: Project | None = None) -> Standing:
    """Say what the enterprise that somebody acts for qualifies for.

    Parameters
    ----------
    user : User
        Who asks, for their own enterprise.
    project : Project, optional
        The project for which money is sought; without one, what is asked of a project stays unknown.
    """
    enterprise = facts.own_enterprise(user)
    known = facts.known_facts(user, enterprise, project)
    programmes = list(Programme.objects.visible_to(user).filter(retired_at__isnull=True).exclude(
        standing=Programme.Standing.ENDED).select_related("agency", "instrument").order_by("name_en", "pk"))
    running = [each for each in programmes if each.standing == Programme.Standing.RUNNING]
    versions = newest_versions(running, user)
    verdicts = _book(tuple(versions[key] for key in sorted(versions))).judge(known)
    calls = open_calls(user)
    found = [_qualification(each, versions[each.pk], verdicts, calls) for each in running if each.pk in versions]
    return Standing(
        enterprise, project, known, tuple(sorted(found, key=lambda each: ORDER.index(each.verdict.outcome))),
        tuple(each for each in running if each.pk not in versions),
        tuple(each for each in programmes if each.standing == Programme.Standing.TO_CREATE),
        _named(programmes, user))


def _named(programmes: Sequence[Programme], user: Any) -> tuple[Instrument, ...]:
    """Give the instruments of the policy library for which no programme stands here."""
    taken = {each.instrument_id for each in programmes if not each.is_sample}
    rows = Instrument.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=False).exclude(
        status=Instrument.Status.CLOSED)
    return tuple(each for each in rows.order_by("case_key", "pk") if each.pk not in taken)


def _qualification(programme: Programme, version: RuleVersion, verdicts: Mapping[str, Verdict],
                   calls: Sequence[Call]) -> Qualification:
    rules, verdict = read_version(version), verdicts[str(version.pk)]
    return Qualification(programme, version, rules, verdict, explain(rules, verdict),
                         tuple(each for each in calls if each.programme_id == programme.pk))


def open_calls(user: Any) -> list[Call]:
    """Give the calls that take applications today, the one that closes first ahead."""
    today = timezone.localdate()
    return list(Call.objects.visible_to(user).filter(
        state="announced", opens_on__lte=today, closes_on__gte=today).select_related("programme"))
