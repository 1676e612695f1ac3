"""Exchange rates of HM Revenue and Customs (HMRC), carried by the package hmrc-rates as an offline snapshot.

A calendar year has HMRC's average for the year to 31 December, from 2010; a month has its customs rate, from February
2014. Nothing else is given: no halves, quarters or ranges, nothing earlier. HMRC prints every rate per pound sterling;
other pairs are crossed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final, Protocol

import hmrc_rates

from outward.errors import DataGapError, UnknownCodeError
from outward.vocabulary.labels import Label
from outward.vocabulary.money import Rate
from outward.vocabulary.periods import Period
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "HMRC-RATES",
    Label("Exchange rates for customs and VAT, monthly, and average for the year to 31 December",
          "海关与增值税用汇率（月度）及截至12月31日的年度平均汇率"),
    Label("HM Revenue and Customs, United Kingdom", "英国税务海关总署"),
    licence="Open Government Licence v3.0",
    note=f"as carried by the package hmrc-rates {hmrc_rates.__version__}; per pound sterling, other pairs are crossed",
)

_ROUBLE: Final = "it is the rate of the Russian rouble"
_PARTLY_ROUBLE: Final = "months of it have the rate of the Russian rouble"
_ALONE: Final = "it is far from that of the months or years on both sides of it"
_OLD_UNIT: Final = "it counts the unit that the currency replaced"
_MISPRINTED: Final = {
    **{(currency, year): _ROUBLE for currency in ("GEL", "KGS", "TJS") for year in ("2010", "2011", "2012")},
    **{(currency, "2013"): _PARTLY_ROUBLE for currency in ("GEL", "KGS", "TJS")},
    **dict.fromkeys([("KYD", "2011"), ("BND", "2016"), ("CDF", "2019"), ("BRL", "2019M04"), ("CVE", "2020M04"),
                     ("IQD", "2018M04"), ("KHR", "2022M03"), ("STD", "2015M04"), ("STD", "2020M11")], _ALONE),
    **dict.fromkeys([("TMT", "2010"), ("MRU", "2018"), ("MRU", "2019"), ("SLE", "2022")], _OLD_UNIT),
}
"""Rates that HMRC prints and that cannot be right, by currency and period: they are gaps here.

Found by comparing each rate with its neighbours and other currencies', and yearly averages with their months.
"""


class _Quote(Protocol):
    @property
    def units_per_gbp(self) -> Decimal: ...


class HmrcRates:
    """HMRC's rates as a rate table.

    Examples
    --------
    >>> rate = HmrcRates().rate("CNY", "USD", Period.year(2015))
    >>> round(rate.value, 4), rate.printed_for
    (6.2103, 'average for the year to 31 December 2015')
    """

    def __init__(self) -> None:
        self._rates = hmrc_rates.Rates()

    def rate(self, currency: str, per: str, period: Period) -> Rate:
        """Give the rate of a calendar year or a month.

        Parameters
        ----------
        currency, per : str
            ISO 4217 codes; the rate says how many of ``currency`` are one of ``per``.
        period : Period
            A calendar year from 2010, or a month from February 2014.

        Raises
        ------
        DataGapError
            If HMRC printed none for the period, or one that cannot be right.
        UnknownCodeError
            If HMRC never printed a rate of the currency.
        """
        currency, per = currency.upper(), per.upper()
        read, printed_for = self._series(period)
        quotes = tuple((code, self._per_pound(read, code, period)) for code in (currency, per))
        return Rate(currency, per, quotes[0][1] / quotes[1][1], period, SOURCE.id, printed_for, quotes, "x1/x2")

    def _series(self, period: Period) -> tuple[Callable[[str], _Quote], str]:
        """What reads a currency's rate of the period, and what HMRC calls it."""
        try:
            if period.is_year:
                table = self._rates.average(hmrc_rates.YearEnd.december(period.first_year))
                return table.rate, f"average for the year to 31 December {period}"
            if period.months == 1:
                month = hmrc_rates.YearMonth(period.first_year, period.first_month % 12 + 1)
                return self._rates.monthly(month).rate, f"customs rate of {period.label('en')}"
        except hmrc_rates.PeriodNotAvailableError as error:
            raise DataGapError(f"no exchange rate of {period.label('en')}: {error}", "exchange rates of HMRC",
                               "Name the gap: an earlier or later rate is not used in its place.") from error
        raise DataGapError(f"no exchange rate of {period.label('en')}", "exchange rates of HMRC",
                           "Ask for a calendar year from 2010 or a month from February 2014.")

    def _per_pound(self, read: Callable[[str], _Quote], code: str, period: Period) -> float:
        if code == "GBP":
            return 1.0
        if why := _MISPRINTED.get((code, str(period))):
            raise DataGapError(f"HMRC's rate of {code} for {period.label('en')} cannot be right: {why}",
                               "exchange rates of HMRC", "Name the gap, or use that country's central bank.")
        try:
            return float(read(code).units_per_gbp)
        except hmrc_rates.UnknownCurrencyError as error:
            raise UnknownCodeError(f"currency {code!r}", "exchange rates of HMRC",
                                   "Use a code of ISO 4217, such as CNY or USD.") from error
        except hmrc_rates.NotInPeriodError as error:
            raise DataGapError(f"no exchange rate of {code} for {period}", "exchange rates of HMRC",
                               "Name the gap: a neighbouring rate is not used in its place.") from error
