"""Numbers and gaps as statistics offices print them: ``１，３０１.50①``, ``(12.3)``, ``8.53%``, ``…``, ``-``, ``#``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MISSING_MARKS: Final = {
    "": "blank: no data printed",
    "-": "'-': nil or not applicable as sources use it; not taken as zero",
    "...": "'...': not available, or too small for the unit",
    "..": "'..': not available",
    "#": "'#': withheld or counted elsewhere",
    "x": "'x': suppressed to keep a respondent's answer secret",
    "n/a": "'n/a': not applicable or not available",
    "na": "'n/a': not applicable or not available",
}
"""What a cell prints in place of a number, and what that customarily means; the value is missing in every case."""

_DASHES = "-–—―−﹣－─"
_ENCLOSED = "①-⑳㉑-㉟❶-❿⑴-⒇ⓐ-ⓩ"  # NFKC turns these and the superscripts into digits and letters: off they go before
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠ"
_SYMBOL = "*＊†‡§※"
_LEADING = re.compile(rf"^(?P<mark>[{_ENCLOSED}{_SYMBOL}])\s*(?=\S)")
_TRAILING = re.compile(
    rf"(?P<mark>[{_ENCLOSED}{_SUPERSCRIPT}{_SYMBOL}]|\[[0-9a-zA-Z]{{1,2}}\]|[(（][a-h][)）]|"
    r"(?<![A-Za-z])[a-h][)）]|(?<=\s)[0-9]{1,2}[)）])\s*$"
)
_MARK_LENGTH = 8  # no mark, with what must stand before it, is longer: a long text is not searched from its start
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}( \d{3})+(\.\d+)?")
_BRACKETED = re.compile(r"\((.+)\)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """What a cell prints: a number, or a gap, with the footnote marks on it.

    ``value`` is ``None`` for a gap; ``percent`` says that a per cent sign is printed, and ``value`` counts per cent;
    ``remark`` says how an unusual print was read.
    """

    value: float | None
    percent: bool = False
    marks: tuple[str, ...] = ()
    remark: str = ""


def numeral(text: str) -> Numeral | None:
    """Read a printed number or gap; ``None`` when the text is neither.

    Thousands separators must part groups of three: ``1,5`` is refused, since it is 15 to one reader and 1.5 to another.

    Examples
    --------
    >>> numeral("１，３０１．５０①")
    Numeral(value=1301.5, percent=False, marks=('①',), remark='')
    >>> numeral("8.53％").percent, numeral("…").value, numeral("1,5")
    (True, None, None)
    """
    body, marks = without_marks(text)
    plain = unicodedata.normalize("NFKC", body).replace("\u2212", "-")
    plain = re.sub(rf"[{_DASHES}]+", "-", plain)
    plain = re.sub(r"\s+", " ", plain).strip()
    if plain.casefold() in MISSING_MARKS or (plain and set(plain) <= {".", "…"} and len(plain) != 1):
        key = plain.casefold() if plain.casefold() in MISSING_MARKS else "..."
        return Numeral(None, marks=marks, remark=MISSING_MARKS[key])
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").rstrip()
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed and bracketed[1][:1] not in "+-":
        value = _number(bracketed[1])
        return None if value is None else Numeral(-value, percent, marks, "printed in brackets, read as negative")
    value = _number(plain)
    return None if value is None else Numeral(value, percent, marks)


def _number(plain: str) -> float | None:
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(plain):
        return None
    value = float(plain)
    return value if abs(value) < 1e300 else None


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Take footnote marks off the end of a text, and enclosed numbers off its start.

    Examples
    --------
    >>> without_marks("金属制品业①")
    ('金属制品业', ('①',))
    >>> without_marks("Metal products a)")
    ('Metal products', ('a)',))
    """
    body, marks = text.strip(), list[str]()
    while match := _TRAILING.search(body[-_MARK_LENGTH:]):
        rest = body[: len(body) - len(body[-_MARK_LENGTH:]) + match.start()].rstrip()
        if not rest:
            break
        marks.insert(0, match["mark"])
        body = rest
    if match := _LEADING.match(body):
        marks.insert(0, match["mark"])
        body = body[match.end():]
    return body, tuple(marks)
