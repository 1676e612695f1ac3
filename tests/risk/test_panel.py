"""A panel: figures by country and year, and when they were known. Figures are synthetic."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import DataGapError, InvalidValueError, UnknownCodeError
from outward.risk.formulas import THEMES
from outward.risk.panel import Family, Lag, Panel, assemble, later
from outward.risk.predictors import predictor_table, predictors
from outward.risk.states import Country
from outward.vocabulary.labels import Label
from tests.risk.made_panel import COUNTRIES, FIRST, LAST, YEARS, panel, tables

NO = float("nan")


def named(gwcode: int, iso3: str) -> Country:
    return Country(gwcode, iso3, Label(f"synthetic {iso3}", f"虚构{iso3}"))


def family(name: str, rows: list[tuple[int, str, int, float]], lag: int = 0, variable: str = "v",
           names_states: bool = False, is_list: bool = False) -> Family:
    table = pd.DataFrame(rows, columns=["gwcode", "iso3", "year", variable])
    return Family(name, table, lag, names_states, is_list)


def assembled(*families: Family) -> Panel:
    return assemble(families, named, "0" * 64)


class TestAssembly:
    """Tables of several sources side by side."""

    def test_a_figure_stands_at_its_country_and_year(self) -> None:
        made = panel(tables())
        assert made.listed.shape == (COUNTRIES, YEARS + 2)
        assert (int(made.years[0]), int(made.years[-1])) == (FIRST, LAST + 2)
        table = tables()["institutional_vdem"]
        for row in table.sample(20, random_state=1).itertuples():
            place = [country.gwcode for country in made.countries].index(int(str(row.gwcode)))
            assert made.grid("v2x_libdem")[place, made.column(int(str(row.year)))] == row.v2x_libdem
        assert np.isnan(made.grid("v2x_libdem")[:, -2:]).all()

    def test_states_come_by_number_then_economies_by_code(self) -> None:
        made = assembled(family("f", [(0, "HKG", 2000, 1.0), (450, "LBR", 2000, 2.0), (0, "ABW", 2000, 3.0),
                                      (2, "USA", 2000, 4.0)]))
        assert [country.key for country in made.countries] == [(2, ""), (450, ""), (0, "ABW"), (0, "HKG")]
        assert made.grid("v")[:, 0].tolist() == [4.0, 2.0, 3.0, 1.0]

    def test_only_who_names_states_lists_them(self) -> None:
        made = assembled(family("a", [(2, "USA", 2000, 1.0), (20, "CAN", 2001, 1.0)], names_states=True),
                         family("b", [(40, "CUB", 2000, 1.0)], variable="w"))
        assert made.listed[:, :2].tolist() == [[True, False], [False, True], [False, False]]

    def test_a_list_is_silent_outside_its_years_and_of_who_is_no_state(self) -> None:
        """Between the first and the last year of the list a state without a row had none; of others nobody says."""
        states = family("a", [(code, "", year, 0.0) for code in (2, 20) for year in range(2000, 2005)],
                        variable="w", names_states=True)
        made = assembled(states, family("b", [(2, "USA", 2001, 1.0), (2, "USA", 2003, 1.0), (0, "HKG", 2002, 1.0)],
                                        is_list=True))
        np.testing.assert_array_equal(made.grid("v")[:, :5],
                                      [[NO, 1, 0, 1, NO], [NO, 0, 0, 0, NO], [NO, NO, 1, NO, NO]])

    def test_one_variable_of_two_families_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match=r"variable v stands in two families \(risk panel, b\)"):
            assembled(family("a", [(2, "USA", 2000, 1.0)]), family("b", [(2, "USA", 2000, 1.0)]))

    def test_no_row_at_all_is_a_gap(self) -> None:
        with pytest.raises(DataGapError, match="no rows"):
            assembled(family("a", []))

    def test_the_order_of_rows_and_families_does_not_matter(self) -> None:
        made = tables()
        mixed = {name: made[name].sample(frac=1, random_state=3) for name in reversed(made)}
        first, second = panel(made), panel(mixed)
        assert first.countries == second.countries
        for name, grid in first.values.items():
            np.testing.assert_array_equal(second.grid(name), grid)


class TestKnown:
    """What was known at the end of a year."""

    @pytest.mark.parametrize("lag", [0, 1, 2])
    def test_a_figure_is_known_its_lag_later(self, lag: int) -> None:
        made = assembled(family("a", [(2, "USA", 2000 + year, float(year)) for year in range(4)], lag=lag))
        known = made.known("v", "known")[0]
        np.testing.assert_array_equal(known[lag:4], np.arange(4.0)[: 4 - lag])
        assert np.isnan(known[:lag]).all()
        np.testing.assert_array_equal(made.known("v", "none")[0, :4], np.arange(4.0))

    def test_a_variable_that_no_file_has_is_missing_everywhere(self) -> None:
        made = panel(tables())
        assert np.isnan(made.known("homicide_per_100k", "known")).all()

    def test_a_year_outside_is_a_gap_that_says_what_there_is(self) -> None:
        made = panel(tables())
        assert made.column(LAST + 2) == YEARS + 1
        for year in (FIRST - 1, LAST + 3, -(10**9)):
            with pytest.raises(DataGapError, match=f"no year {year}: the panel has {FIRST} to {LAST + 2}"):
                made.column(year)

    @given(st.integers(0, 3), st.integers(0, 3))
    def test_to_move_twice_is_to_move_by_the_sum(self, first: int, second: int) -> None:
        grid = np.arange(12.0).reshape(2, 6)
        np.testing.assert_array_equal(later(later(grid, first), second), later(grid, first + second))


class TestPredictors:
    """Predictors: named, and made from the past alone."""

    @pytest.mark.parametrize("theme", THEMES)
    def test_no_predictor_looks_ahead(self, theme: str) -> None:
        """Every figure from some year on is changed; the columns before it stay bit for bit."""
        made = panel(tables())
        rng = np.random.default_rng(2)
        for year in (FIRST + 5, FIRST + 20, LAST):
            place = made.column(year)
            changed = {}
            for name, grid in made.values.items():
                changed[name] = grid.copy()
                changed[name][:, place:] = rng.permuted(grid[:, place:], axis=0) * 1.5 + 0.1
            other = Panel(made.countries, made.years, changed, made.lags, made.listed, made.digest)
            for lag in get_args(Lag):
                first, second = (predictor_table(each, [theme], lag).values for each in (made, other))
                np.testing.assert_array_equal(first[:, :place], second[:, :place])

    @pytest.mark.parametrize("theme", THEMES)
    def test_with_the_known_lag_the_newest_figure_is_not_used_yet(self, theme: str) -> None:
        """Where all variables come a year later, predictors are those without a lag, a year later."""
        made = panel(tables())
        late = Panel(made.countries, made.years, made.values, dict.fromkeys(made.lags, 1), made.listed, made.digest)
        shifted = predictor_table(late, [theme], "known").values[:, 1:]
        plain = predictor_table(late, [theme], "none").values[:, :-1]
        skipped = [place for place, each in enumerate(predictor_table(late, [theme], "none").predictors)
                   if each.id != "state_age"]  # states are seen by everybody at once
        np.testing.assert_array_equal(shifted[..., skipped], plain[..., skipped])

    def test_each_predictor_is_described_in_its_theme_and_both_languages(self) -> None:
        made = panel(tables())
        for theme in THEMES:
            found = predictor_table(made, [theme], "known").predictors
            assert {each.theme for each in found} == {theme}
        assert {each.id for each in predictor_table(made, THEMES, "known").predictors} == set(predictors())
        for each in predictors().values():
            assert each.name.en
            assert any("\u4e00" <= sign <= "\u9fff" for sign in each.name.zh)
            assert each.sign in (-1, 0, 1)
            assert each.nature in ("state", "history", "surroundings")

    def test_an_unknown_theme_is_refused(self) -> None:
        with pytest.raises(UnknownCodeError, match=r"theme 'stars'.*coups, conflict"):
            predictor_table(panel(tables()), ["coups", "stars"], "known")

    def test_wild_figures_stay_finite(self) -> None:
        """Whatever a file holds that is a number: no predictor is infinite, and nothing warns."""
        made = panel(tables())
        for value in (1e15, -1e15, 0.0):
            wild = {name: np.where(np.isnan(grid), grid, value) for name, grid in made.values.items()}
            other = Panel(made.countries, made.years, wild, made.lags, made.listed, made.digest)
            assert not np.isinf(predictor_table(other, THEMES, "known").values).any()
