"""Exposure added up by country, industry, event, owner and kind, never across currencies; how concentrated it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outward.indicators.concentration import Concentration, concentration
from outward.risk.events import events
from outward.risk.exposure import Exposure, Floats, joined

By = Literal["all", "country", "industry", "owner", "kind", "risk", "event"]
BYS: Final[tuple[By, ...]] = get_args(By)
_OF_HOLDINGS: Final[tuple[By, ...]] = BYS[:-2]
_UNDEFINED: Final = "other"


@dataclass(frozen=True, slots=True)
class Total:
    """Holdings of one key added up in one currency."""

    by: By  # "risk" is the kind of an event: political, institutional, security, economic, social, or other
    key: str  # empty where it is of all, or of holdings that do not state it
    currency: str
    holdings: int  # with an amount that counts
    amount: float  # theirs
    coverage: float  # share of the stated amount, event by event, for which there is an expected loss; 0..1
    expected_loss: float  # joined over events; of an event or kind of risk, its own
    lower: float  # with all probabilities at the lower end of their intervals
    upper: float  # with all at the upper end: wider than a 90 % interval of the total
    simple_sum: float  # plain sum over events: a bound from above
    marginal: float  # what the expected loss of all would fall by without it
    rank: int  # by marginal, within ``by`` and currency; 1 the largest


@dataclass(frozen=True, slots=True)
class ExposureConcentration:
    """How concentrated amounts or expected losses are."""

    of: Literal["amount", "expected_loss"]
    by: Literal["country", "industry", "holding"]
    currency: str
    measured: Concentration
    largest: str  # key of the largest
    largest_share: float  # 0..1


def currencies(exposure: Exposure) -> tuple[str, ...]:
    """Give the currencies of the amounts that count, sorted."""
    return tuple(sorted({each.currency for each, amount in zip(exposure.holdings, exposure.amounts, strict=True)
                         if not np.isnan(amount)}))


def totals(exposure: Exposure) -> tuple[Total, ...]:
    """Add up an exposure by everything, within each currency, the largest marginal loss first.

    Examples
    --------
    >>> from outward.risk.exposure import assess
    >>> from outward.risk.forecasts import Forecast
    >>> from outward.risk.holdings import Holding
    >>> plant = Holding("a", "", "", "ZAF", "ships", "completed", "project", 100.0, "USD", "2014", "made up")
    >>> made = Forecast("coup", 560, "ZAF", 2015, 1, "2014-12-31", "ensemble", 0.02, 0.01, 0.04, "ok")
    >>> [(each.by, each.key, round(each.expected_loss, 3)) for each in totals(assess([plant], [made]))][:2]
    [('all', '', 0.2), ('country', 'ZAF', 0.2)]
    """
    combined, expected = exposure.combined(), exposure.expected()
    columns = {"expected_loss": combined, "lower": exposure.combined("lower"), "upper": exposure.combined("upper"),
               "simple_sum": exposure.simple_sum(), "marginal": combined}
    found: list[Total] = []
    for currency in currencies(exposure):
        inside = np.array([each.currency == currency for each in exposure.holdings])
        stated = np.array([each.amount or 0.0 for each in exposure.holdings])
        counted = ~np.isnan(exposure.amounts) & inside
        assessed = ~np.isnan(expected[:, :len(exposure.chances.events)])
        for by in _OF_HOLDINGS:
            found += _ranked(_grouped(by, currency, _keys(exposure, by), inside, counted, stated, assessed, columns))
        parts: dict[By, dict[str, tuple[str, ...]]] = {
            "risk": _by_risk(exposure), "event": {event: (event,) for event in exposure.chances.events}}
        for by, sets in parts.items():
            found += _ranked(_of_events(exposure, by, currency, sets, stated, counted, inside))
    return tuple(found)


def _keys(exposure: Exposure, by: By) -> NDArray[np.str_]:
    name = {"country": "iso3", "all": ""}.get(by, by)
    return np.array([getattr(each, name) if name else "" for each in exposure.holdings], dtype=np.str_)


def _grouped(by: By, currency: str, keys: NDArray[np.str_], inside: NDArray[np.bool_], counted: NDArray[np.bool_],
             stated: Floats, assessed: NDArray[np.bool_], columns: dict[str, Floats]) -> Iterator[Total]:
    names, codes = np.unique(keys, return_inverse=True)

    def summed(values: Floats) -> Floats:
        return np.bincount(codes, np.where(inside, np.nan_to_num(values), 0.0), len(names)).astype(np.float64)

    sums = {name: summed(values) for name, values in columns.items()}
    amount, whole, reached = (summed(each) for each in (np.where(counted, stated, 0.0), stated,
                                                        stated * (assessed.mean(axis=1) if assessed.size else 0.0)))
    held = np.bincount(codes, counted, len(names)).astype(int)
    for place, key in enumerate(names):
        if held[place]:
            yield Total(by, str(key), currency, int(held[place]), float(amount[place]),
                        _share(reached[place], whole[place]),
                        **{name: float(values[place]) for name, values in sums.items()}, rank=0)


def _by_risk(exposure: Exposure) -> dict[str, tuple[str, ...]]:
    """Give the events with forecasts by their kind of risk."""
    kinds: dict[str, tuple[str, ...]] = {}
    for event in exposure.chances.events:
        known = events().get(event)
        kind = known.kind if known else _UNDEFINED
        kinds[kind] = (*kinds.get(kind, ()), event)
    return kinds


def _of_events(exposure: Exposure, by: By, currency: str, sets: dict[str, tuple[str, ...]], stated: Floats,
               counted: NDArray[np.bool_], inside: NDArray[np.bool_]) -> Iterator[Total]:
    """Add up over holdings for sets of events; marginal is what all would lose less if none of a set could happen."""
    losing, amounts = exposure.severity * exposure.uncovered, np.where(inside, exposure.amounts, np.nan)
    rates = {bound: getattr(exposure, bound) * losing for bound in ("probability", "lower", "upper")}
    everything = float(np.nansum(joined(rates["probability"], amounts)))
    amount, whole = float(stated[counted].sum()), float(stated[inside].sum())
    for key, names in sets.items():
        mine = np.array([event in names for event in exposure.events])
        known = ~np.isnan(rates["probability"][:, mine]) & ~np.isnan(amounts)[:, None]
        reached = float((stated * known.mean(axis=1)).sum())
        losses = {bound: float(np.nansum(joined(each[:, mine], amounts))) for bound, each in rates.items()}
        plain = float(np.nansum(amounts[:, None] * rates["probability"][:, mine]))
        others = float(np.nansum(joined(np.where(mine, np.nan, rates["probability"]), amounts)))
        yield Total(by, key, currency, int(counted.sum()), amount, _share(reached, whole), losses["probability"],
                    losses["lower"], losses["upper"], plain, everything - others, rank=0)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


def _ranked(found: Iterator[Total]) -> list[Total]:
    ordered = sorted(found, key=lambda each: (-each.marginal, each.key))
    return [replace(each, rank=rank) for rank, each in enumerate(ordered, 1)]


def concentrations(exposure: Exposure) -> tuple[ExposureConcentration, ...]:
    """Measure how concentrated amounts and expected losses are by country, industry and holding, in each currency.

    What is zero throughout has no concentration and is left out.
    """
    combined = np.nan_to_num(exposure.combined())
    amounts = np.nan_to_num(exposure.amounts)
    labels: dict[Literal["country", "industry", "holding"], Sequence[str]] = {
        "country": [each.iso3 for each in exposure.holdings], "industry": [each.industry for each in exposure.holdings],
        "holding": [each.id for each in exposure.holdings]}
    values: dict[Literal["amount", "expected_loss"], Floats] = {"amount": amounts, "expected_loss": combined}
    found = []
    for currency in currencies(exposure):
        inside = np.array([each.currency == currency for each in exposure.holdings])
        for of, each in values.items():
            for by, names in labels.items():
                sums = pd.Series(np.where(inside, each, 0.0), index=list(names)).groupby(level=0).sum()
                sums = sums[sums > 0]
                if len(sums):
                    found.append(ExposureConcentration(of, by, currency, concentration(sums), str(sums.idxmax()),
                                                       float(sums.max() / sums.sum())))
    return tuple(found)
