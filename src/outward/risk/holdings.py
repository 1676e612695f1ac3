"""What is at risk abroad: projects, enterprises, contracts and receivables, each with an amount that can be cited."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from outward.errors import DataGapError, InvalidValueError, UnknownCodeError
from outward.vocabulary.money import Rate, RateTable
from outward.vocabulary.periods import Period

HoldingKind = Literal["project", "enterprise", "contract", "receivable"]
KINDS: Final[tuple[HoldingKind, ...]] = get_args(HoldingKind)
STAGES: Final = ("idea", "planned", "agreed", "under-way", "completed", "suspended", "cancelled")
"""Stages of a project, as the platform's register has them; an empty stage is one that nobody has stated."""

_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_ISO3: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_MOST: Final = 1e18  # of an amount: products and squares of it are numbers still


@dataclass(frozen=True, slots=True)
class Holding:
    """Something of value abroad that an event in its host country can hurt.

    An amount counts only with its currency, date and source; ``wanting`` says what it lacks.

    Raises
    ------
    InvalidValueError
        If kind, stage, country, amount, share or date is none.

    Examples
    --------
    >>> order = Holding("J02", "Diesel rolling stock", "CRRC Dalian", "ZAF", "railway-equipment", "agreed", "contract",
    ...                 904e6, "USD", "2014", "ADB TA-9036, paragraph 36")
    >>> order.wanting, Holding("J02", "", "", "ZAF", "", "", "contract", 904e6, "USD", "", "").wanting
    ((), ('as_of', 'source'))
    """

    id: str
    name: str
    owner: str  # the enterprise whose loss it is; it sees only its own
    iso3: str  # host country; empty where it is not stated
    industry: str  # id of a sector, or the user's own word
    stage: str  # one of STAGES, or empty
    kind: HoldingKind
    amount: float | None  # in units of the currency
    currency: str  # ISO 4217
    as_of: str  # date of the amount: 2015, 2015-06 or 2015-06-30
    source: str
    insured_share: float | None = None  # 0..1 of the amount that a policy insures
    local_share: float | None = None  # 0..1 of the amount whose worth hangs on the host country's currency
    covers: tuple[str, ...] = ()  # ids of covers that protect it

    def __post_init__(self) -> None:
        for what, is_right, mend in (
            (f"kind {self.kind!r}", self.kind in KINDS, f"Write one of {', '.join(KINDS)}."),
            (f"stage {self.stage!r}", self.stage in ("", *STAGES), f"Write one of {', '.join(STAGES)}, or nothing."),
            (f"country {self.iso3!r}", not self.iso3 or bool(_ISO3.fullmatch(self.iso3)),
             "Write three capitals (ISO 3166), such as KAZ, or nothing."),
            (f"amount {self.amount}", self.amount is None or 0 <= self.amount <= _MOST,
             f"Write an amount from 0 to {_MOST:g}, or nothing."),
            (f"insured share {self.insured_share}", _is_share(self.insured_share), "Write a share from 0 to 1."),
            (f"local share {self.local_share}", _is_share(self.local_share), "Write a share from 0 to 1."),
            (f"date {self.as_of!r}", not self.as_of or _is_date(self.as_of),
             "Write it as 2015, 2015-06 or 2015-06-30."),
        ):
            if not is_right:
                raise InvalidValueError(what[:120], f"holding {self.id[:60]}", mend)

    @property
    def wanting(self) -> tuple[str, ...]:
        """What the amount lacks to be counted: nothing, or some of amount, currency, as_of and source."""
        if self.amount is None:
            return ("amount",)
        return tuple(name for name in ("currency", "as_of", "source") if not getattr(self, name))


def _is_date(text: str) -> bool:
    """Say whether a text is a year, a month or a day that there is."""
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def _is_share(share: float | None) -> bool:
    return share is None or 0 <= share <= 1


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Holdings in one currency, each at the rate of its own date."""

    holdings: tuple[Holding, ...]  # those without a rate keep their own currency
    rates: tuple[Rate, ...]  # those that were used, each once
    without_rate: tuple[str, ...]  # ids of holdings for whose date no rate is printed


def exchanged(holdings: Iterable[Holding], currency: str, rates: RateTable) -> Exchanged:
    """Give the amounts in one currency, each at a printed rate of its own month, or year where only that is stated.

    Nothing else is changed; an amount whose date has no rate keeps its currency and is named.

    Parameters
    ----------
    holdings : iterable of Holding
        What is at risk.
    currency : str
        ISO 4217 code of the currency wanted.
    rates : RateTable
        Dated rates, such as ``outward.sources.hmrc_rates.HmrcRates``.

    Examples
    --------
    >>> class Fixed:
    ...     def rate(self, currency: str, per: str, period: Period) -> Rate:
    ...         return Rate(currency, per, 6.25, period, "made up", str(period), ((currency, 6.25),), "x1")
    >>> order = Holding("a", "", "", "ZAF", "", "", "contract", 2.0, "USD", "2015", "made up")
    >>> exchanged([order], "CNY", Fixed()).holdings[0].amount
    12.5
    """
    known: dict[tuple[str, str], Rate | None] = {}
    found: list[Holding] = []
    without: list[str] = []
    for holding in holdings:
        if holding.wanting or holding.amount is None or holding.currency == currency:
            found.append(holding)
            continue
        key = (holding.currency, holding.as_of[:7])
        if key not in known:
            known[key] = _rate(currency, *key, rates)
        rate = known[key]
        if rate is None:
            without.append(holding.id)
            found.append(holding)
        else:
            found.append(replace(holding, amount=holding.amount * rate.value, currency=currency))
    return Exchanged(tuple(found), tuple(rate for rate in known.values() if rate is not None), tuple(without))


def _rate(currency: str, per: str, month: str, rates: RateTable) -> Rate | None:
    try:
        rate = rates.rate(currency, per, Period.parse(month.replace("-", "M")))
    except (DataGapError, UnknownCodeError):
        return None  # the holding is named in without_rate
    if not (math.isfinite(rate.value) and rate.value > 0):
        raise InvalidValueError(f"rate {rate.value} of {currency} per {per}", f"rate of {month}",
                                "Give a positive rate, or none.")
    return rate
