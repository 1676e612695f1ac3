"""The exchange-rate monitor on the rates that come with Outward, or on a file of the user's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.risk.currencies import currencies
from outward.risk.ratewatch import RateChoices, RateWatch, watch_rates
from outward.sources.rate_tables import MonthlyRates, hmrc_monthly, read_rates
from outward.store.durable import storing
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions

_LARGEST: Final = 64 << 20  # bytes


@dataclass(frozen=True, slots=True)
class RatesWatched:
    """The monitor with the source of its rates."""

    watch: RateWatch
    source: Source
    gaps: tuple[Label, ...]  # currencies that have no level, and why


@lru_cache(maxsize=1)
def bundled_rates_watched() -> RatesWatched:
    """Watch the rates of HMRC that come with Outward: it needs no file, and runs from the first start.

    Examples
    --------
    >>> watched = bundled_rates_watched()
    >>> watched.source.id, watched.watch.anchor, [rule.rule for rule in watched.watch.record.rules]
    ('HMRC-RATES', 'USD', ['watch', 'warning', 'alarm', 'naive'])
    """
    return _watched(hmrc_monthly(), None)


def rates_watched(file: Path | None = None, *, choices: RateChoices | None = None) -> RatesWatched:
    """Watch the rates of a file, or those that come with Outward.

    Parameters
    ----------
    file : pathlib.Path, optional
        CSV of a date, a currency or country, and a rate: units for one dollar.
    choices : RateChoices, optional
        Windows and thresholds.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is no such table.
    """
    if file is None:
        return bundled_rates_watched() if choices is None else _watched(hmrc_monthly(), choices)
    if not file.is_file():
        raise NotFoundError(f"no file {file}", "risk monitor, rates", "Name a CSV file of date, currency and rate.")
    with storing(str(file)):
        if file.stat().st_size > _LARGEST:
            problem = Problem(file.name, 0, "", "is larger than 64 MB", "Give a smaller one.")
            raise InvalidInputError([problem], file.name)
        data = file.read_bytes()
    return _watched(read_rates(data, file.name, _names()), choices)


def _names() -> dict[str, str]:
    """What a file may call a currency."""
    return {name.casefold(): code for code, each in currencies().items() for name in (code, each.name.en, each.name.zh)}


def _watched(table: MonthlyRates, choices: RateChoices | None) -> RatesWatched:
    watch = watch_rates(table.rates, anchor=table.anchor, choices=choices)
    by_reason: dict[str, list[str]] = {}
    for code, reason in watch.gaps:
        by_reason.setdefault(reason, []).append(code)
    return RatesWatched(watch, table.source, tuple(_gap(reason, codes, watch) for reason, codes in by_reason.items()))


def _gap(reason: str, codes: list[str], watch: RateWatch) -> Label:
    listed, listed_zh = ", ".join(codes), "、".join(codes)
    if reason == "stale":
        return Label(f"No level, for there was no rate in the last {watch.choices.stale} months: {listed}.",
                     f"最近{watch.choices.stale}个月没有汇率，不评级：{listed_zh}。")
    if reason == "short":
        least = watch.choices.least_months
        return Label(f"No level, for fewer than {least} months are known in the present unit: {listed}.",
                     f"按现行货币单位已知的月份不足{least}个，不评级：{listed_zh}。")
    return Label(f"A new unit of currency: nothing is computed across it: {listed}.",
                 f"更换过货币单位，不跨单位计算：{listed_zh}。")


def place_name(code: str, economies: tuple[str, ...]) -> Label:
    """Name the economies behind a code: the one, or the first few of those that share a currency.

    Examples
    --------
    >>> place_name("ZMW", ("ZMB",)).en, place_name("XOF", ("BEN", "BFA", "CIV", "GNB")).en
    ('Zambia', "Benin, Burkina Faso, Côte d'Ivoire and 1 more")
    """
    named = [_name(each) for each in economies[:3]]
    more = len(economies) - len(named)
    if not named:
        return Label(code, code)
    return Label(", ".join(each.en for each in named) + (f" and {more} more" if more else ""),
                 "、".join(each.zh or each.en for each in named) + (f"等{len(economies)}个经济体" if more else ""))


def _name(iso3: str) -> Label:
    return next((region.name for region in regions().values() if region.iso3 == iso3), Label(iso3, iso3))
