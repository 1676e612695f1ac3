"""Facts made relations: what each kind of fact says about the numbers of a document."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from outward.audit.documents import Fact
from outward.audit.naming import Kind, canonical_period, is_total, period_before
from outward.audit.numbers import Number, Numbers
from outward.audit.relations import Quotient, Relation, Sense, Sum, WeightedMean, fails
from outward.errors import InvalidValueError
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.facts import FACT_KEYS

_DISPENSABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "two_way_total": ("rows", "cols", "total"), "composition": ("of",), "ratio": ("scale",),
    "ratio_approx": ("scale", "band"), "of_which": ("whole_table", "whole_indicator"),
}
"""Keys that a table tells as well: without them the likeliest is taken."""

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    kind: tuple(key for key in keys if key not in _DISPENSABLE.get(kind, ())) for kind, keys in FACT_KEYS.items()
}
"""The kinds of fact, and the keys without which each says nothing."""

_EXAMPLE: Final = 'Write an object such as {"fact": "twin", "indicators": ["sales", "revenue"]}.'
FOUND: Final = ":found"
"""Ends the group of a relation that nobody declared."""


def read_fact(text: str, where: str) -> Fact:
    """Read a fact from JSON.

    Raises
    ------
    InvalidValueError
        If it is no JSON object of a known kind with the keys that it needs.

    Examples
    --------
    >>> read_fact('{"fact": "twin", "indicators": ["sales", "revenue"]}', "facts.csv, row 2").kind
    'twin'
    """
    try:
        keys = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidValueError(f"a fact that is no JSON: {error}", where, _EXAMPLE) from None
    kind = keys.get("fact") if isinstance(keys, dict) else None
    if not isinstance(kind, str) or kind not in NEEDED:
        raise InvalidValueError(f"no known kind of fact: {str(kind)[:80]!r}", where, f"Known are {', '.join(NEEDED)}.")
    missing = [key for key in NEEDED[kind] if key not in keys]
    if missing:
        raise InvalidValueError(f"a fact {kind!r} without {', '.join(missing)}", where, f"Add {', '.join(missing)}.")
    return Fact(kind, {key: value for key, value in keys.items() if key != "fact"})


def relations_of(facts: Iterable[Fact], numbers: Numbers) -> list[Relation]:
    """Give the hard relations that facts state, in the order of the facts.

    ``twin``, ``related`` and ``share_of_hidden_total`` say what is likely, not what must be: they are no relations
    (see :mod:`outward.audit.likeness` and :mod:`outward.audit.outliers`).
    """
    found: list[Relation] = []
    facts = list(facts)
    reader = _Reader(numbers, facts)
    for position, fact in enumerate(facts):
        make = _MAKERS.get(fact.kind)
        if make is not None:
            found += make(reader, fact.keys, group_of(fact.kind, position, fact))
    return found


def group_of(rule: str, position: int, fact: Fact) -> str:
    """Name the group of the relations that a fact, or a rule that goes with it, states."""
    return f"{rule}:{position}{'' if fact.declared else FOUND}"


class _Reader:
    """Finds numbers by the words of facts."""

    def __init__(self, numbers: Numbers, facts: Sequence[Fact]) -> None:
        self.numbers = numbers
        self.prefixes = {(str(fact.keys["table"]), spelling_key(str(fact.keys["item_prefix"])))
                         for fact in facts if fact.kind == "of_which"}
        self.derived = {self.name(word, "indicator") for fact in facts for word in _derived(fact)}

    def name(self, word: object, kind: Kind) -> str:
        return self.numbers.names.name(str(word), kind)

    def column(self, table: object, indicator: object) -> list[Number]:
        """The numbers of one indicator: of a table, or of all tables where none is named."""
        name = self.name(indicator, "indicator")
        indexes = (self.numbers.cells_by_table.get(str(table), ()) if table not in (None, "")
                   else range(sum(len(each) for each in self.numbers.cells_by_table.values())))
        return [self.numbers.all[index] for index in indexes if self.numbers.all[index].indicator == name]

    def line(self, table: object, word: object) -> tuple[list[Number], Kind]:
        """The numbers of a table's column, else of its rows of that name."""
        if found := self.column(table, word):
            return found, "indicator"
        name = self.name(word, "item")
        cells = [self.numbers.all[index] for index in self.numbers.cells_by_table.get(str(table), ())]
        return [number for number in cells if number.item == name], "item"

    def parted(self, table: object, indicator: object, item: str) -> Iterator[tuple[Number, list[Number]]]:
        """An item's number and those of the other items, but what only says "of which": by region and period."""
        rows: dict[tuple[str, str], list[Number]] = defaultdict(list)
        for number in self.column(table, indicator):
            rows[number.region, number.period].append(number)
        for row in rows.values():
            own = next((number for number in row if number.item == item), None)
            others = [number for number in row if number.item != item and not self.is_detail(number)]
            if own is not None and len(others) > 1:
                yield own, others

    def is_detail(self, number: Number) -> bool:
        """Whether a row only says "of which"."""
        item = spelling_key(number.source.item)
        return any(number.table == table and prefix and item.startswith(prefix) for table, prefix in self.prefixes)

    def with_key(self, number: Number, *, region: str | None = None, item: str | None = None,
                 period: str | None = None, indicator: str | None = None) -> int | None:
        """The number whose key differs from another's in what is given; of the same table first."""
        key = (number.region if region is None else region, number.item if item is None else item,
               number.period if period is None else period, number.indicator if indicator is None else indicator)
        return self.numbers.near(number.table, key)


def _derived(fact: Fact) -> Iterable[str]:
    keys = fact.keys
    if fact.kind in ("ratio", "ratio_approx", "growth", "share_of_total", "share_of_hidden_total"):
        return [keys["indicator"]]
    return keys["indicators"] if fact.kind == "composition" else []


Makers = Callable[[_Reader, Mapping[str, Any], str], Iterator[Relation]]


def words_of(value: object) -> list[str]:
    """Give the words of a fact's key, be it one or many."""
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


def _total(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    item = reader.name(keys["item"], "item")
    sense: Sense = "=" if keys.get("complete", True) else "<="
    for word in words_of(keys["indicators"]):
        for total, parts in reader.parted(keys["table"], word, item):
            yield Relation("total", Sum.of(*(part.index for part in parts)), total.index, sense=sense, group=group)


def _two_way_total(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    total = spelling_key(str(keys.get("total") or "Total"))
    grids: dict[tuple[str, str], dict[tuple[str, str], Number]] = defaultdict(dict)
    for number in reader.column(keys["table"], keys["indicator"]):
        row, slash, column = number.source.item.partition("/")
        if slash:
            grids[number.region, number.period][spelling_key(row), spelling_key(column)] = number
    for grid in grids.values():
        for position in (0, 1):
            lines: dict[str, list[tuple[str, Number]]] = defaultdict(list)
            for pair, number in grid.items():
                lines[pair[position]].append((pair[1 - position], number))
            for line in lines.values():
                margin = next((number for label, number in line if label == total), None)
                parts = [number.index for label, number in line if label != total]
                if margin is not None and len(parts) > 1:
                    yield Relation("two_way_total", Sum.of(*parts), margin.index, group=group)


def _region_total(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    members = [reader.name(word, "region") for word in words_of(keys["members"])]
    whole = reader.name(keys["total"], "region")
    for word in words_of(keys["indicators"]):
        for number in reader.column(keys["table"], word):
            if number.region != whole:
                continue
            parts = [reader.numbers.in_table(number.table, (member, *number.key[1:])) for member in members]
            present = [part for part in parts if part is not None]
            if len(present) == len(members):
                yield Relation("region_total", Sum.of(*present), number.index, group=group)


def _period_total(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    for number in reader.column(keys["table"], keys["indicator"]):
        whole = number.source.period.strip()
        parts = [reader.with_key(number, period=canonical_period(f"{whole}{suffix}"))
                 for suffix in words_of(keys["suffixes"])]
        present = [part for part in parts if part is not None and part != number.index]
        if len(present) == len(parts) > 1:
            yield Relation("period_total", Sum.of(*present), number.index, group=group)


def _composition(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    words = words_of(keys["indicators"])
    rows: dict[tuple[str, str, str], list[Number]] = defaultdict(list)
    for word in words:
        for number in reader.column(keys["table"], word):
            rows[number.key[:3]].append(number)
    for row in rows.values():
        if len(row) == len(words):
            yield Relation("composition", Sum.of(*(number.index for number in row)), -1, constant=100.0, group=group)
    if keys.get("of") and keys.get("total_item"):
        yield from _mean_rows(reader, keys, words, group)


def _mean_rows(reader: _Reader, keys: Mapping[str, Any], words: list[str], group: str) -> Iterator[Relation]:
    total, of = reader.name(keys["total_item"], "item"), reader.name(keys["of"], "indicator")
    for word in words:
        for mean, parts in reader.parted(keys["table"], word, total):
            weights = [reader.with_key(number, indicator=of) for number in parts]
            if None not in weights:
                yield Relation("weighted_mean", WeightedMean(tuple(w for w in weights if w is not None),
                                                             tuple(part.index for part in parts)),
                               mean.index, group=f"{group}:mean")


def _ratio(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    num, den = reader.name(keys["num"], "indicator"), reader.name(keys["den"], "indicator")
    band = float(keys.get("band") or 0.0)
    rows = []
    for number in reader.column(keys.get("table"), keys["indicator"]):
        above, below = reader.with_key(number, indicator=num), reader.with_key(number, indicator=den)
        if above is not None and below is not None and number.index not in (above, below):
            rows.append((number, above, below))
    scale = float(keys.get("scale") or _likely_scale(reader, rows))
    found = []
    for number, above, below in rows:
        a, b = (reader.numbers.all[index].measure.factor for index in (above, below))
        quotient = Quotient(Sum(((above, 1 / a),)), Sum(((below, 1 / b),)), scale * number.measure.factor)
        found.append(Relation("ratio", quotient, number.index, relative_band=band, group=group))
    yield from _fitting(reader, found, rows, scale)


def _fitting(reader: _Reader, as_printed: list[Relation], rows: Sequence[tuple[Number, int, int]],
             scale: float) -> list[Relation]:
    """A scale counts printed numbers; where it holds in base units only, it was meant so."""
    x, half = reader.numbers.values, reader.numbers.half_widths
    in_base = [Relation("ratio", Quotient(Sum.of(above), Sum.of(below), scale), number.index,
                        relative_band=relation.relative_band, group=relation.group)
               for relation, (number, above, below) in zip(as_printed, rows, strict=True)]
    if sum(fails(relation, x, half) for relation in in_base) < sum(fails(relation, x, half) for relation in as_printed):
        return in_base
    return as_printed


def _likely_scale(reader: _Reader, rows: Sequence[tuple[Number, int, int]]) -> float:
    """100 for per cents; else the power of ten that fits most rows."""
    if not rows or rows[0][0].measure.dimension == "percent":
        return 100.0
    x = reader.numbers.all
    logs = sorted(round(_log10(number.printed.value) - _log10(x[above].printed.value) + _log10(x[below].printed.value))
                  for number, above, below in rows)
    return 10.0 ** logs[len(logs) // 2]


def _log10(value: float) -> float:
    return math.log10(abs(value)) if value else 0.0


def _growth(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    of = reader.name(keys["of"], "indicator")
    for number in reader.column(keys.get("table"), keys["indicator"]):
        now = reader.with_key(number, indicator=of)
        before = _before(reader, number, of)
        if now is not None and before is not None:
            yield Relation("growth", Quotient(Sum.of(now), Sum.of(before), 100.0, -100.0), number.index,
                           group=group)


def _before(reader: _Reader, number: Number, indicator: str) -> int | None:
    """The number of the year before; where the print has no such year, of the period printed before."""
    found = reader.with_key(number, indicator=indicator, period=period_before(number.period))
    if found is not None or number.period[:4].isdigit():
        return found
    periods = sorted({other.period for other in reader.column(number.table, indicator)})
    earlier = [period for period in periods if period < number.period]
    return reader.with_key(number, indicator=indicator, period=earlier[-1]) if earlier else None


def _share_of_total(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    of, total = reader.name(keys["of"], "indicator"), reader.name(keys["total"], "item")
    for number in reader.column(keys["table"], keys["indicator"]):
        part = reader.with_key(number, indicator=of)
        whole = reader.with_key(number, indicator=of, item=total)
        if whole is None:  # a total may be a region: the nation
            whole = reader.with_key(number, indicator=of, region=reader.name(keys["total"], "region"))
        if part is None or whole is None:
            continue
        if part == whole:
            yield Relation("share_of_total", Sum.of(number.index), -1, constant=100.0, group=group)
        else:
            yield Relation("share_of_total", Quotient(Sum.of(part), Sum.of(whole), 100.0), number.index,
                           group=group)


def _balance(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    terms = list(_terms(keys["terms"]))
    closing, kind = reader.line(keys["table"], keys["closing"])
    for number in closing:
        found = [(reader.with_key(number, **{kind: reader.name(word, kind)}), sign) for word, sign in terms]
        if all(index is not None for index, _ in found):
            yield Relation("balance", Sum(tuple((index, sign) for index, sign in found if index is not None)),
                           number.index, group=group)


def _terms(stated: object) -> Iterator[tuple[str, float]]:
    """Terms of a balance, however they are written: {"name": sign}, ["name", sign], {"term":, "sign":}, "-name"."""
    pairs = stated.items() if isinstance(stated, Mapping) else stated if isinstance(stated, list | tuple) else []
    for term in pairs:
        if isinstance(term, str):
            yield term.lstrip("+-−").strip(), -1.0 if term[:1] in "-−" else 1.0
            continue
        if isinstance(term, Mapping):
            sign = next((value for key, value in term.items() if key in ("sign", "coefficient")), 1)
            word = next((value for key, value in term.items() if key not in ("sign", "coefficient")), "")
        else:
            pair = list(term) if isinstance(term, list | tuple) else [term]
            first, second = (*pair, 1, 1)[:2]
            word, sign = (second, first) if _is_sign(first) and len(pair) > 1 else (first, second)
        yield str(word), -1.0 if str(sign).strip() in ("-", "−", "-1", "-1.0") else 1.0


def _is_sign(value: object) -> bool:
    return isinstance(value, int | float) or str(value).strip() in ("+", "-", "−", "+1", "-1")


def _carry(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    opening, kind = reader.line(keys["table"], keys["opening"])
    closing = reader.name(keys["closing"], kind)
    periods = sorted({number.period for number in opening})
    for number in opening:
        position = periods.index(number.period)
        if position == 0:
            continue
        index = reader.with_key(number, **{"period": periods[position - 1], kind: closing})
        if index is not None and index != number.index:
            yield Relation("carry", Sum.of(index), number.index, group=group)


def _stock_flow(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    flow = reader.name(keys["flow"], "indicator")
    is_exact = bool(keys.get("exact", False))
    band = 0.0 if is_exact else float(keys.get("band") or 0.10)
    for number in reader.column(keys.get("table"), keys["stock"]):
        before, during = _before(reader, number, number.indicator), reader.with_key(number, indicator=flow)
        if before is None or during is None or before == number.index:
            continue
        allowance = band * abs(reader.numbers.all[before].value)
        yield Relation("stock_flow", Sum.of(before, during), number.index, band=allowance, group=group,
                       is_soft=not is_exact)


def _of_which(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    prefix = spelling_key(str(keys["item_prefix"]))
    whole_table = str(keys.get("whole_table") or keys["table"])
    wholes = [number for number in reader.column(whole_table, keys.get("whole_indicator") or keys["indicator"])
              if not (number.table == str(keys["table"]) and spelling_key(number.source.item).startswith(prefix))]
    for part in reader.column(keys["table"], keys["indicator"]):
        if not spelling_key(part.source.item).startswith(prefix):
            continue
        whole = _whole_of(part, prefix, wholes)
        if whole is not None and whole != part.index:
            yield Relation("of_which", Sum.of(part.index), whole, sense="<=", group=group)


def _whole_of(part: Number, prefix: str, wholes: Sequence[Number]) -> int | None:
    """What a row "of which ..." is a part of: the item named after the prefix, the prefix itself, or the total."""
    same = [whole for whole in wholes if whole.region == part.region and whole.period == part.period]
    wanted = spelling_key(part.source.item)[len(prefix):] or prefix
    for whole in same:
        if wanted and spelling_key(whole.source.item) == wanted:
            return whole.index
    totals = [whole for whole in same if is_total(whole.source.item) or not whole.source.item.strip()]
    return totals[0].index if len(totals) == 1 else None


def _at_most(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    whole = reader.name(keys["whole"], "indicator")
    for number in reader.column(keys.get("table"), keys["part"]):
        index = reader.with_key(number, indicator=whole)
        if index is not None and index != number.index:
            yield Relation("at_most", Sum.of(number.index), index, sense="<=", group=group)


def _region_part_of(reader: _Reader, keys: Mapping[str, Any], group: str) -> Iterator[Relation]:
    part, whole = reader.name(keys["part"], "region"), reader.name(keys["whole"], "region")
    for indexes in reader.numbers.cells_by_table.values():
        for index in indexes:
            number = reader.numbers.all[index]
            if number.region != part or not adds_up(number, reader.derived):
                continue
            other = reader.with_key(number, region=whole)
            if other is not None and number.value >= 0:
                yield Relation("region_part_of", Sum.of(index), other, sense="<=", group=group)


_NO_AMOUNT = ("rank", "average", "mean", "per", "rate", "growth", "share", "ratio", "index", "price", "intensity",
              "productivity", "yield", "density", "temperature", "age", "排名", "位次", "平均", "人均", "增速", "增长",
              "率",
              "占", "比重", "指数", "价格", "单价", "profit", "loss", "balance", "利润", "亏损", "差额")


def adds_up(number: Number, derived: Container[str] = ()) -> bool:
    """Whether amounts like this one add up over regions: no shares, ranks, averages, nor results of either sign."""
    if not number.measure.is_level or number.indicator in derived:
        return False
    words = number.source.indicator.casefold()
    return not any((f" {word} " in f" {words} ") if word.isascii() else word in words for word in _NO_AMOUNT)


_MAKERS: Final[Mapping[str, Makers]] = {
    "total": _total, "two_way_total": _two_way_total, "region_total": _region_total, "period_total": _period_total,
    "composition": _composition, "ratio": _ratio, "ratio_approx": _ratio, "growth": _growth,
    "share_of_total": _share_of_total, "balance": _balance, "carry": _carry, "stock_flow": _stock_flow,
    "of_which": _of_which, "at_most": _at_most, "region_part_of": _region_part_of,
}
