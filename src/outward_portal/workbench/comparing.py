"""Two versions, years or indices side by side: which, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import Http404

from outward.composite.comparison import Comparison
from outward.vocabulary.labels import Label
from outward_portal.workbench import computing, queries
from outward_portal.workbench.asking import Bench
from outward_portal.workbench.computing import Asked


@dataclass(frozen=True)
class Pair:
    """What is compared: the earlier side was chosen, the later is what stands on the bench."""

    before: Asked
    after: Asked
    before_name: Label
    after_name: Label
    chosen: str  # as the address says it

    @cached_property
    def found(self) -> Comparison:
        """The comparison.

        Raises
        ------
        OutwardError
            If one side cannot be computed, or they have no two units in common.
        """
        return computing.compared(self.before, self.after)

    @property
    def names(self) -> Mapping[str, Label]:
        """The names of all units of both."""
        return {**computing.data_of(self.before).names, **computing.data_of(self.after).names}


@dataclass(frozen=True, slots=True)
class Side:
    """Something that the bench can be compared with."""

    value: str
    label: Label


def sides(bench: Bench, user: Any) -> list[Side]:
    """Give what the bench can be compared with: versions, years, other indices of the same framework."""
    found = [Side(f"version-{each.number}", _version_name(each.number, each.note))
             for each in queries.versions_of(bench.index)
             if each.pk != bench.version.pk or bench.state.is_changed]
    if bench.now is not None:
        found += [Side(f"year-{year}", Label(f"year {year}", f"{year}年"))
                  for year in reversed(computing.data_of(bench.asked).years) if year != bench.now.inputs.year]
    return found + [Side(f"index-{other.pk}", Label(other.title, other.title))
                    for other in queries.others_like(bench.index, bench.version.framework, user)]


def pair_at(bench: Bench, chosen: str, user: Any) -> Pair | None:
    """Give the two that an address names; nothing where it names none.

    Raises
    ------
    Http404
        If there is no such side, or the reader may not see it.
    """
    if not chosen:
        return None
    kind, _dash, value = chosen.partition("-")
    if not (value.isascii() and value.isdecimal() and len(value) < 18):
        raise Http404
    after_name = _version_name(bench.version.number, "", is_changed=bench.state.is_changed)
    if kind == "year":
        return _years(bench, value, chosen)
    index = bench.index if kind == "version" else queries.find(int(value), user) if kind == "index" else None
    version = queries.version_of(index, int(value) if kind == "version" else 0) if index is not None else None
    if version is None or (kind == "version" and value == "0"):
        raise Http404
    before_name = _version_name(version.number, "") if kind == "version" else Label(index.title, index.title) \
        if index is not None else after_name
    return Pair(Asked.of(version), bench.asked, before_name, after_name, chosen)


def _years(bench: Bench, year: str, chosen: str) -> Pair:
    if bench.now is None or year not in computing.data_of(bench.asked).years:
        raise Http404
    own = bench.now.inputs.year
    return Pair(_in_year(bench.asked, year), _in_year(bench.asked, own), Label(year, year), Label(own, own), chosen)


def _in_year(asked: Asked, year: str) -> Asked:
    pairs = {**dict(asked.choices), "data.year": year}
    return replace(asked, choices=tuple(sorted(pairs.items())))


def _version_name(number: int, note: str, *, is_changed: bool = False) -> Label:
    """Name a version in both languages, as charts do."""
    more = f": {note}" if note else ""
    label = Label(f"version {number}{more}", f"版本{number}{more.replace(': ', '：')}")
    return Label(f"{label.en}, changed", f"{label.zh}（有改动）") if is_changed else label
