"""Amounts of money mix only when they are of one kind, and are exchanged at a dated rate."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from outward.errors import DataGapError, InvalidValueError, UnitMismatchError
from outward.vocabulary.money import Money, Rate, exchange
from outward.vocabulary.periods import UNDATED, Period

Y2010, Y2015, Y2016 = Period.year(2010), Period.year(2015), Period.year(2016)


@dataclass
class TwoYears:
    """Made-up rates: 6 yuan a dollar in 2010, 5 in 2015."""

    asked: list[Period] = field(default_factory=list)

    def rate(self, currency: str, per: str, period: Period) -> Rate:
        self.asked.append(period)
        yuan = {Y2010: 6.0, Y2015: 5.0}.get(period)
        if yuan is None:
            raise DataGapError(f"no rate of {period}", "two years", "Ask for 2010 or 2015.")
        value = yuan if (currency, per) == ("CNY", "USD") else 1 / yuan
        return Rate(currency, per, value, period, "made up", str(period), ((currency, value),), "x1")


def test_an_amount_is_exchanged_at_the_rate_of_its_own_period() -> None:
    done = exchange(Money(2.0, "billion USD", Y2015), "100 million CNY", TwoYears())
    assert (done.money.amount, done.money.unit, done.money.period) == (100.0, "100 million CNY", Y2015)
    assert done.rate is not None
    assert done.rate.value == 5.0
    assert done.given == Money(2.0, "billion USD", Y2015)


def test_an_amount_in_constant_prices_is_exchanged_at_the_rate_of_its_base_year() -> None:
    rates = TwoYears()
    done = exchange(Money(1.0, "million USD", Y2016, base_year=2010), "million CNY", rates)
    assert rates.asked == [Y2010]
    assert (done.money.amount, done.money.base_year, done.money.period) == (6.0, 2010, Y2016)


def test_the_same_currency_needs_no_rate() -> None:
    rates = TwoYears()
    done = exchange(Money(1.0, "billion CNY", UNDATED), "100 million CNY", rates)
    assert (done.money.amount, done.rate, rates.asked) == (10.0, None, [])


def test_a_year_that_the_table_lacks_is_a_gap_and_not_its_neighbour() -> None:
    with pytest.raises(DataGapError, match="2016"):
        exchange(Money(1.0, "million USD", Y2016), "million CNY", TwoYears())


@pytest.mark.parametrize(("other", "what"), [
    (Money(1.0, "million USD", Y2015), "currencies"), (Money(1.0, "million CNY", Y2015, base_year=2010), "price bases"),
    (Money(1.0, "million CNY", Y2016), "periods"), (Money(1.0, "million CNY", UNDATED), "periods"),
])
def test_unlike_amounts_do_not_mix(other: Money, what: str) -> None:
    for mix in (Money(1.0, "million CNY", Y2015).plus, Money(1.0, "million CNY", Y2015).minus):
        with pytest.raises(UnitMismatchError, match=f"two {what}"):
            mix(other)


def test_like_amounts_add_up_in_the_first_ones_unit() -> None:
    total = Money(1.0, "billion CNY", Y2015).plus(Money(5.0, "100 million CNY", Y2015))
    assert total == Money(1.5, "billion CNY", Y2015)
    assert total.minus(Money(1500.0, "million CNY", Y2015)).amount == 0.0


@pytest.mark.parametrize("unit", ["%", "parks", "billion USD per year"])
def test_what_is_no_money_is_refused(unit: str) -> None:
    with pytest.raises(UnitMismatchError, match="no unit of money"):
        Money(1.0, unit, Y2015)
    with pytest.raises(UnitMismatchError, match="no unit of money"):
        exchange(Money(1.0, "CNY", Y2015), unit, TwoYears())


@pytest.mark.parametrize("amount", [float("nan"), float("inf")])
def test_an_amount_that_is_no_number_is_refused(amount: float) -> None:
    with pytest.raises(InvalidValueError):
        Money(amount, "CNY", Y2015)


def test_an_amount_says_its_price_basis() -> None:
    assert Money(1.0, "CNY", Y2015).prices == "current prices"
    assert Money(1.0, "CNY", Y2015, base_year=2010).prices == "prices of 2010"
    with pytest.raises(UnitMismatchError):
        Money(1.0, "CNY", Y2015).in_unit("USD")
