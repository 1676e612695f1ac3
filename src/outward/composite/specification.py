"""A framework as a TOML text: read with every mistake named by line, and written back.

::

    [index]                      # the top: code, name_en, name_zh, units_en, units_zh, regions = true
    code = "competitiveness"
    [coverage]                   # statistical coverages: sectors, or other coverages, that are added up
    traditional = ["33", "34"]
    full = ["traditional", "39"]
    [[pillar]]                   # code, name_en, name_zh, parent (the index where it is left out), weight
    [[indicator]]                # code, pillar, weight, direction (1 or -1), numerator, denominator, factor, unit,
                                 # transform ("ln"), goalposts = [low, high], target, source, note_en, note_zh
    [[variable]]                 # code, name_en, name_zh, unit: a denominator, or a numerator under a name of its own
    [[grouping]]                 # code, name_en, name_zh: a column of words
    [choices.normalise]          # every key of `outward index choices`
    method = "minmax"
    [[factor]]                   # what could have been decided otherwise
    name = "normalisation"
    alternatives = [{normalise = {method = "minmax"}}, {normalise = {method = "zscore"}}]
    [[allocation]]               # expert, pillar, points = {a = 60, b = 40}: for weights.method = "budget"
    [[comparison]]               # pillar, better, than, ratio: for weights.method = "ahp"
"""

from __future__ import annotations

import re
import reprlib
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

from outward.composite.choices import Choices, Value, choice
from outward.composite.framework import Allocation, Comparison, Factor, Framework, Indicator, Pillar, Variable
from outward.composite.table import LONG, OPTIONAL
from outward.errors import InvalidInputError, OutwardError, Problem
from outward.vocabulary.labels import Label

_NAMED: Final = ("code", "name_en", "name_zh")
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "index": (*_NAMED, "id", "units_en", "units_zh", "regions", "description_en", "description_zh"),
    "pillar": (*_NAMED, "parent", "weight"),
    "indicator": (*_NAMED, "pillar", "weight", "direction", "numerator", "denominator", "factor", "unit", "transform",
                  "goalposts", "target", "source", "note_en", "note_zh"),
    "variable": (*_NAMED, "unit"),
    "grouping": _NAMED,
    "factor": ("name", "alternatives"),
    "allocation": ("expert", "pillar", "points"),
    "comparison": ("pillar", "better", "than", "ratio"),
}
_LISTS: Final = ("pillar", "indicator", "variable", "grouping", "factor", "allocation", "comparison")
_TABLES: Final = ("index", "coverage", "choices")
_CODE: Final = re.compile(r"[\w.\-]{1,60}")
_LONGEST_TEXT: Final = 2_000_000
_MOST_NODES: Final = 5000
_MOST_PROBLEMS: Final = 50
_MOST_LEVELS: Final = 30
_LONGEST_KEY: Final = 200


def read_framework(text: str, *, file: str = "framework") -> Framework:
    """Read a framework.

    Parameters
    ----------
    text : str
        TOML, as the module's first lines show it and docs/methods/composite.md explains.
    file : str
        Its name in errors.

    Returns
    -------
    Framework
        Whole and consistent.

    Raises
    ------
    InvalidInputError
        If the text is no TOML, or a key, code, weight, direction, goalpost, choice or parent is wrong; every problem is
        named by line and key.

    Examples
    --------
    >>> framework = read_framework('''
    ... [index]
    ... code = "index"
    ... [[indicator]]
    ... code = "margin"
    ... [[indicator]]
    ... code = "growth"
    ... weight = 2
    ... ''')
    >>> framework.levels
    {'margin': 1, 'growth': 1, 'index': 2}
    """
    if len(text) > _LONGEST_TEXT:
        raise InvalidInputError([Problem(file, 0, "", f"{len(text):,} characters", "A framework is a short text.")],
                                file)
    try:
        given = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of a number with thousands of digits it is not TOML's own error
        what = str(error)[:200] if isinstance(error, ValueError) else "brackets within brackets, too deep to read"
        found = re.search(r"line (\d+)", what)
        raise InvalidInputError([Problem(file, int(found[1]) if found else 0, "", what, "Write it as TOML has it.")],
                                file) from None
    reader = _Reader(file, text)
    framework = reader.framework(given)
    if framework is None:
        raise InvalidInputError(reader.problems, file)
    return framework


@dataclass(slots=True)
class _Reader:
    """Reads parts one by one and gathers what is wrong."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def framework(self, given: Mapping[str, Any]) -> Framework | None:
        for key in [key for key in given if key not in _LISTS and key not in _TABLES][:_MOST_PROBLEMS]:
            if key not in _LISTS:
                self.wrong(self.line_of(rf"^\s*\[*{re.escape(key)}\b"), key, f"there is no part {key[:60]!r}",
                           f"Parts are {', '.join((*_TABLES, *_LISTS))}.")
        parts = {name: self.entries(name, given.get(name, [])) for name in _LISTS}
        index = self.table("index", given.get("index"), self.line_of(r"^\s*\[index\]"))
        if not parts["indicator"]:
            self.wrong(0, "indicator", "there is no indicator", "Add [[indicator]] tables.")
        if sum(map(len, parts.values())) > _MOST_NODES:
            self.wrong(0, "", f"more than {_MOST_NODES} entries", "Keep an index to what a person can read.")
        if self.problems:
            return None
        top = Pillar(self.code(index, 0), self.name(index), "", 1.0)
        pillars = (top, *(self.pillar(row, line, top.code) for line, row in parts["pillar"]))
        indicators = tuple(self.indicator(row, line, top.code) for line, row in parts["indicator"])
        framework = Framework(
            id=self.words(index, "id", top.code), name=top.name, indicators=indicators, pillars=pillars,
            units=self.label(index, "units") or Label("units", "评价对象"), are_regions=self.are_regions(index),
            description=self.label(index, "description") or Label(""),
            variables=tuple(Variable(self.code(row, line), self.name(row), self.words(row, "unit"))
                            for line, row in parts["variable"]),
            groupings=tuple(Variable(self.code(row, line), self.name(row)) for line, row in parts["grouping"]),
            coverages=self.coverages(given.get("coverage", {})),
            choices=self.choices(given.get("choices", {}), self.line_of(r"^\s*\[choices"), "choices"),
            factors=tuple(self.factor(row, line) for line, row in parts["factor"]),
            allocations=tuple(self.allocation(row, line) for line, row in parts["allocation"]),
            comparisons=tuple(self.comparison(row, line) for line, row in parts["comparison"]))
        self.check(framework, {str(row.get("code")): line for name in ("pillar", "indicator") for line, row in
                               parts[name]})
        return None if self.problems else framework

    def entries(self, name: str, given: Any) -> list[tuple[int, Mapping[str, Any]]]:
        """Take the tables of a list, each with its line."""
        if not isinstance(given, list):
            self.wrong(self.line_of(rf"^\s*\[*{name}\b"), name, f"{name} is no list of tables", f"Write [[{name}]].")
            return []
        lines = self.lines_of(name)
        lines += [self.line_of(rf"^\s*{name}\s*=")] * (len(given) - len(lines))
        return [(line, self.table(name, row, line)) for line, row in zip(lines, given, strict=False)]

    def table(self, name: str, given: Any, line: int) -> Mapping[str, Any]:
        if not isinstance(given, Mapping):
            self.wrong(line, name, f"there is no table {name}", f"Write [{name}].")
            return {}
        for key in given:
            if key not in _KEYS[name]:
                self.wrong(self.line_of(rf"^\s*{re.escape(key)}\s*=", after=line) or line, key,
                           f"{name} has no key {key[:60]!r}", f"Keys are {', '.join(_KEYS[name])}.")
        return given

    def are_regions(self, index: Mapping[str, Any]) -> bool:
        given = index.get("regions", False)
        if not isinstance(given, bool):
            self.wrong(self.line_of(r"^\s*regions\b"), "regions", f"regions is {reprlib.repr(given)}",
                       "Write true or false.")
        return given is True

    def code(self, row: Mapping[str, Any], line: int) -> str:
        code = row.get("code")
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            self.wrong(line, "code", f"code is {reprlib.repr(code)}",
                       "Write one word of letters, digits, - _ and dots.")
            return ""
        return code

    def label(self, row: Mapping[str, Any], key: str) -> Label | None:
        english, chinese = self.words(row, f"{key}_en"), self.words(row, f"{key}_zh")
        return Label(english, chinese) if english or chinese else None

    def words(self, row: Mapping[str, Any], key: str, default: str = "") -> str:
        value = row.get(key, default)
        if not isinstance(value, str):
            self.wrong(self.line_of(rf"^\s*{key}\s*[=.]"), key, f"{key} is {reprlib.repr(value)}",
                       "Write text between quotation marks.")
            return default
        return value

    def name(self, row: Mapping[str, Any]) -> Label:
        code = self.words(row, "code")
        return self.label(row, "name") or Label(code, code)

    def number(self, row: Mapping[str, Any], key: str, default: float, line: int) -> float:
        value = row.get(key, default)
        if not _is_number(value):
            self.wrong(line, key, f"{key} is {reprlib.repr(value)}", "Write a number.")
            return default
        return float(value)

    def weight(self, row: Mapping[str, Any], line: int) -> float:
        weight = self.number(row, "weight", 1.0, line)
        if weight < 0:
            self.wrong(line, "weight", f"the weight is {weight:g}",
                       "Write 0 or more; what counts against a unit has direction = -1.")
        return weight

    def pillar(self, row: Mapping[str, Any], line: int, top: str) -> Pillar:
        return Pillar(self.code(row, line), self.name(row), self.words(row, "parent", top), self.weight(row, line))

    def indicator(self, row: Mapping[str, Any], line: int, top: str) -> Indicator:
        direction = row.get("direction", 1)
        if isinstance(direction, bool) or direction not in (1, -1):
            self.wrong(line, "direction", f"the direction is {reprlib.repr(direction)}",
                       "Write 1 (more is better) or -1.")
            direction = 1
        factor = self.number(row, "factor", 1.0, line)
        if factor == 0:
            self.wrong(line, "factor", "the factor is 0", "Write another number, such as 100 for percent.")
        transform = row.get("transform", "")
        if transform not in ("", "ln"):
            self.wrong(line, "transform", f"the transform is {reprlib.repr(transform)}", "Write ln, or leave it out.")
            transform = ""
        goalposts = self.goalposts(row, line)
        target = self.number(row, "target", 1.0, line) if "target" in row else None
        if transform and any(not end > 0 for end in (*(goalposts or ()), 1.0 if target is None else target)):
            self.wrong(line, "transform", "a goalpost or the target is not above 0", "It has no logarithm.")
        return Indicator(
            self.code(row, line), self.name(row), self.words(row, "pillar", top), self.weight(row, line), direction,
            self.words(row, "numerator"), self.words(row, "denominator"), factor, self.words(row, "unit"), transform,
            goalposts, target, self.words(row, "source"), self.label(row, "note") or Label(""))

    def goalposts(self, row: Mapping[str, Any], line: int) -> tuple[float, float] | None:
        given = row.get("goalposts")
        if given is None:
            return None
        if not isinstance(given, list) or len(given) != 2 or not all(map(_is_number, given)):
            self.wrong(line, "goalposts", f"goalposts are {reprlib.repr(given)}",
                       "Write goalposts = [lowest, highest].")
            return None
        low, high = map(float, given)
        if low >= high:
            self.wrong(line, "goalposts", f"the goalposts {low:g} and {high:g} are reversed or equal",
                       "Write the lower value first; direction says which end is better.")
        return low, high

    def coverages(self, given: Any) -> Mapping[str, tuple[str, ...]]:
        line = self.line_of(r"^\s*\[coverage\]")
        if not isinstance(given, Mapping) or not all(
                isinstance(members, list) and members and all(isinstance(member, str) for member in members)
                for members in given.values()):
            self.wrong(line, "coverage", "a coverage is no list of sectors", 'Write traditional = ["33", "34"].')
            return {}
        coverages = {name: tuple(members) for name, members in given.items()}
        cyclic = [name for name in coverages if _is_cyclic(name, coverages)]
        for name in cyclic:
            self.wrong(line, name, f"the coverage {name[:60]!r} contains itself",
                       "List sectors, or narrower coverages.")
        for name in [] if cyclic else coverages:
            twice = [sector for sector, count in _sectors_of(name, coverages).items() if count > 1]
            if twice:
                self.wrong(line, name, f"{twice[0][:60]!r} counts twice in the coverage {name[:60]!r}",
                           "List each sector once, by itself or in a narrower coverage.")
        return coverages

    def choices(self, given: Any, line: int, key: str) -> Choices:
        read = Choices()
        for name, value in flattened(given).items():
            try:
                read = read.changed({name: value})
            except OutwardError as error:
                self.wrong(line, key, error.what, error.mend)
        return read

    def factor(self, row: Mapping[str, Any], line: int) -> Factor:
        alternatives = row.get("alternatives")
        name = row.get("name")
        if not isinstance(name, str) or not name.strip() or not isinstance(alternatives, list) or len(alternatives) < 2:
            self.wrong(line, "alternatives", "a factor needs a name and two alternatives or more",
                       "Write name = ... and alternatives = [{normalise = {method = ...}}, ...].")
            return Factor("", ())
        read: list[Mapping[str, Value]] = []
        for alternative in alternatives:
            try:
                read.append({key: choice(key).read(value) for key, value in flattened(alternative).items()})
            except OutwardError as error:
                self.wrong(line, "alternatives", error.what, error.mend)
        return Factor(name, tuple(read))

    def allocation(self, row: Mapping[str, Any], line: int) -> Allocation:
        points = flattened(row.get("points"))  # a code with a dot in it is read as nested
        if not points or not all(_is_number(point) and point >= 0 for point in points.values()) or not any(
                points.values()):
            self.wrong(line, "points", f"points are {reprlib.repr(points)}",
                       "Write points = {a = 60, b = 40}, none below 0.")
            points = {}
        return Allocation(self.words(row, "expert"), self.words(row, "pillar"), points)

    def comparison(self, row: Mapping[str, Any], line: int) -> Comparison:
        ratio = self.number(row, "ratio", 1.0, line)
        if not ratio > 0:
            self.wrong(line, "ratio", f"the ratio is {ratio:g}", "Write how many times as much it matters, above 0.")
        return Comparison(self.words(row, "pillar"), self.words(row, "better"), self.words(row, "than"), ratio)

    def check(self, framework: Framework, lines: Mapping[str, int]) -> None:
        """Name codes that stand twice, parents that are not there, cycles and pillars without parts."""
        named = (*framework.nodes, *framework.groupings)
        codes = Counter(each.code for each in named)
        codes.update(code for code, count in Counter(each.code for each in framework.variables).items() if count > 1)
        for code, count in codes.items():
            if count > 1:
                self.wrong(lines.get(code, 0), "code", f"the code {code!r} stands {count} times", "Give each its own.")
        pillars = {pillar.code: pillar for pillar in framework.pillars}
        for node in framework.nodes:
            if node is not framework.pillars[0] and node.parent not in pillars:
                self.wrong(lines.get(node.code, 0), "parent" if isinstance(node, Pillar) else "pillar",
                           f"{node.code!r} stands under {node.parent!r}, which is no pillar",
                           f"Pillars are {', '.join(list(pillars)[:12])}.")
        if self.problems:
            return
        parents = {pillar.code: (pillar.parent,) for pillar in framework.pillars if pillar.parent}
        for code in parents:
            if _height(code, parents) > _MOST_LEVELS:
                self.wrong(lines.get(code, 0), "parent", f"more than {_MOST_LEVELS} pillars stand above one another",
                           "Keep an index to what a person can read.")
                return
            if _is_cyclic(code, parents):
                self.wrong(lines.get(code, 0), "parent", f"the pillar {code!r} stands under itself",
                           "Break the circle: one pillar must stand under the index.")
        used = {node.parent for node in framework.nodes}
        for code in pillars:
            if code not in used:
                self.wrong(lines.get(code, 0), "code", f"nothing stands under the pillar {code!r}",
                           "Give it indicators, or leave it out.")
        for code in used - {""}:
            parts = framework.parts[code]
            if not sum(part.weight for part in parts) > 0:
                self.wrong(lines.get(parts[0].code, 0), "weight", f"the parts of {code!r} all weigh 0",
                           "Give one of them a weight.")
        self.check_judgements(framework)
        self.check_names(framework, lines)

    def check_judgements(self, framework: Framework) -> None:
        judged = [("allocation", each.parent, tuple(each.points)) for each in framework.allocations]
        judged += [("comparison", each.parent, (each.better, each.than)) for each in framework.comparisons]
        lines = {name: iter(self.lines_of(name)) for name in ("allocation", "comparison")}
        compared: set[tuple[str, frozenset[str]]] = set()
        for name, parent, codes in judged:
            line = next(lines[name], 0)
            parts = [part.code for part in framework.parts.get(parent, ())]
            for code in codes:
                if code not in parts:
                    self.wrong(line, name, f"{code[:60]!r} is no part of {parent[:60]!r}",
                               f"Its parts are {', '.join(parts) or 'none: it is no pillar'}.")
            if name == "comparison":
                pair = parent, frozenset(codes)
                if len(pair[1]) < 2 or pair in compared:
                    self.wrong(line, name, f"{codes[0][:60]!r} is compared with itself" if len(pair[1]) < 2 else
                               f"{codes[0][:60]!r} and {codes[1][:60]!r} are compared twice", "Compare each pair once.")
                compared.add(pair)

    def check_names(self, framework: Framework, lines: Mapping[str, int]) -> None:
        """Name codes that a table of data has for columns of its own, and factors that go by one name."""
        codes = [each.code for each in framework.indicators]
        codes += [each.code for each in (*framework.variables, *framework.groupings)]
        for code in codes:
            if code.lower() in (*LONG, *OPTIONAL):
                self.wrong(lines.get(code, 0), "code", f"{code!r} is a column of the data with a meaning of its own",
                           "Call it something else.")
        names = Counter([factor.name for factor in framework.factors] + ["weights"])
        for name, count in names.items():
            if count > 1:
                self.wrong(self.line_of(r"^\s*\[\[\s*factor"), "name",
                           f"{name[:60]!r} names two factors, or all weights", "Give each factor a name of its own.")

    def lines_of(self, name: str) -> list[int]:
        """Give the lines on which the tables of a list begin."""
        return [found for found, line in enumerate(self.text.split("\n"), start=1)
                if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)]

    def line_of(self, pattern: str, *, after: int = 0) -> int:
        """Give the first line that a pattern fits, 0 for none."""
        lines = self.text.split("\n")
        return next((found for found, line in enumerate(lines, start=1)
                     if found > after and re.match(pattern, line)), 0)

    def wrong(self, line: int, key: str, what: str, mend: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(self.file, line, key[:60], what, mend))


def flattened(given: Any) -> dict[str, Any]:
    """Write nested tables as keys with dots: ``{"impute": {"method": "mean"}}`` as ``{"impute.method": "mean"}``."""
    flat: dict[str, Any] = {}
    waiting: list[tuple[str, Any]] = [("", given)]
    while waiting:
        prefix, value = waiting.pop()
        if isinstance(value, Mapping) and len(prefix) < _LONGEST_KEY:
            waiting += [(f"{prefix}.{key}" if prefix else str(key), inner) for key, inner in reversed([*value.items()])]
        else:
            flat[prefix] = value
    return flat


def _is_number(value: object) -> TypeGuard[int | float]:
    """Say whether a value is a number that a float holds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e300  # before any float is made of a whole number with thousands of digits


def _height(code: str, parents: Mapping[str, tuple[str, ...]]) -> int:
    """Count the pillars above one, as far as it matters."""
    height = 0
    while code in parents and height <= _MOST_LEVELS and (height == 0 or not _is_cyclic(code, parents)):
        code, height = parents[code][0], height + 1
    return height


def _sectors_of(name: str, coverages: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Count how often each sector is in a coverage, through the narrower ones in it; they contain no circle."""
    counted: dict[str, Counter[str]] = {}

    def count(each: str) -> Counter[str]:
        if each not in coverages:
            return Counter((each,))
        if each not in counted:
            total: Counter[str] = Counter()
            for member in coverages[each]:
                total.update(count(member))
            counted[each] = total
        return counted[each]

    return count(name)


def _is_cyclic(start: str, members: Mapping[str, Sequence[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(members.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            waiting += members.get(name, ())
    return False
