"""The exchange-rate monitor: monthly rates to levels, with the record that these levels would have had.

Rates are units of a currency for one dollar (or another anchor): a rise is a depreciation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.risk.changes import changes
from outward.risk.currencies import currencies
from outward.risk.detection import Floats
from outward.risk.online import page_hinkley
from outward.risk.raterecord import RateRecord, Segment, rate_record
from outward.risk.watching import trailing_z
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.vocabulary.warning_levels import LEVELS, Level

Sign = Literal["leap", "drift", "crash"]
SIGN_NAMES: Final[Mapping[Sign, Label]] = MappingProxyType({
    "leap": Label("leap", "异动"), "drift": Label("drift", "漂移"), "crash": Label("crash", "货币危机")})


@dataclass(frozen=True, slots=True)
class RateChoices:
    """What could have been decided otherwise; the reasons stand in docs/methods/risk-signals.md."""

    window: int = 60  # months before, to which a month's change is held
    least_months: int = 24  # of them, that must be known
    leap_z: float = 3.0  # robust z of the monthly log change ...
    leap_change: float = 0.02  # ... and the least depreciation in the month, that make a leap
    leap_months: int = 3  # months for which a leap counts
    delta: float = 0.005  # Page-Hinkley: monthly log change that does not matter
    threshold: float = 0.1  # Page-Hinkley: sum of log changes above it that is an alarm
    drift_months: int = 6  # months for which that alarm counts
    crash: float = 0.30  # depreciation over twelve months ...
    crash_more: float = 0.10  # ... and by how much more than the twelve months before: a crash (Frankel and Rose)
    depreciation: float = 0.25  # what the record asks of an alert: so much within ...
    horizon: int = 12  # ... so many months
    naive: float = 0.10  # depreciation over the last three months: the plain rule beside ours
    first_judged: int = 36  # months of a series before its alerts are judged
    stale: int = 2  # months without a rate, after which a currency has no level
    chart_months: int = 60


@dataclass(frozen=True, slots=True)
class RateRow:
    """A currency now. Changes are ratios, positive where the currency lost."""

    code: str  # as the table has it: ISO 4217, or iso3 of an economy
    iso4217: str  # empty where the table names the economy and it has had several currencies
    economies: tuple[str, ...]  # iso3
    month: str  # of the newest rate, such as 2026M06
    rate: float  # units for one of the anchor
    change_1m: float  # nan where a month is missing
    change_3m: float
    change_12m: float
    z: float  # robust z of the log change of the month
    level: Level
    signs: tuple[Sign, ...]  # why: a leap, a drift, a crash under way
    since: str  # month with which the level began
    turned: tuple[str, ...]  # months with which its trend changed, whatever the penalty (looked back upon)
    months: tuple[str, ...]  # of the chart
    rates: tuple[float, ...]  # nan where missing


@dataclass(frozen=True, slots=True)
class RateWatch:
    """The monitor: currencies in the order of their level, and what such levels were worth."""

    anchor: str
    rows: tuple[RateRow, ...]
    record: RateRecord
    first: str
    last: str
    gaps: tuple[tuple[str, str], ...]  # code and what is missing: "stale", "short", "new unit"
    choices: RateChoices


def watch_rates(rates: pd.DataFrame, *, anchor: str = "USD", choices: RateChoices | None = None) -> RateWatch:
    """Watch monthly exchange rates, and judge the watch by the past of the same rates.

    A month is a *leap* where its change is unusual among the five years before; a *drift* is an alarm of the
    Page-Hinkley test; a *crash* is a depreciation of 30 % or more over twelve months that is 10 points or more above
    that of the twelve months before. One of the first two makes the level "watch", both together "warning", a crash
    "alarm".

    Parameters
    ----------
    rates : pandas.DataFrame, shape (currencies, months)
        Units for one of the anchor; index: ISO 4217 codes, or alpha-3 codes of economies; columns: months, such as
        ``2024M05`` or ``2024-05``. Missing rates are nan.
    anchor : str
        The currency that all are counted in.
    choices : RateChoices, optional
        Windows and thresholds.

    Returns
    -------
    RateWatch
        Levels with the newest month, chart series, and the record.

    Raises
    ------
    InvalidValueError
        If a rate is not positive, a code or month stands twice, or a column is no month.
    MissingDependencyError
        If ruptures is not installed.

    References
    ----------
    Frankel, J. and A. Rose (1996), "Currency crashes in emerging markets", Journal of International Economics 41(3-4),
    351-366; Laeven, L. and F. Valencia (2020), "Systemic Banking Crises Database II", IMF Economic Review 68, 307-361
    (the 30 % and 10 points, here on monthly windows).

    Examples
    --------
    >>> months = [f"{year}M{month:02}" for year in range(2010, 2016) for month in range(1, 13)]
    >>> steady = [7 + 0.01 * (place % 3) for place in range(72)]
    >>> fallen = [*steady[:-4], 8.0, 9.0, 10.0, 11.0]
    >>> watched = watch_rates(pd.DataFrame([steady, fallen], index=["CNY", "ZMW"], columns=months))
    >>> [(row.code, row.level, row.signs, round(row.change_12m, 2)) for row in watched.rows]
    [('ZMW', 'alarm', ('leap', 'drift', 'crash'), 0.57), ('CNY', 'quiet', (), 0.0)]
    """
    chosen = choices or RateChoices()
    table = _checked(rates)
    gaps: list[tuple[str, str]] = []
    rows, segments = [], []
    for code in table.index:
        values = np.asarray(table.loc[code], dtype=np.float64)
        parts = _segments(values)
        if len(parts) > 1:
            gaps.append((str(code), "new unit"))
        graded_parts = [_graded(values[start:end], start, chosen) for start, end in parts]
        segments += [each.segment for each in graded_parts]
        newest = graded_parts[-1] if graded_parts else None
        if newest is None or np.isfinite(newest.segment.rates).sum() < chosen.least_months:
            gaps.append((str(code), "short"))
        elif table.shape[1] - newest.segment.end > chosen.stale:
            gaps.append((str(code), "stale"))
        else:
            rows.append(_row(str(code), newest, tuple(table.columns), chosen))
    record = rate_record(segments, tuple(table.columns), depreciation=chosen.depreciation, horizon=chosen.horizon,
                         naive=chosen.naive, first_judged=chosen.first_judged)
    rows.sort(key=lambda row: (-LEVELS.index(row.level), -np.nan_to_num(row.change_12m), row.code))
    return RateWatch(anchor, tuple(rows), record, str(table.columns[0]), str(table.columns[-1]), tuple(gaps), chosen)


def _checked(rates: pd.DataFrame) -> pd.DataFrame:
    """Give the rates with a column for every month, in order."""
    try:
        months = [Period.parse(str(column)) for column in rates.columns]
    except InvalidValueError as error:
        raise InvalidValueError(error.what, "watch_rates, columns", "Name months as 2024M05 or 2024-05.") from error
    if not months or any(month.months != 1 for month in months) or len(set(months)) < len(months):
        raise InvalidValueError("a column is no month, or a month stands twice", "watch_rates, columns",
                                "Name months as 2024M05 or 2024-05, each once.")
    if rates.index.has_duplicates:
        raise InvalidValueError("a currency stands twice", "watch_rates, index", "Give each currency one row.")
    first, last = min(months).first_month, max(months).first_month
    if last - first > 12 * 300:
        raise InvalidValueError(f"months from {min(months)} to {max(months)}", "watch_rates, columns",
                                "Give at most 300 years.")
    values = np.full((len(rates), last - first + 1), np.nan)
    try:
        values[:, [month.first_month - first for month in months]] = rates.to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise InvalidValueError("a rate is no number", "watch_rates", "Give numbers, nan where missing.") from error
    wrong = np.argwhere(~(np.isnan(values) | ((values > 0) & (values < 1e15))))
    if wrong.size:
        code, month = str(rates.index[wrong[0][0]]), Period(first + int(wrong[0][1]), first + int(wrong[0][1]))
        raise InvalidValueError(f"rate {values[tuple(wrong[0])]}", f"watch_rates, {code} in {month}",
                                "Give positive numbers below 1e15, nan where missing.")
    return pd.DataFrame(values, index=[str(code) for code in rates.index],
                        columns=[str(Period(month, month)) for month in range(first, last + 1)])


_NEW_UNIT: Final = np.log(5.0)
"""A currency that is worth five times as much within a month has a new unit: no market does that."""


def _segments(values: Floats) -> list[tuple[int, int]]:
    """Give first and last+1 of each stretch in one unit; nothing is computed across a new unit."""
    known = np.flatnonzero(np.isfinite(values))
    if not known.size:
        return []
    falls = np.flatnonzero(np.diff(np.log(values[known])) < -_NEW_UNIT) + 1
    return [(int(part[0]), int(part[-1]) + 1) for part in np.split(known, falls)]


@dataclass(frozen=True, slots=True, eq=False)
class _Graded:
    """A stretch of one currency with what was found in it, by month."""

    segment: Segment
    z: Floats
    signs: dict[Sign, NDArray[np.bool_]]
    changes: Floats  # monthly log changes


def _graded(rates: Floats, start: int, chosen: RateChoices) -> _Graded:
    steps = np.diff(np.log(rates), prepend=np.nan)
    z = trailing_z(steps, chosen.window, least=chosen.least_months)
    leaps = (z >= chosen.leap_z) & (np.expm1(steps) >= chosen.leap_change)
    alarms = np.zeros(rates.shape, dtype=bool)
    alarms[list(page_hinkley(steps, delta=chosen.delta, threshold=chosen.threshold, least=12).at)] = True
    year = change_over(rates, 12)
    before = np.full(rates.shape, np.nan)
    before[12:] = year[:-12] if len(year) > 12 else before[12:]
    signs: dict[Sign, NDArray[np.bool_]] = {
        "leap": lasting(leaps, chosen.leap_months), "drift": lasting(alarms, chosen.drift_months),
        "crash": (year >= chosen.crash) & (year - before >= chosen.crash_more)}
    levels = np.where(signs["crash"], 3, signs["leap"].astype(int) + signs["drift"].astype(int))
    return _Graded(Segment(start, rates, levels), z, signs, steps)


def change_over(rates: Floats, months: int) -> Floats:
    """Give the change on so many months before, a ratio; nan where one of the two is missing.

    Examples
    --------
    >>> change_over(np.array([10.0, 11.0, 12.0]), 2).round(2).tolist()
    [nan, nan, 0.2]
    """
    found = np.full(rates.shape, np.nan)
    found[months:] = rates[months:] / rates[:-months] - 1.0 if len(rates) > months else found[months:]
    return found


def lasting(found: NDArray[np.bool_], months: int) -> NDArray[np.bool_]:
    """Let what was found in a month count for so many months, that one included.

    Examples
    --------
    >>> lasting(np.array([True, False, False, False]), 3).tolist()
    [True, True, True, False]
    """
    kept = found.copy()
    for later in range(1, min(months, len(found))):
        kept[later:] |= found[:-later]
    return kept


_SHORTEST_TREND: Final = 6
"""Months: a shorter stretch is a leap and no trend."""


def _row(code: str, graded: _Graded, months: tuple[str, ...], chosen: RateChoices) -> RateRow:
    segment = graded.segment
    own = months[segment.start:segment.end]
    levels = segment.levels
    begun = len(levels) - 1
    while begun > 0 and levels[begun - 1] == levels[-1]:
        begun -= 1
    turns = changes(graded.changes[-chosen.chart_months:], shortest=_SHORTEST_TREND)
    offset = max(len(levels) - chosen.chart_months, 0)
    currency = currencies().get(code)
    return RateRow(
        code, code if currency else "", currency.economies if currency else (code,), own[-1], float(segment.rates[-1]),
        float(change_over(segment.rates, 1)[-1]), float(change_over(segment.rates, 3)[-1]),
        float(change_over(segment.rates, 12)[-1]), float(graded.z[-1]),
        LEVELS[int(levels[-1])], tuple(sign for sign, at in graded.signs.items() if at[-1]), own[begun],
        tuple(own[offset + place] for place in turns.at if turns.is_firm(place)), own[offset:],
        tuple(segment.rates[offset:].tolist()))
