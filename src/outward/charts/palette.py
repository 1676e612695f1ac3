"""Colours, shapes and dashes of series: told apart by lightness and form, so that a grey print loses nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

INK = "#22303c"
MUTED = "#5b6b79"
RULE = "#8796a3"
GRID = "#e1e6eb"
PAPER = "#ffffff"

ACCENT = "#1f5d8c"
"""The colour of a single series."""

BAND: Final = "#bfd6e7"
"""The colour of an interval on which a mark and its number stand."""

RISE: Final = "#0f3655"
"""The colour of what moves up; a dash tells it from ``FALL`` in grey."""

FALL: Final = "#b0492a"
"""The colour of what moves down."""

# One hue from light to dark, as even as can be in lightness (CIE L* 97, 87, 75, 63). It ends where ink still stands out
# on it (4.5:1): a step darker neither ink nor paper would, until the colour is so dark that two neighbours look apart.
_SEQUENCE: Final = ("#f1f7fc", "#c4dff1", "#8fc0e3", "#62a0d0")

# By number of series. Lightness (CIE L*) rises from series to series, so neighbours differ in grey; hues alternate
# between cold and warm, so they also differ where lightness is close.
_RAMPS: dict[int, tuple[str, ...]] = {
    1: (ACCENT,),
    2: ("#174a73", "#8db8d8"),
    3: ("#123f63", "#b0562f", "#a9cbe2"),
    4: ("#123f63", "#a6512f", "#5f9fb8", "#e6c98a"),
    5: ("#0f3655", "#96452b", "#2f7a7c", "#d6a04f", "#bcd7e8"),
    6: ("#0d2e4a", "#8a3b28", "#2f7a86", "#c98a3c", "#9cc6d9", "#ecdcae"),
}
_LINES = ("#0f3655", "#b0492a", "#2a7f74", "#8a6714", "#6d4c93", "#5b6b79")  # each at least 4.5:1 on paper, as text
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES: tuple[tuple[int, ...], ...] = ((1, 0), (7, 3), (2, 2), (10, 3, 2, 3), (5, 2), (1, 3))


def colours(count: int) -> tuple[str, ...]:
    """Give the colours of ``count`` series, dark to light; beyond six they repeat and shapes or labels tell apart.

    Examples
    --------
    >>> colours(2)
    ('#174a73', '#8db8d8')
    >>> len(colours(8))
    8
    """
    if count in _RAMPS:
        return _RAMPS[count]
    longest = _RAMPS[max(_RAMPS)]
    return tuple(longest[place % len(longest)] for place in range(count))


def line_colours(count: int) -> tuple[str, ...]:
    """Give the colours of ``count`` lines: thin marks need more contrast than bars; dashes tell them apart in grey."""
    return tuple(_LINES[place % len(_LINES)] for place in range(count))


def sequential(share: float) -> str:
    """Give the colour of an amount: ``share`` is how far it lies from the lowest (0, light) to the highest (1, dark).

    Examples
    --------
    >>> sequential(0.0), sequential(0.5), sequential(1.0)
    ('#f1f7fc', '#aad0ea', '#62a0d0')
    """
    at = min(max(share, 0.0), 1.0) * (len(_SEQUENCE) - 1)
    place = min(int(at), len(_SEQUENCE) - 2)
    ends = list(pairwise(_SEQUENCE))[place]
    lights, darks = ([int(colour[digit : digit + 2], 16) for digit in (1, 3, 5)] for colour in ends)
    mixed = [round(light + (at - place) * (dark - light)) for light, dark in zip(lights, darks, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def ink_on(colour: str) -> str:
    """Give the colour of text that stands on ``colour``: the one with the better contrast.

    Examples
    --------
    >>> ink_on("#0d2e4a"), ink_on("#ecdcae")
    ('#ffffff', '#22303c')
    """
    return PAPER if contrast(colour, PAPER) >= contrast(colour, INK) else INK


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it (relative luminance of sRGB).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of a colour ``#rrggbb``, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
