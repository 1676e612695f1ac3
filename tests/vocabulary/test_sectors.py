"""Sectors are found by code and name; codes are lists that can be counted."""

from __future__ import annotations

from typing import cast

import pytest

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.sectors import Coverage, codes_in, covered, partly_covered, sectors

CASE = ["equipment-manufacturing", "metal-products", "general-equipment", "special-equipment", "transport-equipment",
        "electrical-machinery", "computers-electronics", "instruments", "weapons", "automobiles",
        "other-transport-equipment", "ships", "railway-equipment", "aerospace", "machine-tools",
        "communication-equipment", "high-end-equipment", "all-sectors", "industry", "manufacturing",
        "basic-iron-steel", "nonferrous-metals", "metallurgy", "chemicals", "petroleum-processing", "infrastructure",
        "construction", "services"]


def test_the_case_has_its_sectors() -> None:
    assert set(CASE) <= set(sectors())


def test_the_divisions_of_industry_are_whole() -> None:
    """GB/T 4754-2011: mining 06-12, manufacturing 13-43, electricity, gas and water 44-46."""
    single = sorted(code for sector in sectors().values() for code in sector.divisions if len(sector.divisions) == 1)
    assert single == [f"{code:02}" for code in range(6, 47)]
    assert sectors()["industry"].divisions == tuple(single)
    assert sectors()["manufacturing"].divisions == tuple(single[7:38])


def test_a_sector_with_a_known_code_lies_within_its_parent() -> None:
    for sector in sectors().values():
        codes = codes_in(sector.gbt_4754_2011)
        parents = codes_in(sectors()[sector.parent].gbt_4754_2011) if sector.parent else ()
        if codes and parents:
            assert all(any(code.startswith(parent) for parent in parents) for code in codes), sector.id


def test_both_names_are_there() -> None:
    assert all(sector.name.en and sector.name.zh for sector in sectors().values())


@pytest.mark.parametrize(("text", "id"), [
    ("34", "general-equipment"), ("通用设备制造业", "general-equipment"), ("General equipment", "general-equipment"),
    ("General equipment manufacturing industry", "general-equipment"), ("36+37", "transport-equipment"),
    ("Electrical, mechanical and equipment manufacturing industry", "electrical-machinery"),
    ("Instrumentation and culture, office machinery manufacturing industry", "instruments"),
    ("Computer, communications and other electronic equipment manufacturing industry", "computers-electronics"),
    ("3421", "machine-tools"), ("装备制造业", "equipment-manufacturing"),
    ("石油、煤炭及其他燃料加工业", "petroleum-processing"),
])
def test_sectors_are_found(text: str, id: str) -> None:
    assert sectors().find(text).id == id


def test_no_name_stands_for_two_sectors() -> None:
    for sector in sectors().values():
        for name in (sector.name.en, sector.name.zh, sector.gbt_4754_2011, *sector.aliases):
            assert not name or sectors().find(name) == sector, name


def test_what_is_not_known_is_empty_and_says_why() -> None:
    for id in ("weapons", "high-end-equipment", "infrastructure"):
        assert sectors()[id].gbt_4754_2011 == ""
        assert sectors()[id].note


def test_full_coverage_adds_electronics_to_the_traditional() -> None:
    assert covered("traditional") == ("33", "34", "35", "36", "37", "38", "40", "43")
    assert set(covered("full")) - set(covered("traditional")) == {"39"}
    assert partly_covered("traditional") == ("43",)
    assert partly_covered("full") == ("39", "43")


def test_coverage_in_the_table_agrees_with_the_functions() -> None:
    for sector in sectors().values():
        if sector.divisions and sector.id != "equipment-manufacturing":
            assert ("traditional" in sector.coverage) == (set(sector.divisions) <= set(covered("traditional")))


def test_an_unknown_coverage_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="partial"):
        covered(cast(Coverage, "partial"))


@pytest.mark.parametrize("text", ["33-", "abc", "38-33", "33-341", "3", "33,34"])
def test_what_is_no_list_of_codes_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="code"):
        codes_in(text)


def test_a_case_adds_sectors() -> None:
    both = sectors().with_added([{"id": "pumps", "name_en": "pumps", "name_zh": "泵", "gbt_4754_2011": "3441",
                                  "parent": "general-equipment"}])
    assert both.find("泵").gbt_4754_2011 == "3441"
    assert "pumps" in {sector.id for sector in both.parts_of("general-equipment")}
    with pytest.raises(UnknownCodeError, match="泵"):
        sectors().find("泵")
    with pytest.raises(InvalidValueError, match="code 'x'"):
        sectors().with_added([{"id": "pumps", "name_en": "pumps", "gbt_4754_2011": "x"}])
