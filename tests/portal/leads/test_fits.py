"""Which leads fit which enterprises, and what is said of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from outward_portal.leads.fitting.fits import Fit, Fits, enterprises_that_fit, fit_of, leads_that_fit
from outward_portal.leads.fitting.reasons import shared
from tests.portal.leads.board import Board, day, make_enterprise, make_lead, make_project

pytestmark = pytest.mark.django_db


def codes(fit: Fit) -> dict[str, str]:
    return {line.key: str(line.code) for line in fit.lines}


def fit_in(found: Fits, key: int) -> Fit:
    return next(fit for fit in (*found.matches, *found.others) if fit.key == key)


def test_a_lead_finds_enterprises_in_order_with_a_reason_by_criterion(board: Board) -> None:
    make_project(board.people, board.rivals)  # has been in Kenya, with a project of 4 million
    found = enterprises_that_fit(board.lead, board.people.office)
    assert [fit.key for fit in found.matches] == [board.rivals.pk, board.works.pk]
    assert codes(found.matches[0]) == {"sector": "same", "wanted": "same", "country": "same", "size": "enough"}
    assert codes(found.matches[1]) == {"sector": "same", "wanted": "same", "country": "unknown", "size": "unknown"}
    assert (found.matches[0].percent, found.matches[0].known, found.matches[1].known) == (100, 100, 62)


@pytest.mark.parametrize(("lead", "enterprise"), [
    ({}, {}), ({"sector": "equipment-manufacturing"}, {}), ({}, {"sector": "equipment-manufacturing"}),
    ({"sector": "ships"}, {"sector": "railway-equipment"}), ({"sector": ""}, {}), ({}, {"sector": ""}),
    ({"value": None, "currency": ""}, {}), ({"countries": "ZMB;KEN"}, {"products_en": "pumps"}),
    ({"value": Decimal(30_000_000)}, {}), ({"countries": ""}, {}),
    ({"sector": "ships"}, {}), ({"wanted_en": "", "name_en": "Zq"}, {"products_en": ""}),
    ({}, {"products_en": "mills and equipment"}), ({"wanted_en": "", "name_en": "Supply contract"}, {}),
])
def test_both_sides_read_the_same_of_one_another(board: Board, lead: dict[str, Any],
                                                 enterprise: dict[str, Any]) -> None:
    """Whichever of the two looks for the other: verdict, score, what is known, and the words of each criterion."""
    enterprise_ = make_enterprise(board.people, board.people.works.pk, name_en="Zqother", **enterprise)
    make_project(board.people, enterprise_)
    lead_ = make_lead(board.people, **lead)
    one = fit_in(enterprises_that_fit(lead_, board.people.office), enterprise_.pk)
    other = fit_in(leads_that_fit(enterprise_, board.people.enterprise), lead_.pk)
    alone = fit_of(lead_, enterprise_, board.people.enterprise)
    for each in (other, alone):
        assert (each.verdict, each.percent, each.known) == (one.verdict, one.percent, one.known)
        said = {line.key: (line.text, line.percent) for line in each.lines if line.percent is not None}
        assert said == {line.key: (line.text, line.percent) for line in one.lines if line.percent is not None}


def test_whoever_does_not_fit_is_told_why(board: Board) -> None:
    ships = make_enterprise(board.people, None, name_en="Zqships", sector="ships")
    nothing = make_enterprise(board.people, None, name_en="Zqnothing", sector="", products_en="")
    weak = make_enterprise(board.people, None, name_en="Zqweak", sector="equipment-manufacturing", products_en="bread",
                           countries="ZMB")
    make_project(board.people, weak, countries="ZMB", value=Decimal(10_000))
    wide = fit_in(enterprises_that_fit(board.lead, board.people.office), weak.pk).lines[0]
    assert (wide.says, wide.text) == ("unknown", "The enterprise's sector, equipment manufacturing, is too wide to "
                                       "compare.")
    why = {fit.key: fit.why_not for fit in enterprises_that_fit(board.lead, board.people.office).others}
    assert why[ships.pk].startswith("Another sector: the lead is of special equipment, the enterprise of ships")
    assert why[nothing.pk].startswith("Too little is known")
    assert why[weak.pk].startswith("Too little speaks for it. No word of what is wanted")


def test_words_that_all_say_say_nothing(board: Board) -> None:
    lead = make_lead(board.people, name_en="Supply contract", wanted_en="")
    maker = make_enterprise(board.people, None, name_en="Zqmaker", products_en="equipment and systems")
    said = {each.pk: next(line for line in fit_of(lead, each, board.people.office).lines if line.key == "wanted")
            for each in (board.works, maker)}
    assert {line.text for line in said.values()} == {"The lead does not say what is wanted."}
    other = next(line for line in fit_of(board.lead, maker, board.people.office).lines if line.key == "wanted")
    assert (other.says, other.text) == ("no", "No word of what is wanted stands among the enterprise's products.")


def test_a_character_that_stands_alone_is_a_word() -> None:
    assert shared("泵、阀门", "泵、风机", "zh") == ["泵"]


def test_leads_that_are_over_retired_or_unseen_are_not_offered(board: Board) -> None:
    make_lead(board.people, name_en="Zqover", deadline=day(-1))
    make_lead(board.people, name_en="Zqagencies", audience="agencies")
    today = make_lead(board.people, name_en="Zqtoday ball mills", deadline=day(0))
    found = leads_that_fit(board.works, board.people.enterprise)
    assert {fit.key for fit in (*found.matches, *found.others)} == {board.lead.pk, today.pk}


def test_what_is_made_up_and_what_is_real_are_never_mixed(board: Board) -> None:
    sample = make_lead(board.people, name_en="Zqsample", is_sample=True)
    assert enterprises_that_fit(sample, board.people.office).of == 0
    assert sample.pk not in {fit.key for fit in leads_that_fit(board.works, board.people.enterprise).matches}


def test_only_what_the_reader_sees_of_an_enterprise_speaks_for_it(board: Board) -> None:
    make_project(board.people, board.works, audience="owner")
    seen = {who: fit_of(board.lead, board.works, getattr(board.people, who)) for who in ("enterprise", "officer")}
    assert codes(seen["enterprise"])["country"] == "same"
    assert codes(seen["officer"])["country"] == "unknown"
    hidden = make_enterprise(board.people, board.people.works.pk, name_en="Zqhidden", audience="owner")
    assert hidden.pk not in {fit.key for fit in enterprises_that_fit(board.lead, board.people.officer).matches}


def test_a_partner_abroad_is_no_candidate(board: Board) -> None:
    make_enterprise(board.people, None, name_en="Zqabroad", ownership="foreign")
    assert enterprises_that_fit(board.lead, board.people.office).of == 2


def test_reasons_are_told_in_both_languages(board: Board) -> None:
    lead = make_lead(board.people, wanted_zh="球磨机和破碎机")
    board.works.products_zh = "破碎机、球磨机"
    board.works.save()
    with translation.override("zh-hans"):
        said = {line.key: line.text for line in fit_of(lead, board.works, board.people.enterprise).lines}
    assert "球磨机" in said["wanted"]
    assert "破碎机" in said["wanted"]
    assert "ball" not in said["wanted"]
