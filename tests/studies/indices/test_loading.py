"""The data of an index out of a release: which year, which sectors, which units of measure, and what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from outward.composite import Framework, evaluate
from outward.composite.shipped import shipped_framework
from outward.studies.holdings import Holdings
from outward.studies.indices.loading import Loaded, load_release, with_coverage
from outward.studies.indices.reading import data_file
from outward.studies.indices.traced import TracedIndex
from outward.studies.releases import Release, casebook_of
from outward.vocabulary.figures import walk
from tests.composite import provinces
from tests.studies.indices import WHOLE, Observation, made_release, of_countries, of_provinces

PROVINCES = shipped_framework("regional-competitiveness")
COUNTRIES = shipped_framework("investment-environment")


def holdings_of(release: Release, as_of: str = "") -> Holdings:
    return Holdings(casebook_of(release), release.observations(as_of=as_of or None))


def loaded_from(folder: Path, observations: list[Observation], framework: Framework = PROVINCES, *, year: str = ""
                ) -> Loaded:
    return load_release(holdings_of(made_release(folder, observations)), framework, year=year)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Holdings:
    """The made-up provinces without gaps, in a release."""
    return holdings_of(made_release(tmp_path_factory.mktemp("whole"), of_provinces()))


def test_the_bundled_case_has_no_variable_for_two_provinces(liaoning: Holdings) -> None:
    """What it prints of others are nations and published places."""
    found = load_release(liaoning, with_coverage(PROVINCES, "traditional"))
    assert set(found.missing) == set(PROVINCES.needed)
    assert found.data.units == ("CN-JS", "CN-LN")
    assert set(load_release(liaoning, COUNTRIES).missing) == set(COUNTRIES.needed)


@pytest.mark.parametrize("coverage", ["traditional", "full"])
def test_a_release_ranks_as_the_table_does(tmp_path: Path, coverage: str) -> None:
    """With its gaps, and by the same values to the last digit."""
    framework = with_coverage(PROVINCES, coverage)
    found = loaded_from(tmp_path, of_provinces(gaps=True), framework)
    assert (found.year, found.missing) == (provinces.YEAR, ())
    one, other = evaluate(found.framework, found.data), evaluate(framework, data_file(provinces.FILE, framework))
    order = [other.units.index(unit) for unit in one.units]
    np.testing.assert_allclose(one.score, other.score[order], rtol=1e-12)
    assert one.rank.tolist() == other.rank[order].tolist()
    assert [each.unit for each in one.excluded] == [provinces.EXCLUDED[0]]


def test_every_value_leads_to_its_cell_of_the_case(whole: Holdings) -> None:
    found = load_release(whole, PROVINCES)
    evaluation = evaluate(found.framework, found.data)
    traced = TracedIndex(evaluation, found.data, found.figure)
    cells = [figure for figure in walk([traced.rank(0, PROVINCES.index.code)]) if figure.cell is not None]
    assert len(cells) > 2000
    for figure in cells:
        assert figure.cell is not None
        assert (figure.cell.source, figure.cell.table) == ("yearbook", "1")
        held = whole.of_cell(figure)
        assert held is not None
        assert held.figure.value == figure.value


def test_names_are_those_of_the_vocabulary_and_all_is_synthetic(whole: Holdings) -> None:
    found = load_release(whole, PROVINCES)
    assert (found.data.names["CN-LN"].en, found.data.names["CN-LN"].zh) == ("Liaoning", "辽宁")
    assert found.data.is_synthetic
    assert found.data.file == "release of made"
    assert "CHN" not in found.data.units


class TestTheYear:
    """The newest of those with the most values."""

    def test_the_newest_of_two_whole_years(self, tmp_path: Path) -> None:
        found = loaded_from(tmp_path, of_provinces(years=("2013", "2014")))
        assert found.year == "2014"
        assert found.framework.choices.word("data.year") == "2014"
        assert found.data.years == ("2013", "2014")

    def test_not_the_newest_where_it_holds_less(self, tmp_path: Path) -> None:
        later = [each for each in of_provinces(years=("2015",)) if each[0] != "sales-value"]
        found = loaded_from(tmp_path, [*of_provinces(), *later])
        assert (found.year, found.missing) == ("2014", ())

    def test_the_one_that_was_asked_for_whatever_it_holds(self, tmp_path: Path) -> None:
        later = [each for each in of_provinces(years=("2015",)) if each[0] != "sales-value"]
        holdings = holdings_of(made_release(tmp_path, [*of_provinces(), *later]))
        assert load_release(holdings, PROVINCES, year="2015").missing == ("sales-value",)
        found = load_release(holdings, PROVINCES, year="1999")
        assert (found.year, set(found.missing)) == ("1999", set(PROVINCES.needed))
        assert found.framework == PROVINCES

    def test_one_province_is_no_ranking(self, tmp_path: Path) -> None:
        found = loaded_from(tmp_path, [each for each in of_provinces() if each[1] == "CN-LN" or each[0] != "employees"])
        assert found.missing == ("employees",)

    def test_what_was_not_known_yet_is_not_there(self, tmp_path: Path) -> None:
        revised = [(*each[:6], str(2 * float(each[6])), "2018-01-01") for each in of_provinces()
                   if each[:2] == ("total-assets", "CN-LN")]
        release = made_release(tmp_path, [*of_provinces(), *revised])
        sums = []
        for as_of in ("2017-06-01", ""):
            found = load_release(holdings_of(release, as_of), PROVINCES)
            inputs = evaluate(found.framework, found.data).inputs
            sums.append(inputs.column("total-assets")[inputs.units.index("CN-LN")])
        assert sums[1] == pytest.approx(2 * sums[0])
        assert load_release(holdings_of(release, "2010-01-01"), PROVINCES).data.units == ()


class TestSectors:
    """Sums over sectors, or the industry as a whole."""

    def test_what_is_held_for_the_industry_alone_counts_as_it_is(self, tmp_path: Path) -> None:
        framework = with_coverage(PROVINCES, "traditional")
        amounts: list[Observation] = [("sales-value", region, WHOLE, "", "2014", "100 million CNY", value, "")
                                      for region, value in (("CN-LN", "5"), ("CN-JL", "7"))]
        found = loaded_from(tmp_path, amounts, framework)
        assert {key: entry.value for key, entry in found.data.entries.items()} == {
            ("CN-LN", "sales-value", "2014", ""): 5, ("CN-JL", "sales-value", "2014", ""): 7}

    def test_of_another_coverage_it_does_not(self, tmp_path: Path) -> None:
        amounts: list[Observation] = [("sales-value", region, WHOLE, "full", "2014", "100 million CNY", "5", "")
                                      for region in ("CN-LN", "CN-JL")]
        holdings = holdings_of(made_release(tmp_path, amounts))
        assert "sales-value" in load_release(holdings, with_coverage(PROVINCES, "traditional")).missing
        assert "sales-value" not in load_release(holdings, with_coverage(PROVINCES, "full")).missing

    def test_another_sector_is_none_of_it(self, tmp_path: Path) -> None:
        amounts: list[Observation] = [("sales-value", region, "industry", "", "2014", "100 million CNY", "5", "")
                                      for region in ("CN-LN", "CN-JL")]
        assert loaded_from(tmp_path, amounts).data.entries == {}

    def test_a_coverage_that_the_framework_does_not_know_changes_nothing(self) -> None:
        assert with_coverage(PROVINCES, "") == PROVINCES
        assert with_coverage(COUNTRIES, "full") == COUNTRIES
        assert with_coverage(PROVINCES, "full").choices.word("data.coverage") == "full"


class TestUnitsOfMeasure:
    """Amounts in one unit, whatever they were printed in."""

    def test_another_scale_is_converted_and_the_formula_says_so(self, tmp_path: Path) -> None:
        mine = ("total-profit", "CN-LN")
        scaled = [(*each[:5], "10,000 CNY", repr(1e4 * float(each[6])), each[7]) if each[:2] == mine else each
                  for each in of_provinces()]
        found = loaded_from(tmp_path, scaled)
        plain = loaded_from(tmp_path / "plain", of_provinces())
        for key, entry in plain.data.entries.items():
            assert found.data.entries[key].value == pytest.approx(entry.value, rel=1e-12)
        converted = [figure for key, figure in found.cells.items() if key[:2] == ("CN-LN", "total-profit")]
        assert len(converted) == 7
        for figure in converted:
            assert figure.formula
            assert [each.unit for each in figure.inputs if each.cell] == ["10,000 CNY"]
            assert figure.unit == "100 million CNY"

    def test_another_currency_is_missing(self, tmp_path: Path) -> None:
        dollars = [(*each[:5], "100 million USD", *each[6:]) if each[:2] == ("total-profit", "CN-LN") else each
                   for each in of_provinces()]
        found = loaded_from(tmp_path, dollars)
        assert not [key for key in found.data.entries if key[:2] == ("CN-LN", "total-profit")]
        assert found.missing == ()


class TestCountries:
    """Host countries have no sectors."""

    def test_values_for_all_sectors_are_theirs(self, tmp_path: Path) -> None:
        found = loaded_from(tmp_path, of_countries({"VNM": 0.4, "DEU": 0.9, "KAZ": 0.6}), COUNTRIES)
        assert found.data.units == ("DEU", "KAZ", "VNM")
        evaluation = evaluate(found.framework, found.data)
        np.testing.assert_allclose(evaluation.score, [90, 60, 40], rtol=1e-6)

    def test_provinces_are_no_countries(self, tmp_path: Path) -> None:
        amounts = [*of_countries({"VNM": 0.4, "DEU": 0.9}), ("gdp", "CN-LN", "all-sectors", "", "2018",
                                                             "billion USD", "300", "")]
        assert loaded_from(tmp_path, amounts, COUNTRIES).data.units == ("DEU", "VNM")

    def test_what_the_year_lacks_may_be_of_an_earlier_one_where_the_framework_fills_so(self, tmp_path: Path) -> None:
        survey = "logistics-performance-index"
        amounts = [replaced(each, "2016") if each[0] == survey else each
                   for each in of_countries({"VNM": 0.4, "DEU": 0.9, "KAZ": 0.6})]
        found = loaded_from(tmp_path, amounts, COUNTRIES)
        assert found.year == "2018"
        np.testing.assert_allclose(evaluate(found.framework, found.data).score, [90, 60, 40], rtol=1e-6)
        assert found.missing == ()


def replaced(observation: Observation, year: str) -> Observation:
    indicator, region, sector, coverage, _, unit, value, known_on = observation
    return indicator, region, sector, coverage, year, unit, value, known_on
