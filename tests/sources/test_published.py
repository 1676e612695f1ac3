"""Exchange rates that HMRC printed."""

from __future__ import annotations

import csv

import pytest

from outward.errors import DataGapError
from outward.sources.hmrc_rates import HmrcRates
from outward.vocabulary.periods import Period
from tests.reference import reference_file

# HM Revenue & Customs, "Exchange rates: yearly averages and spot rates", average for the year to 31 December of the
# year, and "Exchange rates for customs & VAT: monthly"; currency units per pound sterling, as in hmrc-rates 0.3.5.
PRINTED = [
    ("2010", "CNY", "10.45870588"),
    ("2010", "USD", "1.545718519"),
    ("2011", "CNY", "10.37448"),
    ("2011", "USD", "1.603844"),
    ("2014", "CNY", "10.15344"),
    ("2014", "USD", "1.65073"),
    ("2015", "CNY", "9.505037"),
    ("2015", "USD", "1.530538"),
    ("2015", "RUB", "93.04131"),
    ("2015", "KZT", "335.8724"),
    ("2016", "CNY", "9.098112"),
    ("2016", "USD", "1.376045"),
    ("2020", "EUR", "1.128925"),
    ("2014M02", "CNY", "9.9493"),
]

# Yearly averages that cannot be right: see outward.sources.hmrc_rates.
REFUSED = {*((currency, year) for currency in ("GEL", "KGS", "TJS") for year in ("2011", "2012", "2013")),
           ("BND", "2016"), ("CDF", "2019"), ("KYD", "2011"), ("MRU", "2018"), ("MRU", "2019"), ("SLE", "2022")}


@pytest.mark.parametrize(("period", "currency", "printed"), PRINTED)
def test_rates_per_pound_are_those_that_hmrc_printed(period: str, currency: str, printed: str) -> None:
    digits = len(printed.partition(".")[2])
    rate = HmrcRates().rate(currency, "GBP", Period.parse(period))
    assert rate.value == pytest.approx(float(printed), rel=0, abs=0.5 * 10.0**-digits)


@pytest.mark.parametrize(("year", "per_dollar"), [("2011", 6.468508), ("2014", 6.150879), ("2015", 6.210259),
                                                  ("2016", 6.611784), ("2020", 6.920828), ("2025", 7.202265)])
def test_yuan_per_dollar_is_the_crossed_average(year: str, per_dollar: float) -> None:
    """Crossed from HMRC's two averages per pound, to seven significant digits."""
    assert HmrcRates().rate("CNY", "USD", Period.parse(year)).value == pytest.approx(per_dollar, rel=0, abs=5e-7)


@pytest.mark.reference
def test_every_yearly_average_of_the_reference_file() -> None:
    """fx_hmrc_yearly_average_2011_2025.csv: 66 currencies, per pound, dollar and yuan, seven significant digits."""
    text = reference_file("data/fx_hmrc_yearly_average_2011_2025.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    rates = HmrcRates()
    refused = set()
    for row in rows:
        for column in ("per_gbp", "per_usd", "per_cny"):
            try:
                rate = rates.rate(row["currency"], column[-3:].upper(), Period.parse(row["year"]))
            except DataGapError:
                refused.add((row["currency"], row["year"]))
                continue
            assert rate.value == pytest.approx(float(row[column]), rel=5e-7), (row, column)
    assert len(rows) == 974
    assert refused == {one for one in REFUSED if any((row["currency"], row["year"]) == one for row in rows)}
