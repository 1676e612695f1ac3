"""Loading a case into the registers: one transaction, told in the journal, undone by nothing but another load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from outward_portal.accounts.requests import Act
from outward_portal.records import actions
from outward_portal.records.cases import CASE_READERS, CaseRow, access_to
from outward_portal.records.models import Link, Record, Relation

if TYPE_CHECKING:
    from outward.casebook.folder import Casebook


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """What a load did."""

    added: dict[str, int]  # by kind
    changed: int
    kept: int  # rows whose records people have changed since: left as they are
    unread: tuple[str, ...]  # words of the case that no choice stands for
    unfound: tuple[str, ...]  # enterprises that rows name and the case does not have


def load_case(act: Act, casebook: Casebook, say: Callable[[str], None] = lambda _: None) -> LoadedCase:
    """Add a case's registers, or renew what was added before.

    A record that somebody has changed in the portal since is left alone: what people wrote outweighs a second load.

    Parameters
    ----------
    act : Act
        Who loads it, and why.
    casebook : Casebook
        The case, from a release.
    say : callable
        Is told what is done.
    """
    added: Counter[str] = Counter()
    changed = kept = 0
    unread: list[str] = []
    unfound: list[str] = []
    records: dict[tuple[str, str], Record] = {}
    with transaction.atomic():
        audience = access_to(casebook.case.id).audience
        for row in (row for read in CASE_READERS for row in read(casebook)):
            unread += row.unread
            unfound += [f"{row.key} {name}: {key}" for name, key in row.named.items()
                        if ("enterprise", key) not in records]
            values = {**row.values, **_named(row, records), "audience": audience}
            known = row.kind.model.objects.filter(case=casebook.case.id, case_key=row.key).first()
            if known is None:
                known = actions.create(act, row.kind, values, case=casebook.case.id, case_key=row.key)
                added[row.kind.key] += 1
            elif known.entries.exclude(actor=None).exclude(action="record.opened").exists():
                kept += 1
            elif actions.change(act, known, row.kind, values, revision=known.revision):
                changed += 1
            records[row.kind.key, row.key] = _kept_one(known)
        _link_places(act, casebook.case.id)
    say(f"{sum(added.values())} records added, {changed} renewed, {kept} left as people have changed them")
    return LoadedCase(dict(added), changed, kept, tuple(unread), tuple(unfound))


def _named(row: CaseRow, records: dict[tuple[str, str], Record]) -> dict[str, Any]:
    return {name: records["enterprise", key] for name, key in row.named.items() if ("enterprise", key) in records}


def _kept_one(record: Record) -> Record:
    """Give the record into which one was merged, perhaps by several steps; itself where it was not."""
    while record.merged_into_id is not None:
        record = type(record).objects.get(pk=record.merged_into_id)
    return record


def _link_places(act: Act, case: str) -> None:
    """Link each project of a park to the park of the same name and country, unless a person has taken that back."""
    loaded = Record.objects.filter(case=case, retired_at=None)
    parks = {(park.name_en, park.countries): park for park in loaded.filter(kind="park")}
    for project in loaded.filter(kind="project"):
        park = parks.get((project.name_en, project.countries))
        if (park is not None and not Link.objects.filter(source=project, target=park).exists()
                and not _was_taken_back(project, park)):
            actions.link(act, project, park, Relation.LOCATED)


def _was_taken_back(project: Record, park: Record) -> bool:
    undone = project.entries.filter(action="record.unlinked").exclude(actor=None).values_list("changes", flat=True)
    return any(changes.get("link") == [f"{Relation.LOCATED} {park.pk}", None] for changes in undone)
