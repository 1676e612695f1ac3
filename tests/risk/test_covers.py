"""Covers: what each carries, what stays, what each is worth, and what is no cover."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.errors import InvalidValueError
from outward.risk.cover_lift import cover_lifts, cover_offers, offer_totals
from outward.risk.covers import COVER_TYPES, TYPES, Cover, Effect, own_covers, protection, shipped_covers
from outward.risk.exposure import assess
from outward.risk.forecasts import Forecast
from outward.risk.holdings import Holding
from outward.risk.severity import shipped_severities
from outward.vocabulary.labels import Label

DEBT = Holding("debt", "", "", "ZAF", "", "", "receivable", 100.0, "USD", "2014", "made up", None, 1.0)
EVENTS = ("currency_crash", "debt_crisis", "banking_crisis", "expropriation")
MADE = [Forecast(event, 0, iso3, 2015, 1, "2014-12-31", "ensemble", chance, None, None, "ok")
        for event, chance in zip(EVENTS, (0.1, 0.05, 0.2, 0.02), strict=True) for iso3 in ("ZAF", "KAZ")]


def cover(id: str, share: float, *, type: str = "escrow", event: str = "*", **more: str) -> dict[str, Cover]:
    return own_covers([{"cover": id, "type": type, "event": event, "share": str(share), **more}])


class TestShipped:
    """The usual terms."""

    def test_each_type_has_effects_with_reasons_on_known_events(self) -> None:
        covers = shipped_covers()
        assert set(covers) == set(TYPES) == set(COVER_TYPES)
        for each in covers.values():
            assert each.effects
            assert each.name.en
            assert each.name.zh
            for effect in each.effects:
                assert effect.event in shipped_severities().events
                assert effect.reason.en
                assert effect.reason.zh
                assert effect.source

    def test_no_policy_pays_for_devaluation(self) -> None:
        insured = replace(DEBT, insured_share=1.0, covers=("insurance",))
        assert assess([insured], MADE).uncovered[0, 0] == 1.0

    def test_a_guarantee_protects_contracts_and_receivables_only(self) -> None:
        found = [shipped_covers()["guarantee"].share("debt_crisis", kind) for kind in ("project", "receivable")]
        assert found == [0.0, 0.6]


class TestWhatStays:
    """The uncovered share."""

    def test_covers_act_on_what_the_others_leave(self) -> None:
        known = {**cover("a", 0.5), **cover("b", 0.4)}
        for order in (("a", "b"), ("b", "a")):
            found = assess([replace(DEBT, covers=order)], MADE, covers=known)
            assert found.uncovered[0].tolist() == pytest.approx([0.3] * 4)
        assert found.standing()[0].tolist() == ["partly"] * 4

    def test_insurance_counts_for_the_insured_share(self) -> None:
        policy = cover("policy", 0.9, type="insurance")
        left = [assess([replace(DEBT, covers=("policy",), insured_share=share)], MADE, covers=policy).uncovered[0, 0]
                for share in (None, 1.0, 0.5, 0.0)]
        assert left == pytest.approx([0.1, 0.1, 0.55, 1.0])

    def test_an_insured_share_without_a_policy_means_usual_terms_and_is_named(self) -> None:
        found = assess([replace(DEBT, insured_share=0.5)], MADE)
        assert found.uncovered[0].tolist() == pytest.approx([1.0, 1 - 0.8 * 0.5, 1.0, 1 - 0.9 * 0.5])
        assert found.protection.insured_unnamed == ("debt",)

    def test_a_treaty_protects_all_that_is_in_its_country(self) -> None:
        treaty = cover("bit", 0.2, type="treaty", event="expropriation", iso3="KAZ")
        found = assess([DEBT, replace(DEBT, id="other", iso3="KAZ")], MADE, covers=treaty)
        assert found.uncovered[:, 3].tolist() == [1.0, 0.8]

    @pytest.mark.parametrize(("begins", "ends", "left"), [
        ("", "", 0.5), ("2015-01-01", "2015-12-31", 0.5), ("2015-01-02", "", 1.0), ("", "2015-12-30", 1.0)])
    def test_a_cover_that_lapses_does_not_count_and_is_named(self, begins: str, ends: str, left: float) -> None:
        known = cover("a", 0.5, begins=begins, ends=ends)
        found = assess([replace(DEBT, covers=("a",))], MADE, covers=known)
        assert found.uncovered[0, 0] == left
        assert (("cover_lapses" in {each.what for each in found.gaps}), bool(found.protection.lapsing)) == (
            (left == 1.0),) * 2

    def test_what_names_the_event_counts_before_what_names_the_kind(self) -> None:
        made = Cover("a", "escrow", Label("a"), (Effect("*", "receivable", 0.9, Label("")),
                                                 Effect("coup", "*", 0.1, Label("")), Effect("*", "*", 0.5, Label(""))))
        assert [made.share(event, kind) for event in ("coup", "crash") for kind in ("receivable", "project")] == [
            0.1, 0.1, 0.9, 0.5]

    def test_left_out_it_leaves_all_to_the_others(self) -> None:
        known = {**cover("a", 0.5), **cover("b", 0.4)}
        held = [replace(DEBT, covers=("a", "b"))]
        shield = protection(held, ["coup"], {"coup": (2015, 2015)}, known)
        assert [float(shield.left(held, without)[0, 0]) for without in ("", "a", "b")] == pytest.approx([0.3, 0.6, 0.5])


class TestWorth:
    """What each cover takes away."""

    def test_by_hand(self) -> None:
        found = cover_lifts(assess([replace(DEBT, covers=("a", "b"))], MADE[:2], covers={**cover("a", 0.5),
                                                                                       **cover("b", 0.4)}))
        bare = 100 * 0.1 * 0.23
        a, b = sorted(found.lifts, key=lambda each: each.cover)
        assert (a.bare, a.with_all, a.without) == pytest.approx((bare, 0.3 * bare, 0.6 * bare))
        assert (a.alone, a.marginal, a.shapley) == pytest.approx((0.5 * bare, 0.3 * bare, 0.4 * bare))
        assert (b.alone, b.marginal, b.shapley) == pytest.approx((0.4 * bare, 0.2 * bare, 0.3 * bare))
        assert found.totals[0].taken == pytest.approx(0.7 * bare)

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=4),
           st.none() | st.floats(0, 1))
    def test_shapley_values_are_the_mean_over_orders_and_sum(self, shares: list[list[float]],
                                                             insured: float | None) -> None:
        known = own_covers([{"cover": f"c{place}", "type": "insurance" if place == 0 else "escrow", "event": event,
                             "share": repr(share)} for place, of_it in enumerate(shares)
                            for event, share in zip(EVENTS, of_it, strict=True)])
        holding = replace(DEBT, insured_share=insured, covers=tuple(known))

        def loss(covers: tuple[str, ...]) -> float:
            effects = {id: known[id] if id in covers else replace(known[id], effects=()) for id in known}
            return float(assess([holding], MADE, covers=effects).combined()[0])

        orders = list(itertools.permutations(known))
        expected = {id: np.mean([loss(order[:order.index(id)]) - loss(order[:order.index(id) + 1]) for order in orders])
                    for id in known}
        found = cover_lifts(assess([holding], MADE, covers=known))
        assert {each.cover: each.shapley for each in found.lifts} == pytest.approx(expected, abs=1e-9)
        assert sum(each.shapley for each in found.lifts) == pytest.approx(found.totals[0].taken, abs=1e-9)
        # No cover makes it worse; one may be worth more beside others than alone: losses of events overlap less then.
        assert all(min(each.alone, each.marginal, each.shapley) >= -1e-9 for each in found.lifts)

    def test_currencies_are_told_apart(self) -> None:
        held = [replace(DEBT, covers=("escrow",)), replace(DEBT, id="b", currency="CNY", covers=("escrow",))]
        found = cover_lifts(assess(held, MADE))
        assert [(each.cover, each.currency, each.holdings) for each in found.lifts] == [("escrow", "CNY", 1),
                                                                                       ("escrow", "USD", 1)]
        assert [each.currency for each in found.totals] == ["CNY", "USD"]

    def test_more_covers_than_can_be_told_apart(self) -> None:
        known = {id: each for number in range(13) for id, each in cover(f"c{number}", 0.1).items()}
        with pytest.raises(InvalidValueError, match="13 covers"):
            cover_lifts(assess([replace(DEBT, covers=tuple(known))], MADE, covers=known))


class TestOffers:
    """What would protect."""

    def test_a_type_that_is_there_already_is_not_offered(self) -> None:
        found = cover_offers(assess([replace(DEBT, covers=("escrow",))], MADE))
        assert np.isnan(found.saves[0]).tolist() == [False, False, False, True, False]

    def test_it_saves_what_having_it_saves(self) -> None:
        without = assess([DEBT], MADE)
        for place, type in enumerate(TYPES):
            having = assess([replace(DEBT, covers=(type,))], MADE)
            found = cover_offers(without)
            assert found.saves[0, place] == pytest.approx(float((without.combined() - having.combined())[0]))
            np.testing.assert_allclose(found.saves_if[0, place], (without.loss_if - having.loss_if)[0], atol=1e-12)

    def test_totals_are_the_sums_by_currency(self) -> None:
        held = [DEBT, replace(DEBT, id="b", covers=("escrow",)), replace(DEBT, id="c", currency="CNY")]
        exposure = assess(held, MADE)
        found = {(each.type, each.currency): each for each in offer_totals(exposure)}
        assert (found["escrow", "USD"].holdings, found["insurance", "USD"].holdings) == (1, 2)
        place = TYPES.index("insurance")
        assert found["insurance", "USD"].saves == pytest.approx(cover_offers(exposure).saves[:2, place].sum())

    def test_it_helps_against_what_nobody_forecasts(self) -> None:
        found = cover_offers(assess([DEBT], MADE[:2], guarded=("expropriation",)))
        insurance = TYPES.index("insurance")
        assert (found.saves[0, insurance], found.saves_if[0, insurance, 1]) == pytest.approx((0, 100 * 0.1 * 0.9))


class TestRead:
    """Rows of a table of covers."""

    def test_a_row_without_an_event_takes_the_usual_terms(self) -> None:
        found = own_covers([{"cover": "p7", "type": "insurance", "name_en": "Policy 7", "iso3": "KAZ|ZAF"}])["p7"]
        assert found.effects == shipped_covers()["insurance"].effects
        assert (found.name.en, found.countries) == ("Policy 7", ("KAZ", "ZAF"))

    @pytest.mark.parametrize(("rows", "said"), [
        ([{"cover": "a", "type": "hope"}], "type 'hope'"),
        ([{"cover": "a", "type": "escrow", "event": "coup", "share": "much"}], "share 'much'"),
        ([{"cover": "a", "type": "escrow", "event": "coup", "share": "1.5"}], r"share 1\.5"),
        ([{"cover": "a", "type": "escrow", "event": "coup", "kind": "x", "share": "1"}], "kind 'x'"),
        ([{"cover": "a", "type": "escrow"}, {"cover": "a", "type": "treaty"}], "differ"),
    ])
    def test_what_is_no_cover(self, rows: list[dict[str, str]], said: str) -> None:
        with pytest.raises(InvalidValueError, match=said):
            own_covers(rows)
