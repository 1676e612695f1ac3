"""Definitions of events: those that were asked for, each with a rule that figures alone can answer."""

from __future__ import annotations

from dataclasses import astuple
from typing import get_args

import pytest

from outward.errors import UnknownCodeError
from outward.risk.events import KINDS, Kind, event, events
from outward.risk.modelled import MODELLED, specification
from outward.risk.predictors import predictors

RULES = {  # of issue 6, word by word
    "coup": ("pt_attempt", "reaches", 1.0, None, "", 0, 1),
    "conflict_onset": ("country_onset", "reaches", 1.0, None, "incidence", 2, 1),
    "libdem_fall": ("v2x_libdem", "falls", 0.05, None, "", 0, 2),
    "currency_crash": ("fx_crash", "reaches", 1.0, None, "", 0, 1),
    "high_inflation": ("inflation_avg", "reaches", 40.0, None, "", 0, 1),
    "conflict_escalation": ("max_intensity", "rises", 1.0, 1.0, "", 0, 1),
}


@pytest.mark.parametrize("id", RULES)
def test_rules_are_those_of_the_issue(id: str) -> None:
    assert (*astuple(event(id).rule), event(id).horizon) == RULES[id]


def test_every_kind_of_paragraph_90_has_an_event() -> None:
    assert tuple(KINDS) == ("political", "institutional", "security", "economic", "social")
    assert {each.kind for each in events().values()} == set(get_args(Kind))
    assert [label.zh for label in KINDS.values()] == ["政治风险", "制度风险", "安全风险", "经济风险", "社会风险"]


def test_events_come_in_the_order_of_the_kinds() -> None:
    order = [get_args(Kind).index(each.kind) for each in events().values()]
    assert order == sorted(order)


@pytest.mark.parametrize("each", events().values(), ids=lambda each: each.id)
def test_every_event_is_named_in_both_languages_and_has_a_source(each: object) -> None:
    assert each.name.en  # type: ignore[attr-defined]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in each.name.zh)  # type: ignore[attr-defined]
    assert each.source  # type: ignore[attr-defined]
    assert each.horizon >= 1  # type: ignore[attr-defined]


def test_what_has_a_model_is_routed_to_warning_and_nothing_else_is() -> None:
    """What nobody can foresee is met by cover and plans; ``rule_of_law_fall`` alone waits for figures of a panel."""
    warned = {id for id, each in events().items() if each.route == "warning"}
    assert set(MODELLED) <= warned
    assert warned - set(MODELLED) == {"rule_of_law_fall"}


def test_an_unknown_event_names_those_there_are() -> None:
    with pytest.raises(UnknownCodeError, match=r"'revolution'.*coup, irregular_leader, .*currency_crash"):
        event("revolution")


def test_an_event_without_a_model_names_those_with_one() -> None:
    with pytest.raises(UnknownCodeError, match="it is routed to protection, not to warning") as refused:
        specification("sanction")
    assert "conflict_onset" in str(refused.value)
    with pytest.raises(UnknownCodeError, match="there is no such event"):
        specification("revolution")


def test_every_theme_of_a_model_has_predictors() -> None:
    themes = {each.theme for each in predictors().values()}
    assert {theme for one in MODELLED.values() for theme in one.themes} <= themes
