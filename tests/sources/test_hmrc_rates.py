"""What the rate table gives and what it refuses."""

from __future__ import annotations

import pytest

from outward.errors import DataGapError, UnknownCodeError
from outward.sources.hmrc_rates import SOURCE, HmrcRates
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.money import Money, exchange
from outward.vocabulary.periods import UNDATED, Period


def test_a_rate_can_be_worked_out_again_from_the_quotes_it_names() -> None:
    rate = HmrcRates().rate("CNY", "USD", Period.parse("2015"))
    assert rate.value == evaluate(rate.formula, [quote for _, quote in rate.quotes])
    assert [currency for currency, _ in rate.quotes] == ["CNY", "USD"]
    assert rate.source == SOURCE.id


@pytest.mark.parametrize("period", ["2009", "1978", "2014M01", "2015H1", "2010Q1", "2010-2014", "9999"])
def test_a_period_without_a_rate_is_a_gap(period: str) -> None:
    with pytest.raises(DataGapError, match=Period.parse(period).label("en")):
        HmrcRates().rate("CNY", "USD", Period.parse(period))


def test_an_undated_amount_has_no_rate() -> None:
    with pytest.raises(DataGapError, match="year not printed"):
        HmrcRates().rate("CNY", "USD", UNDATED)


def test_a_currency_that_hmrc_never_printed_is_unknown() -> None:
    with pytest.raises(UnknownCodeError, match="XXX"):
        HmrcRates().rate("CNY", "XXX", Period.parse("2015"))


@pytest.mark.parametrize(("currency", "year"), [("KGS", "2011"), ("TJS", "2010"), ("GEL", "2013"), ("kgs", "2011")])
def test_an_average_that_repeats_the_rouble_is_refused(currency: str, year: str) -> None:
    with pytest.raises(DataGapError, match="rouble"):
        HmrcRates().rate(currency, "USD", Period.parse(year))


@pytest.mark.parametrize(("currency", "period"), [("BND", "2016"), ("BRL", "2019M04"), ("SLE", "2022")])
def test_a_rate_that_cannot_be_right_is_refused_and_its_neighbours_are_not(currency: str, period: str) -> None:
    with pytest.raises(DataGapError, match="cannot be right"):
        HmrcRates().rate(currency, "GBP", Period.parse(period))
    assert HmrcRates().rate(currency, "GBP", Period.parse(period).shifted(2)).value > 0


def test_an_average_that_the_country_has_no_row_for_is_a_gap() -> None:
    with pytest.raises(DataGapError, match="TJS"):
        HmrcRates().rate("TJS", "GBP", Period.parse("2015"))


def test_a_month_is_exchanged_at_its_customs_rate() -> None:
    given = Money(100.0, "million USD", Period.parse("2014M12"))
    done = exchange(given, "100 million CNY", HmrcRates())
    assert done.rate is not None
    assert done.rate.printed_for == "customs rate of December 2014"
    assert 6.0 < done.money.amount < 6.3  # the yuan stood at 6.1 to 6.2 a dollar in 2014


def test_the_pound_is_one_of_itself() -> None:
    assert HmrcRates().rate("GBP", "GBP", Period.parse("2015")).value == 1.0
