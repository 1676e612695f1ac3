"""Money: an amount with its unit, period and price basis, and its exchange at a dated rate.

Amounts of two currencies, two price bases or two periods do not mix. A rate comes from a table that is passed as an
argument; a period that the table does not print is a gap, and never filled from its neighbours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

from outward.errors import InvalidValueError, UnitMismatchError
from outward.vocabulary.periods import Period
from outward.vocabulary.units import convert, units


@dataclass(frozen=True, slots=True)
class Rate:
    """A dated exchange rate: ``value`` units of ``currency`` for one of ``per``.

    ``quotes`` are the printed rates that it was made of, each a currency and its rate, and ``formula`` says how, over
    ``x1..xn`` in their order; ``source`` is the id of the source, ``printed_for`` what the source says the rate is of.
    """

    currency: str
    per: str
    value: float
    period: Period
    source: str
    printed_for: str
    quotes: tuple[tuple[str, float], ...]
    formula: str


class RateTable(Protocol):
    """Where rates come from."""

    def rate(self, currency: str, per: str, period: Period) -> Rate:
        """Give the rate of a period.

        Raises
        ------
        DataGapError
            If the table prints no such rate.
        UnknownCodeError
            If the table does not know a currency.
        """


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money that knows what it is worth.

    Parameters
    ----------
    amount : float
        In ``unit``.
    unit : str
        Code of a unit of money: currency and scale (``100 million CNY``).
    period : Period
        The year or other span that the amount belongs to; the date of a stock is the end of it.
    base_year : int
        The year in whose prices it is counted; 0 for the prices of its own period (current prices).

    Examples
    --------
    >>> Money(10809.0, "100 million CNY", Period.year(2015)).in_unit("billion CNY").amount
    1080.9
    """

    amount: float
    unit: str
    period: Period
    base_year: int = 0

    def __post_init__(self) -> None:
        if not math.isfinite(self.amount):
            raise InvalidValueError(f"amount {self.amount} {self.unit}", "money", "Name the gap instead.")
        if not units()[self.unit].currency:
            raise UnitMismatchError(f"{self.unit!r} is no unit of money", "money", "Use a unit such as 'million USD'.")

    @property
    def currency(self) -> str:
        """The currency's code (ISO 4217)."""
        return units()[self.unit].currency

    @property
    def prices(self) -> str:
        """The price basis in words."""
        return f"prices of {self.base_year}" if self.base_year else "current prices"

    def in_unit(self, unit: str) -> Money:
        """Give the same amount in another unit of the same currency.

        Raises
        ------
        UnitMismatchError
            If the unit is of another currency, or none of money.
        """
        return replace(self, amount=convert(self.amount, self.unit, unit), unit=unit)

    def plus(self, other: Money) -> Money:
        """Add an amount of the same currency, price basis and period; the result is in this one's unit.

        Raises
        ------
        UnitMismatchError
            If currency, price basis or period differ.
        """
        for what, mine, theirs in (("currencies", self.currency, other.currency), ("price bases", self.prices,
                                   other.prices), ("periods", str(self.period), str(other.period))):
            if mine != theirs:
                raise UnitMismatchError(f"{self.amount} {self.unit} and {other.amount} {other.unit} are of two {what}: "
                                        f"{mine or 'undated'} and {theirs or 'undated'}", "money",
                                        "Exchange or deflate one of them first.")
        return replace(self, amount=self.amount + other.in_unit(self.unit).amount)

    def minus(self, other: Money) -> Money:
        """Subtract an amount of the same currency, price basis and period; as ``plus``."""
        return self.plus(replace(other, amount=-other.amount))


@dataclass(frozen=True, slots=True)
class Exchange:
    """An amount in another currency, with the rate that made it."""

    money: Money
    given: Money
    rate: Rate | None  # None where the currency is the same


def exchange(money: Money, unit: str, rates: RateTable) -> Exchange:
    """Exchange an amount at a table's rate.

    An amount in current prices is exchanged at the rate of its own period, one in constant prices at the rate of its
    base year: only so does growth in constant prices stay what it was.

    Parameters
    ----------
    money : Money
        What is exchanged.
    unit : str
        Code of the unit wanted.
    rates : RateTable
        Where the rate comes from.

    Returns
    -------
    Exchange
        The amount in ``unit``, of the same period and price basis.

    Raises
    ------
    UnitMismatchError
        If ``unit`` is none of money.
    DataGapError
        If the table prints no rate for the period.

    Examples
    --------
    >>> class Fixed:
    ...     def rate(self, currency: str, per: str, period: Period) -> Rate:
    ...         return Rate(currency, per, 6.25, period, "made up", str(period), ((currency, 6.25),), "x1")
    >>> exchange(Money(2.0, "billion USD", Period.year(2015)), "100 million CNY", Fixed()).money.amount
    125.0
    """
    goal = units()[unit]
    if not goal.currency:
        raise UnitMismatchError(f"{unit!r} is no unit of money", "money, exchange", "Use a unit such as 'million USD'.")
    if goal.currency == money.currency:
        return Exchange(money.in_unit(unit), money, None)
    rate = rates.rate(goal.currency, money.currency, Period.year(money.base_year) if money.base_year else money.period)
    scale = units()[money.unit].factor / goal.factor
    amount = money.amount * rate.value * scale.numerator / scale.denominator
    return Exchange(replace(money, amount=amount, unit=unit), money, rate)
