"""How one number is printed and read back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

MISSING = "-"


@dataclass(frozen=True, slots=True)
class Style:
    """How a column (or a claim) prints: decimals, thousands commas, stripped zeros, a per cent sign, its rounding."""

    digits: int
    comma: bool = False
    strip: bool = False
    percent: bool = False
    half_up: bool = False

    def with_digits(self, digits: int) -> Style:
        """Print the same with other decimals."""
        return replace(self, digits=digits)


def render(number: float, style: Style) -> str:
    """Print ``number``, which is in printed units."""
    rounding = ROUND_HALF_UP if style.half_up else ROUND_HALF_EVEN
    rounded = Decimal(repr(round(number, 10))).quantize(Decimal(1).scaleb(-style.digits), rounding=rounding)
    if rounded == 0:
        rounded = abs(rounded)
    text = f"{rounded:,f}" if style.comma else f"{rounded:f}"
    if style.strip and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text + "%" if style.percent else text


def read(text: str) -> float | None:
    """Read a printed number; commas are ignored wherever they stand; a dash is nothing."""
    plain = text.replace(",", "").rstrip("%").strip()
    return float(plain) if re.fullmatch(r"-?\d+(\.\d*)?(e[+-]?\d+)?|-?\.\d+", plain) else None


def is_well_grouped(text: str) -> bool:
    """Tell whether the commas stand where thousands are."""
    return "," not in text or re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?%?", text) is not None


def decimals(text: str) -> int:
    """Count the printed decimals."""
    plain = text.rstrip("%")
    return len(plain.split(".")[1]) if "." in plain else 0
