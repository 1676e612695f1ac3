"""Reading which records of a register look alike, and where a merged record went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import Count, Max

from outward_portal.accounts import policy
from outward_portal.journal.models import Entry
from outward_portal.records.duplicates.likeness import Named, Pair, alike_pairs
from outward_portal.records.kinds import Kind
from outward_portal.records.models import DistinctPair, Record

MOST_PAIRS: Final = 1_000
_NAMES: Final = ("name_en", "name_zh", "short_name", "aliases")
_MOST_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class ShownPair:
    """Two records that look alike, as a person may see them."""

    first: Record
    second: Record
    score: float
    by_code: bool


def pairs(kind: Kind, user: Any, *, start: int, rows: int) -> tuple[list[ShownPair], int]:
    """Give the pairs that look alike and are not set aside, the likest first; and how many there are.

    Found among the records that the person may see, and kept until one of the register's records changes.
    """
    state = kind.model.objects.filter(kind=kind.key).aggregate(newest=Max("changed_at"), number=Count("pk"))
    found = _pairs(kind, policy.viewer(user), state["newest"], state["number"])
    aside = set(DistinctPair.objects.filter(first__kind=kind.key).values_list("first", "second"))
    left = [pair for pair in found if (pair.first, pair.second) not in aside]
    page = left[start:start + rows]
    records = kind.model.objects.visible_to(user).in_bulk({key for pair in page for key in (pair.first, pair.second)})
    return [ShownPair(records[pair.first], records[pair.second], pair.score, pair.by_code) for pair in page
            if pair.first in records and pair.second in records], len(left)


@lru_cache(maxsize=4)
def _pairs(kind: Kind, seen_by: policy.Viewer, newest: datetime | None,  # noqa: ARG001  (dates what is kept)
           number: int) -> tuple[Pair, ...]:  # noqa: ARG001
    return tuple(alike_pairs(_named(kind, seen_by))[:MOST_PAIRS])


def _named(kind: Kind, seen_by: policy.Viewer) -> Iterator[Named]:
    names = [name for name in _NAMES if name in kind.form_fields]
    code = ["credit_code"] if "credit_code" in kind.form_fields else []
    rows = kind.model.objects.filter(policy.visible(kind.model, seen_by), retired_at__isnull=True).order_by("pk")
    for pk, *values in rows.values_list("pk", *names, *code).iterator(chunk_size=5000):
        texts = [part for value in values[:len(names)] for part in str(value or "").split(";")]
        yield Named(pk, tuple(text for text in texts if text.strip()), str(values[-1] or "") if code else "")


def set_aside(kind: Kind, user: Any) -> list[DistinctPair]:
    """Give the pairs of a register that were set aside as not the same."""
    found = DistinctPair.objects.visible_to(user).filter(first__kind=kind.key).select_related("first", "second", "by")
    return list(found[:200])


def successor(kind: Kind, key: int, user: Any) -> Record | None:
    """Give the record into which one was merged, to whoever sees it and saw the other before it was merged."""
    seen = Record.objects.filter(policy.visible_in_time(policy.viewer(user)))
    record = seen.filter(pk=key, kind=kind.key, merged_into__isnull=False).first()
    for _ in range(_MOST_STEPS):
        if record is None or record.merged_into_id is None:
            break
        record = seen.filter(pk=record.merged_into_id).first()
    return record if record is not None and Record.objects.visible_to(user).filter(pk=record.pk).exists() else None


def merged_into(record: Record, user: Any) -> list[Record]:
    """Give the records that were merged into this one, as far as a person may see them."""
    return list(Record.objects.visible_to(user).filter(merged_into=record.pk).order_by("pk"))


def merge_entry(loser: Record) -> Entry | None:
    """Give the journal's entry on the merge that took a record in, with what was moved."""
    if loser.merged_into_id is None:
        return None
    for entry in Entry.objects.filter(record=loser.merged_into_id, action="record.merged").order_by("-id"):
        if entry.changes.get("merged") == [loser.pk, None]:
            return entry
    return None
