"""What a print shows by itself, without any other number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.audit.made import alarms, cells, claim, judged, misprinted, only, unaided

SALES = cells("""
    item   | sales [CNY] | firms [enterprises] | place [rank]
    Pumps  | 1,204       | 12                  | 1
    Valves | 2,795       | 31                  | 2
    Alloys | 3,512       | 44                  | 3
    Chains | 4,187       | 9                   | 4
    """)


def test_good_prints_say_nothing() -> None:
    assert alarms(judged(SALES)) == []


def test_digits_wrongly_grouped_read_as_thousands() -> None:
    finding = only(judged(misprinted(SALES, _7="3,4512")))
    assert (finding.rule, finding.severity, finding.suspects) == ("digit_grouping", "error", ("1:7",))
    assert dict(finding.repair) == {"1:7": "34,512"}


def test_a_table_that_groups_by_fours_has_its_own_way() -> None:
    table = misprinted(SALES, _1="1,2045", _4="2,7951", _7="3,5127", _10="4,1873")
    assert alarms(judged(table)) == []


def test_digits_wrongly_grouped_in_prose() -> None:
    finding = only(judged((), claims=(claim("6,8197", "output", "units"),)))
    assert dict(finding.repair) == {"c1": "68,197"}


@pytest.mark.parametrize("text", ["0", "-1", "2.5"])
def test_a_rank_is_whole_and_from_one_on(text: str) -> None:
    finding = only(judged(misprinted(SALES, _6=text)))
    assert (finding.rule, finding.suspects) == ("rank", ("1:6",))


def test_a_count_with_decimals_is_wrong_alone_and_a_column_of_them_together() -> None:
    assert only(judged(misprinted(SALES, _5="31.4"))).suspects == ("1:5",)
    finding = only(judged(misprinted(SALES, _2="12.1", _5="31.4", _8="44.6", _11="9.5")))
    assert finding.rule == "whole_counts"
    assert set(finding.suspects) == {"1:2", "1:5", "1:8", "1:11"}
    assert "12.1, 31.4, 44.6, 9.5" in finding.arithmetic


def test_a_unit_that_is_said_to_be_missing() -> None:
    said = replace(claim("12,998", "assets", "100 million CNY"), note="printed without its scale")
    assert only(unaided((), (said,))).rule == "missing_unit"
    table = tuple(replace(cell, note="单位未注明") for cell in SALES)
    found = unaided(table)
    assert alarms(found) == []
    assert [(finding.rule, finding.severity) for finding in found.findings] == [("missing_unit", "info")]
