"""Facts about somebody: what is known, from where, with what weight; money in its currency, days as known."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Literal

from outward.errors import InvalidValueError
from outward.vocabulary.labels import Label

Shape = Literal["choice", "set", "number", "money", "day", "yes-no"]
"""What a fact's value is: one code, several codes, a number, an amount of money, a day, yes or no."""

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class Weight(IntEnum):
    """How much a statement weighs: somebody's word, or an entry of a register that others keep."""

    DECLARED = 1
    REGISTER = 2


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in whole units of one currency (ISO 4217)."""

    amount: Decimal
    currency: str


Value = str | frozenset[str] | Decimal | Money | bool
"""A day is a text as exact as it is known: ``2015``, ``2015-06`` or ``2015-06-30``."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one fact: its value, the weight of the statement, and where it stands."""

    value: Value
    weight: Weight = Weight.DECLARED
    source: str = ""


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact that rules may ask for.

    ``choices`` are the codes that a choice or set may have, none: any; ``unit`` is what a number counts.
    """

    id: str
    name: Label
    shape: Shape
    choices: Mapping[str, Label] | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DatedRate:
    """How many units of ``currency`` one unit of ``per`` is worth, on which day, by whose word."""

    currency: str
    per: str
    value: Decimal
    day: str
    source: str


def days_of(text: str) -> tuple[datetime.date, datetime.date]:
    """Give the first and the last day that a partial date may mean.

    Raises
    ------
    InvalidValueError
        If the text is no date.

    Examples
    --------
    >>> days_of("2016-02")
    (datetime.date(2016, 2, 1), datetime.date(2016, 2, 29))
    """
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in found.groups())
        first = datetime.date(year, month or 1, day or 1)
        last_month = month or 12
        return first, datetime.date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    except ValueError:
        raise InvalidValueError(f"{text!r} is no date", "eligibility, days",
                                "Write 2015, 2015-06 or 2015-06-30.") from None
