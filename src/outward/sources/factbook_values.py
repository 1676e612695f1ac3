"""Reading the World Factbook's sentences as numbers: ``$28.78 trillion (2024 est.)`` is 28,780,000,000,000 USD of 2024.

What does not read wholly as one number stays the text that was printed; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_SCALES: Final = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER: Final = re.compile(
    r"(?P<sign>-?)(?P<money>\$?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?: (?P<scale>thousand|million|billion|trillion)\b)?"
    r"(?P<percent> ?%)?"
    r"(?P<unit>(?: (?!\()[^\d()]+?)?)"
    r"(?: \((?P<base>of GDP)\))?"
    r"(?P<remarks>(?: \([^()]*\))*)"
)
_REMARK: Final = re.compile(r"\(([^()]*)\)")
_TIME: Final = re.compile(r"(?:FY ?)?(?P<period>(?:19|20)\d\d(?:[-/](?:\d\d){1,2})?)(?P<estimate> est\.?)?")
_SHARE: Final = re.compile(r"[\s,;]*(?P<name>[^%]+?) (?P<share>\d+(?:\.\d+)?)%")


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """A number as the Factbook prints it."""

    number: Decimal  # in whole units: trillions are written out
    unit: str  # as printed, without the scale: "USD" for $, "%", "% of GDP", "sq km"; "" for a bare number
    period: str  # year or span as printed, "2024", "2023/24"; "" where none is printed
    is_estimate: bool


def read_value(text: str) -> PrintedValue | None:
    """Read a text that is one number, with its unit and year; ``None`` where it says anything else.

    Examples
    --------
    >>> value = read_value("$28.78 trillion (2024 est.)")
    >>> f"{value.number:,.0f}", value.unit, value.period, value.is_estimate
    ('28,780,000,000,000', 'USD', '2024', True)
    >>> read_value("22.620 million Sao Paulo, 13.728 million Rio de Janeiro (2023)") is None
    True
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None or (found["money"] and (found["percent"] or found["unit"])):
        return None
    number = Decimal(found["digits"].replace(",", "")) * _SCALES[found["scale"] or ""]
    period, is_estimate = "", False
    for remark in _REMARK.findall(found["remarks"]):
        time = _TIME.fullmatch(remark.strip())
        if time is not None and not period:
            period, is_estimate = time["period"], time["estimate"] is not None
    return PrintedValue(-number if found["sign"] else number, _unit(found), period, is_estimate)


def _unit(found: re.Match[str]) -> str:
    if found["money"]:
        return "USD"
    words = " ".join(part for part in ((found["unit"] or "").strip(), found["base"] or "") if part)
    return f"% {words}".strip() if found["percent"] else words


def read_shares(text: str) -> tuple[tuple[str, Decimal], ...]:
    """Read a list of names with their percent: partners in trade, kinds of electricity.

    Examples
    --------
    >>> [(name, str(share)) for name, share in read_shares("China 28%, Gambia, The 4% (2023)")]
    [('China', '28'), ('Gambia, The', '4')]
    """
    return tuple((found["name"].strip(), Decimal(found["share"])) for found in _SHARE.finditer(text))
