"""From the words of a spreadsheet to the ids of the vocabularies; what is not known is said, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.workbooks.context import ReadingContext
from outward.workbooks.words import is_base, key, means, standing_words, take_apart, tidy

DIMENSIONS: Final = ("indicator", "measure", "region", "sector", "coverage", "partner", "product", "subject",
                     "period", "unit", "source", "total", "ignore")
"""What a word can speak of. ``total`` is decided by its neighbours, ``ignore`` leaves a row or column out."""

_GLOSS = re.compile(r"^(?P<zh>[^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*?)[\s/|]+(?P<en>[A-Za-z].*)$", re.DOTALL)
# "By industry" names no industry, and a yearbook's own name no region.
_NO_SUBJECT = re.compile(r"\b(?:by|per) \w+|[按分各][行地]?[业区][分组]?|\S*年鉴|(?:\w+ )*yearbook\b", re.IGNORECASE)
_CONNECTIVES = re.compile(r"^(?:的|之)|(?:的|之)$")
_LONGEST_PAIR: Final = 80  # letters
COUNTERS: Final = frozenset("个家户台套项座")  # measure words printed in place of a unit


@dataclass(frozen=True, slots=True)
class Reading:
    """What a label says.

    ``facts`` are (dimension, id) pairs in the order in which they were found; ``unknown`` are the words in it that
    nobody has defined; ``counted`` says that a measure word stood where a unit stands.
    """

    facts: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    of_which: bool = False
    counted: bool = False
    marks: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def get(self, dimension: str) -> str:
        """Give the id that the label states for a dimension; empty when it states none."""
        return next((id for name, id in self.facts if name == dimension), "")


class Lexicon:
    """All names that a case knows, and what the workbook's own ``Codes`` sheet says about more of them."""

    def __init__(self, context: ReadingContext, codes: Mapping[str, str] | None = None) -> None:
        self.context = context
        self._read: dict[str, Reading] = {}
        self._names = {
            "indicator": _index((one.id, one.name, ()) for one in context.indicators.values()),
            "region": _index((one.id, one.name, one.aliases) for one in context.regions.values()),
            "sector": _index((one.id, one.name, one.aliases) for one in context.sectors.values()),
            "unit": _index((one.code, one.name, one.aliases) for one in context.units.values()),
        }
        for word, id in standing_words("indicator").items():
            if id in context.indicators:
                self._names["indicator"].setdefault(word, id)
        self._patterns = tuple(self._measure_patterns())
        self._codes: dict[str, tuple[tuple[str, str], ...]] = {}  # meanings are looked up in the vocabularies first
        self._codes = {key(word): tuple(self._coded(word, meaning)) for word, meaning in (codes or {}).items()}

    def read(self, text: str) -> Reading:
        """Say what a label means; words that mean nothing here are named in ``unknown``."""
        if text not in self._read:
            self._read[text] = self._reading(text)
        return self._read[text]

    def knows(self, text: str) -> bool:
        """Does the label name something, wholly understood?"""
        reading = self.read(text)
        return bool(reading.facts) and not reading.unknown

    def coded(self, word: str) -> tuple[tuple[str, str], ...]:
        """Give what the ``Codes`` sheet says about a word."""
        return self._codes.get(key(word), ())

    def inside(self, text: str) -> tuple[tuple[str, str], ...]:
        """Find the indicator, region and sector that a title names within its words, one of each at most.

        A name within a longer known name does not count; of two different ones neither does.
        """
        squeezed = key(_NO_SUBJECT.sub(" ", tidy(text)))
        facts: list[tuple[str, str]] = []
        for dimension in ("indicator", "region", "sector"):
            hits = {name: id for name, id in self._names[dimension].items()
                    if name in squeezed and len(name) > (4 if name.isascii() else 1)}
            widest = {name: id for name, id in hits.items()
                      if not any(name != other and name in other for other in hits)}
            if len(set(widest.values())) == 1:
                name, id = min(widest.items())
                facts.append((dimension, self._measured_inside(squeezed, name, id) if dimension == "indicator" else id))
        return tuple(facts)

    def _measured_inside(self, squeezed: str, name: str, id: str) -> str:
        """Give the indicator, or its measure where the title says so: 利润总额增速, growth of total profit."""
        around = [(len(prefix + suffix), measure) for prefix, suffix, measure in self._patterns
                  if prefix + name + suffix in squeezed]
        return f"{id}.{max(around)[1]}" if around else id

    def find(self, dimension: str, text: str) -> str:
        """Give the id that a cell of a column for one dimension means; empty when it is not known."""
        for known, id in self.lookup(text):
            if known == dimension:
                return id
        try:  # codes of the classifications and spellings that the index does not hold
            if dimension == "region":
                return self.context.regions.find(text).id
            if dimension == "sector":
                return self.context.sectors.find(text).id
            return self.context.units.find(text).code if dimension == "unit" else ""
        except UnknownCodeError:
            return ""

    def lookup(self, name: str) -> tuple[tuple[str, str], ...]:
        """Give every (dimension, id) that goes by exactly this name or id."""
        if coded := self.coded(name):
            return coded
        word = tidy(name)
        facts = [(dimension, names[key(word)]) for dimension, names in self._names.items() if key(word) in names]
        if word in self.context.units and ("unit", word) not in facts:
            facts.append(("unit", word))  # "%" has no letter by which it could be indexed
        if not any(dimension == "indicator" for dimension, _ in facts) and (composed := self._composed(word)):
            facts.append(("indicator", composed))
        return tuple(facts)

    def _composed(self, name: str) -> str:
        """Give the id of a measured indicator by its id or its composed name: 工业销售产值增速."""
        if "." in name and name in self.context.indicators:
            return name
        for prefix, suffix, measure in self._patterns:
            word = key(name)
            if word.startswith(prefix) and word.endswith(suffix) and len(word) > len(prefix) + len(suffix):
                base = self._names["indicator"].get(word[len(prefix):len(word) - len(suffix)], "")
                if base:
                    return f"{base}.{measure}"
        return ""

    def _measure_patterns(self) -> Iterator[tuple[str, str, str]]:
        """Give what stands before and after an indicator's name in each measure's name, in both languages."""
        base = next(iter(self.context.indicators), "")
        for measure in sorted(set(standing_words("measure").values())):
            if f"{base}.{measure}" in self.context.indicators:
                plain, measured = self.context.indicators[base].name, self.context.indicators[f"{base}.{measure}"].name
                for whole, part in ((measured.en, plain.en), (measured.zh, plain.zh)):
                    prefix, _, suffix = key(whole).partition(key(part))
                    if part and prefix + suffix:
                        yield prefix, suffix, measure
        for word, measure in standing_words("measure").items():
            if not word.isascii():
                yield "", word, measure

    def _coded(self, word: str, meaning: str) -> Iterator[tuple[str, str]]:
        """Read one meaning of the ``Codes`` sheet: ``sector:metal-products``, an id or a name alone, or ``ignore``."""
        for part in meaning.split(";"):
            dimension, colon, id = (piece.strip() for piece in part.strip().partition(":"))
            if part.strip().casefold() in ("ignore", "忽略", "total", "合计"):
                yield ("ignore" if part.strip().casefold() in ("ignore", "忽略") else "total"), part.strip()
            elif colon and dimension in DIMENSIONS:
                yield dimension, self._checked(dimension, id, word)
            else:
                facts = self.lookup(part)
                if len(facts) != 1:
                    raise InvalidValueError(f"{word!r} is said to mean {part.strip()!r}, which is "
                                            f"{'several things' if facts else 'not known'}", "Codes",
                                            "Write what it is and its id, such as sector:metal-products, or ignore.")
                yield facts[0]

    def _checked(self, dimension: str, id: str, word: str) -> str:
        known: dict[str, Mapping[str, object]] = {
            "indicator": self.context.indicators, "region": self.context.regions, "sector": self.context.sectors,
            "unit": self.context.units, "source": {**self.context.sources, self.context.source: ()},
        }
        if dimension == "period":
            return str(Period.parse(id))
        if dimension in known and id not in known[dimension]:
            names = self._names.get(dimension, {})
            if key(id) not in names:
                raise InvalidValueError(f"{word!r} is said to mean the {dimension} {id!r}, which is not defined",
                                        "Codes", "Use an id of the lists of the Codes sheet, or define it in the case.")
            return names[key(id)]
        return id

    def _reading(self, text: str) -> Reading:
        if coded := self.coded(text):
            return Reading(coded)
        words = take_apart(text)
        reading = self._of_words(text)
        if not reading.unknown:
            return reading
        parts = [part for part in text.split("\n") if part.strip()]
        if len(parts) < 2 and (match := _GLOSS.match(words.name and text.strip())):
            parts = [match["zh"], match["en"]]
        if len(parts) < 2:
            return reading
        readings = [self._of_words(part) for part in parts]
        understood = [one for one in readings if not one.unknown]
        facts = tuple(dict.fromkeys(fact for one in understood for fact in one.facts))
        contradictory = len({dimension for dimension, _ in facts}) < len(facts)
        glosses = all(any("\u3400" <= letter <= "\u9fff" for letter in part)
                      for part, one in zip(parts, readings, strict=True) if not one.unknown)
        if not any(one.unknown for one in readings) and not facts:
            return readings[0]
        if not facts or contradictory or (any(one.unknown for one in readings) and not glosses):
            return reading
        # The Chinese half is understood, and the English one is its gloss.
        return Reading(facts, (), any(one.of_which for one in readings), any(one.counted for one in readings),
                       tuple(mark for one in readings for mark in one.marks),
                       tuple(remark for one in readings for remark in one.remarks))

    def _of_words(self, text: str) -> Reading:
        words = take_apart(text)
        facts = [("period", words.period)] if words.period else []
        unknown: list[str] = []
        remarks: list[str] = []
        counted = False
        standing = _says_nothing(words.name) or means(words.name, "measure") or means(words.name, "nation")
        whole = () if standing else self.lookup(text)
        if whole and not words.period:
            return Reading(_without_unit(whole), tuple(self._ambiguous(text, whole)), words.of_which,
                           marks=words.marks)
        for inside in words.brackets:
            found = self.lookup(inside)
            if is_base(inside):
                remarks.append(f"base {inside}")
            elif units := [fact for fact in found if fact[0] == "unit"]:
                facts.extend(units)
            elif found:
                facts.extend(found)
                unknown.extend(self._ambiguous(inside, found))
            elif set(inside) <= COUNTERS:
                counted = True
            elif measure := means(inside, "measure"):
                facts.append(("measure", measure))
            elif not inside.isdigit() or not words.name:  # codes of the classification stand in brackets as well
                unknown.append(inside)
        if words.name:
            named = self._name(words.name)
            facts.extend(named or ())
            unknown.extend([words.name] if named is None else self._ambiguous(words.name, named))
        return Reading(tuple(dict.fromkeys(facts)), tuple(unknown), words.of_which, counted, words.marks,
                       tuple(remarks))

    def _name(self, name: str) -> tuple[tuple[str, str], ...] | None:
        """Give what a name says; empty for a word that says nothing by itself, ``None`` for one that is not known."""
        if _says_nothing(name):
            return ()
        measure = means(name, "measure")  # before the vocabularies, where 位次 is a unit
        if measure and not self.coded(name):
            return (("measure", measure),)
        if means(name, "nation") and not self.coded(name):  # 全国 is whatever nation the case compares with
            return (("region", self.context.nation),)
        if found := self.lookup(name):
            return _without_unit(found)
        if means(name, "total"):
            return (("total", name),)
        return self._in_two(name)

    def _in_two(self, name: str) -> tuple[tuple[str, str], ...] | None:
        """Read a name made of two known ones about different things: 江苏主营业务收入."""
        word = key(name)
        found: set[tuple[tuple[str, str], ...]] = set()
        if len(word) > _LONGEST_PAIR:
            return None
        for at in range(1, len(word)):
            left = self.lookup(_CONNECTIVES.sub("", word[:at]))
            right = self.lookup(_CONNECTIVES.sub("", word[at:])) if left else ()
            if len(left) == len(right) == 1 and left[0][0] != right[0][0] and "unit" not in (left[0][0], right[0][0]):
                found.add((left[0], right[0]))
        return found.pop() if len(found) == 1 else None

    def _ambiguous(self, name: str, facts: Iterable[tuple[str, str]]) -> list[str]:
        if self.coded(name) or len(self.lookup(name)) < 2:
            return []
        dimensions = [dimension for dimension, _ in facts]
        if len({"indicator", "region", "sector"} & set(dimensions)) > 1:
            return [" or ".join(f"{dimension}:{id}" for dimension, id in facts)]
        return []


def _says_nothing(name: str) -> bool:
    """Is it a header over labels, units or running numbers?"""
    return any(means(name, kind) for kind in ("corner", "unit column", "ignored column"))


def _without_unit(facts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Instruments are a sector and a unit of count: outside brackets and unit columns the unit is not meant."""
    return tuple(fact for fact in facts if fact[0] != "unit") or facts


def _index(entries: Iterable[tuple[str, Label, tuple[str, ...]]]) -> dict[str, str]:
    """Index entries by the spelling of id, names and aliases; a name that two entries share is left out."""
    found: dict[str, set[str]] = {}
    for id, name, aliases in entries:
        for text in (id, name.en, name.zh, *aliases):
            if key(text):
                found.setdefault(key(text), set()).add(id)
    return {word: ids.pop() for word, ids in found.items() if len(ids) == 1}
