"""Rankings that somebody else published: what places allow, what cannot be right, weights found behind scores."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.composite.data import Floats
from outward.composite.published import (
    PlacedColumn,
    PublishedFinding,
    RecoveredWeights,
    check_columns,
    check_overall,
    mean_places,
    recover_weights,
    surely_before,
)
from outward.errors import DataGapError, InvalidValueError
from tests.reference import reference_file

PROVINCES = 31
PILLARS = ("scale", "efficiency", "innovation", "international")
SEEDS = st.integers(0, 9999)


@lru_cache(maxsize=1)
def table_5() -> dict[tuple[str, str], PlacedColumn]:
    """Table 5 of the case (ADB 2017, paragraph 48): the first ten provinces by pillar and coverage."""
    text = (files("outward.casebook") / "liaoning" / "tables.csv").read_text(encoding="utf-8")
    places: dict[tuple[str, str], dict[int, tuple[str, ...]]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["table"] == "5":
            pillar = row["indicator"].removeprefix("competitiveness-").removesuffix(".rank")
            column = places.setdefault((pillar, row["coverage"]), {})
            column[int(row["value"])] = (*column.get(int(row["value"]), ()), row["region"])
    return {key: PlacedColumn(".".join(key), column) for key, column in places.items()}


def of_coverage(coverage: str) -> list[PlacedColumn]:
    return [table_5()[pillar, coverage] for pillar in PILLARS]


def column(units: str, code: str = "c") -> PlacedColumn:
    """Give a column of units of one letter, the best first; units in brackets share a place."""
    places: dict[int, tuple[str, ...]] = {}
    place = 1
    for part in units.replace("(", " (").replace(")", ") ").split():
        for group in ([part.strip("()")] if part.startswith("(") else list(part)):
            if group != ".":
                places[place] = tuple(group)
            place += len(group)
    return PlacedColumn(code, places)


class TestTable5:
    """What the case prints of the report of the Machinery Industry Information Research Institute (2016)."""

    def test_it_has_ten_places_in_four_pillars_under_two_coverages(self) -> None:
        assert set(table_5()) == {(pillar, coverage) for pillar in PILLARS for coverage in ("traditional", "full")}
        assert {each.depth for each in table_5().values()} == {10}
        assert {len(units) for each in table_5().values() for units in each.places.values()} == {1}

    def test_nothing_in_it_cannot_be_right(self) -> None:
        assert check_columns(list(table_5().values()), PROVINCES) == ()

    def test_the_mean_place_of_liaoning_is_exact_where_every_column_prints_it(self) -> None:
        found = next(each for each in mean_places(of_coverage("traditional"), PROVINCES) if each.unit == "CN-LN")
        assert found.known == (5, 10, 10, 7)
        assert (found.low, found.high) == (8.0, 8.0)

    def test_and_bounded_where_one_does_not(self) -> None:
        found = next(each for each in mean_places(of_coverage("full"), PROVINCES) if each.unit == "CN-LN")
        assert found.known == (8, 8, 10, None)
        assert (found.low, found.high) == ((8 + 8 + 10 + 11) / 4, (8 + 8 + 10 + 31) / 4)

    @pytest.mark.parametrize("coverage", ["traditional", "full"])
    def test_three_provinces_are_surely_before_liaoning(self, coverage: str) -> None:
        """Guangdong and Zhejiang are not printed under efficiency: they may stand at 31 there."""
        bounds = {each.unit: each for each in mean_places(of_coverage(coverage), PROVINCES)}
        pairs = surely_before(tuple(bounds.values()))
        assert {one for one, other in pairs if other == "CN-LN"} == {"CN-JS", "CN-SD", "CN-SH"}
        assert (bounds["CN-JS"].high, bounds["CN-SD"].high) == (2.25, 4.25)
        printed = {"traditional": (3, 4, 1), "full": (2, 5, 1)}[coverage]
        assert bounds["CN-GD"].high == (sum(printed) + 31) / 4

    def test_a_place_printed_twice_would_be_seen(self) -> None:
        scale = table_5()["scale", "full"]
        wrong = PlacedColumn(scale.code, {**scale.places, 9: ("CN-LN",)})
        assert check_columns([wrong], PROVINCES) == (PublishedFinding("twice", "scale.full", ("CN-LN",), (8, 9)),)


@pytest.mark.parametrize(("units", "field", "found"), [
    ("abcd", 9, ()),
    ("abca", 9, (("twice", ("a",), (1, 4)),)),
    ("ab.d", 9, (("gap", (), (3,)),)),
    ("abc(dd)", 9, (("twice", ("d",), (4, 4)),)),
    ("a(bc)d", 9, ()),  # 1, 2, 2, 4: equals leave a place free
    ("a(bc).e", 9, (("gap", (), (4,)),)),
    ("abcd", 3, (("gap", (), (4,)),)),
    (".b", 9, (("gap", (), (1,)),)),
])
def test_what_no_ranking_can_be(units: str, field: int, found: tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...]
                                ) -> None:
    assert tuple((each.verdict, each.units, each.places) for each in check_columns([column(units)], field)) == found


class TestOverall:
    """A unit ahead of one that is better in every part."""

    def test_whoever_is_outdone_in_every_part_cannot_stand_ahead(self) -> None:
        parts = [column("abc", "p"), column("bac", "q")]
        assert check_overall(column("abc", "all"), parts) == ()
        assert check_overall(column("bac", "all"), parts) == ()
        found = check_overall(column("acb", "all"), parts)
        assert found == (PublishedFinding("outdone", "all", ("c", "b"), (2, 3)),)

    def test_equal_in_one_part_is_not_outdone(self) -> None:
        assert check_overall(column("ab"), [column("ba"), column("(ab)")]) == ()

    def test_who_is_not_printed_stands_behind_all_that_are(self) -> None:
        assert [each.units for each in check_overall(column("xa"), [column("ab"), column("ba")])] == [("x", "a")]

    def test_of_two_that_are_not_printed_nothing_is_known(self) -> None:
        assert check_overall(column("xy"), [column("yx"), column("ab")]) == ()

    @given(SEEDS)
    def test_no_mean_of_places_is_ever_found_wrong(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        places = np.stack([generator.permutation(8) + 1 for _ in range(3)])
        parts = [PlacedColumn(str(row), {int(place): (str(unit),) for unit, place in enumerate(own)})
                 for row, own in enumerate(places)]
        order = np.argsort(generator.uniform(0.1, 1, 3) @ places)
        overall = PlacedColumn("all", {place: (str(unit),) for place, unit in enumerate(order, 1)})
        assert check_overall(overall, parts) == ()
        turned = PlacedColumn("all", {9 - place: units for place, units in overall.places.items()})
        outdone = {(one, other) for one in range(8) for other in range(8) if (places[:, one] > places[:, other]).all()}
        assert {each.units for each in check_overall(turned, parts)} == {(str(a), str(b)) for a, b in outdone}


class TestMeanPlaces:
    """Bounds of what was not printed."""

    @given(SEEDS, st.lists(st.integers(1, 9), min_size=1, max_size=4))
    def test_they_hold_whatever_was_not_printed_and_are_no_wider_than_need_be(self, seed: int, depths: list[int]
                                                                              ) -> None:
        generator = np.random.default_rng(seed)
        places = np.stack([generator.permutation(9) + 1 for _ in depths])
        columns = [PlacedColumn("c", {int(place): (str(unit),) for unit, place in enumerate(own) if place <= depth})
                   for own, depth in zip(places, depths, strict=True)]
        bounds = mean_places(columns, 9)
        means = dict(enumerate(places.mean(axis=0)))
        for each in bounds:
            assert each.low <= means[int(each.unit)] <= each.high
            hidden = [depth for place, depth in zip(each.known, depths, strict=True) if place is None]
            assert each.high - each.low == pytest.approx(sum(9 - depth - 1 for depth in hidden) / len(depths))
        for one, other in surely_before(bounds):
            assert means[int(one)] < means[int(other)]
        assert [each.low + each.high for each in bounds] == sorted(each.low + each.high for each in bounds)

    def test_a_column_longer_than_the_field_is_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="more than 3 places"):
            mean_places([column("abcd")], 3)

    def test_the_best_place_of_a_unit_printed_twice_counts(self) -> None:
        [first, *_] = mean_places([column("aba")], 5)
        assert (first.unit, first.low, first.high) == ("a", 1, 1)


LPI_PARTS = ("lpi_customs", "lpi_infrastructure", "lpi_timeliness", "lpi_international_shipments",
             "lpi_logistics_competence", "lpi_tracking")


def logistics(year: str) -> tuple[Floats, Floats]:
    """The World Bank's Logistics Performance Index: the six parts of every country, and its score."""
    with reference_file("data/wb_lpi_2007_2018.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == year]
    return (np.array([[float(row[part]) for part in LPI_PARTS] for row in rows]),
            np.array([float(row["lpi_overall"]) for row in rows]))


def within(found: RecoveredWeights, weights: Floats) -> bool:
    return bool((found.low <= weights + 1e-7).all() and (weights <= found.high + 1e-7).all())


class TestRecoveredWeights:
    """Weights of an arithmetic mean behind printed scores."""

    @pytest.mark.reference
    @pytest.mark.parametrize("year", ["2014", "2016", "2018"])
    def test_the_logistics_performance_index_is_a_weighted_mean_of_its_parts(self, year: str) -> None:
        parts, scores = logistics(year)
        assert len(scores) == 160
        found = recover_weights(parts, scores, part_digits=4, score_digits=4)
        assert found.is_exact
        assert found.largest_residual < 1e-4
        assert found.weights.sum() == pytest.approx(1, abs=0.001)
        assert (np.abs(found.weights - 1 / 6) < 0.03).all()
        assert (found.high - found.low < 0.001).all()
        assert within(found, found.weights)

    @pytest.mark.reference
    @pytest.mark.parametrize("misprint", [0.001, -0.0005])
    def test_and_no_more_so_once_one_country_s_score_is_altered(self, misprint: float) -> None:
        parts, scores = logistics("2016")
        scores[40] += misprint
        found = recover_weights(parts, scores, part_digits=4, score_digits=4)
        assert not found.is_exact
        assert found.largest_residual == pytest.approx(abs(misprint), abs=1e-4)

    @settings(max_examples=25, deadline=None)
    @given(SEEDS, st.integers(2, 5), st.integers(0, 3), st.integers(1, 3))
    def test_planted_weights_are_within_the_bounds_whatever_was_rounded(self, seed: int, count: int, part_digits: int,
                                                                        score_digits: int) -> None:
        generator = np.random.default_rng(seed)
        weights = generator.dirichlet(np.ones(count))
        parts = generator.uniform(1, 100, (30, count))
        found = recover_weights(parts.round(part_digits), (parts @ weights).round(score_digits),
                                part_digits=part_digits, score_digits=score_digits)
        assert found.is_exact
        assert within(found, weights)
        half = 0.5 * (10.0**-part_digits + 10.0**-score_digits)
        assert found.largest_residual < 30**0.5 * half * (1 + 1e-6)  # the planted weights leave no greater norm

    def test_more_digits_leave_less_room(self) -> None:
        generator = np.random.default_rng(5)
        weights, parts = np.array([0.5, 0.3, 0.2]), generator.uniform(1, 100, (30, 3))
        rooms = []
        for digits in (0, 1, 2, 3):
            found = recover_weights(parts.round(digits), (parts @ weights).round(digits), part_digits=digits,
                                    score_digits=digits)
            rooms.append(float((found.high - found.low).max()))
        assert rooms == sorted(rooms, reverse=True)
        assert rooms[-1] < 1e-4

    def test_no_weights_explain_a_score_that_was_altered_or_a_geometric_mean(self) -> None:
        parts = np.random.default_rng(6).uniform(1, 100, (20, 3)).round(1)
        scores = (parts @ [0.5, 0.3, 0.2]).round(1)
        assert recover_weights(parts, scores, part_digits=1, score_digits=1).is_exact
        altered = scores.copy()
        altered[7] += 1
        found = recover_weights(parts, altered, part_digits=1, score_digits=1)
        assert (found.is_exact, found.largest_residual > 0.5) == (False, True)
        geometric = np.exp(np.log(parts) @ [0.5, 0.3, 0.2]).round(1)
        assert not recover_weights(parts, geometric, part_digits=1, score_digits=1).is_exact

    def test_a_part_that_counts_against_a_unit_gets_no_weight_below_0(self) -> None:
        parts = np.random.default_rng(7).uniform(1, 100, (20, 2)).round(2)
        found = recover_weights(parts, 2 * parts[:, 0] - 0.5 * parts[:, 1] + 60, part_digits=2, score_digits=2)
        assert (found.weights >= 0).all()
        assert not found.is_exact

    def test_units_with_a_gap_are_left_aside_and_too_few_are_refused(self) -> None:
        parts = np.array([[10.0, 20.0], [30.0, 10.0], [np.nan, 4.0], [20.0, 50.0]])
        found = recover_weights(parts, np.array([17.5, 15.0, 1.0, 42.5]), part_digits=1, score_digits=1)
        np.testing.assert_allclose(found.weights, [0.25, 0.75])
        with pytest.raises(DataGapError, match="1 units have all parts"):
            recover_weights(parts[1:3], np.array([15.0, 1.0]), part_digits=1, score_digits=1)
