"""One sentence read from left to right: what it speaks of, and what each of its numbers says of that."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from outward.audit.clauses import Cue, blanked, cue_of, is_said_of_the_same, joined, qualifier, run_ends, share_whole
from outward.audit.dates import dates
from outward.audit.documents import Claim
from outward.audit.lexicon import Lexicon, Mention, bare_unit, is_nation
from outward.audit.naming import is_total
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
    Sum,
    level_of,
    parse_indicator,
    phrase,
)
from outward.audit.prose_units import known_unit, plain
from outward.audit.quantities import Quantity, quantities, rank_in_words
from outward.audit.roles import meant


@dataclass(slots=True)
class Subject:
    """What the sentence speaks of by now."""

    regions: list[str]
    items: list[str]
    periods: list[str]
    indicators: list[Indicator]
    unknown: bool = False  # whether the last subject had words that nobody knows


class Reader:
    """Reads one sentence; ``subject`` is what it speaks of at its end, for the sentence that follows."""

    def __init__(self, claim: Claim, lexicon: Lexicon, before: Subject | None) -> None:
        self.claim, self.lexicon = claim, lexicon
        self.text = plain(claim.sentence)
        self.zh = bool(re.search(r"[\u4e00-\u9fff]", claim.sentence))
        self.dates = dates(self.text)
        self.mentions = lexicon.mentions(claim.sentence)
        read = [self._own_unit(each) for each in quantities(claim.sentence, claim.lang)]
        names = [mention for mention in self.mentions if mention.known and mention.kind not in ("indicator", "total")]
        read = [each for each in read if not any(name.start <= each.start < name.end for name in names)]
        self.others = [number for number in read if not number.is_claim and number.kind not in ("year", "reference")]
        self.numbers = [number for number in read if number.is_claim]
        self.numbers = joined(self.text, self.numbers)
        self.subject = Subject(before.regions if before else [], [], before.periods[-1:] if before else [], [])
        self._carried = tuple(self.subject.regions)
        self._named = False  # whether this sentence names a region itself
        self._consumed_to = 0
        self._same = False
        self._whole_before = ""
        self._own_periods = list(dict.fromkeys(each.period for each in self.dates if each.period and not each.base))
        self._is_dated = False  # whether a period of this sentence is taken up yet

    def _own_unit(self, quantity: Quantity) -> Quantity:
        """Read a unit of the tables that the grammar does not know."""
        if quantity.kind in ("code", "reference", "year"):
            return quantity
        unit, end = self.lexicon.unit_at(self.text, quantity.end)
        if not unit or (end < quantity.stop and quantity.group not in ("scale", "duration", "specification")):
            return quantity
        known = known_unit(unit)
        kind = quantity.kind if quantity.kind in ("rank", "word") else "amount"
        return replace(
            quantity,
            unit=known.code if known else unit,
            stop=end,
            kind=kind,
            group=quantity.group if known and quantity.group not in ("scale", "specification") else "own",
        )

    def read(self) -> list[tuple[Quantity, Claim]]:
        """Every number with what is said of it, in the order of the sentence."""
        found: list[tuple[Quantity, Claim]] = []
        for begin, end in run_ends(self.text, self.numbers):
            following = self.numbers[end].start if end < len(self.numbers) else len(self.text)
            found += self._read_run(self.numbers[begin:end], self._consumed_to, following)
        found += [
            (number, replace(self.claim, text=number.text, unit=number.unit, hedge=number.hedge))
            for number in self.others
        ]
        return sorted(found, key=lambda pair: pair[0].start)

    # -- one run of numbers -----------------------------------------------------------------------------------------

    def _read_run(self, run: list[Quantity], at: int, following: int) -> list[tuple[Quantity, Claim]]:
        first, last = run[0], run[-1]
        cue = self._cue(at, first, last, following)
        if behind := self._behind(at, run, cue, following):
            return behind
        self._consumed_to = max(cue.end, last.stop)
        gap = [
            mention
            for mention in self.mentions
            if at <= mention.start and mention.end <= first.start and not cue.start <= mention.start < first.start
        ]
        self._same = is_said_of_the_same(self._unnamed(at, min(first.start, max(cue.start, at))))
        fresh = self._update(gap, at, first.start if cue.start >= first.start else cue.start)
        self._take_up_trailing(gap, cue, last.stop, following)
        when = [dated for dated in self.dates if at <= dated.start < first.start and not dated.base and dated.period]
        if when:
            self.subject.periods, self._is_dated = [dated.period for dated in when], True
        if cue.kind == "share" and cue.start >= last.start:
            self._take_up_whole(gap, cue)
        fresh = fresh or self._take_up_measured(cue)
        trees = self._trees(run, cue, fresh)
        if cue.kind == "average" and len(self.subject.periods) > 1:
            self.subject.periods = self.subject.periods[-1:]
        return self._placed(run, trees, cue)

    def _cue(self, at: int, first: Quantity, last: Quantity, following: int) -> Cue:
        """How a run is said of its subject; words that are a column's own name say nothing more."""
        cue = cue_of(self.text, at, first, last, following)
        if cue.kind in ("share", "per") and cue.start < first.start and self.lexicon.named_at(self.mentions, cue.start):
            return Cue("level", first.start, last.stop, is_list=cue.is_list)
        return cue

    def _behind(self, at: int, run: list[Quantity], cue: Cue, following: int) -> list[tuple[Quantity, Claim]]:
        """Read a number that stands before what it is said of: "5.2% was recorded for the share of ..."."""
        stop = run[-1].stop
        opened = re.compile(
            r" (?:was|were|is|are|has been|have been) (?:[a-z]+ (?:for|as|by|in) )?(?:the )?|"
            r" (?:as|for) the "
        ).match(self.text, stop)
        if len(run) != 1 or cue.kind != "level" or opened is None:
            return []
        end = min(following, next((each.start() for each in re.finditer(r"[;；。]|, (?=while|and)", self.text)
                                   if each.start() > stop), len(self.text)))
        ahead = [mention for mention in self.mentions if stop <= mention.start < end]
        named = [mention for mention in ahead if mention.kind == "indicator"]
        before = [mention for mention in self.mentions if at <= mention.start < run[0].start]
        if not named or named[0].start > opened.end() + 24 or any(each.kind == "indicator" for each in before):
            return []
        self._consumed_to, self._same = end, True
        self._update([*before, *ahead], opened.end(), end)
        when = [each.period for each in self.dates if at <= each.start < end and each.period and not each.base]
        if when:
            self.subject.periods, self._is_dated = when[-1:], True
        return self._placed(run, self._trees(run, cue, fresh=True), cue)

    def _take_up_measured(self, cue: Cue) -> bool:
        """Take up what only the words behind a number name: "ranked third by sales", "6% of national sales"."""
        inside = [each for each in self.mentions if cue.start <= each.start < cue.end and each.kind == "indicator"]
        if not inside or cue.kind not in ("rank", "share") or (cue.kind == "share" and self.subject.indicators):
            return False
        if cue.kind == "share":
            measured = parse_indicator(inside[0].name)
            share = measured if isinstance(measured, Share) else Share(measured, "")
            column = share in self.lexicon.trees and self.subject.items
            if len(inside) > 1 or not (column or self.lexicon.is_whole_named(self.text[cue.start : cue.end])):
                return False
        self.subject.indicators, self._same = self._indicators(inside[-1:] if cue.kind == "share" else inside), True
        return True

    def _update(self, gap: list[Mention], at: int, end: int) -> bool:
        """Take up what is newly spoken of; tell whether an indicator is."""
        subject = self.subject
        fresh = [mention for mention in gap if mention.kind == "indicator"]
        names = {mention.name for mention in fresh} | {level_of(parse_indicator(each.name)) for each in fresh}
        gap = meant(gap, self.lexicon, names or {level_of(each) for each in subject.indicators})
        places = [mention for mention in gap if mention.kind in ("region", "home", "nation")]
        sides = self._sides([mention for mention in gap if mention.kind == "side"])
        items = [mention.name for mention in gap if mention.kind == "item"]
        places = [place for place in places if not (place.kind == "nation" and len(places) > 1)]
        spoken = fresh[0].name if fresh else ""
        if pair := self.lexicon.item_of_sides(spoken, sides, self.text[at:end]):
            items = [pair]
            places = [place for place in places if place.name not in sides]
        self._whole_before = ""
        if (
            places
            and [place.name for place in places] != subject.regions
            and re.search(r"\bof which\b|其中", self.text[at:end])
        ):
            self._whole_before = _only(subject.regions)
        if not items and len(totals := {each.name for each in gap if each.kind == "total"}) == 1:
            items = [row for row in totals if any(row in self.lexicon.items_of.get(name, ()) for name in names)]
        if places:
            self._named = True
            subject.regions = [place.name for place in places]
        if items:
            subject.items = items
        if fresh:
            if not items and not self._continues(at):
                subject.items = []
            unknown = qualifier(self.text, at, end, fresh, gap, self.dates)
            if unknown and not items:
                subject.items = [unknown]
            subject.indicators = self._indicators(fresh)
        return bool(fresh)

    def _sides(self, sides: list[Mention]) -> list[str]:
        """The partners of a flow; a total is one of them only where the words say so: "of Total to Northland"."""
        linked = [
            {one, two}
            for one, two in pairwise(sides)
            if re.fullmatch(r" ?(?:to|对|向|至|-|/) ?(?:the )?", self.text[one.end : two.start])
        ]
        return [side.name for side in sides if not is_total(side.name) or any(side in pair for pair in linked)]

    def _take_up_trailing(self, gap: list[Mention], cue: Cue, stop: int, following: int) -> None:
        """Take up a place that stands behind the number: "4208 enterprises in Anyville"."""
        tail = re.compile(r"[^,;.，；。]{0,80}").match(self.text, stop, following)
        if (
            cue.kind not in ("level", "average")
            or tail is None
            or not re.match(r" (?:[a-z-]+ ){0,4}(?:in|of|for) ", tail[0])
        ):
            return
        if not any(mention.kind in ("region", "home") for mention in gap):
            found = [
                mention.name
                for mention in self.mentions
                if stop <= mention.start < tail.end() and mention.kind in ("region", "home")
            ]
            if found and not self._compared(found, cue, tail.end()):
                self.subject.regions, self._named = found, True
        if not any(mention.kind in ("item", "side") for mention in gap):
            found = [
                mention.name
                for mention in self.mentions
                if stop <= mention.start < tail.end() and mention.kind == "item"
            ]
            self.subject.items = found or self.subject.items

    def _take_up_whole(self, gap: list[Mention], cue: Cue) -> None:
        """Take up whom the whole of a share is about: "34.5% of the paid-in capital of Anyville's pump industry"."""
        inside = [mention for mention in self.mentions if cue.start <= mention.start < cue.end]
        whole = next((mention for mention in inside if mention.kind == "indicator"), None)
        if whole is None:
            return
        behind = [mention for mention in inside if mention.start > whole.start]
        for kinds, names in ((("region", "home", "nation"), "regions"), (("item",), "items")):
            if not any(mention.kind in kinds for mention in gap):
                found = [mention.name for mention in behind if mention.kind in kinds]
                if found:
                    setattr(self.subject, names, found)

    def _compared(self, found: list[str], cue: Cue, end: int) -> bool:
        return len(found) > 1 or cue.end > end

    def _unnamed(self, begin: int, end: int) -> str:
        """The words of a stretch that are no names and no dates."""
        spans = [(mention.start, mention.end) for mention in self.mentions] + [
            (each.start, each.end) for each in self.dates
        ]
        return blanked(self.text, begin, end, spans)

    def _continues(self, at: int) -> bool:
        """Whether what follows still speaks of the same item: a clause that only names another indicator."""
        return (
            at > 0
            and re.match(r"[ ,，;；]*(?:while |and |with |its |their |the )*(?:其中|its|their|并|且)?", self.text[at:])
            is not None
        )

    def _indicators(self, fresh: list[Mention]) -> list[Indicator]:
        """Read names in their order; "per" before one makes it what the next is divided by: 平均每接待人次收入."""
        found: list[Indicator] = []
        at = 0
        while at < len(fresh):
            one, two = fresh[at], fresh[at + 1] if at + 1 < len(fresh) else None
            per = re.search(r"(?:平均)?每$", self.text[max(0, one.start - 3) : one.start])
            if per and two is not None and self.text[one.end : two.start].strip(" 的") == "":
                found.append(Per(parse_indicator(two.name), Level(one.name)))
                at += 2
            elif two is not None and re.fullmatch(r" per (?:the )?", self.text[one.end : two.start]):
                found.append(Per(parse_indicator(one.name), Level(two.name)))
                at += 2
            else:
                found.append(self._indicator(one))
                at += 1
        return found

    def _indicator(self, mention: Mention) -> Indicator:
        """Read what stands around an indicator's name: "growth of X", "X per enterprise", 人均X."""
        tree: Indicator = parse_indicator(mention.name)
        before, after = self.text[max(0, mention.start - 60) : mention.start], self.text[mention.end : mention.end + 40]
        if per := re.search(
            r"(?:\baverage (enterprise|employee)|平均每([家户个名]?[\u4e00-\u9fff]{0,5})|(人均|"
            r"户均)) ?(?:industrial )?$",
            before,
        ):
            if den := next((group for group in per.groups() if group), ""):
                tree = Per(tree, Level(den))
        elif per := re.match(r" per ([a-z]+(?: employed)?)", after):
            tree = Per(tree, Level(per[1]))
        if re.search(
            r"\b(?:average|mean)(?: annual)? growth(?: rate)? (?:of|in) (?:the )?(?:\w+ ){0,2}$", before
        ) or re.match(r"的?年均(?:增速|增长率)", after):
            return AverageGrowth(tree)
        if re.search(r"\bgrowth(?: rate)? (?:of|in) (?:the )?$", before) or re.match(
            r"(?:的?同比)?的?(?:增速|增长率|增长速度|增幅)| growth\b", after
        ):
            return Growth(tree)
        return tree

    # -- indicators -------------------------------------------------------------------------------------------------

    def _trees(self, run: list[Quantity], cue: Cue, fresh: bool) -> list[list[Indicator]]:
        """The indicators of each number of a run; several where one rank is said of several."""
        current = self.subject.indicators
        first = run[0]
        if (not current and cue.kind == "level" and (counted := self._counted(first))) or (
            cue.kind == "level" and not fresh and first.group == "count" and (counted := self._counted(first))
        ):
            current = [Level(counted)]
            self.subject.indicators = current
        elif (not fresh and cue.kind == "level" and not cue.continues and not first.direction) or (
            not fresh and not self._same
        ):
            self.subject.indicators = []
            return [[] for _ in run]
        if not current:
            return [[] for _ in run]
        if cue.kind == "sum" and len(current) > 1 and len(run) == 1:
            return [[Sum(tuple(current))]]
        if len(run) == 1:
            if len(current) == 1:
                return [[self._built(current[0], first, cue)]]
            if first.kind == "rank" and cue.is_list:
                return [[self._built(tree, first, cue) for tree in current]]
            return [[self._built(current[-1], first, cue)]] if cue.kind != "level" or not cue.is_list else [[]]
        if len(current) == len(run):
            return [[self._built(tree, number, cue)] for tree, number in zip(current, run, strict=True)]
        if len(current) == 1:
            return [[self._built(current[0], number, cue)] for number in run]
        return [[] for _ in run]

    def _counted(self, number: Quantity) -> str:
        """The indicator that counts what stands after the number, if no other words narrow it."""
        words = self.text[number.end : number.stop].split()
        return self.lexicon.counted(number.unit) if len(words) <= 1 else ""

    def _built(self, tree: Indicator, number: Quantity, cue: Cue) -> Indicator:
        is_rate = number.unit == "%"
        match cue.kind:
            case "share" if is_rate or number.unit == "ratio":
                if isinstance(tree, Share):
                    return tree
                if not cue.whole and self._whole_before:
                    before = self._whole_before
                    return Share(tree, "national" if is_nation(before) else before)
                return Share(tree, share_whole(self.text, cue, self.mentions, tree, self.lexicon))
            case "times":
                return RatioTo(cue.region or self._region_in(cue), tree)
            case "per":
                return Per(tree, Level(cue.region))
            case "rank":
                return tree if isinstance(tree, Rank) else Rank(tree, "national" if cue.whole == "national" else "")
            case "average":
                return tree if isinstance(tree, AverageGrowth) else AverageGrowth(tree)
        if cue.kind == "change":
            return Growth(tree) if is_rate else tree if isinstance(tree, Change) else Change(tree)
        if number.direction:
            if is_rate and not isinstance(tree, Growth | AverageGrowth):
                return Growth(tree)
            if not is_rate:
                return Change(tree)
        return tree

    def _region_in(self, cue: Cue) -> str:
        names = [
            mention.name
            for mention in self.mentions
            if cue.start <= mention.start < cue.end and mention.kind in ("region", "home", "nation")
        ]
        return names[0] if len(names) == 1 else ""

    # -- claims -----------------------------------------------------------------------------------------------------

    def _placed(self, run: list[Quantity], trees: list[list[Indicator]], cue: Cue) -> list[tuple[Quantity, Claim]]:
        subject, many = self.subject, len(run)
        regions, items, periods = subject.regions, subject.items, subject.periods
        lists = sum(len(each) == many > 1 for each in (regions, items, self._years(periods)))
        by_indicator = many > 1 and len(self.subject.indicators) == many
        certain = many == 1 or (by_indicator and lists == 0) or (not by_indicator and lists == 1)
        claims: list[tuple[Quantity, Claim]] = []
        for index, (number, built) in enumerate(zip(run, trees, strict=True)):
            region = regions[index] if len(regions) == many > 1 and not by_indicator else _only(regions)
            item = items[index] if len(items) == many > 1 and not by_indicator else _only(items)
            years = self._years(periods)
            period = years[index] if len(years) == many > 1 and not by_indicator else periods[-1] if periods else ""
            period = self._period_after(number, cue) or period
            if not self._is_dated and self._own_periods:  # what an earlier sentence speaks of is no longer meant
                period = _only(self._own_periods)
            for tree in built or (None,):
                claims += [
                    (number, read)
                    for read in self._claims_of(number, tree if certain else None, region, item, period, cue)
                ]
        return claims

    def _years(self, periods: list[str]) -> list[str]:
        if len(periods) == 1 and (span := re.fullmatch(r"(\d{4})-(\d{4})", periods[0])):
            return [str(year) for year in range(int(span[1]), min(int(span[2]), int(span[1]) + 60) + 1)]
        return periods

    def _period_after(self, number: Quantity, cue: Cue) -> str:
        """A period right behind the number ("3.4% in 2014"), or what a change is counted from."""
        found = [dated for dated in self.dates if number.stop <= dated.start <= max(number.stop + 16, cue.end)]
        for dated in found:
            between = self.text[number.stop : dated.start]
            if not dated.base and re.fullmatch(
                r" ?(?:in|by|at the end of|for|during|over the year|,)? ?(?:the )?", between
            ):
                self.subject.periods, self._is_dated = [dated.period], True
                return dated.period
        return ""

    def _claims_of(
        self, number: Quantity, tree: Indicator | None, region: str, item: str, period: str, cue: Cue
    ) -> list[Claim]:
        lexicon = self.lexicon
        unit = number.unit
        base = next(
            (
                dated
                for dated in self.dates
                if dated.base
                and dated.period
                and (number.stop <= dated.start < cue.end or number.start - 20 <= dated.end <= number.start)
            ),
            None,
        )
        if base is not None and number.direction and period and len(base.period) == 4 and period[:4].isdigit():
            years = int(period[:4]) - int(base.period)
            period = period if years == 1 else f"{base.period}-{period[:4]}" if years > 1 else ""
        if tree is not None and not self._fits(tree, number):
            tree = None
        if (isinstance(tree, RatioTo) and not tree.region) or (
            isinstance(tree, Share) and not tree.whole and (tree not in lexicon.trees)
        ):
            tree = None
        name = phrase(tree, "zh" if self.zh else "en") if tree is not None else ""
        if tree is not None:
            level = tree
            while not isinstance(level, Level):
                level = level.parts[0] if isinstance(level, Sum) else level.num if isinstance(level, Per) else level.of
            region = self._region_of(level.name, region)
            if tree == level and (column := lexicon.column(level.name, region)) != level.name:
                name = phrase(parse_indicator(column), "zh" if self.zh else "en")
            if not region and not lexicon.stands(level.name, region, item):
                name = ""
            item = item or lexicon.default_item(level.name, region)
            period = period or (lexicon.periods[0] if len(lexicon.periods) == 1 else "")
        text = str(rank_in_words(number.text) or number.text) if number.kind == "rank" else number.text
        lost = number.group == "money" and re.search(
            r"\bloss(?:es)? (?:of|is|was|were|amounted to|reached) $|"
            r"亏损(?:额)?(?:为|达)?$",
            self.text[max(0, number.start - 30) : number.start],
        )
        if (number.direction < 0 or lost) and not text.startswith(("-", "−", "－")):
            text = f"-{text}"
        filled = replace(
            self.claim,
            region=region,
            item=item,
            period=period,
            indicator=name,
            text=text,
            unit=unit,
            hedge=number.hedge,
        )
        if number.low:
            return [
                replace(filled, text=number.low, hedge=number.hedge or "more than"),
                replace(filled, text=number.high, hedge=number.hedge or "less than"),
            ]
        return [filled]

    def _region_of(self, indicator: str, region: str) -> str:
        """Doubt a region that only an earlier sentence names."""
        if region and (region not in self._carried or self._named):
            return region
        only = self.lexicon.default_region(indicator)
        return only or (region if region in self.lexicon.regions_of.get(indicator, {region}) else "")

    def _fits(self, tree: Indicator, number: Quantity) -> bool:
        """Whether the unit can be one of the indicator."""
        match tree:
            case Growth() | AverageGrowth():
                return number.unit == "%"
            case Share():
                return number.unit in ("%", "ratio")
            case Rank():
                return number.unit in ("rank", "places")
            case RatioTo():
                return number.unit == "times"
            case Level(name):
                return self._fits_column(name, number)
            case Sum(parts):
                return all(self._fits(part, number) for part in parts)
            case Change(Level(name)):
                return number.unit not in ("%", "") and self._fits_column(name, number)
            case Change():
                return number.unit not in ("%", "")
        return number.unit not in ("%", "pp", "rank")

    def _fits_column(self, name: str, number: Quantity) -> bool:
        units = self.lexicon.units_of.get(name)
        if not units or number.group == "scale" or not number.unit:
            return number.unit not in ("pp", "rank")
        wanted = known_unit(number.unit)
        for each in units:
            known = known_unit(each)
            own, said = known_unit(bare_unit(each)), known_unit(bare_unit(number.unit))
            if bare_unit(each) == bare_unit(number.unit) or (own and said and own.dimension == said.dimension):
                return True
            counts = {"units", "家", "个", "unit"}
            if (
                wanted is not None
                and wanted.is_count
                and (plain(each) in counts or (known is not None and known.is_count))
            ):
                return True
            if (wanted is None and known is None) or not each:
                return True
        return False


def _only(names: list[str]) -> str:
    return names[0] if len(set(names)) == 1 else ""
