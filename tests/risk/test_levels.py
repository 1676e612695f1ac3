"""Levels of warning: entered at once, left slowly; only what rises is called out. All figures are synthetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidValueError
from outward.risk.levels import LevelRecord, Policy, level_records, standing, standings
from outward.vocabulary.warning_levels import LEVELS

POLICY = Policy()
PROBABILITIES = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=30)


def told(*probabilities: float | None, policy: Policy = POLICY) -> list[tuple[str, str]]:
    return [(one.level, one.state) for one in standings(probabilities, policy)]


class TestThresholds:
    """The probability from which to act follows from what a miss costs."""

    @given(st.floats(0.1, 1e5))
    def test_at_the_threshold_acting_and_waiting_cost_the_same(self, cost: float) -> None:
        """Waiting loses p times the cost of a miss; acting loses (1 - p) times a false alarm's, which is 1."""
        p = Policy(cost, cost, cost).threshold("alarm")
        assert p * cost == pytest.approx((1 - p) * 1)

    def test_levels_are_told_apart_at_their_edges(self) -> None:
        for level in LEVELS[1:]:
            edge = POLICY.threshold(level)
            assert POLICY.raw_level(edge) == level
            assert LEVELS.index(POLICY.raw_level(edge - 1e-9)) == LEVELS.index(level) - 1

    @pytest.mark.parametrize("wrong", [{"watch": 5.0}, {"alarm": 0.0}, {"alarm": -1.0}, {"warning": 60.0},
                                       {"watch": float("nan")}, {"watch": float("inf")}, {"watch": 1e7},
                                       {"leave": 0.0}, {"leave": 1.1}, {"leave": float("nan")}, {"periods": 0},
                                       {"rise": 0.0}, {"rise": float("nan")}])
    def test_a_policy_that_makes_no_sense_is_refused(self, wrong: dict[str, float]) -> None:
        with pytest.raises(InvalidValueError, match="policy of warnings"):
            Policy(**wrong)  # type: ignore[arg-type]


class TestHysteresis:
    """A level is left 20 % below where it is entered, and only after two forecasts there."""

    def test_a_dip_just_below_the_threshold_changes_nothing(self) -> None:
        edge = POLICY.threshold("warning")
        assert told(edge, *[0.81 * edge] * 5) == [("warning", "rising"), *[("warning", "chronic")] * 5]

    def test_one_low_forecast_is_forgiven_two_are_not(self) -> None:
        assert told(0.06, 0.01, 0.06, 0.01) == [("warning", "rising"), ("warning", "chronic"), ("warning", "rising"),
                                                ("warning", "chronic")]
        assert told(0.06, 0.01, 0.01) == [("warning", "rising"), ("warning", "chronic"), ("quiet", "quiet")]

    def test_it_falls_to_the_level_of_the_day_not_by_steps(self) -> None:
        assert told(0.20, 0.03, 0.03)[-1] == ("watch", "chronic")
        assert told(0.20, 0.001, 0.001)[-1] == ("quiet", "quiet")

    def test_it_rises_over_levels_at_once(self) -> None:
        assert told(0.001, 0.5) == [("quiet", "quiet"), ("alarm", "rising")]

    def test_periods_and_share_are_the_users(self) -> None:
        quick = Policy(leave=1.0, periods=1)
        assert told(0.06, 0.047, policy=quick)[-1][0] == "watch"
        slow = Policy(periods=4)
        assert [level for level, _ in told(0.06, *[0.001] * 4, policy=slow)] == [*["warning"] * 4, "quiet"]

    @given(PROBABILITIES)
    def test_no_level_is_below_that_of_the_day(self, probabilities: list[float | None]) -> None:
        for probability, one in zip(probabilities, standings(probabilities, POLICY), strict=True):
            if probability is not None:
                assert LEVELS.index(one.level) >= LEVELS.index(POLICY.raw_level(probability))

    @given(PROBABILITIES)
    def test_with_no_slack_each_forecast_has_its_own_level(self, probabilities: list[float | None]) -> None:
        bare = Policy(leave=1.0, periods=1)
        for probability, one in zip(probabilities, standings(probabilities, bare), strict=True):
            if probability is not None:
                assert one.level == bare.raw_level(probability)

    @given(PROBABILITIES)
    def test_it_follows_the_plain_rule(self, probabilities: list[float | None]) -> None:
        """The rule again, in other words: a level falls when the last two forecasts lie under four fifths of it."""
        level, low = 0, []
        for probability, one in zip(probabilities, standings(probabilities, POLICY), strict=True):
            if probability is not None:
                raw = LEVELS.index(POLICY.raw_level(probability))
                low.append(probability < 0.8 * POLICY.threshold(LEVELS[level]))
                if raw > level or (low[-2:] == [True, True]):
                    level, low = raw, []
            assert LEVELS.index(one.level) == level


class TestRising:
    """Chronic apart from rising."""

    def test_only_the_first_of_many_alike_rises(self) -> None:
        assert [state for _, state in told(0.01, 0.06, 0.06, 0.06)] == ["quiet", "rising", "chronic", "chronic"]

    def test_a_jump_within_a_level_rises(self) -> None:
        """0.10 to 0.16 is 0.54 of log-odds, to 0.15 is 0.46."""
        assert told(0.10, 0.16)[-1] == ("alarm", "rising")
        assert told(0.10, 0.15)[-1] == ("alarm", "chronic")

    def test_a_jump_below_every_level_is_quiet(self) -> None:
        assert told(0.001, 0.01) == [("quiet", "quiet"), ("quiet", "quiet")]

    def test_a_jump_while_a_level_is_only_held_does_not_rise(self) -> None:
        """It was an alarm; the day is quiet, however much less quiet than the day before."""
        assert told(0.2, 0.001, 0.01)[1] == ("alarm", "chronic")
        assert told(0.2, 0.001, 0.019, policy=Policy(periods=5))[-1] == ("alarm", "chronic")

    def test_a_year_without_a_forecast_holds_the_level_and_says_so(self) -> None:
        assert told(0.06, None, 0.06) == [("warning", "rising"), ("warning", "abstained"), ("warning", "chronic")]

    def test_a_rise_is_one_of_a_single_year(self) -> None:
        """Log-odds that rose by 0.54 in two years, with none between, did not rise by 0.5 in one."""
        assert told(0.10, None, 0.16)[-1] == ("alarm", "chronic")

    def test_since_counts_forecasts_of_the_level(self) -> None:
        assert [one.since for one in standings([0.001, 0.001, 0.06, 0.06, None, 0.06, 0.2], POLICY)] == [
            1, 2, 1, 2, 3, 4, 1]

    def test_no_forecast_at_all_is_abstained(self) -> None:
        assert (standing([], POLICY).level, standing([], POLICY).state) == ("quiet", "abstained")
        assert standing([None], POLICY).state == "abstained"

    @given(PROBABILITIES.filter(bool))
    def test_the_standing_is_the_last(self, probabilities: list[float | None]) -> None:
        assert standing(probabilities, POLICY) == standings(probabilities, POLICY)[-1]


class TestRecords:
    """How levels did, by hand and by law."""

    def test_a_record_by_hand(self) -> None:
        """Two countries, four years; an alarm from 1/11, a warning from 1/21, a watch from 1/51."""
        probability = np.array([0.20, 0.20, 0.01, 0.20, 0.001, 0.03, 0.06, 0.001])
        happened = np.array([0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0])
        country, year = np.repeat([1.0, 2.0], 4), np.tile(np.arange(2001.0, 2005.0), 2)
        watch, warning, alarm = level_records(probability, happened, country, year, POLICY)
        assert (alarm.hits, alarm.false_alarms, alarm.misses) == (1, 2, 2)
        assert (warning.hits, warning.false_alarms, warning.misses) == (2, 2, 1)
        assert (watch.hits, watch.false_alarms, watch.misses) == (2, 3, 1)
        assert (alarm.precision, alarm.recall) == pytest.approx((1 / 3, 1 / 3))
        assert alarm.alerts_a_year == pytest.approx(3 / 4)
        # What was up in the first year has risen from nobody knows where; 2004 leaps back within a level that was kept.
        assert [one.opened_a_year for one in (watch, warning, alarm)] == pytest.approx([3 / 3, 2 / 3, 1 / 3])
        assert (alarm.lead_years, watch.lead_years) == (2.0, 2.0)  # alarm since 2001; watch since 2001 and 2002
        assert alarm.usefulness == pytest.approx(1 - (10 * 2 + 1 * 2) / 5)  # alarming always costs 5 false alarms

    def test_a_run_ends_where_a_year_is_missing(self) -> None:
        """Abstained years are no rows; what was up before one is not known to have been up in it."""
        probability, happened = np.array([0.2, 0.2, 0.2]), np.array([0.0, 0.0, 1.0])
        record = level_records(probability, happened, np.ones(3), np.array([2001.0, 2002.0, 2005.0]), POLICY)[-1]
        assert record.lead_years == 1.0
        assert record.opened_a_year == 0

    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(2000, 2009), st.floats(0, 1), st.sampled_from([0.0, 1.0])),
                    min_size=1, max_size=40, unique_by=lambda row: row[:2]), st.randoms())
    def test_records_add_up_in_any_order(self, rows: list[tuple[int, int, float, float]], dealt: object) -> None:
        def records(given: list[tuple[int, int, float, float]]) -> tuple[LevelRecord, ...]:
            country, year, said, happened = (np.array(column, dtype=float) for column in zip(*given, strict=True))
            return level_records(said, happened, country, year, POLICY)

        mixed = rows.copy()
        dealt.shuffle(mixed)  # type: ignore[attr-defined]
        found = records(rows)
        assert str(found) == str(records(mixed))  # NaN is not itself, its text is
        alarms = [each.hits + each.false_alarms for each in found]
        assert alarms == sorted(alarms, reverse=True)
        assert {each.hits + each.misses for each in found} == {sum(row[3] for row in rows)}

    def test_a_level_that_nothing_reached_has_no_precision(self) -> None:
        said, happened = np.array([0.001, 0.002]), np.array([0.0, 1.0])
        record = level_records(said, happened, np.ones(2), np.array([1.0, 2.0]), POLICY)[0]
        assert np.isnan(record.precision)
        assert np.isnan(record.lead_years)
        assert record.recall == 0

    def test_no_forecasts_make_an_empty_record(self) -> None:
        none = np.array([])
        found = level_records(none, none, none, none, POLICY)
        assert [(each.hits, each.alerts_a_year) for each in found] == [(0, 0.0)] * 3
