"""UCDP/PRIO Armed Conflict Dataset: a row a conflict and year, counted here by country and year.

A conflict counts where it is fought (``gwno_loc``, a list). Counted are conflicts within states (types 3 and 4):
``incidence``, ``max_intensity``, ``n_conflicts`` and the onsets are of these alone. Conflicts between states (type 2)
stand in ``n_interstate`` only, those over colonies (type 1) nowhere. ``n_internationalized`` and ``n_interstate`` weigh
a conflict by the states in it: each combination of a primary and a supporting state on either side counts once, so that
a coalition of thirty counts as thirty.

Onsets of a conflict: ``onset_new`` its first year in the file; ``onset_gap2`` and ``onset_gap5`` that, or a year after
at least two, or five, without it. Onset in a country: ``incidence`` after at least two years without any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.delimited import whole_numbers, years
from outward.sources.panel_families import Converted, PanelTable, left_out, table_of
from outward.sources.state_codes import state, state_codes
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "UCDP-PRIO-ACD", Label("UCDP/PRIO Armed Conflict Dataset", "UCDP/PRIO武装冲突数据集"),
    Label("Uppsala Conflict Data Program; PRIO", "乌普萨拉冲突数据项目；奥斯陆和平研究所"), licence="CC BY 4.0",
    note="a conflict-year has at least 25 battle deaths; each edition may revise all years")
FAMILIES: Final = ("security_conflict_country_year",)

_NAMES: Final = {"conflictid": "conflict", "id": "conflict", "year": "year", "gwnoloc": "places",
                 "intensitylevel": "intensity", "int": "intensity", "intensity": "intensity", "typeofconflict": "type",
                 "type": "type", "gwnoa": "a", "gwnoa2nd": "a2", "gwnob": "b", "gwnob2nd": "b2"}
_NEEDED: Final = frozenset({"conflict", "year", "places", "intensity", "type"})
_SIDES: Final = ("a", "a2", "b", "b2")
_BETWEEN, _WITHIN, _WITH_FOREIGN = 2, 3, 4
_COUNTS: Final = ("n_conflicts", "max_intensity", "n_internationalized", "n_interstate", "onset_new", "onset_gap2",
                  "onset_gap5")


@dataclass(slots=True)
class _Tally:
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_COUNTS, 0))


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    return next((place for place, row in enumerate(head)
                 if {"conflict", "places", "year", "type"} <= {_meaning(name) for name in row}), None)


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return bool(_meaning(name))


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into a table of the panel: a row for every state of every year from 1950 to the file's last.

    Raises
    ------
    InvalidInputError
        If a column is missing, a cell cannot be read, or a conflict has two rows of one place and year.
    """
    rows = rows.rename(columns={name: _meaning(str(name)) for name in rows})
    rows = rows.loc[:, ~rows.columns.duplicated()]  # some editions have two numbers of a conflict, the newer first
    if missing := sorted(_NEEDED - set(rows.columns)):
        raise InvalidInputError([Problem(file, 1, name, "has no column", "Load the conflict-year table (ACD), whole.")
                                 for name in missing], file)
    read = rows.assign(year=years(rows["year"], file), type=_filled(rows["type"], file, 1, 4),
                       intensity=_filled(rows["intensity"], file, 1, 2),
                       conflict=rows["conflict"].str[:40])
    tallies = _tallies(read, file)
    last = int(read["year"].max())
    strange = {place for place, _ in tallies if state(place) is None}
    gaps = left_out(map(str, sorted(strange)), "not in the list of countries and areas", "不在国家和地区名单中")
    return Converted((_table(tallies, last, until),), gaps)


def _meaning(name: str) -> str:
    return _NAMES.get(name.casefold().replace("_", "").replace(" ", ""), "")


def _filled(cells: pd.Series, file: str, least: int, most: int) -> pd.Series:
    found = whole_numbers(cells, file, least, most)
    if found.isna().any():
        raise InvalidInputError([Problem(file, int(str(row)), str(cells.name), "is empty", "Load it anew.")
                                 for row in found.index[found.isna()][:20]], file)
    return found.astype(int)


def _codes(cell: str, file: str, row: object) -> tuple[int, ...]:
    """Read a list of states, ``645, 651``; ``-99`` and empty are none."""
    try:
        found = [int(float(part)) for part in cell.replace(";", ",").split(",") if part.strip()]
    except (ValueError, OverflowError):
        raise InvalidInputError([Problem(file, int(str(row)), "gwno", f"{cell[:60]!r} is no list of states",
                                         "Load it anew.")], file) from None
    return tuple(dict.fromkeys(code for code in found if code > 0))


def _tallies(read: pd.DataFrame, file: str) -> dict[tuple[int, int], _Tally]:
    """Count by place and year."""
    within = read[read["type"].isin((_WITHIN, _WITH_FOREIGN))]
    onsets = _onsets(within)
    found: dict[tuple[int, int], _Tally] = defaultdict(_Tally)
    seen: dict[tuple[int, int, str], object] = {}
    columns = [name for name in _SIDES if name in read]
    for row, conflict, year, kind, intensity, places, *sides in zip(
            read.index, read["conflict"], read["year"], read["type"], read["intensity"], read["places"],
            *(read[name] for name in columns), strict=True):
        taking = {name: _codes(cell, file, row) for name, cell in zip(columns, sides, strict=True)}
        for place in _codes(places, file, row):
            if seen.setdefault((place, year, conflict), row) != row:
                raise InvalidInputError([Problem(file, int(str(row)), "",
                                                 f"conflict {conflict[:40]} stands twice for {year} and {place}",
                                                 "Give the table with a row a conflict and year.")], file)
            counts = found[place, int(year)].counts
            if kind == _BETWEEN:
                counts["n_interstate"] += _weight(taking, place)
            elif kind in (_WITHIN, _WITH_FOREIGN):
                counts["n_conflicts"] += 1
                counts["max_intensity"] = max(counts["max_intensity"], int(intensity))
                counts["n_internationalized"] += _weight(taking, 0) if kind == _WITH_FOREIGN else 0
                for onset in onsets.get((conflict, int(year)), ()):
                    counts[onset] += 1
    return dict(found)


def _weight(taking: dict[str, tuple[int, ...]], place: int) -> int:
    """Count the combinations of states on both sides; of a primary side's, only those that have the place in them."""
    primary = {side: 1 if place and place in taking.get(side, ()) else max(1, len(taking.get(side, ())))
               for side in ("a", "b")}
    return primary["a"] * primary["b"] * max(1, len(taking.get("a2", ()))) * max(1, len(taking.get("b2", ())))


def _onsets(within: pd.DataFrame) -> dict[tuple[str, int], tuple[str, ...]]:
    """Name the onsets of each conflict and year."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for conflict, of_conflict in within.groupby("conflict"):
        before: int | None = None
        for year in sorted({int(year) for year in of_conflict["year"]}):
            if before is None:
                found[str(conflict), year] = ("onset_new", "onset_gap2", "onset_gap5")
            else:
                found[str(conflict), year] = tuple(f"onset_gap{gap}" for gap in (2, 5) if year - before > gap)
            before = year
    return found


def _table(tallies: dict[tuple[int, int], _Tally], last: int, until: int | None) -> PanelTable:
    first = min((year for _, year in tallies), default=last)
    rows = [row for one in state_codes()
            for row in _years_of(one.gwcode, [year for year in range(first, last + 1) if one.held(year)], tallies)]
    table = pd.DataFrame(rows, columns=["gwcode", "iso3", "year", *_COUNTS, "incidence", "country_onset"])
    return table_of("security_conflict_country_year", table, until)


def _years_of(gwcode: int, held: Iterable[int], tallies: dict[tuple[int, int], _Tally]) -> list[list[object]]:
    one = state(gwcode)
    assert one is not None
    rows: list[list[object]] = []
    fought: set[int] = set()
    for year in held:
        tally = tallies.get((gwcode, year), _Tally())
        is_fought = tally.counts["n_conflicts"] > 0
        is_onset = is_fought and not fought & {year - 1, year - 2}
        if is_fought:
            fought.add(year)
        rows.append([gwcode, one.iso3, year, *tally.counts.values(), int(is_fought), int(is_onset)])
    return rows
