"""Losses together: how bad a bad year is when shocks of the world and of regions strike many countries at once.

Each event of each country has a hidden variable, normal with variance 1, and happens where it falls below the quantile
of its probability (a Gaussian copula). The variable is a sum of a shock of the world, one of the country's region, one
of the country and one of its own; the loadings say which share of the variance each has. All holdings of a country meet
the same events: no number of projects in one country spreads its risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import binom

from outward.errors import DataGapError, InvalidValueError
from outward.risk.exposure import Exposure, Floats

LEVELS: Final = (0.95, 0.99)
_MOST_SCENARIOS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Loadings:
    """Shares of the variance that shocks in common have; what they leave is each event's own.

    The defaults are judgements: crises come in waves, more within a region than across the world. Supervisors take
    0.12 to 0.24 for the common share of companies' defaults (Basel Committee 2006, paragraph 272).

    Examples
    --------
    >>> round(Loadings().own, 2)
    0.6
    """

    world: float = 0.1
    region: float = 0.15
    country: float = 0.15

    def __post_init__(self) -> None:
        shares = (self.world, self.region, self.country)
        if not (min(shares) >= 0 and sum(shares) <= 1 + 1e-12):
            raise InvalidValueError(f"loadings {shares}", "joint tail",
                                    "Give shares of 0 or more that sum to at most 1.")

    @property
    def own(self) -> float:
        """The share that is an event's own."""
        return max(0.0, 1.0 - self.world - self.region - self.country)


@dataclass(frozen=True, slots=True)
class Tail:
    """The worst share of scenarios."""

    level: float  # such as 0.95
    value_at_risk: float  # the loss that is not exceeded in this share of scenarios
    low: float  # 95 % interval of it, for the number of scenarios is finite
    high: float
    expected_shortfall: float  # mean loss of the scenarios beyond it
    contributions: Floats  # (holdings,): what each adds to the expected shortfall; they sum to it


@dataclass(frozen=True, slots=True)
class JointTail:
    """Losses of one currency in scenarios."""

    currency: str
    scenarios: int
    loadings: Loadings
    mean: float  # dependence makes it at most the joined expected loss
    mean_error: float  # its standard error
    any_loss: float  # share of scenarios with a loss
    worst: float  # the largest loss that was drawn
    tails: tuple[Tail, ...]
    holdings: tuple[str, ...]  # ids, in the order of contributions
    countries: tuple[str, ...]  # iso3 of each holding
    without_region: tuple[str, ...]  # countries of no region: they share the world's shock only

    def by_country(self, tail: Tail) -> dict[str, float]:
        """Give what each country adds to the expected shortfall, the largest first."""
        sums: dict[str, float] = {}
        for country, part in zip(self.countries, tail.contributions, strict=True):
            sums[country] = sums.get(country, 0.0) + float(part)
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The scenarios in which something happens in a country, by what happens."""

    rows: NDArray[np.intp]  # of its holdings
    amounts: Floats  # (rows,)
    losing: Floats  # (rows, events): share of the amount that each event takes, cover counted
    scenarios: NDArray[np.int32]
    outcome: NDArray[np.int32]  # by scenario, place in ``outcomes``
    outcomes: tuple[tuple[int, ...], ...]  # events that happen together

    def losses(self, outcome: int) -> Floats:
        """Give what each holding loses in an outcome; kept for none, as there may be thousands of both."""
        lost: Floats = self.amounts * (1.0 - np.prod(1.0 - self.losing[:, self.outcomes[outcome]], axis=1))
        return lost


def joint_tail(exposure: Exposure, currency: str, generator: np.random.Generator, *, regions: Mapping[str, str],
               loadings: Loadings | None = None, scenarios: int = 10_000,
               levels: Sequence[float] = LEVELS) -> JointTail:
    """Simulate the losses of all holdings of a currency together.

    Parameters
    ----------
    exposure : Exposure
        Probabilities, severities and covers.
    currency : str
        ISO 4217 code; holdings of other currencies are left out.
    generator : numpy.random.Generator
        Where chance comes from.
    regions : mapping of str to str
        Region by iso3; a country without one shares the world's shock only, and is named.
    loadings : Loadings, optional
        Shares of the variance of shocks in common.
    scenarios : int
        How many; 100 to 200,000.
    levels : sequence of float
        Quantiles, each above 0 and below 1.

    Raises
    ------
    DataGapError
        If no holding of the currency has an expected loss.
    InvalidValueError
        If scenarios or levels are out of range.

    References
    ----------
    Vasicek, O. (2002), "Loan Portfolio Value", Risk, December, 160-162. Li, D. X. (2000), "On Default Correlation: A
    Copula Function Approach", Journal of Fixed Income 9(4), 43-54. Shortfall and its contributions: Tasche, D. (2002),
    "Expected Shortfall and Beyond", Journal of Banking and Finance 26(7), 1519-1533.

    Examples
    --------
    >>> from outward.risk.exposure import assess
    >>> from outward.risk.forecasts import Forecast
    >>> from outward.risk.holdings import Holding
    >>> debt = Holding("a", "", "", "ZAF", "", "", "receivable", 100.0, "USD", "2014", "made up", None, 1.0)
    >>> made = Forecast("currency_crash", 560, "ZAF", 2015, 1, "2014-12-31", "ensemble", 0.1, None, None, "ok")
    >>> found = joint_tail(assess([debt], [made]), "USD", np.random.default_rng(1), regions={"ZAF": "africa"})
    >>> [round(tail.value_at_risk, 1) for tail in found.tails]
    [23.0, 23.0]
    """
    shares = loadings or Loadings()
    if not 100 <= scenarios <= _MOST_SCENARIOS:
        raise InvalidValueError(f"{scenarios} scenarios", "joint tail", f"Ask for 100 to {_MOST_SCENARIOS:,}.")
    if not levels or not all(0 < level < 1 for level in levels):
        raise InvalidValueError(f"levels {tuple(levels)}", "joint tail", "Give quantiles above 0 and below 1.")
    counted = ~np.isnan(exposure.combined()) & np.array([each.currency == currency for each in exposure.holdings])
    if not counted.any():
        raise DataGapError(f"no holding in {currency[:10]} has an expected loss", "joint tail",
                           "Add amounts with date and source, or forecasts of their countries.")
    drawn = _draw(exposure, counted, generator, regions, shares, scenarios)
    losses = np.zeros(scenarios)
    for each in drawn:
        losses[each.scenarios] += np.array([each.losses(place).sum() for place in range(len(each.outcomes))] or [0.0]
                                           )[each.outcome]
    held = np.flatnonzero(counted)
    return JointTail(
        currency, scenarios, shares, float(losses.mean()), float(losses.std() / sqrt(scenarios)),
        float((losses > 0).mean()), float(losses.max()),
        tuple(_tail(level, losses, drawn, held, len(counted)) for level in levels),
        tuple(exposure.holdings[row].id for row in held), tuple(exposure.holdings[row].iso3 for row in held),
        tuple(sorted({exposure.holdings[row].iso3 for row in held} - set(regions))))


def _draw(exposure: Exposure, counted: NDArray[np.bool_], generator: np.random.Generator, regions: Mapping[str, str],
          loadings: Loadings, scenarios: int) -> list[_Drawn]:
    """Draw what happens in each country, and what its holdings lose by it."""
    forecast = range(len(exposure.chances.events))
    losing = np.nan_to_num(exposure.severity * exposure.uncovered)
    world = sqrt(loadings.world) * generator.standard_normal(scenarios)
    of_country = np.array([each.iso3 for each in exposure.holdings])
    names = sorted({regions[country] for country in of_country[counted] if country in regions})
    of_region = {name: sqrt(loadings.region) * generator.standard_normal(scenarios) for name in names}
    drawn = []
    for country in np.unique(of_country[counted]):
        rows = np.flatnonzero(counted & (of_country == country))
        # One without a region has a shock of its own in the region's place: its variance must be 1 all the same.
        shock = of_region.get(regions.get(country, ""))
        if shock is None:
            shock = sqrt(loadings.region) * generator.standard_normal(scenarios)
        common = world + shock + sqrt(loadings.country) * generator.standard_normal(scenarios)
        happened = np.zeros(scenarios, dtype=np.int64)
        for event in forecast:
            chance = exposure.probability[rows[0], event]
            if chance > 0:  # false for a gap too
                own = generator.standard_normal(scenarios) * sqrt(loadings.own)
                happened |= (common + own < ndtri(chance)).astype(np.int64) << event
        hit = np.flatnonzero(happened)
        bits, outcome = np.unique(happened[hit], return_inverse=True)
        outcomes = tuple(tuple(event for event in forecast if int(each) >> event & 1) for each in bits)
        drawn.append(_Drawn(rows, exposure.amounts[rows], losing[rows], hit.astype(np.int32), outcome.astype(np.int32),
                            outcomes))
    return drawn


def _tail(level: float, losses: Floats, drawn: Sequence[_Drawn], held: NDArray[np.intp], holdings: int) -> Tail:
    count = len(losses)
    ordered = np.sort(losses)
    place = max(ceil(level * count - 1e-9), 1) - 1
    at_risk = ordered[place]
    low, high = (int(np.clip(binom.ppf(share, count, level), 1, count)) - 1 for share in (0.025, 0.975))
    weights = (losses > at_risk).astype(float)
    beyond = count * (1.0 - level)
    equal = losses == at_risk
    weights[equal] = max(beyond - weights.sum(), 0.0) / equal.sum()  # an atom counts as far as the tail reaches into it
    weights /= beyond
    parts = np.zeros(holdings)
    for each in drawn:
        for place, weight in enumerate(np.bincount(each.outcome, weights[each.scenarios], len(each.outcomes))):
            if weight:
                parts[each.rows] += weight * each.losses(place)
    return Tail(level, float(at_risk), float(ordered[low]), float(ordered[high]), float(weights @ losses), parts[held])


def large_portfolio_quantile(probability: float, correlation: float, level: float) -> float:
    """Give the quantile of the loss rate of a portfolio of very many equal small loans under one common shock.

    Basel's formula for capital is this quantile at 0.999. It is the limit that a simulation of many countries nears.

    Parameters
    ----------
    probability : float
        Of the event, above 0 and below 1.
    correlation : float
        Share of the variance of the common shock, from 0 to below 1.
    level : float
        Above 0 and below 1.

    Raises
    ------
    InvalidValueError
        If a number is out of range.

    References
    ----------
    Vasicek (2002), equation 4; Basel Committee on Banking Supervision (2006), Basel II, paragraph 272.

    Examples
    --------
    >>> round(large_portfolio_quantile(0.01, 0.1928, 0.999), 4)
    0.1403
    """
    if not (0 < probability < 1 and 0 <= correlation < 1 and 0 < level < 1):
        raise InvalidValueError(f"probability {probability}, correlation {correlation}, level {level}",
                                "large portfolio",
                                "Give probability and level above 0 and below 1, correlation 0 to below 1.")
    return float(ndtr((ndtri(probability) + sqrt(correlation) * ndtri(level)) / sqrt(1.0 - correlation)))
