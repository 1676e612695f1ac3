"""What a miss costs against a false alarm: the policy that holds for each kind of risk, and what it would have done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from outward.vocabulary.labels import Label
from outward_portal.risks import words
from outward_portal.risks.models import LevelPolicy

if TYPE_CHECKING:
    from outward.risk.levels import LevelRecord, Policy
    from outward.studies.risks.outlook import Outlook


@dataclass(frozen=True, slots=True)
class EventRecord:
    """How the levels of a policy would have done for one event."""

    event: str
    name: Label
    levels: tuple[LevelRecord, ...]
    first_year: int
    last_year: int
    countries: int


def holding() -> dict[str, LevelPolicy | None]:
    """Give for each kind of risk the row that holds; ``None`` where nobody has set any."""
    newest: dict[str, LevelPolicy | None] = dict.fromkeys(words.kinds())
    for row in LevelPolicy.objects.select_related("set_by").order_by("id"):
        newest[row.kind] = row
    return newest


def policy_of(row: LevelPolicy | None) -> Policy:
    """Give a row as the library's policy; the usual one where there is none."""
    from outward.risk.levels import Policy

    return Policy() if row is None else Policy(row.watch, row.warning, row.alarm)


def policies() -> dict[str, Policy]:
    """Give the policy of each kind of risk."""
    return {kind: policy_of(row) for kind, row in holding().items()}


def records(outlook: Outlook | None, kind: str, policy: Policy) -> list[EventRecord]:
    """Say how a policy would have done for each event of a kind over the record's years."""
    found = []
    for each in outlook.events if outlook is not None else ():
        if each.event.kind == kind and len(each.track.year):
            years, countries = each.track.year, each.track.country
            found.append(EventRecord(each.event.id, each.event.name, each.records(policy), int(years.min()),
                                     int(years.max()), len(set(countries.tolist()))))
    return found
