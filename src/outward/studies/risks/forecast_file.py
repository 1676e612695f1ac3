"""Forecasts as a CSV file and back: one line a forecast, an empty probability where the model abstained."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast, get_args

from outward.errors import InvalidValueError
from outward.risk.forecasts import Forecast, Model, Status
from outward.studies.csv_tables import table
from outward.studies.risks.csv_rows import Row, csv_rows

COLUMNS: Final = ("event", "gwcode", "iso3", "year", "horizon", "made_on", "model", "probability", "lower", "upper",
                  "status")
_MODELS: Final[tuple[str, ...]] = get_args(Model)
_STATUSES: Final[tuple[str, ...]] = get_args(Status)


def read_forecasts(path: Path) -> tuple[Forecast, ...]:
    """Read a file of forecasts, in its order.

    Parameters
    ----------
    path : pathlib.Path
        CSV in UTF-8 with the columns ``COLUMNS``; ``gwcode`` is 0 or empty where only iso3 is known.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If a column or cell is wrong, or a forecast stands twice; each by row and column.
    """
    found: list[Forecast] = []
    first: dict[tuple[object, ...], int] = {}
    for row in csv_rows(path, needed=COLUMNS):
        forecast = _forecast(row)
        if forecast is None:
            continue
        key = (forecast.event, forecast.gwcode, forecast.iso3, forecast.year, forecast.made_on, forecast.model)
        if key in first:
            row.wrong("", f"the forecast stands twice, first in row {first[key]}", "Keep one of the two rows.")
        first.setdefault(key, row.line)
        found.append(forecast)
    return tuple(found)


def _forecast(row: Row) -> Forecast | None:
    before = len(row.problems)
    event, made_on = row.required("event"), row.date("made_on")
    year, horizon = row.whole("year", 1800, 2200), row.whole("horizon", 1, 50)
    gwcode = row.whole("gwcode", 0, 9999) or 0
    model, status = row.text("model"), row.text("status")
    for name in ("year", "horizon", "made_on"):
        row.required(name)
    if model not in _MODELS:
        row.wrong("model", f"{model[:60]!r} is no model", f"Write one of {', '.join(_MODELS)}.")
    if status not in _STATUSES:
        row.wrong("status", f"{status[:60]!r} is no status", f"Write one of {', '.join(_STATUSES)}.")
    if not (gwcode or row.text("iso3")):
        row.wrong("iso3", "the country has no code", "Write its iso3 or its gwcode.")
    probability, lower, upper = (row.number(name, 0, 1) for name in ("probability", "lower", "upper"))
    if len(row.problems) > before or year is None or horizon is None:
        return None
    try:
        return Forecast(event, gwcode, row.text("iso3"), year, horizon, made_on, cast("Model", model),
                        probability, lower, upper, cast("Status", status))
    except InvalidValueError as error:
        row.wrong("probability", error.what, error.mend)
        return None


def forecasts_csv(forecasts: Iterable[Forecast]) -> bytes:
    """Write forecasts as ``read_forecasts`` reads them, numbers unrounded."""
    return table(COLUMNS, ([getattr(each, name) if getattr(each, name) is not None else "" for name in COLUMNS]
                           for each in forecasts))
