"""Exposure: what the forecasts mean for what one really has abroad, cover counted, and what cannot be said.

Expected loss of a holding by an event is probability x severity x amount x uncovered share. Of several events in one
country the losses are joined so that no more than the amount is lost. Severity and cover are assumptions
(``outward.risk.severity``, ``outward.risk.covers``); a result carries them and names every gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from outward.errors import DataGapError, InvalidValueError
from outward.risk.chances import Chances, chances
from outward.risk.covers import Cover, Protection, protection
from outward.risk.exposure_gaps import Gap, gaps
from outward.risk.forecasts import Forecast, Model
from outward.risk.holdings import Holding
from outward.risk.severity import Severities, shipped_severities

Floats = NDArray[np.float64]
Status = Literal["covered", "partly", "open", "not_at_stake", "abstained", "no_forecast", "no_severity", "no_amount",
                 "no_country"]
Bound = Literal["probability", "lower", "upper"]
COVERED_AT: Final = 0.25
"""The most that may stay uncovered of a loss that is called covered: insurers leave 5 to 20 % with the insured."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What events can take of holdings; arrays are of shape (holdings, events), and NaN is a gap.

    The first events are those with forecasts; after them come the guarded, which nobody forecasts and only cover helps
    against: of them there is a loss if they happen, and no expected loss.
    """

    holdings: tuple[Holding, ...]
    events: tuple[str, ...]
    chances: Chances
    severities: Severities
    protection: Protection
    amounts: Floats  # (holdings,); NaN without currency, date or source
    probability: Floats
    lower: Floats
    upper: Floats
    severity: Floats
    uncovered: Floats
    gaps: tuple[Gap, ...]

    @property
    def guarded(self) -> tuple[str, ...]:
        """The events without a forecast of any country."""
        return self.events[len(self.chances.events):]

    @property
    def bare_if(self) -> Floats:
        """What each event takes if it happens and no cover pays."""
        return self.amounts[:, None] * self.severity

    @property
    def loss_if(self) -> Floats:
        """What each event takes if it happens, cover counted: the residual."""
        return self.bare_if * self.uncovered

    def expected(self, bound: Bound = "probability") -> Floats:
        """Give the expected loss of each holding by each event alone."""
        chance: Floats = getattr(self, bound)
        return chance * self.loss_if

    def combined(self, bound: Bound = "probability") -> Floats:
        """Give each holding's expected loss over all events that can be assessed, at most its amount.

        The events of a country are taken for independent: amount x (1 - prod(1 - p s u)). NaN where none can be.
        """
        chance: Floats = getattr(self, bound)
        return joined(chance * self.severity * self.uncovered, self.amounts)

    def simple_sum(self, bound: Bound = "probability") -> Floats:
        """Give the plain sum over events: never less than ``combined``, and it may exceed the amount."""
        each = self.expected(bound)
        return np.where(np.isnan(each).all(axis=1), np.nan, np.nansum(each, axis=1))

    def marginal(self) -> Floats:
        """Give what each holding's combined expected loss would fall by, if an event could not happen."""
        rates = self.probability * self.severity * self.uncovered
        kept = 1.0 - np.nan_to_num(rates)
        others = np.column_stack([np.prod(np.delete(kept, column, axis=1), axis=1)
                                  for column in range(kept.shape[1])]) if kept.shape[1] else kept
        return self.amounts[:, None] * rates * others

    def standing(self) -> NDArray[np.str_]:
        """Say of each holding and event how it is protected (covered, partly, open), whether or not it has a forecast.

        Covered is a loss of which at most ``COVERED_AT`` stays, open one on which no cover acts.
        """
        by_cover = np.where(self.uncovered >= 1.0, "open", np.where(self.uncovered <= COVERED_AT, "covered", "partly"))
        return np.where(np.isnan(self.severity), "no_severity", np.where(self.severity == 0, "not_at_stake", by_cover))

    def status(self) -> NDArray[np.str_]:
        """Say of each holding and event how it is protected or, where there is no expected loss, why."""
        country = np.array([bool(each.iso3) for each in self.holdings])[:, None]
        amount = ~np.isnan(self.amounts)[:, None]
        forecast = ~np.isnan(self.probability)
        abstained = np.zeros(forecast.shape, dtype=bool)
        rows = _rows(self.holdings, self.chances.countries)
        known = rows >= 0
        abstained[np.flatnonzero(known), :len(self.chances.events)] = self.chances.abstained[rows[known]]
        status: NDArray[np.str_] = np.select(
            [~amount & np.ones_like(forecast), ~country & np.ones_like(forecast), np.isnan(self.severity), abstained,
             ~forecast], ["no_amount", "no_country", "no_severity", "abstained", "no_forecast"], self.standing())
        return status


def joined(rates: Floats, amounts: Floats) -> Floats:
    """Join the loss rates of independent events: amount x (1 - prod(1 - rate)); NaN where no rate is known.

    Parameters
    ----------
    rates : array of shape (n, events)
        Probability x severity x uncovered share, 0..1; NaN is left out.
    amounts : array of shape (n,)
        What is there to lose.

    Examples
    --------
    >>> joined(np.array([[0.5, 0.5]]), np.array([100.0])).tolist()  # and not 100
    [75.0]
    """
    lost = amounts * (1.0 - np.prod(1.0 - np.nan_to_num(rates), axis=1))
    return np.where(np.isnan(rates).all(axis=1), np.nan, lost)


def assess(holdings: Iterable[Holding], forecasts: Iterable[Forecast], *, severities: Severities | None = None,
           covers: Mapping[str, Cover] | None = None, guarded: Sequence[str] = (), model: Model = "ensemble",
           year: int | None = None) -> Exposure:
    """Weigh forecasts by what one has abroad.

    Parameters
    ----------
    holdings : iterable of Holding
        Projects, enterprises, contracts and receivables, of any currencies: they are never added across currencies.
    forecasts : iterable of Forecast
        Of any events and countries.
    severities : Severities, optional
        How much an event takes; the shipped assumptions by default.
    covers : mapping of str to Cover, optional
        The user's covers by id, beside the shipped ones.
    guarded : sequence of str
        Events to protect against although nobody forecasts them; those with forecasts are left out of it.
    model : str
        Whose forecasts count.
    year : int, optional
        First target year; the last one of the model by default.

    Returns
    -------
    Exposure
        With every gap named.

    Raises
    ------
    DataGapError
        If there is nothing to weigh, or no forecast.
    InvalidValueError
        If an id stands twice, or forecasts contradict each other.
    UnknownCodeError
        If a holding names a cover that is not known.

    Examples
    --------
    >>> order = Holding("J02", "", "", "ZAF", "", "under-way", "contract", 100.0, "USD", "2014", "made up")
    >>> made = Forecast("coup", 560, "ZAF", 2015, 1, "2014-12-31", "ensemble", 0.02, 0.01, 0.04, "ok")
    >>> round(float(assess([order], [made]).combined()[0]), 4)  # 0.02 x 0.15 x 0.6 x 100
    0.18
    """
    held = tuple(holdings)
    _once(held)
    countries = sorted({each.iso3 for each in held if each.iso3})
    chosen = chances(forecasts, countries, model=model, year=year)
    events = (*chosen.events, *(event for event in dict.fromkeys(guarded) if event not in chosen.windows))
    windows = {event: chosen.windows.get(event, (chosen.year, chosen.year)) for event in events}
    table = severities or shipped_severities()
    shield = protection(held, events, windows, covers)
    rows = _rows(held, chosen.countries)
    amounts = np.array([np.nan if each.wanting or each.amount is None else each.amount for each in held])
    severe, extra = table.of(held, events), len(events) - len(chosen.events)
    probability, lower, upper = (_by_holding(each, rows, extra)
                                 for each in (chosen.probability, chosen.lower, chosen.upper))
    return Exposure(held, events, chosen, table, shield, amounts, probability, lower, upper, severe.values,
                    shield.left(held), gaps(held, chosen, severe, shield, rows))


def _once(holdings: Sequence[Holding]) -> None:
    if not holdings:
        raise DataGapError("there is no holding", "exposure", "Give projects, enterprises, contracts or receivables.")
    id, count = Counter(each.id for each in holdings).most_common(1)[0]
    if count > 1:
        raise InvalidValueError(f"the id {id[:60]!r} stands {count} times", "exposure, holdings",
                                "Give each holding an id of its own.")


def _rows(holdings: Sequence[Holding], countries: Sequence[str]) -> NDArray[np.intp]:
    """Give each holding's row among the countries, -1 without a country."""
    place = {country: row for row, country in enumerate(countries)}
    return np.array([place.get(each.iso3, -1) for each in holdings], dtype=np.intp)


def _by_holding(values: Floats, rows: NDArray[np.intp], extra: int) -> Floats:
    """Spread (countries, events) over holdings, with ``extra`` columns of gaps for events without forecasts."""
    missing = np.full((1, values.shape[1]), np.nan)
    spread = np.vstack([values, missing])[rows]  # row -1 is the missing one
    return np.column_stack([spread, np.full((len(rows), extra), np.nan)])
