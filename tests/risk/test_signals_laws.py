"""Signals: what does not change them, what is found, what is not, and how often chance alone makes one."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import DataGapError, InvalidValueError, MissingDependencyError
from outward.risk.changes import changes
from outward.risk.citations import citation
from outward.risk.counts import COLUMNS, days_of, spans
from outward.risk.detection import discoveries, exceedance, robust_z, surprise
from outward.risk.online import cusum
from outward.risk.signals import STATUS, SignalChoices, Signals, signals
from tests.risk.event_days import DAYS, KINDS, LAST, quiet, with_cell

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


def found(counts: pd.DataFrame, days: list[date] = DAYS, **choices: float) -> Signals:
    return signals(counts, days, LAST, replace(SignalChoices(), **choices))  # type: ignore[arg-type]


def cells(result: Signals) -> list[tuple[str, str]]:
    return [(each.country, each.kind) for each in result.signals]


class TestDetectors:
    """Laws of the steps."""

    @given(st.lists(st.floats(0, 1), min_size=1, max_size=40), st.floats(0.001, 0.5))
    def test_discoveries_are_those_of_the_step_up_rule(self, p: list[float], rate: float) -> None:
        """The plain rule: reject the k smallest, k the largest place with p(k) <= k q / m."""
        ordered = sorted(p)
        largest = max((place for place, value in enumerate(ordered, 1) if value * len(p) / place <= rate), default=0)
        limit = ordered[largest - 1] if largest else -1.0
        assert (discoveries(p) <= rate).tolist() == [value <= limit for value in p]

    @given(st.lists(NUMBERS, min_size=3, max_size=20), NUMBERS, st.floats(0.1, 100), NUMBERS)
    def test_robust_z_knows_no_unit(self, past: list[float], now: float, factor: float, shift: float) -> None:
        z, moved = robust_z(now, past), robust_z(now * factor + shift, np.array(past) * factor + shift)
        if np.isfinite(z) and abs(z) < 1e6:
            assert float(moved) == pytest.approx(float(z), rel=1e-3, abs=1e-3)

    @given(st.lists(st.floats(-4, 4), min_size=1, max_size=30))
    def test_a_sum_is_the_plain_recursion(self, values: list[float]) -> None:
        running, plain = 0.0, []
        for value in values:
            running = max(0.0, running + value - 0.5)
            plain.append(running)
        assert cusum(values)[0].tolist() == pytest.approx(plain)

    def test_missing_values_leave_a_sum_as_it_is(self) -> None:
        assert cusum([2.0, np.nan, 1.0])[0].tolist() == [1.5, 1.5, 2.0]

    @given(st.integers(0, 60), st.integers(1, 60))
    def test_more_events_are_less_likely(self, count: int, more: int) -> None:
        past, exposures = [[2.0, 3, 1, 2, 3, 1]] * 2, [[100.0] * 6] * 2
        p, _, _ = exceedance([count, count + more], [100.0, 100.0], past, exposures)
        assert 1 >= p[0] > p[1] >= 0

    def test_surprise_is_standard_normal_where_nothing_happens(self) -> None:
        draw = np.random.default_rng(5)
        counts = draw.poisson(20.0, (400, 120)).astype(float)
        deviates = surprise(counts[:, 90:], np.full((400, 30), 100.0), counts[:, :90], np.full((400, 90), 100.0))
        assert abs(float(deviates.mean())) < 0.05
        assert 0.9 < float(deviates.std()) < 1.1

    @given(st.lists(st.integers(0, 400), max_size=40))
    def test_spans_hold_the_days_they_were_made_of(self, places: list[int]) -> None:
        days = {LAST + timedelta(days=place) for place in places}
        assert days_of(spans(days)) == days

    def test_change_points_know_no_unit_and_few_values_have_none(self) -> None:
        draw = np.random.default_rng(2)
        series = np.concatenate([draw.normal(0, 1, 40), draw.normal(4, 1, 40)])
        assert changes(series).at == changes(series * 1000 - 7).at
        assert abs(changes(series).at[0] - 40) <= 1
        assert changes([1.0] * 50).at == changes([1.0, 5.0, 1.0]).at == ()
        holed = np.insert(series, 10, np.nan)
        assert changes(holed).at == (changes(series).at[0] + 1,)


class TestSignals:
    """What a day's signals say."""

    def test_a_surge_is_found_and_says_what_it_is(self) -> None:
        counts = with_cell(quiet(1), "C03", "violence", LAST, events=900, mentions=5000, sources=90, foreign=80,
                           located=100)
        result = found(counts)
        assert cells(result)[0] == ("C03", "violence")
        signal = result.signals[0]
        assert (signal.level, signal.status, signal.category) == ("alarm", STATUS, "security")
        assert (signal.events, signal.mentions, signal.foreign, signal.is_mostly_foreign) == (900, 5000, 0.8, True)
        assert signal.expected < 200
        assert signal.history[-1] == pytest.approx(1000 * signal.share)

    @pytest.mark.parametrize("seed", range(3))
    def test_the_order_of_rows_makes_no_difference(self, seed: int) -> None:
        counts = with_cell(quiet(1), "C03", "violence", LAST, events=900)
        shuffled = found(counts.sample(frac=1.0, random_state=seed))
        assert [(each.country, each.q) for each in shuffled.signals] == [
            (each.country, each.q) for each in found(counts).signals]

    def test_five_times_the_monitoring_of_everything_is_no_surge(self) -> None:
        more = quiet(1, last_volume=5.0)
        assert more["events"].sum() > quiet(1)["events"].sum()
        assert cells(found(more)) == []
        usual = quiet(1)[lambda counts: (counts["country"] == "C03") & (counts["kind"] == "violence")]["events"].mean()
        alone = with_cell(quiet(1), "C03", "violence", LAST, events=int(5 * usual) + 5)
        assert cells(found(alone)) == [("C03", "violence")]  # of one kind it is

    def test_a_day_without_a_file_is_missing_and_not_zero(self) -> None:
        """A week without files before the day makes no surge of the day; taken for zeros, it would."""
        gap = set(DAYS[-60:-1])
        counts = quiet(1)
        held = counts[~counts["day"].dt.date.isin(gap)]
        result = found(held, [day for day in DAYS if day not in gap])
        assert cells(result) == []
        assert set(result.missing_days) == gap

    def test_a_country_that_nobody_reports_on_is_not_monitored(self) -> None:
        counts = quiet(1)
        silent = counts[~((counts["country"] == "C03") & (counts["day"] == pd.Timestamp(LAST)))]
        result = found(silent)
        assert [(each.country, each.on_day) for each in result.unmonitored] == [("C03", 0.0)]
        new = with_cell(counts, "NEW", "riot", LAST, events=500)
        result = found(new)
        assert ("NEW", "riot") not in cells(result)
        assert [(each.country, each.days) for each in result.unmonitored] == [("NEW", 0)]

    def test_few_events_are_no_signal(self) -> None:
        counts = quiet(1)
        without = counts[~((counts["country"] == "C03") & (counts["kind"] == "sanction"))]
        assert ("C03", "sanction") in cells(found(with_cell(without, "C03", "sanction", LAST, events=9)))
        assert ("C03", "sanction") not in cells(found(with_cell(without, "C03", "sanction", LAST, events=9),
                                                      least_events=10))

    def test_what_is_not_watched_is_no_signal_but_counts_as_volume(self) -> None:
        result = found(with_cell(quiet(1), "C03", "cooperation", LAST, events=5000))
        assert cells(result) == []

    def test_a_slow_rise_is_a_drift_before_it_is_a_surge(self) -> None:
        counts = quiet(1)
        mean = counts[(counts["country"] == "C03") & (counts["kind"] == "verbal")]["events"].mean()
        risen = counts.copy()
        late = risen["day"] > pd.Timestamp(LAST - timedelta(days=20))
        cell = (risen["country"] == "C03") & (risen["kind"] == "verbal")
        risen.loc[late & cell, "events"] += round(1.5 * np.sqrt(mean) + 3)
        result = found(risen)
        assert ("C03", "verbal") in [(each.country, each.kind) for each in result.drifts]
        drift = next(each for each in result.drifts if (each.country, each.kind) == ("C03", "verbal"))
        assert abs((drift.since - (LAST - timedelta(days=19))).days) <= 6

    def test_a_day_that_no_file_covers_has_no_signals(self) -> None:
        with pytest.raises(DataGapError, match="2024-05-01"):
            found(quiet(1), DAYS[:-1])

    def test_no_events_at_all_are_no_signals(self) -> None:
        nothing = pd.DataFrame({name: [] for name in COLUMNS})
        result = found(nothing)
        assert (result.signals, result.tested, result.drifts) == ((), 0, ())

    @pytest.mark.parametrize("change", [{"events": -1.0}, {"events": np.nan}, {"events": np.inf}, {"kind": "gossip"}])
    def test_counts_that_are_none_are_refused(self, change: dict[str, object]) -> None:
        wrong = pd.DataFrame([{"day": pd.Timestamp(LAST), "country": "C00", "kind": "riot", "events": 1.0,
                               "mentions": 0, "sources": 0, "foreign": 0, "located": 0, **change}])
        counts = pd.concat([quiet(1, countries=2), wrong])
        with pytest.raises(InvalidValueError):
            found(counts)

    @pytest.mark.parametrize("choices", [{"window": 5}, {"floor": 0}, {"false_discoveries": 1}, {"least_events": 0}])
    def test_choices_out_of_range_are_refused(self, choices: dict[str, float]) -> None:
        with pytest.raises(InvalidValueError):
            replace(SignalChoices(), **choices)  # type: ignore[arg-type]


@pytest.mark.parametrize("dispersion", [0.0, 1.0])
def test_chance_alone_makes_few_signals(dispersion: float) -> None:
    """Where nothing happens every signal is false, so the rate is that of days with any: at most 5 %, here of 20 days.

    With a rate of 5 % there are 4 or fewer of 20 such days in 99 of 100 such tests.
    """
    days_with_any, drifts, by_chance = 0, 0, 0.0
    for seed in range(20):
        result = found(quiet(seed, countries=15, dispersion=dispersion))
        days_with_any += bool(result.signals)
        drifts += len(result.drifts)
        by_chance += result.chance_drifts
    assert days_with_any <= 4
    assert drifts <= 3 * by_chance + 5


class TestCitations:
    """Titles and addresses that anybody may have written."""

    @pytest.mark.parametrize("url", [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org/x", "//example.org",
        "https://user:word@example.org/", "https://example.org/a b", 'https://example.org/"onload=x', "https://",
        "https://example.org/<script>", "x" * 3000, "https://example.org/" + "a" * 3000, "https://exa\nmple.org/"])
    def test_what_is_no_address_of_the_web_is_dropped(self, url: str) -> None:
        assert citation("t", url).url == ""

    @given(st.text(max_size=400))
    def test_titles_are_plain_and_short(self, title: str) -> None:
        plain = citation(title, "").title
        assert len(plain) <= 200
        assert not any(letter in plain for letter in "\x00\x1b\r\n\t\u202e\u2066\u200b")
        assert citation(plain, "").title == plain

    def test_addresses_of_the_web_are_kept(self) -> None:
        for url in ("https://example.org/a?b=1#c", "http://新闻.example/报道", "HTTPS://EXAMPLE.ORG:8080/"):
            assert citation("", url).url == url


def test_without_ruptures_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ruptures", None)
    with pytest.raises(MissingDependencyError, match=r"outward\[risk\]"):
        changes(np.arange(20.0))


def test_all_kinds_are_drawn() -> None:
    assert set(quiet(1)["kind"]) == set(KINDS)
