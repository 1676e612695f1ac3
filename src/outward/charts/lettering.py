"""How wide text is, by a table of widths, where it breaks, and where labels stand that would overlap.

Vega would measure text with whatever fonts a machine has, and the same chart would come out a little different
everywhere. So the layout never asks it: widths come from here, on the safe side of the common sans-serif fonts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_NARROW = frozenset("ijltfrI.,:;'|!()[]-/ ")
_WIDE = frozenset("mwMW%@—…")


def width(text: str, size: float) -> float:
    """Estimate the width of one line of text in pixels, ``size`` being the font's.

    Examples
    --------
    >>> width("亿元", 12)
    24.0
    >>> round(width("Sales", 12), 1)
    33.4
    """
    total = 0.0
    for character in text:
        total += _ems(character)
    return total * size


def _ems(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if unicodedata.combining(character):
        return 0.0
    if character in _NARROW:
        return 0.34
    if character in _WIDE:
        return 0.9
    return 0.7 if character.isupper() else 0.58


def wrap(text: str, size: float, limit: float) -> tuple[str, ...]:
    """Break text into lines no wider than ``limit`` pixels: between words, or between Chinese characters.

    A single word wider than the limit stays whole: a cut name is worse than a wide one.

    Examples
    --------
    >>> wrap("Computer, communication and other electronic equipment", 12, 200)
    ('Computer, communication and', 'other electronic equipment')
    >>> wrap("计算机、通信和其他电子设备制造业", 12, 100)
    ('计算机、通信和其', '他电子设备制造业')
    """
    lines = _fill(text, size, limit)
    for slack in (1.0, 1.1, 1.2, 1.3):  # even lines look better than a full one and a short one
        even = _fill(text, size, min(limit, slack * width(text, size) / len(lines)))
        if len(even) == len(lines):
            return even
    return lines


def _fill(text: str, size: float, limit: float) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width((line + piece).rstrip(), size) > limit:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    return tuple(lines)


_NEVER_FIRST = frozenset("，。、；：）》”’！？%％)]")  # marks that may not begin a line


def _pieces(text: str) -> list[str]:
    """Cut text where a line may break."""
    pieces: list[str] = []
    for character in text:
        breakable = unicodedata.east_asian_width(character) in "WF"
        after_break = bool(pieces) and (pieces[-1][-1] == " " or unicodedata.east_asian_width(pieces[-1][-1]) in "WF")
        if not pieces or (character not in _NEVER_FIRST and character != " " and (breakable or after_break)):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def apart(wanted: Sequence[float], heights: Sequence[float], room: float) -> tuple[float, ...]:
    """Move labels apart that would overlap, as little as it takes, keeping their order.

    Parameters
    ----------
    wanted, heights : sequence of float, shape (n,)
        Where the middle of each label would stand, and how high it is, in pixels.
    room : float
        Height of the plot; labels may reach half their height beyond it.

    Examples
    --------
    >>> apart([50.0, 52.0, 100.0], [15.0, 15.0, 15.0], 200.0)
    (43.5, 58.5, 100.0)
    """
    blocks: list[tuple[list[int], float, float]] = []  # (labels, middle, height): labels that stand together
    for place in sorted(range(len(wanted)), key=lambda one: (wanted[one], one)):
        blocks.append(([place], wanted[place], heights[place]))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1]):
            upper, lower = blocks[-2], blocks.pop()
            members = upper[0] + lower[0]
            middle = (upper[1] * len(upper[0]) + lower[1] * len(lower[0])) / len(members)
            high = upper[2] + lower[2]
            blocks[-1] = (members, min(max(middle, high / 2 - heights[members[0]] / 2), room + 8.0 - high / 2), high)
    placed = [0.0] * len(wanted)
    for members, middle, high in blocks:
        top = middle - high / 2
        for place in members:
            placed[place] = top + heights[place] / 2
            top += heights[place]
    return tuple(placed)


def _touch(upper: tuple[list[int], float, float], lower: tuple[list[int], float, float]) -> bool:
    return upper[1] + upper[2] / 2 > lower[1] - lower[2] / 2
