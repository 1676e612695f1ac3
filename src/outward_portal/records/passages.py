"""Longer texts of a record that search finds and shows, such as the articles of a law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from outward_portal.records import search
from outward_portal.records.models import Passage

MOST: Final = 5_000  # of a record
_LONGEST: Final = 8_000  # characters; a longer part is cut into several


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text, with the page on which it stands (empty: the record's own)."""

    title: str
    text: str
    address: str


def replace(record: int, parts: Sequence[Part]) -> None:
    """Put parts in place of those that stood there of a record; whoever sees the record sees and finds them.

    Parameters
    ----------
    record : int
        The record's key.
    parts : sequence of Part
        In order. What exceeds ``MOST`` is not found by search.
    """
    cut = [Part(part.title[:300], part.text[at : at + _LONGEST], part.address)
           for part in parts for at in range(0, max(1, len(part.text)), _LONGEST)][:MOST]
    with transaction.atomic():
        _forget(record)
        made = Passage.objects.bulk_create(
            [Passage(record_id=record, position=n, title=part.title, text=part.text, address=part.address)
             for n, part in enumerate(cut)], batch_size=500)
        search.index_passages(made)


def _forget(record: int) -> None:
    gone = list(Passage.objects.filter(record=record).values_list("pk", flat=True))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM records_passage_words WHERE rowid = %s", [(key,) for key in gone])
    Passage.objects.filter(pk__in=gone).delete()  # PostgreSQL's index follows by its foreign key
