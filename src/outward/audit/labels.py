"""Numbers that fit another name than their own, and rates that their parts contradict: among the claims of a place.

A level per enterprise may be printed under the name of another level; a rate of two claims, its change in percentage
points and the growth of both must agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from outward.audit.numbers import Number
from outward.audit.phrases import Change, Growth, Level, Per
from outward.audit.relations import Difference, Formula, Quotient, Relation, Scaled, Sum, gap
from outward.audit.resolving import Place, Resolver, hedge_of, phrase_key

_SHARPEST = 0.01  # of a number that is to say by itself what it is a number of


@dataclass(frozen=True, slots=True)
class Mislabelled:
    """A claim that fits the name of another level, with the number that it would be computed from.

    ``fits`` is false for a claim of the same label that does not fit it either.
    """

    claim: int
    formula: Formula
    instead: str
    fits: bool


def mislabelled(resolver: Resolver) -> list[Mislabelled]:
    """Find amounts per thing whose own level nobody prints, and which one other level explains.

    Returns
    -------
    list of Mislabelled
        The claims that fit the other level, then those of the same label elsewhere that should, and do not.
    """
    per = {number.index: phrase for number in resolver.claims
           if isinstance(phrase := resolver.phrases[number.index], Per) and isinstance(phrase.num, Level)
           and not hedge_of(number) and not _holds(resolver, number, phrase)}
    fitting = {index: found for index, phrase in per.items() if (found := _only_fit(resolver, index, phrase))}
    replaced = {phrase_key(per[index], resolver.names): word for index, (word, _) in fitting.items()}
    result = [Mislabelled(index, formula, word, fits=True) for index, (word, formula) in sorted(fitting.items())]
    for index, phrase in sorted(per.items()):
        word = replaced.get(phrase_key(phrase, resolver.names))
        if index not in fitting and word is not None:
            number = resolver.numbers.all[index]
            formula = next((formula for reading, formula in _other_readings(resolver, number, phrase,
                                                                            word.removeprefix("% "))
                            if reading == word), None)
            if formula is not None:
                result.append(Mislabelled(index, formula, word, fits=False))
    return result


def _holds(resolver: Resolver, number: Number, phrase: Per) -> bool:
    """Whether a claim is what its own label says."""
    return any(_meets(resolver, number.index, formula)
               for formula, _ in resolver.readings(phrase, Place.of(number), number))


def _meets(resolver: Resolver, index: int, formula: Formula) -> bool:
    miss, slack = gap(Relation("label", formula, index), resolver.numbers.values, resolver.numbers.half_widths)
    return abs(miss) <= slack and index not in formula.inputs


def _only_fit(resolver: Resolver, index: int, phrase: Per) -> tuple[str, Formula] | None:
    """The one other reading that prints as the claim does: another level per thing, or a per cent of one."""
    number = resolver.numbers.all[index]
    if number.half_width > _SHARPEST * abs(number.value):
        return None
    found: dict[str, Formula] = {}
    for word in resolver.level_words:
        for reading, formula in _other_readings(resolver, number, phrase, word):
            if _meets(resolver, index, formula):
                found.setdefault(reading, formula)
    return next(iter(found.items())) if len(found) == 1 else None


def _other_readings(resolver: Resolver, number: Number, phrase: Per, word: str) -> Iterator[tuple[str, Formula]]:
    """What a claim may be instead: ``word`` per thing, or its own level in per cent of ``word``."""
    for formula, _ in resolver.readings(Per(Level(word), phrase.den), Place.of(number), number):
        yield word, formula
    for above in resolver.any(phrase.num, Place.of(number)):
        for below in resolver.any(Level(word), Place.of(number)):
            if above != below and _measures(resolver, above) == _measures(resolver, below):
                yield f"% {word}", Quotient(above, below, 100.0 * number.measure.factor)


def _measures(resolver: Resolver, formula: Formula) -> set[str]:
    return {resolver.numbers.all[index].measure.dimension for index in formula.inputs}


def rate_identities(resolver: Resolver) -> Iterator[Relation]:
    """A rate now less its change must be the rate before, which the growth of its two parts gives.

    Yields
    ------
    Relation
        For each change in percentage points of a per cent that is the quotient of two levels of the same region and
        year, both with a stated growth. The target is the change.
    """
    levels: dict[tuple[str, str], list[Number]] = defaultdict(list)
    growths: dict[tuple[str, str, str, str], int] = {}
    for number in resolver.claims:
        phrase = resolver.phrases[number.index]
        if isinstance(phrase, Level) and number.measure.is_level and number.value > 0 and not hedge_of(number):
            levels[number.region, number.period[-4:]].append(number)
        if isinstance(phrase, Growth):
            key = (number.region, number.item, number.period[-4:], phrase_key(phrase.of, resolver.names))
            growths[key] = number.index
    for change in resolver.claims:
        phrase = resolver.phrases[change.index]
        rate = _rate_of(resolver, change) if isinstance(phrase, Change) else None
        if rate is not None:
            yield from _identities(resolver, change, rate, levels[change.region, change.period[-4:]], growths)


def _rate_of(resolver: Resolver, change: Number) -> Number | None:
    """The rate whose change a claim states."""
    phrase = resolver.phrases[change.index]
    assert isinstance(phrase, Change)
    key = phrase_key(phrase.of, resolver.names)
    return next((number for number in resolver.claims
                 if (number.region, number.item, number.period[-4:]) == (change.region, change.item, change.period[-4:])
                 and number.measure.dimension == "percent"
                 and phrase_key(resolver.phrases[number.index], resolver.names) == key), None)


def _identities(resolver: Resolver, change: Number, rate: Number, levels: list[Number],
                growths: dict[tuple[str, str, str, str], int]) -> Iterator[Relation]:
    x, half = resolver.numbers.values, resolver.numbers.half_widths
    for above in levels:
        for below in levels:
            if above is below or above.measure.dimension != below.measure.dimension or above.value >= below.value:
                continue
            quotient = Quotient(Sum.of(above.index), Sum.of(below.index), 100.0)
            miss, slack = gap(Relation("rate_identity", quotient, rate.index), x, half)
            grown = [growths.get((each.region, each.item, each.period[-4:], each.indicator)) for each in (above, below)]
            if abs(miss) <= slack and None not in grown and slack < _SHARPEST * abs(rate.value):
                before = Quotient(_earlier(above.index, grown[0]), _earlier(below.index, grown[1]), 100.0)
                yield Relation("rate_identity", Difference(Sum.of(rate.index), before), change.index,
                               group=f"claim:{change.id}")


def _earlier(level: int, growth: int | None) -> Quotient:
    """A level divided by its growth factor."""
    assert growth is not None
    return Quotient(Sum.of(level), Scaled(Sum.of(growth), 0.01, 1.0))
