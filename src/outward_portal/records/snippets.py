"""Where in a text words were found: a piece of it with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup

from outward_portal.records.segmentation import HAN, folded

_AROUND: Final = 70  # letters before the first word; three times as many behind it


def spots(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Give the places of words in a text, longest words first, none within another.

    Examples
    --------
    >>> spots("Dalian Crane, 大連起重", ["dal", "大连"])
    [(0, 3), (14, 16)]
    """
    plain = folded(text)
    taken: list[tuple[int, int]] = []
    for word in sorted(set(words), key=len, reverse=True):
        pattern = re.escape(word) if HAN.match(word) else rf"\b{re.escape(word)}"
        for found in re.finditer(pattern, plain):
            start, end = found.span()
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
    return sorted(taken)


def marked(text: str, words: Sequence[str]) -> Markup:
    """Write a whole text with the words marked."""
    return _marked(text, spots(text, words), 0, len(text))


def snippet(texts: Iterable[str], words: Sequence[str]) -> Markup:
    """Write a piece of the first text in which most of the words occur; nothing where none does."""
    best: tuple[int, str, list[tuple[int, int]]] = (0, "", [])
    for text in texts:
        found = spots(text, words)
        different = len({folded(text[start:end]) for start, end in found})
        if different > best[0]:
            best = (different, text, found)
    _count, text, found = best
    if not found:
        return Markup()
    start = max(0, found[0][0] - _AROUND)
    end = min(len(text), start + 4 * _AROUND)
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    inside = [(low, high) for low, high in found if start <= low and high <= end]
    return Markup("{}{}{}").format(lead, _marked(text, inside, start, end), tail)


def _marked(text: str, places: list[tuple[int, int]], start: int, end: int) -> Markup:
    parts, at = [], start
    for low, high in places:
        parts += [Markup.escape(text[at:low]), Markup("<mark>{}</mark>").format(text[low:high])]
        at = high
    return Markup("").join([*parts, Markup.escape(text[at:end])])
