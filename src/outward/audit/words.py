"""What sentences say in words: trends against the series, and lists against the number that announces them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from outward.audit.numbers import Number
from outward.audit.resolving import Resolver, phrase_key

_RISING = re.compile(
    r"(?:rise|rose|risen|grow|grew|grown|increas\w*|expand\w*) "
    r"(?:steadily|continuously|year (?:after|by) year|every year)|"
    r"(?:steady|continuous|steadily|continuously) (?:rise|growth|growing|rising|increas\w*)|"
    r"逐年(?:上升|增长|增加|提高|扩大)|持续(?:上升|增长|增加|提高|扩大)|连年(?:增长|上升)|"
    r"稳步(?:增长|上升|提高)", re.IGNORECASE)
_FALLING = re.compile(
    r"(?:fall\w*|fell|declin\w*|decreas\w*|drop\w*|shr[ai]nk\w*) "
    r"(?:steadily|continuously|year (?:after|by) year|every year)|"
    r"(?:steady|continuous|steadily|continuously) (?:fall\w*|declin\w*|decreas\w*|drop\w*)|"
    r"逐年(?:下降|减少|回落|降低)|持续(?:下降|减少|回落|降低)|连年下降", re.IGNORECASE)
_STEADY = re.compile(r"(?:has|have|had) not changed|(?:remain\w*|stay\w*) unchanged|(?:保持|维持)不变|没有变化",
                     re.IGNORECASE)
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:-|–|—|~|至|to|到)\s*((?:19|20)\d\d)")
_FEWEST_YEARS = 3
_WHOLE_LIST = re.compile(r"namely|as follows|following|分别(?:是|为)|即|如下", re.IGNORECASE)
_STRONG = re.compile(r"[、；;]")
_ANY = re.compile(r"[、；;,，]|\band\b|和|以及|及|与")
_LONGEST_LIST = 15


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that the numbers contradict; ``evidence`` are numbers by index."""

    rule: str
    claim: int
    evidence: tuple[int, ...]
    line: str


def sayings(resolver: Resolver) -> list[Saying]:
    """Find trends and lists that are not as a sentence says, one for each sentence."""
    sentences: dict[str, list[Number]] = defaultdict(list)
    for number in resolver.claims:
        if number.source.sentence:  # type: ignore[union-attr]
            sentences[number.source.sentence].append(number)  # type: ignore[union-attr]
    found: list[Saying] = []
    for sentence, numbers in sentences.items():
        found += _trends(resolver, sentence, numbers)
        found += _lists(sentence, numbers)
    return found


def _trends(resolver: Resolver, sentence: str, numbers: Sequence[Number]) -> Iterator[Saying]:
    """A series that is said to rise, fall or stay, in a sentence about nothing else."""
    direction = 1 if _RISING.search(sentence) else -1 if _FALLING.search(sentence) else 0
    if not direction and not _STEADY.search(sentence):
        return
    about = {(number.region, number.item, phrase_key(resolver.phrases[number.index], resolver.names))
             for number in numbers}
    if len(about) != 1:
        return
    region, item, key = about.pop()
    series = _series(resolver, region, item, key, _SPAN.search(sentence))
    if len(series) < _FEWEST_YEARS:
        return
    wrong = [(a, b) for a, b in pairwise(series) if not _goes(a, b, direction)]
    if wrong:
        line = "; ".join(f"{a.period}: {a.printed.text.strip()}, {b.period}: {b.printed.text.strip()}"
                         for a, b in wrong[:3])
        yield Saying("trend", numbers[0].index, tuple(number.index for number in series), line)


def _series(resolver: Resolver, region: str, item: str, key: str, span: re.Match[str] | None) -> list[Number]:
    """The cells of an indicator over whole years, of one table, within the years that a sentence names."""
    years: dict[str, Number] = {}
    for (place, what, period, name), indexes in resolver.cells.items():
        if (place, what, name) == (region, item, key) and len(period) == 4 and period.isdigit():
            years[period] = resolver.numbers.all[indexes[0]]
    first, last = (span[1], span[2]) if span else ("0000", "9999")
    return [years[period] for period in sorted(years) if first <= period <= last]


def _goes(a: Number, b: Number, direction: int) -> bool:
    """Whether a step can be as it is said to be, within rounding."""
    step, slack = b.value - a.value, a.half_width + b.half_width
    return abs(step) <= slack if direction == 0 else direction * step >= -slack


def _lists(sentence: str, numbers: Sequence[Number]) -> Iterator[Saying]:
    """A number of things, and a list of them that is said to be whole and is too short or too long."""
    for number in numbers:
        count = number.printed.value
        if not number.measure.is_count or number.measure.dimension == "rank" or not 2 <= count <= _LONGEST_LIST:
            continue
        place = sentence.find(number.printed.text.strip())
        announced = _WHOLE_LIST.search(sentence, max(place, 0))
        colon = max(sentence.find(":", max(place, 0)), sentence.find("：", max(place, 0)))
        start = max(announced.end() if announced else -1, colon + 1 if colon >= 0 else -1)
        if start < 0:
            continue
        listed = re.split(r"[.。]", sentence[start:], maxsplit=1)[0]
        most, least = len(_ANY.findall(listed)) + 1, len(_STRONG.findall(listed)) + 1
        if 1 < most < count or (least > count and _STRONG.search(listed)):
            listed_count = min(most, max(least, 2))
            yield Saying("list", number.index, (number.index,), f"{number.printed.text.strip()} ≠ {listed_count}")
