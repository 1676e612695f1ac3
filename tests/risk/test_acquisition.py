"""The acquisition screen: what is open stays open, and nothing adds up to a score."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidValueError, UnknownCodeError
from outward.risk.acquisition import REPLIES, STANDING_LABELS, STANDINGS, Answer, Screen, checklist, screen

ITEMS = checklist().items
PROVED = [Answer(item.id, "yes", "a document") for item in ITEMS]


class TestChecklist:
    """The questions that the package carries."""

    def test_every_question_is_whole_in_both_languages(self) -> None:
        for item in ITEMS:
            for label in (item.asks, item.why, item.evidence):
                assert label.en
                assert label.zh
            assert item.asks.en.endswith("?")
            assert item.asks.zh.endswith("？")
            assert item.group in checklist().groups
        assert len({item.id for item in ITEMS}) == len(ITEMS)
        assert {item.group for item in ITEMS} == set(checklist().groups)

    @pytest.mark.parametrize("named", ["operating-costs", "culture", "key-persons", "experience", "detailed-plan",
                                       "fits-strategy"])
    def test_it_asks_for_what_the_report_names(self, named: str) -> None:
        """Paragraph 105: costs, culture, loss of resources, experience, plans before the purchase, strategy."""
        assert {item.id: item.paragraph for item in ITEMS}[named] == 105


class TestScreen:
    """How each question stands."""

    def test_without_answers_everything_is_open(self) -> None:
        found = screen([])
        assert len(found.of("open")) == len(ITEMS)
        assert found.verdict.en.startswith("not yet to be decided")

    def test_one_no_to_a_stop_item_stops_whatever_else_is_well(self) -> None:
        found = screen([Answer("price-limit", "no", "a document"),
                        *(each for each in PROVED if each.item != "price-limit")])
        assert [each.item.id for each in found.of("stop")] == ["price-limit"]
        assert found.verdict.en == "stop: 1 item answered no that should stop the purchase; 0 not yet sure"
        assert found.verdict.zh.startswith("停止：1项")

    def test_a_yes_without_evidence_is_only_said(self) -> None:
        found = screen([Answer(item.id, "yes", " ") for item in ITEMS])
        assert len(found.of("unproven")) == len(ITEMS)

    def test_all_met_never_says_that_the_purchase_is_good(self) -> None:
        found = screen(PROVED)
        assert len(found.of("met")) == len(ITEMS)
        assert found.verdict.en == "nothing is open: what speaks against it is for those who decide to weigh"

    def test_what_is_open_and_stops_nothing(self) -> None:
        found = screen([each for each in PROVED if each.item != "culture"])
        assert found.verdict.en == "nothing stops the purchase; 1 item not sure"

    def test_there_is_no_score(self) -> None:
        assert [field.name for field in dataclasses.fields(Screen)] == ["screened"]

    @given(st.dictionaries(st.sampled_from([item.id for item in ITEMS]),
                           st.tuples(st.sampled_from(REPLIES), st.sampled_from(("", "a document")))))
    def test_every_question_stands_in_one_way(self, given_answers: dict[str, tuple[str, str]]) -> None:
        found = screen(Answer(item, reply, shown) for item, (reply, shown) in given_answers.items())  # type: ignore[arg-type]
        assert [each.item for each in found.screened] == list(ITEMS)
        assert sum(len(found.of(standing)) for standing in STANDINGS) == len(ITEMS)
        stopped = any(item.stops and given_answers.get(item.id, ("", ""))[0] == "no" for item in ITEMS)
        assert bool(found.of("stop")) == stopped == found.verdict.en.startswith("stop")


class TestRefused:
    """Answers that are none."""

    def test_to_no_question(self) -> None:
        with pytest.raises(UnknownCodeError, match="no item 'luck'"):
            screen([Answer("luck", "yes")])

    def test_twice(self) -> None:
        with pytest.raises(InvalidValueError, match="culture is answered twice"):
            screen([Answer("culture", "yes"), Answer("culture", "no")])

    def test_in_other_words(self) -> None:
        with pytest.raises(InvalidValueError, match="'perhaps'"):
            Answer("culture", "perhaps")  # type: ignore[arg-type]


def test_every_standing_has_a_name_in_both_languages() -> None:
    assert set(STANDING_LABELS) == set(STANDINGS)
    assert all(each.en and each.zh for each in STANDING_LABELS.values())
