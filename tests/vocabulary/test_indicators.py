"""Indicators compose from a base and measures."""

from __future__ import annotations

import pytest

from outward.errors import UnknownCodeError
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.indicators import Indicator, indicators
from outward.vocabulary.labels import Label


def test_a_composed_id_composes_its_name_in_both_languages() -> None:
    found = indicators()["value-added.share-of-industry.change"]
    assert found.id == "value-added.share-of-industry.change"
    assert found.base == "value-added"
    assert found.name.en.startswith("change in share in ")
    assert found.name.en.endswith("value added")
    assert found.name.zh.startswith("工业增加值")
    assert (found.unit, found.kind) == ("pp", "points")


def test_every_base_has_both_names_and_composes_with_growth() -> None:
    known = indicators()
    for id in known:
        assert known[id].name.en, id
        assert known[id].name.zh, id
        grown = known[f"{id}.growth"]
        assert (grown.unit, grown.kind, grown.direction) == ("%", "rate", known[id].direction)
        assert known[id].name.zh in grown.name.zh


def test_directions_and_kinds_are_those_that_are_declared() -> None:
    kinds = {"level", "share", "rate", "points", "rank", "ratio", "stock", "flow", "index", "count"}
    for indicator in indicators().values():
        assert indicator.direction in {"up", "down", "neutral"}, indicator.id
        assert indicator.kind in kinds, indicator.id


def test_formulas_of_measures_compute_what_their_names_say() -> None:
    known = indicators()
    assert evaluate(known["sales-value.growth"].formula, [110.0, 100.0]) == pytest.approx(10.0)
    assert evaluate(known["sales-value.growth-average"].formula, [121.0, 100.0, 2.0]) == pytest.approx(10.0)
    assert evaluate(known["sales-value.share-of-nation"].formula, [5.0, 20.0]) == pytest.approx(25.0)
    assert evaluate(known["sales-value.change"].formula, [34.5, 33.0]) == pytest.approx(1.5)
    # 100 million CNY over enterprises, in million CNY; over 10,000 persons, in 10,000 CNY.
    assert evaluate(known["sales-value.per-enterprise"].formula, [2.0, 100.0]) == pytest.approx(2.0)
    assert evaluate(known["sales-value.per-employee"].formula, [2.0, 1.0]) == pytest.approx(2.0)


@pytest.mark.parametrize("id", ["", "sales", "sales-value.", "sales-value.nonsense", "growth", "growth.sales-value",
                                ".growth"])
def test_an_undefined_id_is_refused(id: str) -> None:
    assert id not in indicators()
    with pytest.raises(UnknownCodeError, match="is not defined"):
        indicators()[id]


def test_what_composes_is_contained() -> None:
    assert "sales-value.growth" in indicators()
    not_text: object = 7
    assert not_text not in indicators()


def test_a_case_adds_bases_and_its_definition_wins() -> None:
    own = Indicator("tonnage", Label("tonnage launched", "下水吨位"), "dwt", "flow", "up")
    other = Indicator("sales-value", Label("sales", "销售"), "CNY", "flow")
    both = indicators().with_added([own, other])
    assert both["tonnage.growth"].name == Label("growth of tonnage launched", "下水吨位增速")
    assert both["sales-value"].unit == "CNY"
    assert len(both) == len(indicators()) + 1
    assert "tonnage" not in indicators()


def test_a_base_without_a_chinese_name_composes_none() -> None:
    both = indicators().with_added([Indicator("tonnage", Label("tonnage"), "dwt", "flow")])
    assert both["tonnage.growth"].name.zh == ""
