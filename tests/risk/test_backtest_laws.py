"""What a rolling-origin back-test may know, on a synthetic panel: nothing that was not published when it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from outward.errors import DataGapError, UnknownCodeError
from outward.risk.backtest import MODELS, Backtest, backtest, can_learn, fit_origin, origin_forecasts, prepare
from outward.risk.events import event
from outward.risk.forecasts import Forecast
from outward.risk.panel import Lag, Panel
from outward.risk.skill import auroc
from tests.risk.made_panel import COUNTRIES, LAST, STATES, Tables, few_trees, panel, tables

EVENTS = ("coup", "conflict_onset", "libdem_fall", "currency_crash")
TARGET = 1990


@pytest.fixture(autouse=True)
def _few_trees() -> Iterator[None]:
    with few_trees():
        yield


@pytest.fixture(scope="module")
def made() -> Tables:
    return tables()


def said(given: Panel, id: str, year: int = TARGET, lag: Lag = "known") -> tuple[Forecast, ...]:
    return tuple(backtest(event(id), given, first=year, last=year, lag=lag).forecasts((*MODELS, "static")))


def disturbed(given: Panel, lag: Lag, year: int = TARGET) -> Panel:
    """Change every figure that was not known at the end of the year before a target year."""
    rng = np.random.default_rng(7)
    values = {}
    for name, grid in given.values.items():
        changed = grid.copy()
        unknown = given.column(year - 1) + 1 - (given.lags[name] if lag == "known" else 0)
        later = changed[:, unknown:]
        changed[:, unknown:] = np.where(rng.random(later.shape) < 0.2, np.nan, rng.permuted(later, axis=0) + 1.0)
        values[name] = changed
    listed = given.listed.copy()
    listed[:, given.column(year - 1) + 1:] ^= True
    return replace(given, values=values, listed=listed)


class TestNothingLeaks:
    """The leak detector, with the proof that it can find a leak."""

    @pytest.mark.parametrize("lag", ["known", "none"])
    @pytest.mark.parametrize("id", EVENTS)
    def test_what_came_later_changes_no_bit(self, made: Tables, id: str, lag: Lag) -> None:
        given = panel(made)
        assert said(disturbed(given, lag), id, lag=lag) == said(given, id, lag=lag)

    @pytest.mark.parametrize("id", EVENTS)
    def test_the_detector_finds_a_leak(self, made: Tables, id: str) -> None:
        """What a lag of none uses, and a known lag forbids, is a leak: the same detector must see it."""
        given = panel(made)
        assert said(disturbed(given, "known"), id, lag="none") != said(given, id, lag="none")

    @pytest.mark.parametrize("id", EVENTS)
    def test_files_cut_at_the_origin_give_the_same(self, made: Tables, id: str) -> None:
        """Rows that were not there yet, rather than changed ones; tables that come a year later end a year earlier."""
        late = {"institutional_vdem", "structural_gdp_pop_infmort", "economic_macro_weo", "institutional_wgi"}
        cut = {name: table[table["year"] <= TARGET - 1 - (name in late)] for name, table in made.items()}
        assert said(panel(cut), id) == said(panel(made), id)

    def test_a_figure_known_a_year_later_changes_only_the_later_forecast(self, made: Tables) -> None:
        given = panel(made)
        crash = given.values["fx_crash"].copy()
        crash[:, given.column(TARGET - 1)] = 1.0 - crash[:, given.column(TARGET - 1)]
        changed = replace(given, values={**given.values, "fx_crash": crash})
        assert said(changed, "currency_crash") == said(given, "currency_crash")
        assert said(changed, "currency_crash", TARGET + 1) != said(given, "currency_crash", TARGET + 1)

    def test_who_is_asked_about_is_known_by_then(self, made: Tables) -> None:
        """An economy whose first figure is not yet published is no row of the forecast: its row would tell of it."""
        table = made["economic_macro_weo"]
        rows = table[table["iso3"] == STATES[0].iso3].assign(iso3="HKG")
        first = {year: {**made, "economic_macro_weo": pd.concat([table, rows[rows["year"] >= year]])}
                 for year in (TARGET - 1, TARGET - 2)}
        there = {year: {each.iso3 for each in said(panel(given), "currency_crash")} for year, given in first.items()}
        assert "HKG" not in there[TARGET - 1]
        assert "HKG" in there[TARGET - 2]

    def test_a_tell_tale_figure_helps_only_who_may_not_see_it(self, made: Tables) -> None:
        """Inflation of a year is made to say whether the currency crashes in the next; it is published too late."""
        told = tell_tale(made)
        knew, could_not = area(told, "none"), area(told, "known")
        assert knew > 0.95
        assert could_not < knew - 0.1

    def test_a_shuffled_future_cannot_be_foreseen(self, made: Tables) -> None:
        """Outcomes of the target years are dealt anew among countries: ranks are worth no more than chance."""
        given = panel(made)
        table = made["political_coups_country_year"]
        areas = []
        forecasts = by_year(backtest(event("coup"), given, first=1991, last=1999))
        for seed in range(20):
            rng = np.random.default_rng(seed)
            happened = {year: rng.permutation(rows["pt_attempt"].to_numpy()) for year, rows in table.groupby("year")}
            areas.append(auroc(np.concatenate([forecasts[year] for year in forecasts]),
                               np.concatenate([happened[year] for year in forecasts])))
        assert abs(np.mean(areas) - 0.5) < 0.04

    def test_a_forecast_does_not_depend_on_where_the_back_test_begins(self, made: Tables) -> None:
        given = panel(made)
        alone = set(said(given, "libdem_fall"))
        within = {each for each in backtest(event("libdem_fall"), given, first=TARGET - 2, last=TARGET + 1)
                  .forecasts((*MODELS, "static")) if each.year == TARGET}
        assert within == alone


def tell_tale(made: Tables) -> Tables:
    table = made["economic_macro_weo"].copy()
    ahead = table.groupby("iso3")["fx_crash"].shift(-1).fillna(0.0)
    return {**made, "economic_macro_weo": table.assign(inflation_avg=5.0 + 60.0 * ahead)}


def area(made: Tables, lag: Lag) -> float:
    found = backtest(event("currency_crash"), panel(made), first=1991, last=1995, lag=lag)
    table = made["economic_macro_weo"].set_index(["iso3", "year"])["fx_crash"]
    pairs = [(each.probability, table[each.iso3, each.year]) for each in found.forecasts(("ensemble",))]
    probability, happened = np.array(pairs, dtype=float).T
    return auroc(probability, happened)


def by_year(found: Backtest) -> Mapping[int, np.ndarray]:
    held: dict[int, list[float]] = {}
    for each in found.forecasts(("ensemble",)):
        assert each.probability is not None
        held.setdefault(each.year, []).append(each.probability)
    return {year: np.array(each) for year, each in held.items()}


class TestEdges:
    """The last years, countries that nothing is known of, and events that cannot be."""

    @pytest.mark.parametrize("id", EVENTS)
    def test_the_last_target_years_need_no_outcome(self, made: Tables, id: str) -> None:
        found = list(backtest(event(id), panel(made), first=LAST + 1, last=LAST + 2).forecasts())
        assert {each.year for each in found} == {LAST + 1, LAST + 2}
        assert all(each.made_on == f"{each.year - 1}-12-31" for each in found)
        assert all(each.status == "ok" for each in found if each.year == LAST + 1)
        assert len([each for each in found if each.year == LAST + 1]) == COUNTRIES * len(MODELS)

    def test_a_country_of_which_nothing_is_known_abstains(self, made: Tables) -> None:
        blank = {name: table.copy() for name, table in made.items()}
        for table in blank.values():
            figures = table.columns.difference(["gwcode", "iso3", "year"])
            table.loc[table["iso3"] == STATES[0].iso3, figures] = np.nan
        found = [each for each in said(panel(blank), "coup") if each.iso3 == STATES[0].iso3]
        assert {each.model: each.status for each in found if each.model in ("ensemble", "logit", "boosting")} == {
            "ensemble": "abstained", "logit": "abstained", "boosting": "abstained"}
        assert all(each.probability is None and each.lower is None and each.upper is None
                   for each in found if each.status == "abstained")
        assert all(each.status == "ok" for each in said(panel(blank), "coup") if each.iso3 == STATES[1].iso3)

    def test_a_state_that_has_ended_is_asked_about_no_more(self, made: Tables) -> None:
        """Its last rows are of 1987: for 1988 there is a forecast, from 1989 on none; all others have theirs."""
        gone = STATES[4].iso3
        cut = {name: table[(table["iso3"] != gone) | (table["year"] <= 1987)] for name, table in made.items()}
        there = {year: {each.iso3 for each in said(panel(cut), "coup", year)} for year in (1988, 1989, 1990)}
        assert [gone in there[year] for year in (1988, 1989, 1990)] == [True, False, False]
        assert all(len(each - {gone}) == COUNTRIES - 1 for each in there.values())

    def test_a_year_half_filled_in_ends_nobody(self, made: Tables) -> None:
        """Rows of the newest year for three states alone: the others have not ended."""
        few = {each.iso3 for each in STATES[:3]}
        cut = {name: table[(table["year"] < TARGET - 1) | (table["iso3"].isin(few) & (table["year"] == TARGET - 1))]
               for name, table in made.items()}
        assert len({each.iso3 for each in said(panel(cut), "coup")}) == COUNTRIES

    def test_who_is_still_counted_is_asked_about(self, made: Tables) -> None:
        """A state off the list of which somebody goes on giving figures of the event itself, as V-Dem of Zanzibar."""
        gone = STATES[4].iso3
        lists = ("political_coups_country_year", "security_conflict_country_year")
        cut = {name: table[(table["iso3"] != gone) | (table["year"] <= 1980) | (name not in lists)]
               for name, table in made.items()}
        assert gone in {each.iso3 for each in said(panel(cut), "libdem_fall")}
        assert gone not in {each.iso3 for each in said(panel(cut), "coup")}

    def test_it_abstains_under_sixty_percent(self, made: Tables) -> None:
        """Figures are taken from one country one by one: it abstains exactly where its coverage falls under 0.6."""
        given = panel(made)
        columns = sorted(given.values)
        for kept in range(0, len(columns) + 1, 5):
            values = {name: grid.copy() for name, grid in given.values.items()}
            for name in columns[kept:]:
                values[name][0] = np.nan
            task = prepare(event("coup"), replace(given, values=values), "known")
            origin = fit_origin(task, TARGET)
            usual = (~np.isnan(origin.x)).mean(axis=0) >= 0.5
            covered = float((~np.isnan(origin.x[0, usual])).mean())
            assert np.isnan(origin.log_odds["ensemble"][0]) == (covered < 0.6)
            assert origin.coverage[0] == pytest.approx(covered)

    def test_what_cannot_happen_gets_nought(self, made: Tables) -> None:
        """No onset of conflict within two years of one: probability 0, but for climatology, which knows no country."""
        found = said(panel(made), "conflict_onset")
        table = made["security_conflict_country_year"]
        recent = table[table["year"].isin([TARGET - 1, TARGET - 2]) & (table["incidence"] > 0)]["iso3"].unique()
        assert len(recent) > 2
        for each in found:
            if each.model != "climatology":
                assert (each.probability == 0) == (each.iso3 in recent)
            if each.model == "ensemble" and each.iso3 in recent:
                assert (each.lower, each.upper, each.status) == (0.0, 0.0, "ok")

    @pytest.mark.parametrize("id", EVENTS)
    def test_probabilities_lie_within_their_intervals(self, made: Tables, id: str) -> None:
        found = said(panel(made), id)
        assert len({(each.gwcode, each.iso3, each.year, each.model) for each in found}) == len(found)
        for each in found:
            if each.model in ("ensemble", "logit"):
                bounds = [-1.0 if value is None else value for value in (each.lower, each.probability, each.upper)]
                assert 0 <= bounds[0] <= bounds[1] <= bounds[2] <= 1
            else:
                assert each.lower is None

    def test_it_is_the_same_each_time(self, made: Tables) -> None:
        assert said(panel(made), "coup") == said(panel(tables()), "coup")

    def test_climatology_is_the_frequency_of_the_known_past(self, made: Tables) -> None:
        table = made["political_coups_country_year"]
        known = table[(table["year"] < TARGET) & (table["year"] > table["year"].min())]
        (found,) = {each.probability for each in said(panel(made), "coup") if each.model == "climatology"}
        assert found == pytest.approx(known["pt_attempt"].mean(), rel=1e-9)


class TestRefusals:
    """What cannot be learned from is said."""

    def test_too_short_a_past(self, made: Tables) -> None:
        with pytest.raises(DataGapError, match="known outcomes before 1963"):
            backtest(event("coup"), panel(made), first=1963, last=1965)
        assert not can_learn(prepare(event("coup"), panel(made), "known"), 1963)

    def test_years_outside_the_panel(self, made: Tables) -> None:
        with pytest.raises(DataGapError, match=f"no year {LAST + 3}: the panel has 1961 to {LAST + 2}"):
            backtest(event("coup"), panel(made), first=LAST, last=LAST + 3)

    def test_a_panel_without_the_event(self, made: Tables) -> None:
        without = {name: table for name, table in made.items() if name != "political_coups_country_year"}
        with pytest.raises(DataGapError, match="the panel has no pt_attempt"):
            prepare(event("coup"), panel(without), "known")

    def test_an_event_without_a_model(self, made: Tables) -> None:
        with pytest.raises(UnknownCodeError, match=r"'sanction' has no model: it is routed to protection"):
            prepare(replace(event("coup"), id="sanction"), panel(made), "known")

    def test_governance_of_a_single_year_of_many(self) -> None:
        """A rating that hardly any past row has is left out, and named abstained; all else stands."""
        made = tables()
        wgi = made["institutional_wgi"]
        few = wgi[(wgi["year"] == 1986) & wgi["iso3"].isin(["USA", "CUB"])]
        found = said(panel({**made, "institutional_wgi": few}), "coup")
        assert {each.status for each in found if each.model == "static"} == {"abstained"}
        assert {each.status for each in found if each.model == "ensemble"} == {"ok"}


def test_every_origin_forecasts_each_of_its_countries(made: Tables) -> None:
    task = prepare(event("coup"), panel(made), "known")
    origin = backtest(event("coup"), panel(made), first=TARGET, last=TARGET).origins[0]
    assert len(list(origin_forecasts(task, origin, "ensemble"))) == len(origin.rows) == COUNTRIES
