"""Indicators: what is measured, in which unit, of which kind, and which way is better.

An id is a base, or a base followed by measures: ``sales-value``, ``sales-value.growth``,
``value-added.share-of-industry.change``. Bases stand in ``data/indicators.csv``, measures in ``data/measures.csv``; a
case may add bases of its own. Names compose: "growth of industrial sales value", 工业销售产值增速.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from outward.errors import UnknownCodeError
from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.labels import Label

IndicatorKind = Literal["level", "share", "rate", "points", "rank", "ratio", "stock", "flow", "index", "count"]
Direction = Literal["up", "down", "neutral"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measured quantity.

    ``direction`` says which way is better; ``formula`` is over the inputs that its definition names, empty where the
    source measures it; ``source`` names who defines it.
    """

    id: str
    name: Label
    unit: str
    kind: IndicatorKind
    direction: Direction = "neutral"
    formula: str = ""
    source: str = ""
    note: str = ""

    @property
    def base(self) -> str:
        """The id without its measures."""
        return self.id.split(".", 1)[0]


class Indicators(Mapping[str, Indicator]):
    """The bases by id; asking for a composed id composes it.

    Examples
    --------
    >>> INDICATORS = indicators()
    >>> INDICATORS["sales-value.growth"].name.zh
    '工业销售产值增速'
    >>> INDICATORS["value-added.share-of-industry.change"].unit
    'pp'
    """

    def __init__(self, bases: Iterable[Indicator], measures: Mapping[str, Indicator]) -> None:
        self._bases = {base.id: base for base in bases}
        self._measures = dict(measures)

    @property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures that may stand after a base."""
        return tuple(self._measures)

    def __getitem__(self, id: str) -> Indicator:
        base, *measures = id.split(".")
        if base not in self._bases or any(measure not in self._measures for measure in measures):
            raise UnknownCodeError(f"indicator {id!r} is not defined", "indicators",
                                   f"Use a base ({', '.join(sorted(self._bases)[:5])}, ...), with measures after a dot "
                                   f"({', '.join(self._measures)}), or define it in the case's indicators.csv.")
        indicator = self._bases[base]
        for measure in measures:
            indicator = _measured(indicator, self._measures[measure])
        return indicator

    def __contains__(self, id: object) -> bool:
        if not isinstance(id, str):
            return False
        base, *measures = id.split(".")
        return base in self._bases and all(measure in self._measures for measure in measures)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bases)

    def __len__(self) -> int:
        return len(self._bases)

    def with_added(self, added: Iterable[Indicator]) -> Indicators:
        """Give these indicators and a case's own; a case's definition of the same id wins."""
        return Indicators([*self._bases.values(), *added], self._measures)


def _measured(base: Indicator, measure: Indicator) -> Indicator:
    name = Label(measure.name.en.format(base.name.en), measure.name.zh.format(base.name.zh) if base.name.zh else "")
    return replace(measure, id=f"{base.id}.{measure.id}", name=name, direction=base.direction)


def read_indicators(rows: Iterable[Mapping[str, str]]) -> Iterator[Indicator]:
    """Read definitions from rows of ``id, name_en, name_zh, unit, kind, direction, formula, source, note``."""
    for row in rows:
        yield Indicator(
            row["id"], Label(row["name_en"], row["name_zh"]), row["unit"], row["kind"],  # type: ignore[arg-type]
            row.get("direction") or "neutral",  # type: ignore[arg-type]
            row.get("formula") or "", row.get("source") or "", row.get("note") or "",
        )


@cache
def indicators() -> Indicators:
    """Give the indicators that the package defines."""
    return Indicators(read_indicators(definition_rows("indicators.csv")),
                      {measure.id: measure for measure in read_indicators(definition_rows("measures.csv"))})
