"""The life of an alert."""

from __future__ import annotations

from typing import get_args

import pytest

from outward.errors import InvalidValueError
from outward.risk.alerts import STAGES, Outcome, mark, moved, next_stages, opens
from outward.risk.levels import Standing, State

ALLOWED = {("open", "acknowledged"), ("open", "closed"), ("acknowledged", "assessed"), ("acknowledged", "closed"),
           ("assessed", "closed"), ("closed", "reviewed"), ("closed", "open")}


def test_stages_come_in_the_order_of_the_life() -> None:
    assert STAGES == ("open", "acknowledged", "assessed", "closed", "reviewed")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("to", STAGES)
def test_only_these_moves_are_made(stage: str, to: str) -> None:
    if (stage, to) in ALLOWED:
        assert moved(stage, to) == to  # type: ignore[arg-type]
        return
    with pytest.raises(InvalidValueError, match=f"an alert that is {stage} cannot become {to}"):
        moved(stage, to)  # type: ignore[arg-type]


def test_every_stage_is_reached_and_one_is_the_end() -> None:
    reached = {"open"}
    for _ in STAGES:
        reached |= {to for stage in STAGES if stage in reached for to in next_stages(stage)}
    assert reached == set(STAGES)
    assert [stage for stage in STAGES if not next_stages(stage)] == ["reviewed"]


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        moved("open", "forgotten")  # type: ignore[arg-type]


@pytest.mark.parametrize("state", get_args(State))
def test_only_what_rises_opens_an_alert(state: State) -> None:
    assert opens(Standing("alarm", state, 1)) == (state == "rising")


def test_what_a_warning_turned_out_to_be() -> None:
    assert {(outcome, up): mark(outcome, up) for outcome in get_args(Outcome) for up in (True, False)} == {
        ("happened", True): "hit", ("happened", False): "miss", ("not happened", True): "false alarm",
        ("not happened", False): "quiet"}
