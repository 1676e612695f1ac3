"""The words of a document's own tables, and what the vocabulary calls the same things, found in its prose."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from outward.audit.documents import Cell
from outward.audit.naming import canonical, is_total
from outward.audit.phrases import Level, Share, level_of, parse_indicator
from outward.audit.prose_units import known_unit, plain, unit_in
from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.indicators import indicators
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors

MentionKind = Literal["region", "item", "indicator", "side", "home", "nation", "world", "total"]

_TOKEN = re.compile(r"[a-z0-9]+(?:'s\b)?|[\u3400-\u9fff]|[;.:。；：!?！？]")
_SKIPPED = frozenset({"the", "a", "an"})
_GENERIC = frozenset(
    {
        "industry",
        "manufacturing",
        "industrymanufacturing",
        "工业",
        "制造业",
        "world",
        "output",
        "规模以上工业",
        "全部工业",
        "全行业",
        "国民经济",
        "all industries",
        "all sectors",
    }
)
_SCALE = re.compile(
    r"(?:100 million|hundred million|10,000|10000|ten thousand|thousand|million|billion|trillion) (?:of )?|"
    r"(?:万亿|千亿|百亿|十亿|千万|百万|[百千万亿])"
)
_HOME = (
    "the province",
    "province",
    "the region",
    "the whole province",
    "全省",
    "本省",
    "全市",
    "本市",
    "全区",
    "我省",
    "我市",
)
_NATION = (
    "republic",
    "the country",
    "the whole country",
    "the nation",
    "nationwide",
    "national",
    "whole country",
    "全国",
    "国内",
    "我国",
)
_WORLD = ("the world", "the whole world", "global", "worldwide", "世界", "全球", "全世界")
_COMMENT = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name at a place in a ``plain`` sentence; ``name`` is the document's own word where it has one."""

    kind: MentionKind
    name: str
    start: int
    end: int
    known: bool = True  # whether the document's tables have it


@dataclass(slots=True)
class _Node:
    after: dict[str, _Node] = field(default_factory=dict)
    meanings: dict[MentionKind, tuple[str, bool]] = field(default_factory=dict)


def _plant(root: _Node, kind: MentionKind, word: str, meaning: tuple[str, bool], *, override: bool) -> None:
    node = root
    for token, _, _ in _tokens(plain(word)):
        node = node.after.setdefault(token, _Node())
    if node is not root and (override or not node.meanings):
        node.meanings[kind] = meaning


def _longest(
    root: _Node, tokens: Sequence[tuple[str, int, int]], at: int
) -> tuple[dict[MentionKind, tuple[str, bool]], int]:
    """Give the meanings of the longest name that begins at a token, and where it ends."""
    node: _Node | None = root
    meanings: dict[MentionKind, tuple[str, bool]] = {}
    end = ahead = at
    while ahead < len(tokens) and node is not None and (node := node.after.get(tokens[ahead][0])) is not None:
        ahead += 1
        if node.meanings:
            meanings, end = node.meanings, ahead
    return meanings, end


class Lexicon:
    """What a document's tables name, ready to be found in sentences.

    Examples
    --------
    >>> cell = Cell("1", "1", "Anyville", "Pumps", "2015", "sales value", "million CNY", "120.5")
    >>> [(m.kind, m.name) for m in Lexicon.of([cell]).mentions("the industrial sales value of pumps in Anyville")]
    [('indicator', 'sales value'), ('item', 'Pumps'), ('region', 'Anyville')]
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        cells = list(cells)
        self._root = _Node()
        self.units_of: dict[str, set[str]] = defaultdict(set)
        self.items_of: dict[str, set[str]] = defaultdict(set)
        self._printed_for: dict[str, set[str]] = defaultdict(set)
        self.columns_of: dict[str, set[str]] = defaultdict(set)
        self._rows_of: dict[str, set[tuple[str, str]]] = defaultdict(set)  # region and item
        self.regions_of: dict[str, set[str]] = defaultdict(set)
        self.periods = sorted({cell.period for cell in cells if cell.period})
        in_tables: dict[str, set[str]] = defaultdict(set)
        for cell in cells:
            name = level_of(parse_indicator(_COMMENT.sub("", cell.indicator)))
            self.columns_of[name].add(cell.indicator)
            self._printed_for[cell.indicator].add(cell.region)
            unit = cell.unit or unit_in(cell.indicator) or unit_in(cell.title) or _scaled_in(cell.title)
            for each in sorted({name, cell.indicator}):
                self.items_of[each].add(cell.item)
                self.regions_of[each].add(cell.region)
                self._rows_of[each].add((cell.region, cell.item))
            self.units_of[cell.indicator].add(_COMMENT.sub("", unit).strip())
            in_tables[cell.region].add(cell.table)
        self.trees = {parse_indicator(name) for name in self.units_of}
        self.unit_words = tuple(
            sorted(
                {plain(unit) for printed in self.units_of.values() for unit in printed if unit},
                key=lambda word: (-len(word), word),
            )
        )
        self._bare_units = tuple(
            sorted({bare for word in self.unit_words if len(bare := bare_unit(word)) > 1}, key=lambda w: (-len(w), w))
        )
        self.regions = sorted({cell.region for cell in cells if cell.region})
        self.items = sorted({cell.item for cell in cells if cell.item})
        self.total = _only([item for item in self.items if is_total(item)])
        self.nation = _only([region for region in self.regions if is_nation(region)])
        self.home = _home({region: len(tables) for region, tables in in_tables.items() if region}, self.nation)
        self._add_all()

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> Lexicon:
        """Collect the words of a document's cells."""
        return cls(cells)

    # -- building -------------------------------------------------------------------------------------------------

    def _add_all(self) -> None:
        self._add_own("region", self.regions)
        sides = sorted({side for item in self.items if " / " in item for side in item.split(" / ")})
        self._add_own("side", sides)
        for item in self.items:
            if " / " not in item and is_total(item):
                self._add("total", item, item, True, override=True)
        self._add_own("item", [item for item in self.items if " / " not in item and not is_total(item)])
        levels = sorted(
            {level_of(parse_indicator(_COMMENT.sub("", name))) for name in self.units_of}
            | {name for name in self.units_of if isinstance(parse_indicator(name), Level)}
        )
        whole = sorted(set(self.units_of) - set(levels))
        self._add_own("indicator", [name for name in (*levels, *whole) if name])
        for level in set(levels) - set(self.units_of):
            columns = [name for name in whole if level_of(parse_indicator(_COMMENT.sub("", name))) == level]
            if len(columns) == 1 and isinstance(parse_indicator(columns[0]), Share):
                self._add("indicator", level, columns[0], True, override=True)
        for words in _synonyms():
            own = {level for level in levels if plain(level) in words}
            for word in sorted(words - {plain(level) for level in own}):
                self._add("indicator", word, *((min(own), True) if len(own) == 1 else (word, False)), override=False)
        generic: tuple[tuple[MentionKind, tuple[str, ...], str], ...] = (
            ("home", _HOME, self.home),
            ("nation", _NATION, self.nation),
            ("world", _WORLD, "world"),
        )
        for kind, spellings, name in generic:
            for word in spellings:
                self._add(kind, word, name or word, bool(name), override=False)

    def _add_own(self, kind: MentionKind, names: Sequence[str]) -> None:
        """Add the document's names, then other spellings of each that belong to one name only."""
        spellings: dict[str, set[str]] = defaultdict(set)
        for name in names:
            self._add(kind, name, name, True, override=True)
            for other in _other_spellings(kind, name):
                spellings[plain(other)].add(name)
        own = {plain(name) for name in names}
        for other, of in sorted(spellings.items()):
            if len(of) == 1 and other not in own:
                self._add(kind, other, min(of), True, override=False)

    def _add(self, kind: MentionKind, word: str, name: str, known: bool, *, override: bool) -> None:
        _plant(self._root, kind, word, (name, known), override=override)

    # -- finding --------------------------------------------------------------------------------------------------

    def mentions(self, sentence: str) -> tuple[Mention, ...]:
        """Find names in a sentence, the longest at each place."""
        tokens = list(_tokens(plain(sentence)))
        found: list[Mention] = []
        at, general = 0, _general()
        while at < len(tokens):
            meanings, end = _longest(self._root, tokens, at)
            others, other_end = _longest(general, tokens, at)
            if other_end > end:
                meanings, end = others, other_end
            meanings, end = self._parted(tokens, at, meanings, end)
            for kind, (name, known) in meanings.items():
                found.append(Mention(kind, name, tokens[at][1], tokens[end - 1][2], known))
            at = max(end, at + 1)
        return tuple(found)

    def _parted(
        self,
        tokens: Sequence[tuple[str, int, int]],
        at: int,
        meanings: dict[MentionKind, tuple[str, bool]],
        end: int,
    ) -> tuple[dict[MentionKind, tuple[str, bool]], int]:
        """Part words that run on: 甲省本级 is 甲 and 省本级 where 省本级 is a row of the tables."""
        node: _Node | None = self._root
        for ahead in range(at, min(end - 1, len(tokens) - 1)):
            node = node.after.get(tokens[ahead][0]) if node else None
            if node is None:
                break
            if node.meanings and tokens[ahead + 1][1] == tokens[ahead][2]:
                following, beyond = _longest(self._root, tokens, ahead + 1)
                if beyond > end and any(known for _, known in following.values()):
                    return node.meanings, ahead + 1
        return meanings, end

    def unit_at(self, text: str, start: int) -> tuple[str, int]:
        """Find a unit of the document's tables after a number."""
        start += text[start : start + 1] == " "
        scale = _SCALE.match(text, start)
        after = scale.end() if scale else start
        for word in self._bare_units if scale else ():
            end = after + len(word)
            if text.startswith(word, after) and _ends(text, end, word):
                return text[start:end], end
        for word in self.unit_words:
            if text.startswith(word, start):
                end = start + len(word)
                if _ends(text, end, word):
                    return word, end
        return "", start

    def named_at(self, mentions: Sequence[Mention], place: int) -> bool:
        """Whether the name of a column stands over a place: 占工业总产值比重 is one where a table prints it."""
        return any(
            mention.kind == "indicator" and mention.start <= place < mention.end and mention.name in self.units_of
            and not isinstance(parse_indicator(mention.name), Level)
            for mention in mentions
        )

    def is_whole_named(self, text: str) -> bool:
        """Whether words name a nation or the world beside what is measured: "of national sales"."""
        return any(mention.kind in ("nation", "world") for mention in self.mentions(text))

    def item_of_sides(self, indicator: str, sides: Sequence[str], text: str) -> str:
        """Give the row of a two-way table that one or two partners name; the other may be the total."""
        rows = self.items_of.get(indicator, set())
        if len(sides) == 2:
            return " / ".join(sides) if " / ".join(sides) in rows else ""
        if len(sides) != 1:
            return ""
        to = re.search(rf"(?:\bto|对|向) ?(?:the )?{re.escape(plain(sides[0]))}", text) is not None
        found = [
            row
            for row in rows
            if " / " in row
            and sides[0] in (parts := row.split(" / "))
            and _sums(parts[0 if parts[-1] == sides[0] else 1])
            and (parts[-1] == sides[0]) == to
        ]
        return found[0] if len(found) == 1 else ""

    def stands(self, indicator: str, region: str, item: str) -> bool:
        """Whether some table prints an indicator for an item that is named, in the region that is."""
        rows = self._rows_of.get(indicator)
        if not rows or not item:
            return True
        return any(row == item and place in (region, "") for place, row in rows) or (
            not region and any(row == item for _, row in rows)
        )

    def is_row(self, indicator: str, region: str, item: str) -> bool:
        """Whether a table prints an indicator for an item in a region, both as they are named."""
        return (region, item) in self._rows_of.get(indicator, ())

    def default_item(self, indicator: str, region: str = "") -> str:
        """What a claim is about that names no item: the only one there is, else the total."""
        here = {item for place, item in self._rows_of.get(indicator, ()) if place == region}
        items = here or self.items_of.get(indicator) or set(self.items)
        if len(items) == 1:
            return next(iter(items))
        totals = sorted(item for item in items if all(_sums(side) for side in item.split(" / ")))
        return totals[0] if len(totals) == 1 else "" if "" in items else self.total

    def column(self, name: str, region: str) -> str:
        """Give the column that prints a quantity for a region: another than its name's where that one does not."""
        if not region or region in self._printed_for.get(name, {region}):
            return name
        others = sorted(column for column in self.columns_of.get(name, ()) if region in self._printed_for[column])
        return others[0] if len(others) == 1 and isinstance(parse_indicator(others[0]), Share) else name

    def default_region(self, indicator: str) -> str:
        """Where a claim is about that names no region: the only one of the indicator."""
        found = self.regions_of.get(indicator) or set(self.regions)
        return next(iter(found)) if len(found) == 1 else ""

    def counted(self, unit: str) -> str:
        """Give the only indicator that counts what a unit names ("4208 enterprises"); empty if there is none."""
        wanted = known_unit(unit)
        if wanted is None or not wanted.is_count:
            return ""
        return _only(
            sorted(
                name
                for name, units in self.units_of.items()
                if isinstance(parse_indicator(name), Level)
                and any((other := known_unit(each)) and other.dimension == wanted.dimension for each in units)
            )
        ) or _only(
            [
                name
                for name in self.units_of
                if plain(name) in (f"number of {wanted.code}", f"{wanted.name.zh}单位数", f"{wanted.name.zh}数")
            ]
        )


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _TOKEN.finditer(text):
        word = found[0].removesuffix("'s")
        if word in _SKIPPED:
            continue
        if len(word) > 3 and word.isascii() and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
        yield word, found.start(), found.end() - (2 if found[0].endswith("'s") else 0)


def _ends(text: str, end: int, word: str) -> bool:
    return not (word[-1].isascii() and word[-1].isalpha() and text[end : end + 1].isalpha())


def bare_unit(unit: str) -> str:
    """Give a unit without its scale, to compare those that are printed in unlike scales.

    Examples
    --------
    >>> bare_unit("10,000 tce"), bare_unit("万吨标准煤"), bare_unit("million persons"), bare_unit("CNY")
    ('tce', '吨标准煤', 'persons', 'cny')
    """
    word = plain(unit).strip()
    return word[found.end() :] if (found := _SCALE.match(word)) else word


def _scaled_in(title: str) -> str:
    """Give the unit in the brackets of a title that nobody knows, but that begins with a scale: (10,000 tce)."""
    found = re.search(r"[(（]([^()（）]{2,40})[)）]\s*$", title)
    return found[1] if found and _SCALE.match(plain(found[1])) and re.search(r"[^\d.,:-]$", found[1]) else ""


def _sums(item: str) -> bool:
    return is_total(item) or item.casefold().startswith(("all ", "全部"))


def _only(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ""


def is_nation(region: str) -> bool:
    """Whether a region's name means the whole nation."""
    return canonical(region, "region") == "CHN" or plain(region) in _NATION or plain(region) in ("nation", "country")


def _home(tables: dict[str, int], nation: str) -> str:
    """The region that most tables are about; none if two are alike."""
    ranked = Counter({region: count for region, count in tables.items() if region != nation}).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    return ranked[0][0]


def _other_spellings(kind: MentionKind, name: str) -> Iterator[str]:
    bare = _COMMENT.sub("", name)
    yield bare
    if kind in ("region", "side"):
        id = canonical(name, "region")
        if id in regions():
            region = regions()[id]
            yield from (region.name.en, region.name.zh, *region.aliases)
    if kind == "region" and len(bare) > 2 and bare[-1] in "省市县区":
        yield bare[:-1]
    if kind == "item":
        id = canonical(bare, "item")
        if id in sectors():
            yield from (sectors()[id].name.en, sectors()[id].name.zh, *sectors()[id].aliases)
        lower = plain(bare)
        for ending in (" manufacturing industry", " industry", ", total", "制造业", "行业", "业"):
            if lower.endswith(ending) and len(lower) - len(ending) >= (2 if ending[0] > "z" else 5):
                yield lower[: -len(ending)]
        if lower.isascii() and not lower.endswith("industry"):
            yield from (f"{lower} industry", f"{lower} manufacturing", f"{lower} manufacturing industry")
    if kind == "indicator":
        id = canonical(bare, "indicator")
        if id in indicators():
            yield from (indicators()[id].name.en, indicators()[id].name.zh)


@cache
def _synonyms() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(plain(word) for word in row["words"].split("|"))
        for row in definition_rows("indicator_words.csv", "outward.audit")
    )


@cache
def _general() -> _Node:
    root = _Node()
    for kind, word, name in _vocabulary():
        _plant(root, kind, word, (name, False), override=False)
    return root


@cache
def _vocabulary() -> tuple[tuple[MentionKind, str, str], ...]:
    """Names that the vocabulary knows: a claim about one that no table has is then not taken for another."""
    found: list[tuple[MentionKind, str, str]] = []
    for region in regions().values():
        if region.kind == "world":
            continue
        found += [
            ("region", name, region.name.en)
            for name in (region.name.en, region.name.zh, *region.aliases)
            if len(name) > (3 if name.isascii() else 1)
        ]
    for sector in sectors().values():
        found += [
            ("item", name, sector.name.en)
            for name in (sector.name.en, sector.name.zh, *sector.aliases)
            if len(name) > (4 if name.isascii() else 2) and plain(name) not in _GENERIC
        ]
    for indicator in indicators().values():
        found += [
            ("indicator", name, indicator.name.en)
            for name in (indicator.name.en, indicator.name.zh)
            if len(name) > (6 if name.isascii() else 1)
        ]
    return tuple(found)
