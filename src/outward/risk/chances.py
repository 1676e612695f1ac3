"""The forecasts that count for a register: one for each event and country, of one model, each event's newest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.errors import DataGapError, InvalidValueError
from outward.risk.forecasts import Forecast, Model


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities by country and event; NaN where there is no forecast or the model abstained."""

    events: tuple[str, ...]
    countries: tuple[str, ...]  # iso3
    year: int  # first target year; of several, the last
    model: Model
    windows: Mapping[str, tuple[int, int]]  # first and last target year by event
    made_on: Mapping[str, tuple[str, ...]]  # by event, the days on which the forecasts were made
    probability: NDArray[np.float64]  # (countries, events)
    lower: NDArray[np.float64]  # the probability itself where the forecast states no interval
    upper: NDArray[np.float64]
    abstained: NDArray[np.bool_]
    no_interval: NDArray[np.bool_]


def chances(forecasts: Iterable[Forecast], countries: Sequence[str], *, model: Model = "ensemble",
            year: int | None = None) -> Chances:
    """Choose the forecasts that count.

    Of several days the newest forecast counts. Without ``year`` each event counts with its own last first-target-year:
    the figures of some end earlier than those of others, and ``windows`` says which years each is about.

    Parameters
    ----------
    forecasts : iterable of Forecast
        Of any models, years and countries.
    countries : sequence of str
        iso3 of the countries wanted, each once.
    model : str
        Whose forecasts.
    year : int, optional
        First target year of all events: one that has no forecast for it has none.

    Raises
    ------
    DataGapError
        If there is no forecast of the model, or none for the year.
    InvalidValueError
        If two states share an iso3 and a year, or an event has two horizons.

    Examples
    --------
    >>> made = [Forecast("coup", 432, "MLI", 2012, 1, "2011-12-31", "ensemble", 0.06, 0.03, 0.11, "ok")]
    >>> chances(made, ["MLI", "KAZ"]).probability.tolist()
    [[0.06], [nan]]
    """
    of_model = [each for each in forecasts if each.model == model]
    if not of_model:
        raise DataGapError(f"no forecast of the model {model}", "forecasts",
                           "Name another model, or add its forecasts.")
    last: dict[str, int] = {}
    for each in of_model:
        last[each.event] = max(each.year, last.get(each.event, each.year))
    of_year = [each for each in of_model if each.year == (last[each.event] if year is None else year)]
    if not of_year:
        years = sorted({each.year for each in of_model})
        raise DataGapError(f"no forecast of the model {model} for {year}", "forecasts",
                           f"Years run from {years[0]} to {years[-1]}.")
    events = tuple(dict.fromkeys(each.event for each in of_year))
    made_on: dict[str, set[str]] = {event: set() for event in events}
    newest: dict[tuple[str, str], Forecast] = {}
    inside = set(countries)
    for each in of_year:
        if each.iso3 not in inside:
            continue
        made_on[each.event].add(each.made_on)
        key = (each.iso3, each.event)
        before = newest.get(key)
        if before and before.gwcode != each.gwcode:
            raise InvalidValueError(f"{each.iso3} stands for two states, {before.gwcode} and {each.gwcode}",
                                    f"forecasts of {each.event} for {each.year}", "Keep the state that is meant.")
        if before is None or each.made_on > before.made_on:
            newest[key] = each
    return _arrays(events, tuple(countries), max(each.year for each in of_year), model, _windows(of_year),
                   {event: tuple(sorted(days)) for event, days in made_on.items()}, newest)


def _windows(forecasts: Iterable[Forecast]) -> dict[str, tuple[int, int]]:
    windows: dict[str, tuple[int, int]] = {}
    for each in forecasts:
        window = (each.year, each.last_year)
        if windows.setdefault(each.event, window) != window:
            raise InvalidValueError("an event has two horizons", f"forecasts of {each.event} for {each.year}",
                                    "Give them as two events.")
    return windows


def _arrays(events: tuple[str, ...], countries: tuple[str, ...], year: int, model: Model,
            windows: Mapping[str, tuple[int, int]], made_on: Mapping[str, tuple[str, ...]],
            newest: Mapping[tuple[str, str], Forecast]) -> Chances:
    shape = (len(countries), len(events))
    probability, lower, upper = (np.full(shape, np.nan) for _ in range(3))
    abstained, no_interval = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for row, country in enumerate(countries):
        for column, event in enumerate(events):
            found = newest.get((country, event))
            if found is None:
                continue
            abstained[row, column] = found.probability is None
            if found.probability is not None:
                probability[row, column] = found.probability
                lower[row, column] = found.probability if found.lower is None else found.lower
                upper[row, column] = found.probability if found.upper is None else found.upper
                no_interval[row, column] = found.lower is None or found.upper is None
    return Chances(events, countries, year, model, windows, made_on, probability, lower, upper, abstained, no_interval)
