"""Exposure: by hand, against the plain loop, and the laws that every exposure keeps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.exposure import EVENTS, made, plain
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.errors import DataGapError, InvalidValueError, UnknownCodeError
from outward.risk.chances import chances
from outward.risk.covers import own_covers
from outward.risk.exposure import Exposure, assess
from outward.risk.exposure_gaps import GAP_LABELS
from outward.risk.exposure_totals import concentrations, totals
from outward.risk.forecasts import Forecast
from outward.risk.holdings import KINDS, STAGES, Holding, exchanged
from outward.risk.severity import Assumption, shipped_severities
from outward.vocabulary.money import Rate
from outward.vocabulary.periods import Period

PLANT = Holding("plant", "Plant", "Yuanda", "KAZ", "ships", "completed", "project", 1000.0, "USD", "2014", "made up",
                None, 1.0)
ORDER = Holding("order", "Order", "CRRC", "ZAF", "railway-equipment", "under-way", "contract", 400.0, "USD", "2014",
                "made up", None, 0.5)


def forecast(event: str, iso3: str, chance: float | None, lower: float | None = None, upper: float | None = None, *,
             year: int = 2015, horizon: int = 1, made_on: str = "2014-12-31", gwcode: int = 0) -> Forecast:
    return Forecast(event, gwcode, iso3, year, horizon, made_on, "ensemble", chance, lower, upper,
                    "abstained" if chance is None else "ok")


COUP = (forecast("coup", "KAZ", 0.1, 0.05, 0.2), forecast("coup", "ZAF", 0.02, 0.01, 0.05))
CRASH = (forecast("currency_crash", "KAZ", 0.2, 0.1, 0.3), forecast("currency_crash", "ZAF", None))


def whats(exposure: Exposure) -> set[tuple[str, str]]:
    return {(each.what, each.event) for each in exposure.gaps}


HOLDINGS = st.builds(
    Holding, st.uuids().map(str), st.just(""), st.sampled_from(("a", "b")), st.sampled_from(("KAZ", "ZAF", "MNG", "")),
    st.sampled_from(("mining", "ships")), st.sampled_from(("", *STAGES)), st.sampled_from(KINDS),
    st.none() | st.floats(0, 1e12), st.sampled_from(("USD", "CNY")), st.sampled_from(("2014", "2014-06-30", "")),
    st.just("made up"), st.none() | st.floats(0, 1), st.none() | st.floats(0, 1),
    st.sampled_from(((), ("treaty",), ("insurance", "escrow", "guarantee"))))
FORECASTS = st.dictionaries(st.tuples(st.sampled_from(EVENTS), st.sampled_from(("KAZ", "ZAF"))),
                            st.none() | st.floats(0, 1), min_size=1)


class TestByHand:
    """The formula, worked out."""

    def test_one_event(self) -> None:
        found = assess([PLANT, ORDER], COUP)
        # probability x severity (loss x at stake) x amount: 0.1 x 0.1 x 1 x 1000 and 0.02 x 0.15 x 0.6 x 400
        assert found.expected()[:, 0] == pytest.approx([10.0, 0.72])
        assert found.combined() == pytest.approx([10.0, 0.72])
        assert found.combined("lower") == pytest.approx([5.0, 0.36])
        assert found.combined("upper") == pytest.approx([20.0, 1.8])

    def test_two_events_are_joined_and_the_plain_sum_is_more(self) -> None:
        found = assess([PLANT], [*COUP, *CRASH])
        assert found.combined() == pytest.approx([1000 * (1 - (1 - 0.1 * 0.1) * (1 - 0.2 * 0.15))])
        assert found.simple_sum() == pytest.approx([1000 * (0.1 * 0.1 + 0.2 * 0.15)])
        assert found.marginal()[0] == pytest.approx([1000 * 0.01 * 0.97, 1000 * 0.03 * 0.99])

    def test_only_the_local_share_falls_with_the_currency(self) -> None:
        whole, half, none = (assess([replace(PLANT, local_share=share)], CRASH).combined()[0] for share in (1, 0.5, 0))
        assert (whole, half, none) == pytest.approx((30.0, 15.0, 0.0))

    def test_a_certain_total_loss_takes_the_amount_and_no_more(self) -> None:
        sure = [forecast(event, "KAZ", 1.0) for event in ("coup", "debt_crisis")]
        table = shipped_severities().with_own([Assumption("loss", "*", "*", "*", "*", 1.0)])
        found = assess([PLANT], sure, severities=table)
        assert found.combined() == pytest.approx([1000.0])
        assert found.simple_sum() == pytest.approx([2000.0])

    def test_an_abstained_forecast_is_a_gap_with_its_amount_and_no_zero(self) -> None:
        found = assess([PLANT, ORDER], CRASH)
        assert np.isnan(found.combined()[1])
        [gap] = [each for each in found.gaps if each.what == "abstained"]
        assert (gap.event, gap.iso3, gap.holdings, gap.amount, gap.currency) == ("currency_crash", "ZAF", ("order",),
                                                                                400.0, "USD")
        total = totals(found)[0]
        assert (total.coverage, total.amount) == pytest.approx((1000 / 1400, 1400.0))
        assert found.status().tolist() == [["open"], ["abstained"]]

    def test_a_country_without_a_forecast_is_a_gap(self) -> None:
        found = assess([replace(PLANT, iso3="MNG"), ORDER], COUP)
        assert ("no_forecast", "coup") in whats(found)
        assert found.status().tolist() == [["no_forecast"], ["open"]]

    @pytest.mark.parametrize(("lacking", "what"), [("as_of", "no_date"), ("source", "no_source"),
                                                   ("currency", "no_currency")])
    def test_an_amount_that_nobody_can_cite_is_never_multiplied(self, lacking: str, what: str) -> None:
        found = assess([replace(PLANT, **{lacking: ""}), ORDER], COUP)  # type: ignore[arg-type]
        assert np.isnan(found.expected()[0]).all()
        assert np.isnan(found.combined()[0])
        assert (what, "") in whats(found)
        assert found.status()[0, 0] == "no_amount"

    def test_guarded_events_have_a_loss_if_they_happen_and_no_expected_one(self) -> None:
        found = assess([PLANT], COUP, guarded=("expropriation", "coup"))
        assert found.guarded == ("expropriation",)
        assert found.loss_if[0].tolist() == [100.0, 800.0]
        assert np.isnan(found.expected()[0, 1])
        assert found.standing().tolist() == [["open", "open"]]

    def test_what_is_taken_for_granted_is_named(self) -> None:
        held = [replace(PLANT, stage="", local_share=None, insured_share=0.5)]
        found = assess(held, [forecast("currency_crash", "KAZ", 0.2)])
        assert whats(found) == {("stage_not_stated", ""), ("local_share_not_stated", "currency_crash"),
                                ("no_interval", "currency_crash"), ("insured_unnamed", "")}
        assert all(each.is_counted for each in found.gaps)

    def test_an_event_whose_severity_nobody_judged_is_a_gap(self) -> None:
        found = assess([PLANT], [forecast("earthquake", "KAZ", 0.2)])
        assert np.isnan(found.combined()[0])
        assert whats(found) == {("no_severity", "earthquake"), ("no_interval", "earthquake")}


class TestAgainstThePlainLoop:
    """The arrays give what a loop over holdings and events gives."""

    def test_of_many_holdings(self) -> None:
        holdings, forecasts = made(600, seed=3)
        found = assess(holdings, forecasts)
        expected = plain(holdings, forecasts)
        assert {each.id: loss for each, loss in zip(found.holdings, found.combined(), strict=True)
                if not np.isnan(loss)} == pytest.approx(expected, rel=1e-12)
        assert 0 < len(expected) < 600

    @settings(max_examples=50, deadline=None)
    @given(st.lists(HOLDINGS, min_size=1, max_size=8), FORECASTS)
    def test_and_laws(self, holdings: list[Holding], by_country: dict[tuple[str, str], float | None]) -> None:
        forecasts = [forecast(event, iso3, chance, chance and chance / 2, chance and (1 + chance) / 2)
                     for (event, iso3), chance in by_country.items()]
        found = assess(holdings, forecasts)
        combined = found.combined()
        assert {each.id: loss for each, loss in zip(holdings, combined, strict=True) if not np.isnan(loss)
                } == pytest.approx(plain(holdings, forecasts), rel=1e-9, abs=1e-9)
        known = ~np.isnan(combined)
        slack = 1e-9 * (1 + found.amounts[known])
        assert (found.combined("lower")[known] <= combined[known] + slack).all()
        assert (combined[known] <= found.combined("upper")[known] + slack).all()
        assert (combined[known] <= found.simple_sum()[known] + slack).all()
        assert (combined[known] <= found.amounts[known] + slack).all()
        assert (np.nansum(found.marginal(), axis=1)[known] <= found.simple_sum()[known] + slack).all()
        self.no_currency_is_mixed(found)

    def no_currency_is_mixed(self, found: Exposure) -> None:
        combined = found.combined()
        for total in totals(found):
            if total.by in ("country", "industry", "owner", "kind", "all"):
                field = {"country": "iso3", "all": "currency"}.get(total.by, total.by)
                key = total.currency if total.by == "all" else total.key
                inside = [loss for each, loss in zip(found.holdings, combined, strict=True)
                          if each.currency == total.currency and getattr(each, field) == key]
                assert total.expected_loss == pytest.approx(np.nansum(inside), rel=1e-9, abs=1e-9)
                assert 0 <= total.coverage <= 1 + 1e-9

    def test_order_and_scale_do_not_matter(self) -> None:
        holdings, forecasts = made(200, seed=5)
        first = assess(holdings, forecasts).combined()
        turned = assess(holdings[::-1], forecasts[::-1]).combined()[::-1]
        scaled = assess([replace(each, amount=(each.amount or 0) * 7) for each in holdings], forecasts).combined()
        np.testing.assert_allclose(turned, first, rtol=1e-12)
        np.testing.assert_allclose(scaled, 7 * first, rtol=1e-12)


class TestTotals:
    """By country, industry, event, owner and kind."""

    def test_ranks_are_by_what_would_be_saved(self) -> None:
        found = totals(assess([PLANT, ORDER], [*COUP, forecast("debt_crisis", "ZAF", 0.3)]))
        by_country = [(each.key, each.rank, round(each.marginal, 4)) for each in found if each.by == "country"]
        assert by_country == [("ZAF", 1, 15.0941), ("KAZ", 2, 10.0)]
        assert [(each.key, each.rank) for each in found if each.by == "event"] == [("debt_crisis", 1), ("coup", 2)]
        assert [each.by for each in found if each.rank == 1] == ["all", "country", "industry", "owner", "kind", "risk",
                                                             "event"]

    def test_the_five_kinds_of_risk(self) -> None:
        made_of = [*COUP, forecast("irregular_leader", "KAZ", 0.2), forecast("debt_crisis", "KAZ", 0.3),
                   forecast("earthquake", "KAZ", 0.5)]
        table = shipped_severities().with_own([Assumption("loss", "earthquake", "*", "*", "*", 0.4)])
        found = {each.key: each for each in totals(assess([PLANT], made_of, severities=table)) if each.by == "risk"}
        assert set(found) == {"political", "economic", "other"}
        political = 1000 * (1 - (1 - 0.1 * 0.1) * (1 - 0.2 * 0.15))
        assert found["political"].expected_loss == pytest.approx(political)
        assert found["political"].marginal == pytest.approx(political * (1 - 0.3 * 0.05) * (1 - 0.5 * 0.4))

    def test_of_an_event_it_is_the_sum_of_the_holdings(self) -> None:
        holdings, forecasts = made(200, seed=7)
        exposure = assess(holdings, forecasts)
        for column, event in enumerate(exposure.chances.events):
            [found] = [each for each in totals(exposure) if (each.by, each.key) == ("event", event)]
            assert found.expected_loss == pytest.approx(np.nansum(exposure.expected()[:, column]))
            assert found.lower == pytest.approx(np.nansum(exposure.expected("lower")[:, column]))
            assert found.marginal == pytest.approx(np.nansum(exposure.marginal()[:, column]))

    def test_amounts_of_two_currencies_are_two_totals(self) -> None:
        found = totals(assess([PLANT, replace(ORDER, currency="CNY")], COUP))
        assert [(each.currency, each.amount) for each in found if each.by == "all"] == [("CNY", 400.0), ("USD", 1000.0)]

    def test_concentration_is_that_of_the_shares(self) -> None:
        found = {(each.of, each.by): each for each in concentrations(assess([PLANT, ORDER], COUP))}
        shares = np.array([1000, 400]) / 1400
        assert found["amount", "country"].measured.hhi == pytest.approx((shares**2).sum())
        assert found["amount", "country"].largest == "KAZ"
        assert found["amount", "holding"].largest_share == pytest.approx(1000 / 1400)
        assert found["expected_loss", "industry"].largest_share == pytest.approx(10 / 10.72)

    def test_what_is_zero_has_no_concentration(self) -> None:
        assert concentrations(assess([replace(PLANT, amount=0.0)], COUP)) == ()


class TestExchange:
    """One currency where a rate is printed, and a name where none is."""

    class Printed:
        def rate(self, currency: str, per: str, period: Period) -> Rate:
            if period.first_year != 2014:
                raise DataGapError("no rate", "made up", "Name the gap.")
            return Rate(currency, per, 6.0, period, "made up", str(period), ((currency, 6.0),), "x1")

    def test_each_at_the_rate_of_its_date(self) -> None:
        held = [PLANT, replace(PLANT, id="late", as_of="2016"), replace(PLANT, id="yuan", currency="CNY"),
                replace(PLANT, id="day", as_of="2014-06-30"), replace(PLANT, id="bare", as_of="")]
        found = exchanged(held, "CNY", self.Printed())
        assert [(each.amount, each.currency) for each in found.holdings] == [
            (6000.0, "CNY"), (1000.0, "USD"), (1000.0, "CNY"), (6000.0, "CNY"), (1000.0, "USD")]
        assert found.without_rate == ("late",)
        assert [str(rate.period) for rate in found.rates] == ["2014", "2014M06"]


class TestForecastsThatCount:
    """One of each event and country."""

    def test_the_newest_of_several_days_and_the_last_year(self) -> None:
        found = chances([forecast("coup", "KAZ", 0.1, made_on="2014-06-30"), forecast("coup", "KAZ", 0.3),
                         forecast("coup", "KAZ", 0.9, year=2014, made_on="2013-12-31")], ["KAZ"])
        assert (found.year, found.probability.tolist()) == (2015, [[0.3]])

    def test_each_event_counts_with_its_own_last_year(self) -> None:
        found = chances([forecast("coup", "KAZ", 0.1), forecast("debt_crisis", "KAZ", 0.2, year=2018)], ["KAZ"])
        assert found.probability.tolist() == [[0.1, 0.2]]
        assert dict(found.windows) == {"coup": (2015, 2015), "debt_crisis": (2018, 2018)}
        assert found.year == 2018

    def test_a_year_that_is_asked_for(self) -> None:
        both = [forecast("coup", "KAZ", 0.1), forecast("coup", "KAZ", 0.9, year=2014, made_on="2013-12-31")]
        assert chances(both, ["KAZ"], year=2014).probability.tolist() == [[0.9]]
        with pytest.raises(DataGapError, match="for 1999"):
            chances(both, ["KAZ"], year=1999)

    def test_no_forecast_of_the_model(self) -> None:
        with pytest.raises(DataGapError, match="persistence"):
            chances([forecast("coup", "KAZ", 0.1)], ["KAZ"], model="persistence")

    def test_two_states_of_one_iso3_are_told_apart_where_it_matters(self) -> None:
        two = [forecast("coup", "YEM", 0.1, gwcode=678), forecast("coup", "YEM", 0.2, gwcode=680)]
        assert np.isnan(chances(two, ["KAZ"]).probability).all()
        with pytest.raises(InvalidValueError, match="two states, 678 and 680"):
            chances(two, ["YEM"])

    def test_two_horizons_of_one_event_are_refused(self) -> None:
        with pytest.raises(InvalidValueError, match="two horizons"):
            chances([forecast("coup", "KAZ", 0.1), forecast("coup", "ZAF", 0.1, horizon=2)], ["KAZ"])


class TestRefused:
    """What is no holding, no register and no cover."""

    @pytest.mark.parametrize("changed", [
        {"kind": "plan"}, {"stage": "soon"}, {"iso3": "kaz"}, {"amount": -1.0}, {"amount": float("nan")},
        {"amount": 1e19}, {"insured_share": 1.1}, {"local_share": float("nan")}, {"as_of": "2014-13"},
        {"as_of": "2014-02-30"}, {"as_of": "0000"}])
    def test_what_is_no_holding(self, changed: dict[str, object]) -> None:
        with pytest.raises(InvalidValueError, match="holding plant"):
            replace(PLANT, **changed)  # type: ignore[arg-type]

    def test_nothing_and_the_same_twice(self) -> None:
        with pytest.raises(DataGapError, match="no holding"):
            assess([], COUP)
        with pytest.raises(InvalidValueError, match="'plant' stands 2 times"):
            assess([PLANT, PLANT], COUP)

    def test_a_cover_that_nobody_described(self) -> None:
        with pytest.raises(UnknownCodeError, match="no cover 'policy 7'"):
            assess([replace(PLANT, covers=("policy 7",))], COUP)
        known = own_covers([{"cover": "policy 7", "type": "insurance"}])
        assert assess([replace(PLANT, covers=("policy 7",))], COUP, covers=known).uncovered[0, 0] == pytest.approx(0.3)


def test_every_gap_is_said_in_both_languages() -> None:
    assert all(each.en and each.zh for each in GAP_LABELS.values())
