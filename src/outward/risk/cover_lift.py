"""What each cover is worth: the expected loss without it and with it, and its fair share of what all of them take away.

Covers of one holding overlap: what the first takes the second cannot take again. The Shapley value shares out what all
take together by the mean of what each adds over every order in which they could have been bought, so no order counts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.risk.covers import TYPES, CoverType, insured_shares, part_left, shipped_covers
from outward.risk.exposure import Exposure, Floats, joined
from outward.risk.holdings import KINDS

_MOST: Final = 12  # covers of one holding: 2**12 sets of them are tried


@dataclass(frozen=True, slots=True)
class CoverLift:
    """What a cover takes away from the expected loss of the holdings on which it acts, in one currency."""

    cover: str
    type: CoverType
    currency: str
    holdings: int  # on which it acts, with an expected loss
    amount: float  # theirs
    bare: float  # their expected loss without any cover
    without: float  # with all covers but this one
    with_all: float  # with all covers
    alone: float  # what it would take away if it were the only one
    marginal: float  # what it takes away as the last one: without - with_all
    shapley: float  # its fair share of bare - with_all


@dataclass(frozen=True, slots=True)
class CoverTotal:
    """What all covers take away in one currency; the Shapley values sum to ``taken``."""

    currency: str
    bare: float
    with_all: float

    @property
    def taken(self) -> float:
        """What the covers take away."""
        return self.bare - self.with_all


@dataclass(frozen=True, slots=True)
class CoverLifts:
    """What covers take away from the expected loss."""

    lifts: tuple[CoverLift, ...]  # the largest Shapley value first, within each currency
    totals: tuple[CoverTotal, ...]


def cover_lifts(exposure: Exposure) -> CoverLifts:
    """Measure what each cover takes away from the expected loss over the events that have forecasts.

    Raises
    ------
    InvalidValueError
        If a holding has more than 12 covers.

    References
    ----------
    Shapley, L. S. (1953), "A Value for n-Person Games", in Contributions to the Theory of Games II, 307-317.

    Examples
    --------
    >>> from outward.risk.exposure import assess
    >>> from outward.risk.forecasts import Forecast
    >>> from outward.risk.holdings import Holding
    >>> debt = Holding("a", "", "", "ZAF", "", "", "receivable", 100.0, "USD", "2014", "made up", None, 1.0,
    ...                ("escrow", "local-financing"))
    >>> made = Forecast("currency_crash", 560, "ZAF", 2015, 1, "2014-12-31", "ensemble", 0.1, None, None, "ok")
    >>> found = cover_lifts(assess([debt], [made]))
    >>> [(each.cover, round(each.marginal, 3), round(each.shapley, 3)) for each in found.lifts]
    [('local-financing', 0.966, 1.173), ('escrow', 0.276, 0.483)]
    """
    bare, with_all, parts = _by_holding(exposure)
    worth: dict[tuple[str, int], list[Floats]] = defaultdict(list)
    for rows, covers, lifts in parts:
        for place, values in zip(covers, lifts, strict=True):
            for row, four in zip(rows, values, strict=True):
                worth[exposure.holdings[row].currency, place].append(np.array([*four, row]))
    lifts_found = [_lift(exposure, currency, place, np.array(values), bare, with_all)
                   for (currency, place), values in worth.items()]
    counted = [each.currency if not np.isnan(loss) else "" for each, loss in zip(exposure.holdings, bare, strict=True)]
    inside = {currency: np.array([each == currency for each in counted]) for currency in sorted({*counted} - {""})}
    return CoverLifts(
        tuple(sorted(lifts_found, key=lambda each: (each.currency, -each.shapley, each.cover))),
        tuple(CoverTotal(currency, float(bare[rows].sum()), float(with_all[rows].sum()))
              for currency, rows in inside.items()))


@dataclass(frozen=True, slots=True)
class CoverOffers:
    """What a cover of each type, on its usual terms and for the whole amount, would take away from each holding.

    A type that protects a holding already is not offered to it: NaN, and no event.
    """

    types: tuple[CoverType, ...]
    saves: Floats  # (holdings, types): expected loss that it would take away
    saves_if: Floats  # (holdings, types, events): loss that it would take away if the event happens, forecast or not


def cover_offers(exposure: Exposure) -> CoverOffers:
    """Say what would protect each holding that is not protected so yet.

    Examples
    --------
    >>> from outward.risk.exposure import assess
    >>> from outward.risk.forecasts import Forecast
    >>> from outward.risk.holdings import Holding
    >>> debt = Holding("a", "", "", "ZAF", "", "", "receivable", 100.0, "USD", "2014", "made up", None, 1.0)
    >>> made = Forecast("currency_crash", 560, "ZAF", 2015, 1, "2014-12-31", "ensemble", 0.1, None, None, "ok")
    >>> found = cover_offers(assess([debt], [made]))
    >>> dict(zip(found.types, found.saves[0].round(2).tolist()))
    {'treaty': 0.0, 'insurance': 0.0, 'guarantee': 0.0, 'escrow': 0.69, 'local-financing': 1.38}
    """
    kinds = np.array([KINDS.index(each.kind) for each in exposure.holdings], dtype=np.intp)
    has = [{exposure.protection.covers[place].type for place in acting} for acting in exposure.protection.acting]
    now, rates = exposure.combined(), exposure.probability * exposure.severity * exposure.uncovered
    saves = np.full((len(kinds), len(TYPES)), np.nan)
    saves_if = np.full((*saves.shape, len(exposure.events)), np.nan)
    for place, type in enumerate(TYPES):
        terms = shipped_covers()[type]
        stays = 1.0 - np.array([[terms.share(event, kind) for event in exposure.events] for kind in KINDS])[kinds]
        free = np.array([type not in types for types in has])
        saves[free, place] = (now - joined(rates * stays, exposure.amounts))[free]
        saves_if[free, place] = (exposure.loss_if * (1.0 - stays))[free]
    return CoverOffers(TYPES, saves, saves_if)


@dataclass(frozen=True, slots=True)
class OfferTotal:
    """What a cover of a type would take away from all holdings of a currency that have none."""

    type: CoverType
    currency: str
    holdings: int  # that have none, with an expected loss
    saves: float


def offer_totals(exposure: Exposure) -> tuple[OfferTotal, ...]:
    """Add up ``cover_offers`` by type and currency, the largest saving first within each currency."""
    offers = cover_offers(exposure)
    of_currency = np.array([each.currency for each in exposure.holdings])
    found = []
    for place, type in enumerate(offers.types):
        known = ~np.isnan(offers.saves[:, place])
        for currency in np.unique(of_currency[known]):
            rows = known & (of_currency == currency)
            found.append(OfferTotal(type, str(currency), int(rows.sum()), float(offers.saves[rows, place].sum())))
    return tuple(sorted(found, key=lambda each: (each.currency, -each.saves, each.type)))


def _lift(exposure: Exposure, currency: str, place: int, values: Floats, bare: Floats, with_all: Floats) -> CoverLift:
    cover, rows = exposure.protection.covers[place], values[:, 3].astype(int)
    alone, marginal, shapley = values[:, :3].sum(axis=0)
    after = float(with_all[rows].sum())
    return CoverLift(cover.id, cover.type, currency, len(rows), float(exposure.amounts[rows].sum()),
                     float(bare[rows].sum()), after + float(marginal), after, float(alone), float(marginal),
                     float(shapley))


Part = tuple[NDArray[np.intp], tuple[int, ...], Floats]


def _by_holding(exposure: Exposure) -> tuple[Floats, Floats, list[Part]]:
    """Give losses without and with all covers, and by group of holdings with the same covers what each takes away.

    A group is its rows, its covers, and of shape (covers, rows, 3) what each takes alone, as the last, and by Shapley.
    """
    shield, rates = exposure.protection, exposure.probability * exposure.severity
    bare, with_all = joined(rates, exposure.amounts), exposure.combined()
    kinds = np.array([KINDS.index(each.kind) for each in exposure.holdings], dtype=np.intp)
    insured = insured_shares(exposure.holdings)
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row, acting in enumerate(shield.acting):
        if acting and not np.isnan(bare[row]):
            groups[tuple(sorted(acting))].append(row)
    parts: list[Part] = []
    for covers, members in groups.items():
        if len(covers) > _MOST:
            raise InvalidValueError(f"{len(covers)} covers", f"holding {exposure.holdings[members[0]].id[:60]}",
                                    f"Put some of them together: at most {_MOST} can be told apart.")
        rows = np.array(members, dtype=np.intp)
        left = [part_left(shield.covers[place], shield.leaves[place][kinds[rows]], insured[rows]) for place in covers]
        parts.append((rows, covers, _shared(rates[rows], exposure.amounts[rows], left)))
    return bare, with_all, parts


def _shared(rates: Floats, amounts: Floats, left: list[Floats]) -> Floats:
    """Give what each of k covers takes away, of shape (k, n, 3): alone, as the last, and by Shapley value."""
    count = len(left)
    losses: dict[frozenset[int], Floats] = {}
    for size in range(count + 1):
        for chosen in combinations(range(count), size):
            stays = rates
            for place in chosen:
                stays = stays * left[place]
            losses[frozenset(chosen)] = joined(stays, amounts)
    everyone = frozenset(range(count))
    shared = np.zeros((count, len(amounts), 3))
    for place in range(count):
        shared[place, :, 0] = losses[frozenset()] - losses[frozenset({place})]
        shared[place, :, 1] = losses[everyone - {place}] - losses[everyone]
        for others, loss in losses.items():
            if place not in others:
                weight = factorial(len(others)) * factorial(count - len(others) - 1) / factorial(count)
                shared[place, :, 2] += weight * (loss - losses[others | {place}])
    return shared
