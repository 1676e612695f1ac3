"""The frameworks that the package carries: whole, and right on made-up provinces and on real countries."""

from __future__ import annotations

import csv
import doctest
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from outward.composite import Evaluation, Framework, IndexData, evaluate, framework_toml, read_data, read_framework
from outward.composite.alternatives import Alternatives
from outward.composite.data import inputs_of
from outward.composite.framework import Indicator, Variable
from outward.composite.screening import Exclusion
from outward.composite.shipped import SHIPPED, framework_text, shipped_framework
from outward.composite.uncertainty import rank_uncertainty
from outward.errors import NotFoundError, UnknownCodeError
from outward.vocabulary.indicators import indicators
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units
from tests.composite import provinces
from tests.reference import reference_file

PROVINCES, COUNTRIES = SHIPPED
PAGE = Path(__file__).parents[2] / "docs" / "methods" / "frameworks.md"

# pillar -> indicator -> (weight, direction, numerator, denominator, factor); written out once more, by hand
BY_HAND: Mapping[str, Mapping[str, tuple[float, int, str, str, float]]] = {
    "competitiveness-scale": {
        "principal-revenue": (0.5, 1, "principal-revenue", "", 1),
        "sales-value": (0.5, 1, "sales-value", "", 1),
        "total-assets": (1, 1, "total-assets", "", 1),
        "employees": (1, 1, "employees", "", 1),
    },
    "competitiveness-efficiency": {
        "profit-margin": (1, 1, "total-profit", "principal-revenue", 100),
        "return-on-assets": (1, 1, "total-profit", "total-assets", 100),
        "selling-expense-ratio": (1, -1, "selling-expenses", "principal-revenue", 100),
        "loss-making-share": (1, -1, "unprofitable-enterprises", "number-of-enterprises", 100),
        "sales-value-per-employee": (1, 1, "sales-value", "employees", 1),
    },
    "competitiveness-innovation": {
        "rd-intensity": (1, 1, "rd-expenditure", "principal-revenue", 100),
        "research-projects-per-employee": (1, 1, "research-projects", "employees", 1),
        "technology-absorption-ratio": (1, 1, "technology-absorption-expenditure", "technology-import-expenditure", 1),
        "patent-applications-per-employee": (1, 1, "patent-applications", "employees", 1),
        "invention-patent-share": (1, 1, "invention-patent-applications", "patent-applications", 100),
        "valid-patents-per-employee": (1, 1, "valid-patents", "employees", 1),
    },
    "competitiveness-international": {
        "export-delivery-value": (1, 1, "export-delivery-value", "", 1),
        "export-intensity": (1, 1, "export-delivery-value", "sales-value", 100),
        "general-trade-share": (1, 1, "general-trade-export-value", "export-value", 100),
        "ofdi-stock": (0.5, 1, "ofdi-stock", "", 1),
        "ofdi-projects-cumulative": (0.5, 1, "ofdi-projects-cumulative", "", 1),
        "hmt-and-foreign-capital-share": (1, 1, "hmt-and-foreign-capital", "paid-in-capital", 100),
    },
}


def page_rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def columns_of(framework: Framework) -> list[Variable | Indicator]:
    return [*framework.variables, *framework.indicators]


@pytest.mark.parametrize("id", SHIPPED)
class TestEveryFramework:
    """What holds of whatever the package carries."""

    def test_is_read_and_written_back(self, id: str) -> None:
        framework = shipped_framework(id)
        assert framework.id == framework.index.code == id
        assert read_framework(framework_toml(framework)) == framework

    def test_is_told_in_both_languages(self, id: str) -> None:
        framework = shipped_framework(id)
        labels = [each.name for each in (*framework.nodes, *framework.variables, *framework.groupings)]
        labels += [each.note for each in framework.indicators] + [framework.description, framework.units]
        assert all(label.en.strip() and label.zh.strip() for label in labels)
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in label.zh) for label in labels)
        assert all(each.source and each.unit for each in framework.indicators)

    def test_variables_are_the_vocabulary_s(self, id: str) -> None:
        framework, known = shipped_framework(id), indicators()
        assert all(code in known for code in framework.needed)
        described = {each.code: (each.name, each.unit) for each in columns_of(framework)}
        assert set(framework.needed) <= set(described)
        for code in framework.needed:
            if code in known:
                assert described[code] == (known[code].name, known[code].unit)

    def test_an_indicator_called_as_in_the_vocabulary_has_its_direction_and_unit(self, id: str) -> None:
        known = indicators()
        for each in shipped_framework(id).indicators:
            if each.code in known:
                assert {"up": 1, "down": -1, "neutral": each.direction}[known[each.code].direction] == each.direction
                assert known[each.code].unit == each.unit

    def test_units_are_the_vocabulary_s(self, id: str) -> None:
        assert {each.unit for each in columns_of(shipped_framework(id))} <= set(units())

    def test_no_variable_is_described_that_nothing_needs(self, id: str) -> None:
        framework = shipped_framework(id)
        assert {each.code for each in framework.variables} <= set(framework.needed)

    def test_pillars_weigh_the_same(self, id: str) -> None:
        framework = shipped_framework(id)
        assert {pillar.weight for pillar in framework.parts[id]} == {1.0}
        assert framework.choices.word("weights.method") == "given"

    def test_its_page_has_a_row_for_every_indicator(self, id: str) -> None:
        rows = {cells[0].strip("`"): cells for cells in page_rows() if len(cells) == 6}
        for each in shipped_framework(id).indicators:
            cells = rows[each.code]
            assert cells[2] == {1: "up", -1: "down"}[each.direction]
            if each.goalposts is not None:
                assert cells[3] == f"{each.goalposts[0]:g} to {each.goalposts[1]:g}"
                continue
            share = f"{each.variable} / {each.denominator}" if each.denominator else each.variable
            assert cells[1] == (f"{each.factor:g} × {share}" if each.factor != 1 else share)
            assert cells[3] == {1.0: "1", 0.5: "½"}[each.weight]
            assert cells[4] == each.unit

    def test_the_first_alternative_of_every_factor_is_what_holds(self, id: str) -> None:
        framework = shipped_framework(id)
        for factor in framework.factors:
            assert framework.with_choices(factor.alternatives[0]) == framework


def test_the_page_has_no_indicator_of_neither_and_its_examples_run() -> None:
    known = {each.code for id in SHIPPED for each in shipped_framework(id).indicators}
    assert [cells[0].strip("`") for cells in page_rows() if cells[0].strip("`") not in known] == []
    found = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert found.attempted > 0
    assert found.failed == 0


def test_a_framework_that_is_not_carried_is_named_with_those_that_are() -> None:
    with pytest.raises(NotFoundError, match=r"no framework 'competitiveness'.*regional-competitiveness, investment"):
        shipped_framework("competitiveness")
    with pytest.raises(NotFoundError):
        framework_text("../specification")


class TestRegionalCompetitiveness:
    """Four pillars after paragraph 48, from Table 2 and paragraphs 31-34 and 42-47."""

    def test_pillars_and_indicators_are_as_stated(self) -> None:
        framework = shipped_framework(PROVINCES)
        stated = {pillar.code: {each.code: (each.weight, each.direction, each.variable, each.denominator, each.factor)
                                for each in framework.indicators if each.parent == pillar.code}
                  for pillar in framework.parts[PROVINCES]}
        assert stated == BY_HAND

    def test_pillars_are_those_whose_published_places_the_case_prints(self) -> None:
        known = indicators()
        for pillar in shipped_framework(PROVINCES).parts[PROVINCES]:
            assert pillar.code in known
            assert f"{pillar.code}.rank" in known

    def test_full_coverage_is_traditional_coverage_and_electronics(self) -> None:
        coverages = shipped_framework(PROVINCES).coverages
        assert list(coverages) == ["traditional", "full"]
        assert coverages["full"] == ("traditional", "computers-electronics")
        for sector in coverages["traditional"]:
            assert "traditional" in sectors()[sector].coverage
            assert sectors()[sector].parent == "equipment-manufacturing"
        assert sectors()["computers-electronics"].coverage.startswith("full")


@lru_cache(maxsize=1)
def made() -> IndexData:
    with provinces.FILE.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return read_data(header, list(enumerate(rows, start=2)), shipped_framework(PROVINCES), file=provinces.FILE.name)


@lru_cache(maxsize=2)
def evaluated(coverage: str) -> Evaluation:
    return evaluate(shipped_framework(PROVINCES).with_choices({"data.coverage": coverage}), made())


def cells_that_are(evaluation: Evaluation, step: str, statuses: Sequence[str]) -> set[tuple[str, str]]:
    found = np.isin(evaluation.stages.statuses(step), statuses)
    return {(evaluation.units[row], evaluation.framework.indicators[column].code)
            for row, column in zip(*np.nonzero(found), strict=True)}


COVERAGES = pytest.mark.parametrize("coverage", ["traditional", "full"])


class TestMadeUpProvinces:
    """What was planted in the made-up table is what the index finds."""

    def test_the_file_is_what_the_generator_makes(self) -> None:
        assert provinces.FILE.read_text(encoding="utf-8") == provinces.text()

    def test_it_says_of_every_value_that_it_is_made_up(self) -> None:
        assert made().is_synthetic
        assert {entry.status for entry in made().entries.values()} == {"synthetic"}
        assert sorted(made().units) == sorted(region.id for region in regions().of_kind("province")
                                              if not region.iso3)

    @COVERAGES
    def test_the_planted_outliers_are_the_treated_cells(self, coverage: str) -> None:
        assert cells_that_are(evaluated(coverage), "treated", ["winsorised", "logged"]) == provinces.TREATED

    @COVERAGES
    def test_the_planted_gaps_are_the_missing_cells(self, coverage: str) -> None:
        planted = provinces.GAPS | (provinces.FULL_GAPS if coverage == "full" else frozenset())
        for step in ("denominated", "imputed", "treated", "normalised"):
            assert cells_that_are(evaluated(coverage), step, ["missing"]) == planted

    @COVERAGES
    def test_the_province_without_data_on_innovation_is_left_out_for_that(self, coverage: str) -> None:
        unit, pillar, available, of = provinces.EXCLUDED
        assert evaluated(coverage).excluded == (Exclusion(unit, pillar, available, of, 0.5),)
        assert len(evaluated(coverage).units) == 30

    def test_full_coverage_moves_the_planted_provinces_up_and_nobody_else(self) -> None:
        before, after = evaluated("traditional"), evaluated("full")
        assert before.units == after.units
        up = {unit for unit, old, new in zip(before.units, before.rank, after.rank, strict=True) if new < old}
        assert up == set(provinces.RISERS)
        others = np.array([unit not in provinces.RISERS for unit in before.units])
        np.testing.assert_allclose(after.score[others], before.score[others], rtol=0, atol=1e-9)
        assert (after.score[~others] > before.score[~others]).all()

    def test_full_coverage_is_the_traditional_sum_and_electronics_to_the_last_digit(self) -> None:
        data, framework = made(), shipped_framework(PROVINCES)
        traditional = inputs_of(data, framework.with_choices({"data.coverage": "traditional"}))
        full = inputs_of(data, framework.with_choices({"data.coverage": "full"}))
        printed: dict[tuple[str, str], list[str]] = {}
        for unit, variable, value, _, sector, _ in provinces.rows():
            if sector:
                printed.setdefault((unit, variable), []).append(value)
        assert len(printed) == 31 * 18
        for (unit, variable), values in printed.items():
            row = data.units.index(unit)
            one, other = traditional.column(variable)[row], full.column(variable)[row]
            electronics = data.entries[unit, variable, provinces.YEAR, provinces.ELECTRONICS].value
            np.testing.assert_equal(other, one + electronics)
            if all(values):
                assert round(Decimal(other), 2) == sum(map(Decimal, values))
                assert round(Decimal(one), 2) == sum(map(Decimal, values[:-1]))

    @COVERAGES
    def test_scores_are_those_reckoned_by_hand(self, coverage: str) -> None:
        sectors_of = provinces.TRADITIONAL + ((provinces.ELECTRONICS,) if coverage == "full" else ())
        table = pd.DataFrame(list(provinces.rows()), columns=list(provinces.HEADER))
        table = table[(table["variable"] != "area") & (table["unit"] != provinces.EXCLUDED[0])]
        table = table[table["sector"].isin(("", *sectors_of))]
        amounts = table.assign(value=pd.to_numeric(table["value"])).pivot_table(
            index="unit", columns="variable", values="value", aggfunc=lambda values: values.sum(skipna=False),
            dropna=False)
        scores = pd.Series(0.0, index=amounts.index)
        for parts in BY_HAND.values():
            total, weights = pd.Series(0.0, index=amounts.index), pd.Series(0.0, index=amounts.index)
            for code, (weight, direction, numerator, denominator, factor) in parts.items():
                column = factor * amounts[numerator] / (amounts[denominator] if denominator else 1.0)
                treated = [unit for unit, of in provinces.TREATED if of == code]
                column[treated] = column.drop(treated).max()
                column = 100 * (direction * column - (direction * column).min()) / (column.max() - column.min())
                total += weight * column.fillna(0.0)
                weights += weight * column.notna()
            scores += total / weights / len(BY_HAND)
        found = pd.Series(evaluated(coverage).score, index=list(evaluated(coverage).units))
        np.testing.assert_allclose(found[scores.index], scores, rtol=0, atol=1e-9)

    def test_every_combination_of_alternatives_ranks_everybody(self) -> None:
        alternatives = Alternatives.of(shipped_framework(PROVINCES), made())
        scores = alternatives.scores(alternatives.combinations())
        assert scores.shape == (36, 30)
        assert np.isfinite(scores).all()

    def test_a_gap_is_filled_from_its_area_where_that_is_chosen(self) -> None:
        framework = shipped_framework(PROVINCES).with_choices({"impute.method": "group_median", "impute.group": "area"})
        evaluation = evaluate(framework, made())
        assert cells_that_are(evaluation, "imputed", ["imputed"]) == provinces.GAPS
        column = [each.code for each in framework.indicators].index("hmt-and-foreign-capital-share")
        west = [unit in provinces.AREAS["west"] and unit != "CN-QH" for unit in evaluation.units]
        assert evaluation.stages.imputed[evaluation.units.index("CN-QH"), column] == np.median(
            evaluation.stages.denominated[west, column])


# --------------------------------------------------------------------------------------------- investment environment

PILLARS = {
    "political": ("political-stability", "government-effectiveness"),
    "legal": ("rule-of-law", "regulatory-quality", "control-of-corruption"),
    "economic": ("gdp.growth-average", "inflation-average", "government-debt-to-gdp", "current-account-average"),
    "market": ("gdp", "gdp-per-head", "trade-openness", "fdi-inflow-average",
               "capital-formation-average"),
    "social": ("human-development-index", "gini-index", "unemployment-rate", "homicide-rate"),
    "infrastructure": ("logistics-performance-index", "liner-shipping-connectivity", "internet-users-share",
                       "electricity-access-share"),
}
NOT_AT_HAND = "electricity-access-share"  # no reference file has it
YEAR = 2018

# What the notes print of 2010-2019: indicator -> percentile -> value and the digits it is printed to.
PERCENTILES: Mapping[str, Mapping[int, tuple[float, int]]] = {
    "gdp.growth-average": {5: (-1.6, 1), 95: (7.9, 1)},
    "government-debt-to-gdp": {95: (114, 0)},
    "current-account-average": {5: (-17.7, 1)},
    "trade-openness": {5: (35, 0), 95: (173, 0)},
    "fdi-inflow-average": {90: (11.8, 1)},
    "capital-formation-average": {5: (14.7, 1), 95: (39.8, 1)},
    "human-development-index": {5: (0.450, 3), 95: (0.936, 3)},
    "gini-index": {5: (26.1, 1), 95: (50.4, 1)},
    "unemployment-rate": {5: (1.3, 1), 95: (21.9, 1)},
    "homicide-rate": {5: (0.6, 1), 95: (32.0, 1)},
}


class TestInvestmentEnvironment:
    """Six pillars, fixed goalposts."""

    def test_pillars_and_indicators_are_as_stated(self) -> None:
        framework = shipped_framework(COUNTRIES)
        assert {pillar.code: tuple(part.code for part in framework.parts[pillar.code])
                for pillar in framework.parts[COUNTRIES]} == PILLARS
        assert {each.weight for each in framework.indicators} == {1.0}
        assert {each.code for each in framework.indicators if each.direction < 0} == {
            "inflation-average", "government-debt-to-gdp", "gini-index", "unemployment-rate", "homicide-rate"}

    def test_every_indicator_has_goalposts_and_says_why(self) -> None:
        framework = shipped_framework(COUNTRIES)
        assert framework.choices.word("normalise.method") == "goalposts"
        for each in framework.indicators:
            assert each.goalposts is not None
            assert "Goalposts: " in each.note.en
            assert "门柱值：" in each.note.zh

    def test_no_column_is_taken_in_logarithms_that_its_goalposts_are_not_in(self) -> None:
        framework = shipped_framework(COUNTRIES)
        stated = [framework.choices.word("treat.method")]
        stated += [str(given["treat.method"]) for factor in framework.factors for given in factor.alternatives
                   if "treat.method" in given]
        assert set(stated) <= {"none", "winsorise"}

    def test_a_score_does_not_depend_on_other_countries(self) -> None:
        framework = replace(shipped_framework(COUNTRIES), factors=())
        header = ["unit", *framework.needed]
        middle = {each.code: each.in_unit(sum(map(each.transformed, each.goalposts or ())) / 2)
                  for each in framework.indicators}
        best = {each.code: (each.goalposts or (0, 0))[1 if each.direction > 0 else 0] for each in framework.indicators}
        beyond = {each.code: best[each.code] + each.direction for each in framework.indicators}
        rows = [(2, ["VNM", *map(str, middle.values())]), (3, ["DEU", *map(str, best.values())]),
                (4, ["SGP", *map(str, beyond.values())])]
        found = evaluate(framework, read_data(header, rows, framework))
        np.testing.assert_allclose(found.score, [50.0, 100.0, 100.0], rtol=0, atol=1e-9)
        np.testing.assert_allclose(evaluate(framework, read_data(header, rows[:2], framework)).score, [50.0, 100.0],
                                   rtol=0, atol=1e-9)


RENAMED = {  # codes and names that the files still use
    "ADO": "AND", "ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "WBG": "PSE",
    "China, Hong Kong SAR": "HKG", "China, Taiwan Province of": "TWN", "Congo, Dem. Rep. of the": "COD",
    "Korea, Dem. People's Rep. of": "PRK", "Sudan (...2011)": "SDN", "Venezuela (Bolivarian Rep. of)": "VEN",
    "Wallis and Futuna Islands": "WLF",
}
NO_REGIONS = {"ANT", "KSV", "XKX", "KOS", "YUG", "CHANISL", "GBM", "NLD_CURACAO", "Netherlands Antilles",
              "Serbia and Montenegro"}  # gone, or none of ISO 3166


def region_of(given: str) -> str:
    """Give the vocabulary's id; empty for what is none of its regions and known not to be."""
    try:
        return regions().find(RENAMED.get(given, given)).id
    except UnknownCodeError:
        assert given in NO_REGIONS
        return ""


def wide(table: pd.DataFrame, column: str, *, unit: str = "iso3") -> pd.DataFrame:
    """Turn a long table into regions down and years across."""
    known = table.dropna(subset=[unit, column])
    turned = known.assign(unit=known[unit].map(region_of)).query("unit != ''").pivot_table(
        index="unit", columns="year", values=column, aggfunc="first")
    return turned.reindex(columns=range(2000, 2020))


def five_years(table: pd.DataFrame) -> pd.DataFrame:
    """Give the mean of each year and the four before it, where all five are there."""
    return table.T.rolling(5, min_periods=5).mean().T


@lru_cache(maxsize=1)
def countries() -> Mapping[str, pd.DataFrame]:
    """Build every variable that the reference files have, regions down and years 2000-2019 across."""
    panel = pd.read_csv(reference_file("data/gapminder_sg_panel_2000_2025.csv"))
    outlook = pd.read_csv(reference_file("risk/economic_macro_weo_1980_2018.csv"))
    external = pd.read_csv(reference_file("risk/indicators_external_structural_1960_2024.csv"))
    governance = pd.read_csv(reference_file("risk/institutional_wgi_1996_2019.csv"))
    logistics = pd.read_csv(reference_file("data/wb_lpi_2007_2018.csv"))
    quarters = pd.read_csv(reference_file("data/unctad_lsci_quarterly.csv"))
    quarters = quarters.assign(year=quarters["quarter"].str[-4:].astype(int))
    shipping = quarters.groupby(["economy", "year"])["lsci"].mean().reset_index()
    gdp = wide(panel, "total_gdp_us_inflation_adjusted")
    panel = panel.assign(trade=panel["exports_percent_of_gdp"] + panel["imports_percent_of_gdp"])
    found: dict[str, pd.DataFrame] = {
        "gdp.growth-average": 100 * ((gdp / gdp.shift(5, axis=1)) ** 0.2 - 1),
        "inflation-average": five_years(wide(panel, "inflation_annual_percent")),
        "government-debt-to-gdp": wide(outlook, "gov_debt_pct_gdp"),
        "current-account-average": five_years(wide(outlook, "current_account_pct_gdp")),
        "gdp": gdp / 1e9,
        "gdp-per-head": wide(panel, "gdppercapita_us_inflation_adjusted"),
        "trade-openness": wide(panel, "trade"),
        "fdi-inflow-average": five_years(wide(panel, "foreign_direct_investment_net_inflows_percent_of_gdp")),
        "capital-formation-average": five_years(wide(panel, "investments_percent_of_gdp")),
        "human-development-index": wide(panel, "hdi_human_development_index"),
        "gini-index": wide(panel, "inequality_index_gini"),
        "unemployment-rate": wide(panel, "aged_15plus_unemployment_rate_percent"),
        "homicide-rate": wide(external, "homicide_per_100k"),
        "logistics-performance-index": wide(logistics, "lpi_overall"),
        "liner-shipping-connectivity": wide(shipping, "lsci", unit="economy"),
        "internet-users-share": wide(panel, "internet_users"),
    }
    for code, column in (("political-stability", "PoliticalStability"), ("rule-of-law", "RuleofLaw"),
                         ("government-effectiveness", "GovernmentEffectiveness"),
                         ("regulatory-quality", "RegulatoryQuality"), ("control-of-corruption", "ControlofCorruption"),
                         ("voice-and-accountability", "VoiceandAccountability")):
        found[code] = wide(governance, column)
        found[f"{code} error"] = wide(governance, f"{column}_se")
    return found


@lru_cache(maxsize=1)
def framework_at_hand() -> Framework:
    return shipped_framework(COUNTRIES).without(NOT_AT_HAND).with_choices({"data.year": str(YEAR),
                                                                           "uncertainty.runs": 500})


@lru_cache(maxsize=1)
def host_countries() -> IndexData:
    """Every region but China itself, with the five years that the newest value may be taken from."""
    years, rows = list(range(YEAR - 4, YEAR + 1)), []
    for code in framework_at_hand().needed:
        table = countries()[code][years].drop(index="CHN")
        errors = countries().get(f"{code} error", table * np.nan).reindex(index=table.index, columns=years)
        for unit, values, spreads in zip(table.index, table.to_numpy(float), errors.to_numpy(float), strict=True):
            rows += [[unit, code, repr(float(value)), str(year), "" if np.isnan(spread) else repr(float(spread))]
                     for year, value, spread in zip(years, values, spreads, strict=True) if not np.isnan(value)]
    return read_data(["unit", "variable", "value", "year", "standard_error"], list(enumerate(rows, start=2)),
                     framework_at_hand())


@lru_cache(maxsize=1)
def host_evaluation() -> Evaluation:
    return evaluate(framework_at_hand(), host_countries())


def agreement(other: pd.Series) -> float:
    """Give Spearman's correlation of the index with another ranking, over the countries that have both."""
    both = pd.DataFrame({"index": pd.Series(host_evaluation().score, index=list(host_evaluation().units)),
                         "other": other}).dropna()
    assert len(both) >= 50
    return float(spearmanr(both["index"], both["other"]).statistic)


@pytest.mark.reference
class TestHostCountriesOf2018:
    """Real countries; what must hold was written down before the index was computed."""

    def test_most_of_the_world_is_ranked(self) -> None:
        assert len(host_evaluation().units) >= 120
        assert np.isfinite(host_evaluation().score).all()

    def test_no_score_leaves_the_scale(self) -> None:
        for scores in host_evaluation().scores.values():
            known = scores[np.isfinite(scores)]
            assert known.min() >= 0
            assert known.max() <= 100

    def test_a_country_is_left_out_for_the_pillar_that_is_wanting(self) -> None:
        """At least 65 % of the indicators and half of each pillar's, the newest of five years counting."""
        of_pillar = {pillar: [code for code in codes if code != NOT_AT_HAND] for pillar, codes in PILLARS.items()}
        codes = [code for part in of_pillar.values() for code in part]
        years, units = list(range(YEAR - 4, YEAR + 1)), list(host_countries().units)
        there = pd.DataFrame({code: countries()[code][years].notna().any(axis=1).reindex(units, fill_value=False)
                              for code in codes})
        expected = {}
        for unit in host_countries().units:
            has = there.loc[unit]
            if has.sum() < 0.65 * len(codes):
                expected[unit] = Exclusion(unit, "", int(has.sum()), len(codes), 0.65)
                continue
            for pillar, part in of_pillar.items():
                if has[part].sum() < 0.5 * len(part):
                    expected[unit] = Exclusion(unit, pillar, int(has[part].sum()), len(part), 0.5)
                    break
        assert {each.unit: each for each in host_evaluation().excluded} == expected
        assert {each.pillar for each in expected.values()} >= {"", "infrastructure"}

    def test_a_survey_of_an_earlier_year_fills_a_gap_and_is_marked(self) -> None:
        evaluation = host_evaluation()
        gini = countries()["gini-index"].reindex(list(evaluation.units))
        newest = gini[list(range(YEAR - 4, YEAR))].ffill(axis=1)[YEAR - 1][gini[YEAR].isna()].dropna()
        assert len(newest) >= 30
        filled = cells_that_are(evaluation, "imputed", ["imputed"])
        assert {unit for unit, code in filled if code == "gini-index"} == set(newest.index)
        column = [each.code for each in evaluation.framework.indicators].index("gini-index")
        taken = pd.Series(evaluation.stages.imputed[:, column], index=gini.index)[newest.index]
        np.testing.assert_array_equal(taken, newest)

    def test_it_agrees_with_the_governance_indicators(self) -> None:
        six = ("political-stability", "government-effectiveness", "rule-of-law", "regulatory-quality",
               "control-of-corruption", "voice-and-accountability")
        mean = sum((countries()[code][YEAR] for code in six[1:]), start=countries()[six[0]][YEAR]) / len(six)
        assert agreement(mean) >= 0.8

    def test_it_agrees_with_the_logistics_performance_index(self) -> None:
        assert agreement(countries()["logistics-performance-index"][YEAR]) >= 0.7

    def test_it_agrees_with_national_income_which_it_does_not_count(self) -> None:
        panel = pd.read_csv(reference_file("data/gapminder_sg_panel_2000_2025.csv"))
        assert agreement(wide(panel, "gnipercapita_atlasmethod_current_us")[YEAR]) >= 0.7

    def test_it_agrees_with_the_ratings_of_the_world_bank_s_staff_which_it_does_not_count(self) -> None:
        """Country Policy and Institutional Assessment, IDA resource allocation index."""
        ratings = pd.read_csv(reference_file("data/cpia_2005_2019.csv")).rename(columns={"Year": "year"})
        single = ratings[~ratings["Country"].str.contains("countries")]  # the rest are averages of groups
        assert agreement(wide(single, "IRAI", unit="Code")[YEAR]) >= 0.5

    def test_ranks_are_uncertain_as_the_standard_errors_say(self) -> None:
        alternatives = Alternatives.of(framework_at_hand(), host_countries(), host_evaluation())
        assert alternatives.has_noise
        assert np.isfinite(alternatives.scores(alternatives.combinations())).all()
        found = rank_uncertainty(alternatives)
        assert found.runs == 500
        assert (found.quantile(0.95) - found.quantile(0.05) >= 1).mean() >= 0.9

    @pytest.mark.parametrize("code", PERCENTILES)
    def test_goalposts_are_the_percentiles_that_their_notes_print(self, code: str) -> None:
        indicator = next(each for each in shipped_framework(COUNTRIES).indicators if each.code == code)
        assert indicator.goalposts is not None
        values = countries()[code][range(2010, 2020)].to_numpy(dtype=float)
        spread = indicator.goalposts[1] - indicator.goalposts[0]
        for percentile, (printed, digits) in PERCENTILES[code].items():
            found = float(np.nanpercentile(values, percentile))
            assert abs(found - printed) <= 0.5 * 10.0**-digits
            assert f"{printed:.{digits}f}" in indicator.note.en
            assert f"{printed:.{digits}f}" in indicator.note.zh
            assert abs(found - indicator.goalposts[0 if percentile < 50 else 1]) <= 0.05 * spread

    def test_goalposts_in_logarithms_are_near_the_percentiles_that_their_notes_print(self) -> None:
        for code, printed in (("gdp", (0.7, 1500)), ("gdp-per-head", (620, 58_300))):
            values = countries()[code][range(2010, 2020)].to_numpy(dtype=float)
            for percentile, amount in zip((5, 95), printed, strict=True):
                assert float(np.nanpercentile(values, percentile)) == pytest.approx(amount, rel=0.02)
