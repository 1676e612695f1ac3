"""The data of an index out of a release: the newest year in which the case holds most of what the framework needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from outward.composite import Framework, IndexData
from outward.composite.data import Entry, Key
from outward.errors import UnitMismatchError
from outward.indicators import traced as measured
from outward.studies.holdings import Held, Holdings
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period


@dataclass(frozen=True)
class Loaded:
    """What a release holds of a framework's variables.

    ``missing`` are the variables of which fewer than two units have a value in the year that was taken: with any, no
    rank is computed.
    """

    data: IndexData
    framework: Framework  # with the year that was taken
    cells: dict[Key, Figure]
    year: str
    missing: tuple[str, ...]

    def figure(self, key: Key, _entry: Entry) -> Figure:
        """Give the figure of an entry."""
        return self.cells[key]


def load_release(holdings: Holdings, framework: Framework, *, year: str = "") -> Loaded:
    """Take the variables of a framework from what a case holds.

    Regions are the framework's units: provinces for an index of regions by sector, else countries. Amounts are
    converted to the unit that the framework names; a value of the case's whole industry counts where no sectors are
    held.

    Parameters
    ----------
    holdings : Holdings
        What the release holds.
    framework : Framework
        Names the variables, and the coverage to be taken.
    year : str
        A year; empty for the newest of those with the most values.
    """
    cells: dict[Key, Figure] = {}
    names: dict[str, Label] = {}
    for key, held, figure in _cells(holdings, framework):
        if key not in cells:
            cells[key] = figure
            names[key[0]] = holdings.region_label(held.region)
    counts = Counter(key[2] for key in cells)
    taken = year or (max(counts, key=lambda each: (counts[each], each)) if counts else "")
    entries = {key: Entry(figure.value, 0, np.nan, "synthetic" if holdings.casebook.case.synthetic else "")
               for key, figure in cells.items()}
    data = IndexData(f"release of {holdings.casebook.case.id}", tuple(sorted(names)), names, entries)
    years = _counting(framework, taken)
    units_of = {variable: {key[0] for key in cells if key[1] == variable and key[2] in years}
                for variable in framework.needed}
    missing = tuple(variable for variable, units in units_of.items() if len(units) < 2)
    chosen = framework.with_choices({"data.year": taken}) if taken in counts else framework
    return Loaded(data, chosen, cells, taken, missing)


def _counting(framework: Framework, taken: str) -> set[str]:
    """Give the years whose values count: the one that was taken, and older ones where gaps are filled from them."""
    if not taken or framework.choices.word("impute.method") != "last":
        return {taken}
    longest = framework.choices.whole("impute.longest_gap")
    return {str(year) for year in range(int(taken) - longest, int(taken) + 1)}


def _cells(holdings: Holdings, framework: Framework) -> Iterator[tuple[Key, Held, Figure]]:
    kind = "province" if framework.coverages else "country"
    sectors = {member for members in framework.coverages.values() for member in members} - set(framework.coverages)
    coverage = framework.choices.word("data.coverage") or next(iter(framework.coverages), "")
    units_of = {each.code: each.unit for each in framework.variables}
    units_of |= {each.code: each.unit for each in framework.indicators if each.variable == each.code}
    for variable in framework.needed:
        if variable not in holdings.casebook.indicators:
            continue
        for held in holdings.every(variable, region="*", sector="*"):
            if holdings.casebook.regions[held.region].kind != kind or not Period.parse(held.period).is_year:
                continue
            sector = _sector(holdings, held, sectors, coverage, has_sectors=bool(framework.coverages))
            figure = _in_unit(held, units_of.get(variable, ""), holdings)
            if sector is not None and figure is not None:
                yield (held.region, variable, held.period, sector), held, figure


def _sector(holdings: Holdings, held: Held, sectors: set[str], coverage: str, *, has_sectors: bool) -> str | None:
    """Say for which sector of the framework a value counts: empty for the whole, ``None`` for none."""
    if held.sector in sectors:
        return held.sector
    if not has_sectors:
        return "" if held.sector in ("", "all-sectors") else None
    case = holdings.casebook.case
    is_whole = held.sector == case.sector and (held.coverage or case.coverage) == coverage
    return "" if is_whole else None


def _in_unit(held: Held, unit: str, holdings: Holdings) -> Figure | None:
    if not unit or unit not in holdings.casebook.units or held.figure.unit == unit:
        return held.figure
    try:
        return measured.converted(f"index.cell.{held.key}", held.figure, unit)
    except UnitMismatchError:
        return None  # another currency or price basis: it cannot stand beside the others, and is missing


def with_coverage(framework: Framework, coverage: str) -> Framework:
    """Give a framework that takes a coverage, where it knows it."""
    if coverage not in framework.coverages:
        return framework
    return replace(framework, choices=framework.choices.changed({"data.coverage": coverage}))
