"""Explanations of forecasts: parts that sum, what changed, cases alike, and levers. All figures are synthetic."""

from __future__ import annotations

import numpy as np
import pytest

from outward.errors import DataGapError
from outward.risk.backtest import Backtest, backtest, origin_forecasts
from outward.risk.events import event
from outward.risk.explanation import Explainer, Explanation
from tests.risk.made_panel import FIRST, STATES, few_trees, panel, tables

EVENTS = ("coup", "conflict_onset", "libdem_fall", "currency_crash")
LAST = 1995


@pytest.fixture(scope="module", params=EVENTS)
def made(request: pytest.FixtureRequest) -> Backtest:
    given = tables()
    for table in given.values():
        figures = table.columns.difference(["gwcode", "iso3", "year"])
        table.loc[table["iso3"] == STATES[3].iso3, figures] = np.nan
    with few_trees(trees=40, calibrated_on=3):
        return backtest(event(request.param), panel(given), first=LAST - 1, last=LAST)


@pytest.fixture(scope="module")
def reasons(made: Backtest) -> dict[int, Explanation]:
    explainer = Explainer(made.task, made.origins[-1], made.origins[-2])
    newest = made.origins[-1]
    return {int(row): explainer.explain(int(row)) for place, row in enumerate(newest.rows)
            if not np.isnan(newest.log_odds["ensemble"][place])}


def test_parts_sum_to_the_calibrated_log_odds(made: Backtest, reasons: dict[int, Explanation]) -> None:
    newest = made.origins[-1]
    said = dict(zip(newest.rows.tolist(), newest.calibrated("ensemble"), strict=True))
    assert newest.calibrations["ensemble"].slope != 1
    assert newest.calibrations["ensemble"].shift != 0
    assert len(reasons) >= len(STATES) - 1
    for row, reason in reasons.items():
        assert reason.base + sum(part.part for part in reason.parts) == pytest.approx(said[row], abs=1e-9)
        assert reason.log_odds == pytest.approx(said[row], abs=1e-12)


def test_the_probability_is_the_forecast(made: Backtest, reasons: dict[int, Explanation]) -> None:
    newest = made.origins[-1]
    for place, forecast in enumerate(origin_forecasts(made.task, newest, "ensemble")):
        reason = reasons.get(int(newest.rows[place]))
        if reason is not None and not newest.impossible[place]:
            assert reason.probability == pytest.approx(forecast.probability, abs=1e-12)
            assert (reason.country.gwcode, reason.year) == (forecast.gwcode, forecast.year)


def test_changes_sum_to_the_change(made: Backtest, reasons: dict[int, Explanation]) -> None:
    """The change of the log-odds is that of the parts and of the base: two origins have two middles."""
    explainer = Explainer(made.task, made.origins[-2])
    newest, before = made.origins[-1], made.origins[-2]
    for row, reason in list(reasons.items())[:10]:
        old = explainer.explain(row)
        assert reason.change == pytest.approx(reason.log_odds - old.log_odds, abs=1e-9)
        changes = sum(part.part for part in reason.parts) - sum(part.part for part in old.parts)
        assert reason.base - old.base + changes == pytest.approx(reason.change, abs=1e-9)
    assert newest.year == before.year + 1


def test_without_an_origin_before_nothing_changed(made: Backtest) -> None:
    reason = Explainer(made.task, made.origins[-1]).explain(int(made.origins[-1].rows[0]))
    assert reason.change is None
    assert all(part.change is None for part in reason.parts)


def test_parts_come_largest_first_each_predictor_once(reasons: dict[int, Explanation]) -> None:
    for reason in reasons.values():
        sizes = [abs(part.part) for part in reason.parts]
        assert sizes == sorted(sizes, reverse=True)
        assert len({part.predictor.id for part in reason.parts}) == len(reason.parts)


def test_cases_lie_in_the_known_past_and_say_what_followed(made: Backtest, reasons: dict[int, Explanation]) -> None:
    task = made.task
    places = {country.key: place for place, country in enumerate(task.panel.countries)}
    for row, reason in list(reasons.items())[:10]:
        assert len(reason.cases) == 5
        taken = [(row, reason.year)]
        for case in reason.cases:
            place = places[case.country.key]
            assert FIRST < case.year <= reason.year - 1 - task.outcomes.settled_after
            assert task.outcomes.happened[place, task.panel.column(case.year)] == case.happened
            assert all(other != place or abs(year - case.year) >= 5 for other, year in taken)
            taken.append((place, case.year))


def test_levers_lower_the_probability_as_the_model_would(made: Backtest, reasons: dict[int, Explanation]) -> None:
    origin = made.origins[-1]
    ids = [each.id for each in made.task.table.predictors]
    levers = 0
    for row, reason in reasons.items():
        x = origin.x[origin.rows.tolist().index(row)].copy()
        for lever in reason.levers:
            levers += 1
            changed = x.copy()
            changed[ids.index(lever.predictor.id)] = lever.usual
            raw = (origin.logit.log_odds(changed[None, :]) + origin.boosting.log_odds(changed[None, :])) / 2
            then = 1 / (1 + np.exp(-origin.calibrations["ensemble"](raw)[0]))
            assert lever.probability == pytest.approx(then, abs=1e-9)
            assert lever.probability < reason.probability
            assert lever.predictor.nature == "state"  # nobody moves history or the neighbours
        assert len(reason.levers) <= 3
    assert levers > 10


def test_who_abstained_is_not_explained(made: Backtest, reasons: dict[int, Explanation]) -> None:
    row = next(place for place, country in enumerate(made.task.panel.countries) if country.iso3 == STATES[3].iso3)
    assert row not in reasons
    with pytest.raises(DataGapError, match=f"no forecast of {made.task.event.id} for synthetic"):
        Explainer(made.task, made.origins[-1]).explain(row)
