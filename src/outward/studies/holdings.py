"""What a release holds, as figures: the study's way from rows of observations to printed cells it can reason with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property

import pandas as pd

from outward.casebook.folder import Casebook
from outward.indicators import traced
from outward.vocabulary.figures import Cell, Figure, Kind, printed
from outward.vocabulary.indicators import Indicator
from outward.vocabulary.labels import Label
from outward.vocabulary.observations import CLAIMS_TABLE
from outward.vocabulary.periods import Period
from outward.vocabulary.statements import Hedge

_KINDS: Mapping[str, Kind] = {
    "level": "level",
    "stock": "level",
    "flow": "level",
    "share": "share",
    "rate": "growth",
    "points": "points",
    "rank": "rank",
    "ratio": "ratio",
    "index": "index",
    "count": "count",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One printed value with its dimensions."""

    figure: Figure
    indicator: str
    region: str
    sector: str
    coverage: str
    partner: str
    product: str
    subject: str
    period: str
    hedge: Hedge
    break_before: str

    @property
    def key(self) -> str:
        """Name what is measured, and when, by its dimensions as far as they are given."""
        return f"{self.undated_key}.{self.period}".rstrip(".")

    @property
    def undated_key(self) -> str:
        """Name what is measured by its dimensions as far as they are given."""
        parts = (self.indicator, self.region, self.sector, self.coverage, self.partner, self.product, self.subject)
        return ".".join(part.replace(":", "-") for part in parts if part)


@dataclass(frozen=True)
class Holdings:
    """The observations of one release, found by what they measure.

    Where a quantity is held twice, what was known last counts; of what was known on one day, a table's cell comes
    before a sentence's claim. :meth:`printings` gives them all. A value without a coverage has the case's own.
    """

    casebook: Casebook
    observations: pd.DataFrame

    @cached_property
    def _by_indicator(self) -> dict[str, list[Held]]:
        found: dict[str, list[Held]] = defaultdict(list)
        for row in _rows(self.observations):
            if row["status"] == "missing" or row["value"] != row["value"]:
                continue
            found[str(row["indicator"])].append(self._held(row))
        for rows in found.values():
            rows.sort(key=lambda held: _cell_order(held.figure))
            rows.sort(key=_known_on, reverse=True)
            rows.sort(key=lambda held: Period.parse(held.period))
        return dict(found)

    def _held(self, row: Mapping[str, object]) -> Held:
        text = {name: str(value) for name, value in row.items()}
        indicator = self.casebook.indicators[text["indicator"]]
        cell = Cell(
            text["table"],
            text["row"],
            text["value_as_printed"],
            text["source"],
            text["paragraph"],
            text["known_on"],
            text["note"],
        )
        value = float(str(row["value"]))
        figure = printed(
            cell,
            value,
            unit=text["unit"],
            digits=0 if text["unit"] == "rank" else decimals(text["value_as_printed"], value),
            kind=_KINDS[indicator.kind],
        )
        return Held(
            figure,
            text["indicator"],
            text["region"],
            text["sector"],
            text["coverage"],
            text["partner"],
            text["product"],
            text["subject"],
            text["period"],
            self.hedge_of(figure),
            text["break_before"],
        )

    def every(
        self,
        indicator: str,
        *,
        region: str | None = None,
        sector: str | None = None,
        period: str | None = None,
        subject: str | None = "",
        product: str | None = "",
        partner: str | None = "",
        coverage: str | None = None,
        table: str | None = None,
    ) -> tuple[Held, ...]:
        """Give the values that match, one a quantity and period, in order of period.

        ``None`` matches anything, but in ``region`` and ``sector``, where it is the case's own and ``"*"`` anything.
        """
        region = self.casebook.case.region if region is None else region
        sector = self.casebook.case.sector if sector is None else sector
        wanted = {
            "region": region,
            "sector": sector,
            "period": period,
            "subject": subject,
            "product": product,
            "partner": partner,
        }
        known: dict[tuple[str, ...], Held] = {}
        for held in self._matching(indicator, wanted, coverage, table):
            known.setdefault(self._quantity(held), held)
        return tuple(known.values())

    def places(self, indicator: str, *, coverage: str) -> tuple[Held, ...]:
        """Give every place that the newest ranking prints, also where a region stands at two."""
        found = tuple(self._matching(indicator, {"subject": "", "product": "", "partner": ""}, coverage, None))
        newest = max((held.period for held in found), default="")
        of_period = [held for held in found if held.period == newest]
        last = max(map(_known_on, of_period), default="")
        return tuple(held for held in of_period if _known_on(held) == last)

    def printings(self) -> tuple[tuple[Held, ...], ...]:
        """Give the quantities that are held more than once on the day that counts, the one that counts first."""
        by_quantity: dict[tuple[str, ...], list[Held]] = defaultdict(list)
        for rows in self._by_indicator.values():
            for held in rows:
                by_quantity[held.indicator, *self._quantity(held)].append(held)
        of_one_day = (
            tuple(held for held in group if _known_on(held) == _known_on(group[0])) for group in by_quantity.values()
        )
        return tuple(sorted((group for group in of_one_day if len(group) > 1), key=lambda group: group[0].key))

    def _matching(
        self, indicator: str, wanted: Mapping[str, str | None], coverage: str | None, table: str | None
    ) -> Iterator[Held]:
        for held in self._by_indicator.get(indicator, ()):
            if coverage is not None and self._coverage(held) != (coverage or self.casebook.case.coverage):
                continue
            if table is not None and (held.figure.cell is None or held.figure.cell.table != table):
                continue
            if all(value in (None, "*") or getattr(held, name) == value for name, value in wanted.items()):
                yield held

    def _coverage(self, held: Held) -> str:
        return held.coverage or self.casebook.case.coverage

    def _quantity(self, held: Held) -> tuple[str, ...]:
        """Name what a value is a value of, apart from its indicator."""
        return (held.region, held.sector, self._coverage(held), held.partner, held.product, held.subject, held.period)

    def series(self, indicator: str, **dimensions: str | None) -> tuple[Held, ...]:
        """Give one value a year, in one unit, oldest first; undated values and ranges of years are left out.

        Of several coverages in a year the case's own counts; where the coverage changes from a year to the next, the
        series breaks.
        """
        yearly: dict[str, Held] = {}
        own_first = sorted(
            self.every(indicator, **dimensions), key=lambda held: self._coverage(held) != self.casebook.case.coverage
        )
        for held in own_first:
            if Period.parse(held.period).is_year:
                yearly.setdefault(held.period, held)
        series = [self.in_own_unit(yearly[year]) for year in sorted(yearly)]
        for place in range(1, len(series)):
            if self._coverage(series[place]) != self._coverage(series[place - 1]) and not series[place].break_before:
                series[place] = replace(series[place], break_before="coverage")
        return tuple(series)

    def in_own_unit(self, held: Held) -> Held:
        """Give a value in the unit of its indicator's definition, where it is printed in another scale of it."""
        unit, known = self.indicator(held.indicator).unit, self.casebook.units
        if held.figure.unit == unit or known[held.figure.unit].dimension != known[unit].dimension:
            return held
        return replace(held, figure=traced.converted(f"series.{held.key}", held.figure, unit))

    def _in_one_unit(self, cells: Mapping[tuple[str, str, str], Held]) -> dict[tuple[str, str, str], Held]:
        """Give cells as printed where all amounts are in one unit, else in their indicators' own.

        What is in another currency then cannot stand beside the others, and is left out.
        """
        known = self.casebook.units
        printed_in: dict[str, set[str]] = defaultdict(set)
        for held in cells.values():
            printed_in[known[held.figure.unit].dimension].add(held.figure.unit)
        if all(len(units) == 1 for units in printed_in.values()):
            same_scale = dict(cells)
        else:
            same_scale = {key: self.in_own_unit(held) for key, held in cells.items()}
        unit_of = {key[0]: held.figure.unit for key, held in reversed(same_scale.items())}
        return {key: held for key, held in same_scale.items() if held.figure.unit == unit_of[key[0]]}

    def latest(self, indicator: str, **dimensions: str | None) -> Held | None:
        """Give the value of the latest dated period; an undated one where nothing is dated."""
        found = self.every(indicator, **dimensions)
        if not found:
            return None
        last = max(found, key=lambda held: Period.parse(held.period)).period
        return next(held for held in found if held.period == last)

    def at(self, indicator: str, period: str, **dimensions: str | None) -> Held | None:
        """Give the value of one period."""
        return next(iter(self.every(indicator, period=period, **dimensions)), None)

    def breakdown(
        self, indicators: Sequence[str], regions: Sequence[str], sectors: Sequence[str] | None = None
    ) -> Breakdown | None:
        """Give the fullest table of ``indicators`` by sector for ``regions`` in one period; ties to the latest.

        Returns ``None`` where no period has a value of every indicator and region for at least two sectors.
        """
        sectors = self.casebook.case.sectors if sectors is None else sectors
        best: Breakdown | None = None
        for period in self._periods(indicators[0], regions[0], sectors):
            found = {
                (indicator, region, sector): held
                for indicator in indicators
                for region in regions
                for sector in sectors
                if (held := self.at(indicator, period, region=region, sector=sector)) is not None
            }
            cells = self._in_one_unit(found)
            complete = tuple(
                sector
                for sector in sectors
                if all((indicator, region, sector) in cells for indicator in indicators for region in regions)
            )
            if len(complete) >= 2 and (best is None or len(complete) >= len(best.sectors)):
                best = Breakdown(period, complete, cells)
        return best

    def _periods(self, indicator: str, region: str, sectors: Iterable[str]) -> list[str]:
        found = {held.period for sector in sectors for held in self.every(indicator, region=region, sector=sector)}
        return sorted(found, key=Period.parse)

    def growths(self, region: str | None = None) -> tuple[tuple[Held, Held], ...]:
        """Give every level that is printed with its growth in the same period, as (level, growth)."""
        region = self.casebook.case.region if region is None else region
        pairs = []
        for indicator in self._by_indicator:
            for held in self.every(indicator, region=region, sector="*", subject=None, product=None, partner=None):
                grown = self.at(
                    f"{indicator}.growth",
                    held.period,
                    region=region,
                    sector=held.sector,
                    subject=held.subject,
                    product=held.product,
                    partner=held.partner,
                )
                if grown is not None:
                    pairs.append((held, grown))
        return tuple(sorted(pairs, key=lambda pair: _cell_order(pair[0].figure)))

    def hedge_of(self, figure: Figure) -> Hedge:
        """Say how the source hedges a printed claim: about, more than, less than, nearly."""
        if figure.cell is None or figure.cell.table != "claims":
            return ""
        return self._hedges.get(figure.cell.row, "")

    @cached_property
    def _hedges(self) -> dict[str, Hedge]:
        return dict(zip(self.casebook.claims["claim"], self.casebook.claims["hedge"], strict=True))

    def with_measure(self, measure: str) -> tuple[str, ...]:
        """Give the ids of the held indicators that end in a measure, such as ``share-of-world``, sorted."""
        return tuple(sorted(id for id in self._by_indicator if id.endswith(f".{measure}")))

    def unit_label(self, code: str) -> Label:
        """Name a unit as a table's header prints it."""
        unit = self.casebook.units[code]
        return Label(unit.header("en"), unit.header("zh"))

    def indicator(self, id: str) -> Indicator:
        """Give the definition of an indicator."""
        return self.casebook.indicators[id]

    def of_cell(self, figure: Figure) -> Held | None:
        """Give what a printed figure measures; nothing for a cell of a register."""
        return self._by_cell.get(figure.id)

    def of_id(self, id: str) -> Held | None:
        """Give what a number of the audit measures: a cell's id is ``<table>:<row>``, a claim's its own."""
        return self._by_cell.get(f"cell:{id}") or self._by_cell.get(f"cell:{CLAIMS_TABLE}:{id}")

    @cached_property
    def _by_cell(self) -> dict[str, Held]:
        return {held.figure.id: held for rows in self._by_indicator.values() for held in rows}

    def caution(self, figure: Figure) -> Label | None:
        """Say what a reader must know of a printed figure: the note of a presumed one, and notes that have a label.

        The case's labels translate a note, or one of its parts between semicolons, under a code that begins with
        ``note:``; a note of a printed number without such a label is for who checks the cell, not for who reads it.
        """
        if figure.cell is None or not figure.cell.note:
            return None
        note, known = figure.cell.note, self._notes
        if note in known:
            return known[note]
        labelled = [known[part] for part in note.split("; ") if part in known]
        if labelled:
            return Label("; ".join(one.en for one in labelled), "；".join(one.text("zh") for one in labelled))
        return Label(note) if figure.id in self._presumed else None

    @cached_property
    def _notes(self) -> dict[str, Label]:
        return {label.en: label for code, label in self.casebook.labels.items() if code.startswith("note:")}

    @cached_property
    def _presumed(self) -> frozenset[str]:
        rows = self.observations[self.observations["status"] == "presumed"]
        return frozenset(f"cell:{table}:{row}" for table, row in zip(rows["table"], rows["row"], strict=True))

    def region_label(self, id: str) -> Label:
        """Name a region; the nation, seen from one of its regions, is simply the nation in Chinese."""
        name = self.casebook.regions[id].name
        case = self.casebook.case
        return Label(name.en, "全国") if id == case.nation != case.region else name

    def sector_label(self, id: str) -> Label:
        """Name a sector."""
        return self.casebook.sectors[id].name

    def code_label(self, code: str) -> Label:
        """Name a subject or product of the case: by its labels, or by the register that its prefix names."""
        known = self.casebook.labels.get(code)
        if known is not None:
            return known
        kind, _, id = code.partition(":")
        register = self.casebook.registers.get(f"{kind}s")
        if register is not None:
            rows = register[register["id"] == id]
            if len(rows):
                return Label(str(rows.iloc[0].get("name_en", id)), str(rows.iloc[0].get("name_zh", "")))
        return Label((id or kind).replace("-", " "), "")

    def place_label(self, held: Held) -> Label:
        """Name whose value it is: the region's sector, or the subject within it."""
        return self.whose(held.region, held.sector, held.subject)

    def whose(self, region: str, sector: str, subject: str = "") -> Label:
        """Name a region's sector, or a subject within it, as a noun phrase."""
        place = self.region_label(region)
        english, chinese = place.en, place.text("zh")
        if sector != "all-sectors":
            name = self.sector_label(sector)
            english, chinese = _of_place(place.en, _lower(name.en)), chinese + name.text("zh")
        if not subject:
            return Label(english, chinese)
        who = self.code_label(subject)
        if subject.startswith("enterprise:"):
            return who
        return Label(f"{_lower(who.en)} in {english}", chinese + who.text("zh"))

    def in_full(self, held: Held, indicator: str | None = None) -> Label:
        """Name what is measured and whose it is, for a row that stands alone."""
        what = self.what(held, indicator)
        names_industry = self.sector_label(held.sector).text("zh") in what.text("zh") and not held.subject
        who = self.region_label(held.region) if names_industry else self.place_label(held)
        return Label(f"{what.en}, {who.en}", f"{who.text('zh')}{what.text('zh')}")

    def what(self, held: Held, indicator: str | None = None) -> Label:
        """Name what is measured: the indicator (or another in its place), of the product where it is a product's."""
        name = self.indicator(indicator or held.indicator).name
        if not held.product:
            return name
        product = self.code_label(held.product)
        return Label(f"{name.en} of {_lower(product.en)}", f"{product.text('zh')}{name.text('zh')}")


def _known_on(held: Held) -> str:
    return held.figure.cell.known_on if held.figure.cell else ""


def _rows(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _of_place(place: str, what: str) -> str:
    """Say what is a place's: by a possessive, which a name that ends in a bracket does not bear."""
    if place.endswith(")"):
        return f"{what} in {place}"
    return f"{place}' {what}" if place.endswith("s") else f"{place}'s {what}"


def _lower(name: str) -> str:
    """Write a name as it stands within a sentence: abbreviations and proper names keep their capitals."""
    first = name.split(" ", 1)[0]
    return name if first[1:] != first[1:].lower() else name[:1].lower() + name[1:]


def _cell_order(figure: Figure) -> tuple[bool, str, int, str]:
    """Order printed cells: tables before claims, then as they stand in the case; ``2`` comes before ``10``."""
    cell = figure.cell
    assert cell is not None
    return cell.table == "claims", cell.table, len(cell.row), cell.row


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Values of several indicators and regions by sector, all of one period."""

    period: str
    sectors: tuple[str, ...]  # those with a value of every indicator and region
    cells: Mapping[tuple[str, str, str], Held]  # (indicator, region, sector)

    def figure(self, indicator: str, region: str, sector: str) -> Figure:
        """Give one value."""
        return self.cells[indicator, region, sector].figure

    def figures(self, indicator: str, region: str) -> tuple[Figure, ...]:
        """Give the values of all sectors, in the case's order."""
        return tuple(self.figure(indicator, region, sector) for sector in self.sectors)


def decimals(text: str, value: float) -> int:
    """Count the decimals that a printed number shows: ``8.53%`` shows two.

    A number that stands in words shows none, or as many as its reading needs.

    Examples
    --------
    >>> decimals("1,301.50", 1301.5), decimals("8.53%", 8.53), decimals("", 33.33)
    (2, 2, 2)
    """
    plain = text.strip().rstrip("%").replace(",", "").lstrip("+-")
    for candidate in (plain, repr(value).removesuffix(".0")):
        try:
            exponent = Decimal(candidate).as_tuple().exponent
        except InvalidOperation:
            continue
        if isinstance(exponent, int):
            return max(0, -exponent)
    return 0
