"""Which names are alike: without what company names end in, in any order of words, in Chinese and in Latin letters.

Comparing each name with each is exact and slow; the tests do. ``alike_pairs`` compares only names that share a word,
their beginning or end, or two Chinese characters; of a key that very many names share, those that stand near one
another in the alphabet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

THRESHOLD: Final = 88.0  # of 100: share of characters in common, in order
_NEAR: Final = 12  # names of one key that are compared with each: all of a small group, the neighbours in a large one
_CHUNK: Final = 500_000
_LATIN_ENDINGS: Final = frozenset({
    "co", "ltd", "limited", "company", "corp", "corporation", "inc", "incorporated", "llc", "plc", "gmbh", "ag", "sa",
    "group", "holding", "holdings", "the", "and", "of"})
_CHINESE_ENDINGS: Final = re.compile("股份有限公司|有限责任公司|控股|集团|有限公司|总公司|公司|股份")
_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_HAN: Final = re.compile("[㐀-鿿豈-﫿]")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Named:
    """A record with what it is called."""

    id: int
    names: tuple[str, ...]
    code: str = ""  # unified social credit code


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that look alike; the first has the smaller number."""

    first: int
    second: int
    score: float  # of 100
    by_code: bool


def bare(name: str) -> str:
    """Give a name's words in order, without what company names end in; the name itself where nothing else is left.

    Examples
    --------
    >>> bare("Shenyang Machine Tool (Group) Co., Ltd."), bare("沈阳机床（集团）有限责任公司"), bare("The Group")
    ('machine shenyang tool', '沈阳机床', 'group the')
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    words = _WORD.findall(_CHINESE_ENDINGS.sub("", "".join(_WORD.findall(plain))) if _HAN.search(plain) else plain)
    kept = [word for word in words if word not in _LATIN_ENDINGS]
    return " ".join(sorted(kept or _WORD.findall(plain)))


def alike_pairs(records: Iterable[Named]) -> list[Pair]:
    """Find the records that share a credit code or whose names are alike, the likest first."""
    known = list(records)
    names, owners = _bare_names(known)
    best: dict[tuple[int, int], Pair] = {}
    if names:
        left, right = _candidates(names, owners)
        ids = np.array([each.id for each in known], dtype=np.int64)[np.array(owners)]
        for start in range(0, len(left), _CHUNK):
            one, other = left[start:start + _CHUNK], right[start:start + _CHUNK]
            scores = process.cpdist([names[at] for at in one], [names[at] for at in other], scorer=fuzz.ratio,
                                    score_cutoff=THRESHOLD, dtype=np.float64)
            for at in np.flatnonzero(scores >= THRESHOLD):
                _note(best, int(ids[one[at]]), int(ids[other[at]]), float(scores[at]), by_code=False)
    _note_codes(best, known)
    return _sorted(best)


def _bare_names(known: Sequence[Named]) -> tuple[list[str], list[int]]:
    names, owners = [], []
    for place, each in enumerate(known):
        for name in {bare(text) for text in each.names}:
            if name:
                names.append(name)
                owners.append(place)
    return names, owners


def _candidates(names: Sequence[str], owners: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give places of names to compare: of two records, with a key and all numbers in common, and not plainly unlike.

    Two names of the threshold's likeness differ in at most (1 - threshold) of their characters, so the sets of their
    characters differ in no more, and the sets of their pairs of characters in three times as many. Both are kept as 64
    bits a name; a clash of two characters on a bit only lets a pair through.
    """
    order = np.argsort(np.argsort(np.array(names, dtype=object), kind="stable"), kind="stable")
    keyed = [(hash(key), place) for place, name in enumerate(names) for key in _keys(name)]
    keys, places = (np.array(column, dtype=np.int64) for column in zip(*keyed, strict=True))
    sorting = np.lexsort((order[places], keys))
    keys, places = keys[sorting], places[sorting]
    owner = np.array(owners, dtype=np.int64)
    digits = np.array([hash(numbers_of(name)) for name in names], dtype=np.int64)
    length = np.array([len(name) for name in names])
    single = np.array([_bits(name) for name in names], dtype=np.uint64)
    double = np.array([_bits(map("".join, pairwise(name))) for name in names], dtype=np.uint64)
    found = []
    for step in range(1, _NEAR + 1):
        same = keys[:-step] == keys[step:]
        one, other = places[:-step][same], places[step:][same]
        unlike = (1 - THRESHOLD / 100) * (length[one] + length[other]) + 1e-9
        near = ((owner[one] != owner[other]) & (digits[one] == digits[other])
                & (np.bitwise_count(single[one] ^ single[other]) <= unlike)
                & (np.bitwise_count(double[one] ^ double[other]) <= 3 * unlike))
        one, other = one[near], other[near]
        found.append(np.minimum(one, other) * len(names) + np.maximum(one, other))
    both = np.sort(np.concatenate(found))
    both = both[np.concatenate(([True], both[1:] != both[:-1]))] if both.size else both  # quicker than np.unique
    return both // len(names), both % len(names)


def _bits(pieces: Iterable[str]) -> int:
    bits = 0
    for piece in pieces:
        bits |= 1 << (hash(piece) & 63)
    return bits


def _keys(name: str) -> Iterator[str]:
    """Give the keys under which a name is compared; names that are alike share one, as good as always."""
    joined = name.replace(" ", "")
    yield joined
    if _HAN.search(joined):
        for at in range(len(joined) - 1):
            yield joined[at:at + 2]
        return
    yield f"<{joined[:5]}"
    yield f"{joined[-5:]}>"
    for word in name.split():
        if len(word) > 2:
            yield word


def numbers_of(name: str) -> tuple[str, ...]:
    """Numbers tell plants and phases apart that are called the same otherwise."""
    return tuple(sorted(_DIGITS.findall(name)))


def _note_codes(best: dict[tuple[int, int], Pair], known: Sequence[Named]) -> None:
    by_code: dict[str, list[int]] = {}
    for each in known:
        if each.code:
            by_code.setdefault(each.code, []).append(each.id)
    for ids in by_code.values():
        for one, other in combinations(ids[:50], 2):
            _note(best, one, other, 100.0, by_code=True)


def _note(best: dict[tuple[int, int], Pair], one: int, other: int, score: float, *, by_code: bool) -> None:
    first, second = sorted((one, other))
    known = best.get((first, second))
    if known is None or score > known.score or by_code:
        best[first, second] = Pair(first, second, score, by_code)


def _sorted(best: dict[tuple[int, int], Pair]) -> list[Pair]:
    return sorted(best.values(), key=lambda pair: (not pair.by_code, -pair.score, pair.first, pair.second))
