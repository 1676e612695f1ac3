"""The exchange-rate monitor: known crashes, no look ahead, levels, and a record counted the plain way."""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidValueError
from outward.risk.currencies import currencies, currencies_of
from outward.risk.raterecord import RuleRecord, Segment, rate_record
from outward.risk.ratewatch import RateChoices, RateRow, watch_rates
from outward.risk.watching import Thresholds, graded, trailing_z, watch_series
from outward.vocabulary.regions import regions
from tests.reference import reference_file

RATES = st.lists(st.floats(-0.08, 0.1), min_size=60, max_size=110).map(lambda steps: np.exp(np.cumsum([2.0, *steps])))


def months(count: int, first_year: int = 2010) -> list[str]:
    return [f"{first_year + place // 12}M{place % 12 + 1:02}" for place in range(count)]


def table(**series: Sequence[float]) -> pd.DataFrame:
    return pd.DataFrame(list(series.values()), index=list(series), columns=months(len(next(iter(series.values())))))


def row_of(rates: pd.DataFrame, code: str) -> RateRow:
    return next(row for row in watch_rates(rates).rows if row.code == code)


def steady(count: int, seed: int = 1) -> list[float]:
    draw = np.random.default_rng(seed)
    return [float(rate) for rate in np.exp(2.0 + np.cumsum(draw.normal(0, 0.005, count)))]


def measured() -> pd.DataFrame:
    """Monthly rates of 34 economies from 1971."""
    path = reference_file("risk/economic_fx_monthly_1971_2026.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frame = pd.DataFrame({"month": [row["Date"][:7] for row in rows], "country": [row["Country"] for row in rows],
                          "rate": [float(row["Exchange rate"] or "nan") for row in rows]})
    return frame.pivot(index="country", columns="month", values="rate")


@pytest.mark.reference
class TestKnownCrises:
    """Monthly averages against the dollar, and the dates that the literature gives."""

    @pytest.mark.parametrize(("country", "crash_by", "year"), [
        ("Thailand", "1997-12", "1998"), ("South Korea", "1998-01", "1998"), ("Malaysia", "1998-01", "1998"),
        ("Brazil", "1999-03", "1999")])
    def test_the_crises_of_the_nineties_are_alarms(self, country: str, crash_by: str, year: str) -> None:
        """Laeven and Valencia (2020), Table A1, date these currency crises 1998, 1998, 1998 and 1999."""
        row = row_of(measured().loc[[country], :crash_by].dropna(axis=1), country)
        assert (row.level, "crash" in row.signs) == ("alarm", True)
        assert row.change_12m >= 0.30
        assert crash_by[:4] in (year, str(int(year) - 1))

    def test_the_baht_was_not_quiet_in_the_month_of_its_float(self) -> None:
        """It was floated on 2 July 1997."""
        rates = measured()
        assert row_of(rates.loc[["Thailand"], :"1997-06"].dropna(axis=1), "Thailand").level == "quiet"
        assert row_of(rates.loc[["Thailand"], :"1997-07"].dropna(axis=1), "Thailand").level in ("watch", "warning")

    def test_its_record_is_honest(self) -> None:
        """A regression test: what the page shows, with the plain rule beside it."""
        record = watch_rates(measured()).record
        by_rule = {rule.rule: rule for rule in record.rules}
        assert (record.first, record.last, record.series) == ("1974M01", "2026M06", 36)
        assert record.base_rate == pytest.approx(0.059, abs=5e-4)
        assert by_rule["warning"].precision == pytest.approx(0.156, abs=5e-4)
        assert by_rule["naive"].precision == pytest.approx(0.122, abs=5e-4)
        assert (by_rule["warning"].caught, by_rule["naive"].caught, by_rule["naive"].episodes) == (34, 33, 152)


class TestLevels:
    """What makes a level."""

    def test_a_quiet_currency_is_quiet(self) -> None:
        assert row_of(table(CNY=steady(90)), "CNY").level == "quiet"

    def test_signs_add_up_to_levels(self) -> None:
        calm = steady(90)
        leap = [*calm, calm[-1] * 1.04]
        both = [*calm, calm[-1] * 1.16]
        crash = [*calm, calm[-1] * 1.35]
        assert [(row_of(table(ZMW=each), "ZMW").level, row_of(table(ZMW=each), "ZMW").signs)
                for each in (leap, both, crash)] == [
            ("watch", ("leap",)), ("warning", ("leap", "drift")), ("alarm", ("leap", "drift", "crash"))]

    def test_a_slow_slide_is_a_drift(self) -> None:
        calm = steady(60)
        slide = [*calm, *(calm[-1] * 1.015 ** step for step in range(1, 18))]
        assert "drift" in row_of(table(ZMW=slide), "ZMW").signs

    def test_a_fast_fall_that_is_no_faster_than_the_year_before_is_no_crash(self) -> None:
        steadily = [2.0 * 1.03 ** month for month in range(60)]
        assert row_of(table(ARS=steadily), "ARS").change_12m == pytest.approx(1.03**12 - 1)
        assert "crash" not in row_of(table(ARS=steadily), "ARS").signs

    @given(RATES, st.floats(1e-3, 1e3))
    def test_the_unit_of_a_currency_makes_no_difference(self, rates: np.ndarray, factor: float) -> None:
        first, second = row_of(table(ZMW=rates.tolist()), "ZMW"), row_of(table(ZMW=(rates * factor).tolist()), "ZMW")
        assert (first.level, first.signs, first.since) == (second.level, second.signs, second.since)

    @given(RATES, st.integers(1, 20))
    def test_no_level_looks_ahead(self, rates: np.ndarray, later: int) -> None:
        """The level of a month is the same whether or not later months are known: a back-test needs no more."""
        cut = len(rates) - later
        if cut < 40:
            return
        other = np.concatenate([rates[:cut], rates[cut:][::-1] * 3.0])
        whole = [_levels(each)[:cut].tolist() for each in (rates, other)]
        assert whole[0] == whole[1] == _levels(rates[:cut]).tolist()

    def test_a_new_unit_is_no_change_of_value_and_nothing_is_computed_across_it(self) -> None:
        calm = steady(120)
        renamed = [*(value * 1000 for value in calm[:80]), *calm[80:]]
        watched = watch_rates(table(BYN=renamed))
        assert ("BYN", "new unit") in watched.gaps
        assert watched.rows[0].level == "quiet"
        assert len(watched.rows[0].months) == 40

    def test_missing_months_are_gaps(self) -> None:
        rates = steady(90)
        rates[-2] = float("nan")
        row = row_of(table(ZMW=rates), "ZMW")
        assert np.isnan(row.change_1m)
        assert np.isfinite(row.change_12m)
        nothing = float("nan")
        watched = watch_rates(table(ZMW=[*rates[:-3], *[nothing] * 3], AAA=rates, NEW=[nothing] * 80 + rates[:10],
                                    NIL=[nothing] * 90))
        assert set(watched.gaps) == {("ZMW", "stale"), ("NEW", "short"), ("NIL", "short")}

    def test_months_that_the_table_leaves_out_are_gaps_too(self) -> None:
        rates = table(ZMW=steady(60)).drop(columns="2014M11")
        assert np.isnan(row_of(rates, "ZMW").change_1m)

    @pytest.mark.parametrize("wrong", [0.0, -1.0, np.inf, 1e16])
    def test_rates_that_are_none_are_refused(self, wrong: float) -> None:
        with pytest.raises(InvalidValueError, match="2010M05"):
            watch_rates(table(ZMW=[1.0] * 4 + [wrong] + [1.0] * 40))

    def test_columns_that_are_no_months_and_doubles_are_refused(self) -> None:
        for columns in (["2010", "2011"], ["soon", "later"], ["2010M01", "2010-01"]):
            with pytest.raises(InvalidValueError):
                watch_rates(pd.DataFrame([[1.0, 2.0]], index=["ZMW"], columns=columns))
        with pytest.raises(InvalidValueError, match="twice"):
            watch_rates(pd.DataFrame([[1.0], [2.0]], index=["ZMW", "ZMW"], columns=["2010M01"]))


def _levels(rates: np.ndarray) -> np.ndarray:
    from outward.risk.ratewatch import _graded

    return _graded(rates, 0, RateChoices()).segment.levels


class TestRecord:
    """What alerts would have been worth."""

    @given(RATES, st.integers(0, 2**32 - 1))
    def test_it_is_what_the_plain_count_gives(self, rates: np.ndarray, seed: int) -> None:
        levels = np.random.default_rng(seed).integers(0, 4, len(rates))
        record = rate_record([Segment(0, rates, levels)], months(len(rates)))
        for least, rule in enumerate(record.rules[:3], 1):
            counted = (rule.hits, rule.false_alarms, rule.undecided, rule.episodes, rule.caught)
            assert counted == plainly(rates, levels >= least)

    def test_a_rule_that_always_knows_has_no_false_alarm_and_a_lead(self) -> None:
        rates = np.array([10.0] * 60 + [13.0] * 40)
        levels = np.zeros(100, dtype=np.int64)
        levels[50:60] = 1
        watch: RuleRecord = rate_record([Segment(0, rates, levels)], months(100)).rules[0]
        assert (watch.precision, watch.recall, watch.lead_months) == (1.0, 1.0, 10.0)

    def test_nothing_to_judge_is_told_as_that(self) -> None:
        record = rate_record([], ["2010M01"])
        assert (record.first, record.series, record.months) == ("", 0, 0)
        assert all(np.isnan(rule.precision) and np.isnan(rule.recall) for rule in record.rules)


def plainly(rates: np.ndarray, holds: np.ndarray) -> tuple[int, int, int, int, int]:
    """Count month by month: 25 % within the next 12 months, from the 37th month on."""
    outcome: list[bool | None] = []
    for place, rate in enumerate(rates):
        after = rates[place + 1:place + 13]
        outcome.append(True if (after >= rate * 1.25).any() else False if len(after) == 12 else None)
    starts = [outcome[place] for place in range(36, len(rates)) if holds[place] and not holds[place - 1]]
    episodes, caught, at = 0, 0, 36
    while at < len(rates):
        if outcome[at] is not True:
            at += 1
            continue
        episodes, is_caught = episodes + 1, False
        while at < len(rates) and outcome[at] is True:
            is_caught |= bool(holds[at])
            at += 1
        caught += is_caught
    return starts.count(True), starts.count(False), starts.count(None), episodes, caught


class TestSeries:
    """Levels on any stored series."""

    def test_the_loss_of_a_rank(self) -> None:
        """Ansteel's places among the world's steel makers would be watched so; these numbers are synthetic."""
        watched = watch_series(pd.Series([5.0, 5, 6, 9, 9, 5, 5], index=list("abcdefg")), "rises", Thresholds(1, 2, 4))
        assert watched.levels == ("quiet", "quiet", "watch", "warning", "warning", "quiet", "quiet")

    def test_a_slump_of_monthly_growth(self) -> None:
        growth = pd.Series([9.0, 8, 7, 4, 1, -2], index=months(6))
        watched = watch_series(growth, "falls", Thresholds(-5, -2, 0), measure="value")
        assert watched.levels[-3:] == ("watch", "warning", "alarm")
        assert (watched.level, watched.since) == ("alarm", "2010M06")

    def test_a_level_is_left_only_after_two_values_well_below(self) -> None:
        assert graded([10, 8.1, 7.9, 8.1, 7.9, 7.9], Thresholds(10, 20, 30)) == ("watch",) * 5 + ("quiet",)
        assert graded([30, 0, np.nan, 0], Thresholds(10, 20, 30)) == ("alarm", "alarm", "alarm", "quiet")

    @given(st.lists(st.floats(-50, 50), min_size=1, max_size=40))
    def test_without_hysteresis_a_level_is_that_of_its_value(self, values: list[float]) -> None:
        thresholds = Thresholds(1, 5, 20)
        names = ("quiet", "watch", "warning", "alarm")
        found = graded(values, thresholds, leave=0.0, patience=1)
        assert list(found) == [names[thresholds.level(each)] for each in values]

    def test_unusual_changes(self) -> None:
        steps = [0.0, *np.tile([1.0, -1.0, 2.0, -2.0], 10)]
        labels = [f"{place}" for place in range(len(steps) + 1)]
        series = pd.Series(np.cumsum([*steps, 12.0]), index=labels, dtype=float)
        watched = watch_series(series, "rises", Thresholds(2, 3, 5), measure="z")
        assert (watched.level, watched.since) == ("alarm", "41")

    def test_trailing_z_is_the_z_of_each_window(self) -> None:
        values = np.random.default_rng(3).normal(0, 1, 40)
        from outward.risk.detection import robust_z

        z = trailing_z(values, 10, least=10)
        assert np.isnan(z[:10]).all()
        assert z[25] == pytest.approx(float(robust_z(values[25], values[15:25])))

    def test_gaps_are_named_and_nonsense_is_refused(self) -> None:
        watched = watch_series(pd.Series([1.0, np.nan, 3.0], index=["a", "b", "c"]), "rises", Thresholds(1, 2, 3))
        assert (watched.gaps, watched.level) == (("b",), "quiet")
        nothing = pd.Series(np.empty(0), dtype=float)
        assert watch_series(nothing, "rises", Thresholds(1, 2, 3)).since == ""
        with pytest.raises(InvalidValueError):
            watch_series(pd.Series([1.0, np.inf]), "rises", Thresholds(1, 2, 3))
        with pytest.raises(InvalidValueError):
            Thresholds(3, 2, 1)


class TestCurrencies:
    """Who uses which money."""

    def test_economies_are_those_of_the_vocabulary(self) -> None:
        known = {region.iso3 for region in regions().values() if region.iso3}
        assert {economy for each in currencies().values() for economy in each.economies} <= known
        assert all(each.economies and each.name.zh for each in currencies().values())

    def test_some_that_matter(self) -> None:
        assert "BGR" in currencies()["EUR"].economies
        assert [currencies_of(code)[0] for code in ("ZMB", "VNM", "KAZ", "CHN", "TWN")] == [
            "ZMW", "VND", "KZT", "CNY", "TWD"]
