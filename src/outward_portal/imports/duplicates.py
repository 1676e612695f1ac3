"""Rows that may be one another, or records that are there already: told as warnings, decided by whoever imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz, process

from outward_portal.imports.checking import Step
from outward_portal.records.duplicates.likeness import THRESHOLD, bare, numbers_of
from outward_portal.records.kinds import Kind

_MOST_FUZZY: Final = 500  # new rows; with more of them only the same names are looked for
_MOST_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class Likeness:
    """A row that may be another row, or a record."""

    row: int
    name: str
    other_row: int | None
    record: int | None
    score: int


def likenesses(kind: Kind, user: Any, steps: Sequence[Step]) -> tuple[list[Likeness], bool]:
    """Find new rows with the names of others or of records that the person may see.

    Returns
    -------
    list of Likeness, bool
        What was found, and whether names that are merely alike were looked for too.
    """
    new = [step for step in steps if step.key is None]
    is_fuzzy = len(new) <= _MOST_FUZZY
    known: dict[str, int] = {}
    if new:
        seen = kind.model.objects.visible_to(user).filter(retired_at__isnull=True)
        for key, en, zh in seen.values_list("pk", "name_en", "name_zh").iterator(chunk_size=5000):
            for name in (en, zh):
                if name:
                    known.setdefault(bare(name), key)
    found: list[Likeness] = []
    rows: dict[tuple[str, str], int] = {}
    for step in new:
        if len(found) >= _MOST_TOLD:
            break
        found += _within(step, rows)
        found += _with_records(step, known, is_fuzzy=is_fuzzy)
    return found[:_MOST_TOLD], is_fuzzy


def _names(step: Step) -> list[str]:
    return [name for name in (step.values.get("name_en"), step.values.get("name_zh")) if name]


def _within(step: Step, rows: dict[tuple[str, str], int]) -> Iterator[Likeness]:
    """Two rows of one name in the same countries."""
    where = str(step.values.get("countries", ""))
    others = {other for name in _names(step) if (other := rows.setdefault((bare(name), where), step.row)) !=
              step.row}
    for other in sorted(others):
        yield Likeness(step.row, _names(step)[0], other, None, 100)


def _with_records(step: Step, known: dict[str, int], *, is_fuzzy: bool) -> Iterator[Likeness]:
    for name in _names(step):
        key = known.get(bare(name))
        if key is not None:
            yield Likeness(step.row, name, None, key, 100)
            return
    for name in _names(step) if is_fuzzy and known else ():
        plain = bare(name)
        near = process.extract(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=THRESHOLD, limit=None)
        best = next((each for each in near if numbers_of(each[0]) == numbers_of(plain)), None)
        if best is not None:
            yield Likeness(step.row, name, None, known[best[0]], int(best[1]))
            return
