"""Phrases resolved: the formulas that an indicator phrase can mean at a place, from cells and from claims.

Each level in a phrase is looked for in the cells, else in the claims themselves. Where a phrase can be read in more
than one way, every way is given, the likeliest first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from outward.audit.documents import Claim, Fact
from outward.audit.naming import Names, canonical_period, is_total, period_before
from outward.audit.numbers import Number, Numbers
from outward.audit.phrases import (
    AverageGrowth,
    Change,
    Growth,
    Indicator,
    Level,
    Per,
    Rank,
    RatioTo,
    Share,
    parse_indicator,
)
from outward.audit.phrases import Sum as Together
from outward.audit.relations import CompoundGrowth, Difference, Formula, Quotient, RankOf, Sum
from outward.errors import InvalidValueError
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.periods import Period
from outward.vocabulary.regions import regions

_FEWEST_RANKED = 3
_NATIONAL = frozenset({"national", "provincial", "world", "nation", "全国", "nationwide"})
GROUP = frozenset({"group", "total", "all", "whole", "全行业"})
_MEASURE_WORDS = "个家户名项座艘辆台间所条"
_PEOPLE = ("人数", "从业人员", "职工", "用工", "人口", "employ", "worker", "staff", "persons", "population", "labour",
           "labor")
_NOT_COUNTED = ("平均每", "人均", "户均", " per ", "average of", "wage", "工资", "占", "share", "growth", "增速")
_PER_HEAD = ("平均每", "每", "人均", "户均")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an indicator is asked for."""

    region: str
    item: str
    period: str

    @classmethod
    def of(cls, number: Number) -> Place:
        """The place of a number."""
        return cls(number.region, number.item, number.period)


def phrase_key(phrase: Indicator, names: Names) -> str:
    """Write a phrase in one way, so that "growth of sales" and "sales growth" are the same indicator."""
    match phrase:
        case Level(name):
            return names.name(name, "indicator")
        case Growth(of):
            return f"growth({phrase_key(of, names)})"
        case AverageGrowth(of):
            return f"average-growth({phrase_key(of, names)})"
        case Change(of):
            return f"change({phrase_key(of, names)})"
        case Share(of, whole):
            return f"share({phrase_key(of, names)};{spelling_key(whole)})"
        case Per(num, den):
            return f"per({phrase_key(num, names)};{phrase_key(den, names)})"
        case RatioTo(region, of):
            return f"ratio({names.name(region, 'region')};{phrase_key(of, names)})"
        case Rank(of):
            return f"rank({phrase_key(of, names)})"
        case Together(parts):
            return f"sum({'+'.join(sorted(phrase_key(part, names) for part in parts))})"
    raise TypeError(phrase)


class Resolver:
    """Finds what phrases mean in one document."""

    def __init__(self, numbers: Numbers, facts: Sequence[Fact]) -> None:
        self.numbers = numbers
        self.names = numbers.names
        self.claims = [number for number in numbers.all if number.is_claim]
        self.phrases = {number.index: parse_indicator(number.source.indicator) for number in self.claims}
        self.cells: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        self.by_phrase: dict[tuple[str, str], list[int]] = defaultdict(list)  # period, phrase: for blanks in claims
        self.said: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
        phrases: dict[str, str] = {}
        for number in numbers.all:
            if number.is_claim:
                continue
            word = number.source.indicator
            if word not in phrases:
                phrases[word] = phrase_key(parse_indicator(word), self.names)
            for key in {phrases[word], number.indicator}:
                self.cells[number.region, number.item, number.period, key].append(number.index)
                self.by_phrase[number.period, key].append(number.index)
        for number in self.claims:
            if not hedge_of(number):
                self.said[number.region, number.item, number.period,
                          phrase_key(self.phrases[number.index], self.names)].append(number.index)
        self.items_of: dict[str, set[str]] = defaultdict(set)
        self.regions = {number.region for number in numbers.all if not number.is_claim}
        self.wholes = wholes_of(facts, self.names, self.regions | {number.region for number in self.claims})
        self.total_items = {self.names.name(str(fact.keys[key]), "item") for fact in facts
                            for key in ("item", "total_item", "total") if isinstance(fact.keys.get(key), str)
                            and fact.kind in ("total", "composition", "share_of_total")}

        self.level_words = sorted({number.source.indicator for number in numbers.all
                                    if number.measure.is_level
                                    and (not number.is_claim or isinstance(self.phrases[number.index], Level))})
        for index, phrase in self.phrases.items():
            if isinstance(phrase, Level):
                self.phrases[index] = self._parted(phrase)
        for number in numbers.all:
            if not number.is_claim and not self.is_whole(number):
                self.items_of[number.table].add(number.item)

    def readings(self, phrase: Indicator, place: Place, number: Number) -> Iterator[tuple[Formula, bool]]:
        """The formulas of a phrase: what is printed under its very name, else what computes it."""
        direct = [index for index in self.cells_of(phrase, place) if index != number.index]
        fitting = [index for index in direct if comparable(number, self.numbers.all[index])]
        if fitting:
            for index in fitting:
                yield Sum.of(index), True
            return
        if isinstance(phrase, Level):
            summed = self.sum_of_items(phrase, place)
            if summed is not None and comparable(number, self.numbers.all[summed.inputs[0]]):
                yield summed, False
            return
        seen = set()
        for formula in self._computed(phrase, place):
            if formula not in seen:
                seen.add(formula)
                yield formula, True

    # -- phrases --------------------------------------------------------------------------------------------------

    def _computed(self, phrase: Indicator, place: Place) -> Iterator[Formula]:
        match phrase:
            case Growth(of):
                for now, before, _ in self._over_time(of, place):
                    yield Quotient(now, before, 100.0, -100.0)
            case AverageGrowth(of):
                for now, before, years in self._over_time(of, place):
                    yield CompoundGrowth(now, before, years)
            case Change(of):
                for now, before, _ in self._over_time(of, place):
                    yield Difference(now, before)
            case Share(of, whole):
                yield from self._share(of, whole, place)
            case Per(num, den):
                for above in self.any(num, place):
                    for below in self._counted(den, place):
                        yield Quotient(above, below)
            case RatioTo(region, of):
                for above, below in self._pairs(of, place, replace(place, region=self.names.name(region, "region"))):
                    yield Quotient(above, below)
            case Rank(of):
                yield from self._rank(of, place)
            case Together(parts):
                terms: list[tuple[int, float]] = []
                for part in parts:
                    found = next(self._level(part, place), None)
                    if not isinstance(found, Sum):
                        return
                    terms += found.terms
                yield Sum(tuple(terms))

    def any(self, phrase: Indicator, place: Place) -> Iterator[Formula]:
        """A phrase as printed, else as computed."""
        printed = list(self._level(phrase, place))
        yield from printed or ([] if isinstance(phrase, Level) else self._computed(phrase, place))

    def _parted(self, phrase: Level) -> Indicator:
        """Part a Chinese phrase without a gap, such as 平均每个农场总产量, at the name of a column."""
        if not phrase.name.startswith(_PER_HEAD) or phrase.name in self.level_words:
            return phrase
        word = max((word for word in self.level_words if phrase.name.endswith(word)), key=len, default="")
        head = phrase.name.removesuffix(word)
        den = "人" if head == "人均" else head.removeprefix("平均").removeprefix("每").removesuffix("的")
        return Per(Level(word), Level(den)) if word and den else phrase

    def _counted(self, den: Indicator, place: Place) -> Iterator[Formula]:
        """What "per enterprise" divides by: the column of that name, else the only one that counts such things."""
        found = list(self.any(den, place))
        if not found and isinstance(den, Level):
            name = den.name.casefold().lstrip(_MEASURE_WORDS) or den.name
            words = _PEOPLE if name in ("人", "person", "capita", "head", "inhabitant", "resident", "") else (name,)
            counting = {word for word in self.level_words if any(each in word.casefold() for each in words)
                        and not any(mark in word.casefold() for mark in _NOT_COUNTED)}
            columns = [list(self.any(Level(word), place)) for word in sorted(counting)]
            columns = [each for each in columns if each]
            found = columns[0] if len(columns) == 1 else []
        yield from found

    def _pairs(self, of: Indicator, one: Place, other: Place) -> Iterator[tuple[Formula, Formula]]:
        """The same indicator at two places, from one table where both stand in one."""
        found = [(a, b) for a in self.any(of, one) for b in self.any(of, other) if a != b]
        found.sort(key=lambda pair: len({self.numbers.all[index].table for each in pair for index in each.inputs}))
        yield from found

    def _over_time(self, of: Indicator, place: Place) -> Iterator[tuple[Formula, Formula, int]]:
        """The same indicator at the end and at the beginning of the spans that a period can mean, with their years."""
        for last, first, years in _spans(place.period):
            for now, before in self._pairs(of, replace(place, period=last), replace(place, period=first)):
                yield now, before, years

    def _share(self, of: Indicator, whole: str, place: Place) -> Iterator[Formula]:
        for part in self.any(of, place):
            for below in self._whole(of, whole, place):
                if self._key_of(part) != self._key_of(below):
                    yield Quotient(part, below, 100.0)

    def _key_of(self, formula: Formula) -> set[tuple[str, ...]]:
        return {self.numbers.all[index].key for index in formula.inputs}

    def _whole(self, of: Indicator, whole: str, place: Place) -> Iterator[Formula]:
        """What a share is a share of: the nation, the group's total, or what is named."""
        key = spelling_key(whole)
        region = self.names.name(whole, "region")
        if key in _NATIONAL or not key:
            for nation in self._wholes_called(key, place.region):
                yield from self.any(of, replace(place, region=nation))
        if key in GROUP or not key:
            for item in sorted(self.total_items):
                yield from self.any(of, replace(place, item=item))
            if isinstance(of, Level) and key == "group":
                summed = self.sum_of_items(of, replace(place, item=""))
                if summed is not None:
                    yield summed
        if key and region in self.regions:
            yield from self.any(of, replace(place, region=region))
        if key and key not in _NATIONAL:
            yield from self.any(of, replace(place, item=self.names.name(whole, "item")))
            yield from self.any(parse_indicator(whole), place)

    def _wholes_called(self, word: str, region: str) -> Sequence[str]:
        """The wholes of a region that a word means: the nation, or the province between."""
        wholes = self.wholes.get(region, ())
        nations = [whole for whole in wholes if _is_nation(whole) or (len(wholes) > 1 and not self.wholes.get(whole))]
        if word == "provincial":
            return [whole for whole in wholes if whole not in nations]
        return nations if word in ("national", "nation", "全国") and nations else wholes

    def _rank(self, of: Indicator, place: Place) -> Iterator[Formula]:
        own = next((formula for formula in self.any(of, place) if isinstance(formula, Sum)), None)
        if own is None or len(own.inputs) != 1:
            return
        number = self.numbers.all[own.inputs[0]]
        for among in (self._beside(number, 0), self._beside(number, 1)):
            if len(among) >= _FEWEST_RANKED and number.index in among:
                yield RankOf(number.index, among)
                return

    def _beside(self, number: Number, part: int) -> tuple[int, ...]:
        """The numbers of a table that differ in region (0) or item (1) only, wholes left out."""
        wholes = {whole for found in self.wholes.values() for whole in found}
        rest = (*number.key[:part], *number.key[part + 1:])
        return tuple(index for index in self.numbers.cells_by_table.get(number.table, ())
                     if (other := self.numbers.all[index]) and (*other.key[:part], *other.key[part + 1:]) == rest
                     and (other.region not in wholes if part == 0 else not self.is_whole(other)))

    # -- levels ---------------------------------------------------------------------------------------------------

    def _level(self, phrase: Indicator, place: Place) -> Iterator[Formula]:
        cells = self.cells_of(phrase, place)
        if cells:
            for index in cells:
                yield Sum.of(index)
            return
        for index in self.said.get((place.region, place.item, place.period, phrase_key(phrase, self.names)), ()):
            yield Sum.of(index)

    def cells_of(self, phrase: Indicator, place: Place) -> list[int]:
        """The cells under a phrase's name; blanks of a claim match what is the only one, or the total."""
        key = phrase_key(phrase, self.names)
        found = self.cells.get((place.region, place.item, place.period, key))
        if found:
            return found
        near = [index for index in self.by_phrase.get((place.period, key), ()) if self._may_be(index, place)]
        places = {self.numbers.all[index].key[:2] for index in near}
        return near if len(places) == 1 else []

    def _may_be(self, index: int, place: Place) -> bool:
        number = self.numbers.all[index]
        region, item = number.source.region.strip(), number.source.item.strip()
        if place.region and number.region != place.region:
            if region:
                return False
            if item and not place.item and not self.is_whole(number):  # rows that are regions, under another header
                return self.names.name(item, "region") == place.region
        if place.item and number.item != place.item and not is_total(place.item):
            return not number.source.item.strip()
        return (bool(place.item) and number.item == place.item) or self.is_whole(number)

    def is_whole(self, number: Number) -> bool:
        return (not number.source.item.strip() or is_total(number.source.item) or number.item in self.total_items)

    def sum_of_items(self, phrase: Level, place: Place) -> Sum | None:
        """The sum of a table's items, where a total is asked for and none is printed."""
        if place.item and not is_total(place.item) and place.item not in self.total_items:
            return None
        key = phrase_key(phrase, self.names)
        tables: dict[str, list[int]] = defaultdict(list)
        for index in self.by_phrase.get((place.period, key), ()):
            number = self.numbers.all[index]
            if number.region == place.region and number.measure.is_level:
                tables[number.table].append(index)
        for table in sorted(tables):
            if len(tables[table]) > 2 and not any(self.is_whole(self.numbers.all[index]) for index in tables[table]):
                return Sum.of(*tables[table])
        return None


def wholes_of(facts: Sequence[Fact], names: Names, present: set[str]) -> Mapping[str, tuple[str, ...]]:
    """The regions of which each region is a part, the stated ones first."""
    found: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "region_part_of":
            found[names.name(str(fact.keys["part"]), "region")].append(names.name(str(fact.keys["whole"]), "region"))
        if fact.kind == "region_total":
            for member in fact.keys["members"]:
                found[names.name(str(member), "region")].append(names.name(str(fact.keys["total"]), "region"))
    known = regions()
    for region in sorted(present):
        parent = known[region].parent if region in known else ""
        if parent in present and parent not in found[region]:
            found[region].append(parent)
        for nation in sorted(present):
            if _is_nation(nation) and nation != region and nation not in found[region] and not _is_nation(region):
                found[region].append(nation)
    return {region: tuple(dict.fromkeys(wholes)) for region, wholes in found.items()}


def hedge_of(number: Number) -> str:
    return number.source.hedge if isinstance(number.source, Claim) else ""


def _is_nation(region: str) -> bool:
    known = regions()
    return spelling_key(region) in _NATIONAL or (region in known and known[region].kind == "country")


def _spans(period: str) -> list[tuple[str, str, int]]:
    """The last and first period that a growth compares, and the years between: a year with the one before."""
    try:
        span = Period.parse(period)
    except InvalidValueError:
        return []
    if not span.is_dated:
        return []
    if span.first_year == span.last_year:
        return [(str(span), period_before(period), 1)]
    first, last = span.first_year, span.last_year
    return [(canonical_period(str(last)), canonical_period(str(first)), last - first),
            (canonical_period(str(last)), canonical_period(str(first - 1)), last - first + 1)]


def comparable(a: Number, b: Number) -> bool:
    """Whether two numbers can be of one quantity: units that convert, or a unit that is not printed."""
    one, other = a.measure.dimension, b.measure.dimension
    if one == other or "number" in (one, other):
        return True
    counts = all(each.is_level and ":" not in each.dimension for each in (a.measure, b.measure))
    return (a.measure.is_count and b.measure.is_level) or (b.measure.is_count and a.measure.is_level) or counts
