"""Bounds: a total grows no faster than its fastest part; a thing's share of the wider whole is the smaller one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from outward.audit.documents import Fact
from outward.audit.facts import adds_up, group_of
from outward.audit.numbers import Numbers
from outward.audit.phrases import Growth, Level, Share, parse_indicator
from outward.audit.relations import Relation, Slopes, Sum, Values
from outward.audit.resolving import Resolver, hedge_of, phrase_key


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest of some numbers, or the least."""

    among: tuple[int, ...]
    is_greatest: bool

    @property
    def inputs(self) -> tuple[int, ...]:
        """The numbers that are compared."""
        return self.among

    def evaluate(self, x: Values) -> tuple[float, Slopes]:
        """Give the extreme; it changes with the number that it is."""
        index = (max if self.is_greatest else min)(self.among, key=lambda each: x[each])
        return x[index], ((index, 1.0),)


def growth_bounds(facts: Sequence[Fact], numbers: Numbers) -> Iterator[Relation]:
    """A sum of amounts grows between its slowest and its fastest part, where a table prints growth rates only.

    Parameters
    ----------
    facts : sequence of Fact
        Those of kind ``total`` say which row is the sum.
    numbers : Numbers
        Of the document.
    """
    for position, fact in enumerate(facts):
        if fact.kind != "total" or not fact.keys.get("complete", True):
            continue
        item = numbers.names.name(str(fact.keys["item"]), "item")
        rows: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for index in numbers.cells_by_table.get(str(fact.keys["table"]), ()):
            number = numbers.all[index]
            phrase = parse_indicator(number.source.indicator)
            of = phrase.of if isinstance(phrase, Growth) else None
            if isinstance(of, Level) and _is_amount(numbers, index, of.name):
                rows[number.region, number.period, number.indicator].append(index)
        for indexes in rows.values():
            total = next((index for index in indexes if numbers.all[index].item == item), None)
            parts = tuple(index for index in indexes if index != total)
            if total is not None and len(parts) > 1:
                group = group_of("bounds", position, fact)
                yield Relation("bounds", Extreme(parts, is_greatest=True), total, sense=">=", group=group)
                yield Relation("bounds", Extreme(parts, is_greatest=False), total, sense="<=", group=group)


def _is_amount(numbers: Numbers, growth: int, level: str) -> bool:
    """Whether what grows adds up over the rows: its column stands in the table, and holds amounts."""
    name = numbers.names.name(level, "indicator")
    number = numbers.all[growth]
    own = numbers.in_table(number.table, (*number.key[:3], name))
    return own is not None and adds_up(numbers.all[own])


def narrower_shares(resolver: Resolver) -> Iterator[Relation]:
    """A share of the nation is at most the share of the province."""
    shares: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for number in resolver.claims:
        phrase = resolver.phrases[number.index]
        if isinstance(phrase, Share) and not hedge_of(number):
            key = (*number.key[:3], phrase_key(phrase.of, resolver.names))
            shares[key].setdefault(phrase.whole, number.index)
    for found in shares.values():
        for wider, narrower in (("national", "provincial"), ("world", "national"), ("world", "provincial")):
            if wider in found and narrower in found:
                yield Relation("bounds", Sum.of(found[wider]), found[narrower], sense="<=",
                               group=f"claim:{resolver.numbers.all[found[wider]].id}")
