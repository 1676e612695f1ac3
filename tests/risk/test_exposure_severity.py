"""Severities: what the shipped table says, which assumption holds, and what is no assumption."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from outward.errors import InvalidValueError
from outward.risk.events import events
from outward.risk.holdings import KINDS, STAGES, Holding
from outward.risk.severity import NOT_STATED, Assumption, Severities, assumption, shipped_severities

HOLDING = Holding("a", "", "", "KAZ", "ships", "agreed", "project", 1.0, "USD", "2014", "made up", None, 0.25)


def test_every_event_kind_and_stage_has_a_severity() -> None:
    table = shipped_severities()
    assert sorted(table.events) == sorted(events())
    for event in table.events:
        for kind in KINDS:
            for stage in ("", *STAGES):
                assert table.find(event, kind, stage, "ships") is not None, (event, kind, stage)


def test_every_assumption_says_why_in_both_languages_and_from_whom() -> None:
    assert [each for each in shipped_severities().assumptions
            if not (each.reason.en and each.reason.zh and each.source)] == []


def test_no_assumption_stands_twice() -> None:
    keys = [(each.factor, each.event, each.kind, each.stage, each.industry)
            for each in shipped_severities().assumptions]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("event", "fall"), [("currency_crash", 0.30), ("high_inflation", 0.40)])
def test_what_is_owed_in_local_money_falls_as_the_event_is_defined(event: str, fall: float) -> None:
    found = shipped_severities().find(event, "receivable", "", "")
    assert found is not None
    assert found.value == pytest.approx(1 - 1 / (1 + fall), abs=0.005)
    assert found.loss.basis == "local"


def test_at_a_later_stage_more_is_at_stake() -> None:
    for kind in ("project", "enterprise"):
        found = [shipped_severities().find("coup", kind, stage, "") for stage in STAGES[:5]]
        values = [each.value for each in found if each]
        assert values == sorted(values)
        assert values[0] == 0


class TestWhichHolds:
    """The user's before the shipped, then what names more."""

    def test_what_names_the_industry_before_what_does_not(self) -> None:
        mine, ship = (shipped_severities().find("expropriation", "project", "completed", industry)
                      for industry in ("mining", "ships"))
        assert mine
        assert ship
        assert (mine.value, ship.value) == (0.9, 0.8)

    def test_what_is_said_of_an_industry_holds_for_its_parts_and_the_narrowest_counts(self) -> None:
        judged = {"nonferrous-ores": 0.6, "mining": 0.7, "industry": 0.8}
        own = shipped_severities().with_own([Assumption("loss", "coup", "*", "*", industry, value)
                                             for industry, value in judged.items()])
        found = [own.find("coup", "project", "completed", industry) for industry in
                 ("nonferrous-ores", "coal-mining", "ships", "services", "")]
        assert [each.value for each in found if each] == [0.6, 0.7, 0.8, 0.1, 0.1]

    def test_the_event_before_the_kind_before_the_stage(self) -> None:
        rows = [Assumption("loss", event, kind, stage, "*", value) for event, kind, stage, value in (
            ("*", "project", "agreed", 0.1), ("coup", "*", "*", 0.2), ("*", "*", "agreed", 0.3))]
        table = Severities((*rows, Assumption("at_stake", "*", "*", "*", "*", 1.0)))
        assert [found.value for event in ("coup", "crash") for kind in ("project", "contract")
                if (found := table.find(event, kind, "agreed", ""))] == [0.2, 0.2, 0.1, 0.3]

    def test_the_user_s_own_before_all_however_little_it_names(self) -> None:
        own = shipped_severities().with_own([Assumption("loss", "*", "*", "*", "*", 0.01)])
        found = own.find("expropriation", "project", "completed", "mining")
        assert found is not None
        assert (found.loss.value, found.loss.is_own, found.at_stake.is_own) == (0.01, True, False)

    def test_of_two_alike_the_later(self) -> None:
        own = shipped_severities().with_own([Assumption("loss", "coup", "*", "*", "*", value) for value in (0.1, 0.7)])
        found = own.find("coup", "project", "completed", "")
        assert found is not None
        assert found.value == 0.7

    def test_a_stage_that_is_not_stated_can_be_named(self) -> None:
        own = shipped_severities().with_own([Assumption("at_stake", "*", "*", NOT_STATED, "*", 0.5)])
        found = own.find("coup", "project", "", "")
        assert found is not None
        assert found.at_stake.value == 0.5

    def test_nothing_where_nobody_judged(self) -> None:
        assert shipped_severities().find("earthquake", "project", "completed", "") is None
        assert np.isnan(shipped_severities().of([HOLDING], ["earthquake"]).values).all()


def test_applied_to_holdings_with_their_local_share() -> None:
    held = [HOLDING, replace(HOLDING, id="b", local_share=None)]
    found = shipped_severities().of(held, ["coup", "currency_crash"])
    np.testing.assert_allclose(found.values, [[0.1 * 0.2, 0.15 * 0.2 * 0.25], [0.1 * 0.2, 0.15 * 0.2]])
    assert found.is_local.tolist() == [[False, True]] * 2


@pytest.mark.parametrize("changed", [{"factor": "guess"}, {"kind": "idea"}, {"stage": "soon"}, {"value": "1.5"},
                                     {"value": "much"}, {"value": "nan"}, {"basis": "half"}])
def test_what_is_no_assumption(changed: dict[str, str]) -> None:
    row = {"factor": "loss", "event": "coup", "kind": "project", "stage": "*", "industry": "*", "value": "0.5"}
    assert assumption(row).value == 0.5
    with pytest.raises(InvalidValueError, match=r"Write (one of|a share)"):
        assumption({**row, **changed})
