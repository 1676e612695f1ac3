"""A number as it is printed, and the box of values that it can stand for.

What is printed is an interval: half of the last digit to either side. Nothing is rounded again and no tolerance is
made up; every rule of the audit works on these boxes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_MISSING = frozenset({"", "-", "--", "—", "——", "–", "…", "...", "..", "n.a.", "na", "n/a", "not available", "x", "/",
                      "无", "缺", "不详"})
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])? ?(?P<whole>\d[\d, ]*|(?=\.\d))(?P<decimals>\.\d+)?(?P<exponent>e[-+]?\d{1,2})?"
    r" ?(?P<percent>%|‰)?(?P<scale>万亿|千亿|百亿|亿|千万|百万|万|千)?(?P<close>\))?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+", re.ASCII)
_SCALES = {None: 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "千亿": 11, "万亿": 12}
_DASHES = str.maketrans({"−": "-", "－": "-", "‐": "-", "‑": "-", "–": "-", "—": "-", "（": "(", "）": ")", "％": "%"})
_LONGEST = 60
_MARKS = ("<super>", "<sub>", "<circle>")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number.

    Parameters
    ----------
    text : str
        As printed.
    value : float
        In the unit of the print.
    step : float
        The worth of its last digit: 0.01 for "8.53", 1 for "16".
    decimals : int
        Digits after the point.
    grouped : bool
        Whether thousands are parted.
    misgrouped : bool
        Whether the parts are no thousands, as in "3,4512"; the value then is read without the commas.
    """

    text: str
    value: float
    step: float
    decimals: int
    grouped: bool = False
    misgrouped: bool = False

    @property
    def half_width(self) -> float:
        """Half of the last digit."""
        return self.step / 2

    @property
    def low(self) -> float:
        """The least value that prints so."""
        return self.value - self.step / 2

    @property
    def high(self) -> float:
        """The greatest value that prints so."""
        return self.value + self.step / 2


def is_missing(text: str) -> bool:
    """Whether a text says that there is no value: blank, a dash, dots.

    Examples
    --------
    >>> is_missing("—"), is_missing("0")
    (True, False)
    """
    return _normal(text).strip().casefold() in _MISSING


def _normal(text: str) -> str:
    """A text in plain characters, without marks of footnotes: 12.5① is no 12.51."""
    if not text.isascii():
        text = "".join(sign for sign in text if not unicodedata.decomposition(sign).startswith(_MARKS))
    return unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=65536)
def read_printed(text: str) -> Printed | None:
    """Read a printed number; ``None`` if the text is none.

    Parameters
    ----------
    text : str
        Digits with thousands parted or not, a sign (any dash, or brackets for a negative number), ``%``, a Chinese
        scale (2.5亿). Full-width digits are read.

    Returns
    -------
    Printed or None
        The number and the worth of its last digit.

    Examples
    --------
    >>> read_printed("8.5%").low, read_printed("3,4512").misgrouped, read_printed("(1,234.5)").value
    (8.45, True, -1234.5)
    >>> read_printed("about") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    plain = " ".join(_normal(text).translate(_DASHES).casefold().split())
    found = _NUMBER.fullmatch(plain)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    whole = found["whole"].strip()
    decimals = found["decimals"] or ""
    digits = whole.replace(",", "").replace(" ", "") or "0"
    power = _SCALES[found["scale"]] + int((found["exponent"] or "e0")[1:])
    value = float(f"{digits}{decimals}e{power}")
    if found["sign"] == "-" or found["open"]:
        value = -value
    places = max(0, len(decimals) - 1)
    return Printed(text, value, 10.0 ** (power - places), places, grouped="," in whole or " " in whole,
                   misgrouped=_GROUPED.fullmatch(whole) is None and whole != "")


def decimal_comma(text: str) -> float | None:
    """Read a text whose only comma may be a decimal point; ``None`` if it has none or more.

    Examples
    --------
    >>> decimal_comma("12,5"), decimal_comma("1,234,5")
    (12.5, None)
    """
    if text.count(",") != 1 or "." in text:
        return None
    found = read_printed(text.replace(",", "."))
    return None if found is None else found.value


def print_like(value: float, like: Printed) -> str:
    """Print a value in the manner of another: its decimals, grouping, per cent sign.

    Examples
    --------
    >>> print_like(34512.0, read_printed("1,234")), print_like(-3.66, read_printed("8.5%"))
    ('34,512', '-3.7%')
    """
    plain = unicodedata.normalize("NFKC", like.text)
    scale = next((name for name in ("万亿", "千亿", "百亿", "亿", "千万", "百万", "万", "千") if name in plain), None)
    shown = value / 10.0 ** _SCALES[scale]
    text = f"{shown:{',' if like.grouped and not like.misgrouped else ''}.{like.decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text + ("%" if "%" in plain else "") + (scale or "")
