"""A document in the making: every printed number with its exact value, and every relation that holds between them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from outward.audit.documents import Hedge
from tests.audit.corpus.printing import MISSING, Style, render

Formula = Callable[[Sequence[float]], float]
Sense = Literal["=", "<=", ">="]
Row = tuple[str, str, str]  # region, item, period


@dataclass(slots=True)
class Number:
    """One printed number: a cell, or a claim (no table, a sentence)."""

    id: str
    region: str
    item: str
    period: str  # the true one; ``shown`` is what the table prints
    indicator: str
    unit: str
    scale: float  # base units in one printed unit
    value: float | None  # exact, in base units; ``None`` prints a dash
    style: Style
    dimension: str
    count: bool = False
    table: str = ""
    shown: str = ""
    shown_unit: str = ""
    title: str = ""
    note: str = ""
    sentence: int = -1
    para: str = ""
    hedge: Hedge = ""
    words: tuple[str, str] | None = None  # for a rise and for a fall: the sentence says the sign, the number does not

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What it measures."""
        return self.region, self.item, self.period, self.indicator

    @property
    def is_growth(self) -> bool:
        """Tell whether it is a rate of growth."""
        return "增速" in self.indicator or "growth of" in self.indicator

    @property
    def half(self) -> float:
        """Half of the last printed digit in base units; nothing for what is counted."""
        return 0.0 if self.count and self.scale == 1 else 0.5 * 10.0**-self.style.digits * self.scale

    def text(self, value: float | None = None) -> str:
        """Print the number's own or another value (base units)."""
        chosen = self.value if value is None else value
        return MISSING if chosen is None else render(chosen / self.scale, self.style)


@dataclass(frozen=True, slots=True)
class Link:
    """``target`` stands in ``sense`` to ``formula`` of ``parents``; without a target, ``constant`` does."""

    kind: str
    target: str
    parents: tuple[str, ...]
    formula: Formula
    sense: Sense = "="
    band: float = 0.0  # of the formula's value, or of the number that ``slack_of`` names
    slack_of: str = ""
    constant: float = 0.0
    derives: bool = False  # an author would compute the target from the parents

    @property
    def ids(self) -> frozenset[str]:
        """All numbers that it rests on."""
        return frozenset(self.parents) | ({self.target} if self.target else frozenset())


@dataclass(frozen=True, slots=True)
class Likeness:
    """The logs of ``pairs``' ratios are alike, to ``spread``: twins, related indicators, hidden totals."""

    kind: str
    pairs: tuple[tuple[str, str], ...]
    spread: float


@dataclass(frozen=True, slots=True)
class Column:
    """One column to print: its words, its unit, what it measures in each row."""

    indicator: str
    unit: str
    scale: float
    measure: Callable[[Row], float | None]
    dimension: str
    count: bool = False
    digits: int | None = None


@dataclass(slots=True)
class Draft:
    """A document in the making."""

    id: str
    lang: Literal["en", "zh"]
    rng: random.Random
    numbers: dict[str, Number] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)  # with {id} and {id:way} to fill
    index: dict[tuple[str, str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    tables: int = 0
    id_form: str = "t{table}:{row}"
    half_up: bool = False
    signed: bool = True  # whether a claim's text has the sign that the sentence says in words
    lower: bool = False  # whether items stand in lower case in sentences
    units: dict[str, tuple[str, float]] = field(default_factory=dict)  # by measure
    parts: dict[str, str] = field(default_factory=dict)  # region to the region that it lies in

    def add_table(
        self,
        title: str,
        rows: Sequence[Row],
        columns: Sequence[Column],
        *,
        undated: bool = False,
        comma: bool = False,
        strip: bool = False,
    ) -> dict[tuple[Row, str], str]:
        """Print a table row by row; gives the ids by row and indicator."""
        self.tables += 1
        table = str(self.tables)
        levels = {column.unit for column in columns if column.dimension != "percent"}
        in_title = len(levels) == 1 and self.rng.random() < 0.35
        unit = next(iter(levels)) if in_title else ""
        heading = f"表{table} {title}" if self.lang == "zh" else f"Table {table}. {title}"
        if unit:
            heading += f"（{unit}）" if self.lang == "zh" else f" ({unit})"
        styles = {}
        for column in columns:
            printed = [value / column.scale for row in rows if (value := column.measure(row)) is not None]
            digits = fit_digits(self.rng, printed) if column.digits is None else column.digits
            styles[column.indicator] = Style(
                0 if column.count and column.scale == 1 else digits,
                comma,
                strip and self.rng.random() < 0.6,
                column.dimension == "percent" and self.rng.random() < 0.3,
                self.half_up,
            )
        grid: dict[tuple[Row, str], str] = {}
        for row in rows:
            for column in columns:
                style = styles[column.indicator]
                name = self.id_form.format(table=table, row=len(grid) + 1)
                number = Number(
                    name,
                    *row,
                    column.indicator,
                    column.unit,
                    column.scale,
                    column.measure(row),
                    style,
                    column.dimension,
                    column.count,
                    table,
                    shown="" if undated else row[2],
                    shown_unit="" if unit and column.unit == unit else column.unit,
                    title=heading,
                )
                self._add(number)
                grid[row, column.indicator] = name
        return grid

    def add_claim(
        self,
        row: Row,
        indicator: str,
        unit: str,
        scale: float,
        value: float,
        digits: int,
        *,
        dimension: str,
        count: bool = False,
        hedge: Hedge = "",
        words: tuple[str, str] | None = None,
        comma: bool = False,
    ) -> Number:
        """Add a claim to the sentence that is written next."""
        name = f"c{sum(1 for number in self.numbers.values() if not number.table) + 1}"
        style = Style(digits, comma, half_up=self.half_up)
        number = Number(
            name,
            *row,
            indicator,
            unit,
            scale,
            value,
            style,
            dimension,
            count,
            sentence=len(self.sentences),
            hedge=hedge,
            words=words,
        )
        self._add(number)
        return number

    def link(
        self,
        kind: str,
        target: str,
        parents: Iterable[str],
        formula: Formula,
        *,
        sense: Sense = "=",
        band: float = 0.0,
        slack_of: str = "",
        constant: float = 0.0,
        derives: bool = True,
    ) -> None:
        """Say that a relation holds; printed dashes are left out of sums."""
        names = tuple(parents)
        kept = tuple(name for name in names if self.numbers[name].value is not None)
        if kept != names and formula is not total:
            return
        if (not target or self.numbers[target].value is not None) and kept:
            self.links.append(
                Link(kind, target, kept, formula, sense, band, slack_of, constant, derives and sense == "=")
            )

    def fact(self, kind: str, **keys: Any) -> None:
        """Declare a fact as the document's owner would."""
        declared = {"fact": kind, **keys}
        if declared not in self.facts:
            self.facts.append(declared)

    def find(self, region: str, item: str, period: str, indicator: str) -> str | None:
        """Give the first printed cell of a quantity."""
        names = [name for name in self.index.get((region, item, period, indicator), ()) if self.numbers[name].table]
        return names[0] if names else None

    def finish(self) -> None:
        """Link every two printings of one quantity, and regions to those that they lie in."""
        for names in list(self.index.values()):
            numbers = [self.numbers[name] for name in names if self.numbers[name].value is not None]
            for place, number in enumerate(numbers):
                for other in numbers[place + 1 :]:
                    if number.table or other.table:
                        tied, by = (number, other) if other.table else (other, number)
                        self.link("same", tied.id, (by.id,), same, derives=False, **hedged(tied.hedge))
        for number in [number for number in self.numbers.values() if number.region in self.parts and number.table]:
            whole = self.find(self.parts[number.region], number.item, number.period, number.indicator)
            if whole and number.dimension not in ("percent", "rank", "per") and (number.value or 0) > 0:
                self.link("region_part_of", number.id, (whole,), same, sense="<=")

    def _add(self, number: Number) -> None:
        self.numbers[number.id] = number
        self.index[number.key].append(number.id)


def hedged(hedge: Hedge) -> Mapping[str, Any]:
    """Say how a hedged claim stands to what it rounds."""
    if hedge == "about":
        return {"band": 0.02}
    if hedge == "more than":
        return {"sense": "<="}
    return {"sense": ">="} if hedge in ("less than", "nearly") else {}


def fit_digits(rng: random.Random, printed: Sequence[float]) -> int:
    """Choose decimals as a statistician would for such magnitudes."""
    sizes = sorted(abs(value) for value in printed if value)
    middle = sizes[len(sizes) // 2] if sizes else 1.0
    if middle >= 20000:
        return 0
    if middle >= 100:
        return rng.choice((1, 2, 2))
    return rng.choice((1, 2, 2)) if middle >= 10 else 2 if middle >= 0.5 else 3


def same(values: Sequence[float]) -> float:
    """Give the one value."""
    return values[0]


def total(values: Sequence[float]) -> float:
    """Add up."""
    return sum(values)


def ratio(scale: float) -> Formula:
    """Divide the first by the second, times ``scale``."""
    return lambda values: scale * values[0] / values[1] if values[1] else float("inf")


def growth(values: Sequence[float]) -> float:
    """Give the percentage change from the second to the first."""
    return 100 * (values[0] / values[1] - 1) if values[1] else float("inf")


def difference(values: Sequence[float]) -> float:
    """Take the second from the first."""
    return values[0] - values[1]


def average_growth(years: int) -> Formula:
    """Give the yearly percentage change from the second to the first over ``years``."""
    return lambda values: (
        100 * ((values[0] / values[1]) ** (1 / years) - 1) if values[0] * values[1] > 0 else float("inf")
    )


def weighted_mean(values: Sequence[float]) -> float:
    """Weigh the second half of the values by the first."""
    half = len(values) // 2
    weights = sum(values[:half])
    return sum(w * x for w, x in zip(values[:half], values[half:], strict=True)) / weights if weights else float("inf")


def signed_sum(signs: Sequence[int]) -> Formula:
    """Add up with signs."""
    return lambda values: sum(sign * value for sign, value in zip(signs, values, strict=True))
