"""Trends and lists in words, against the numbers."""

from __future__ import annotations

import pytest

from outward.audit import Cell, Claim, Document, audit


def _document(sentence: str, sales: dict[str, str]) -> Document:
    cells = tuple(Cell(year, "1", "Anyville", "Pumps", year, "sales", "million CNY", text)
                  for year, text in sales.items())
    last = max(sales)
    claim = Claim("c1", sentence, "Anyville", "Pumps", last, "sales", sales[last], "million CNY")
    return Document("D", cells, (claim,))


@pytest.mark.parametrize(("sentence", "sales", "is_found"), [
    ("In 2013-2015 sales grew steadily.", {"2013": "120.0", "2014": "131.0", "2015": "150.0"}, False),
    ("In 2013-2015 sales grew steadily.", {"2013": "120.0", "2014": "111.0", "2015": "150.0"}, True),
    ("2013—2015年水泵销售额逐年下降，降至110.0百万元。", {"2013": "120.0", "2014": "131.0", "2015": "110.0"}, True),
    ("2013—2015年水泵销售额逐年下降，降至110.0百万元。", {"2013": "120.0", "2014": "115.0", "2015": "110.0"}, False),
    ("Sales have not changed since 2013.", {"2013": "120.0", "2014": "120.0", "2015": "120.0"}, False),
    ("Sales have not changed since 2013.", {"2013": "90.0", "2014": "130.0", "2015": "120.0"}, True),
])
def test_a_trend_in_words_is_held_to_the_series(sentence: str, sales: dict[str, str], is_found: bool) -> None:
    findings = audit(_document(sentence, sales)).findings
    assert [finding.rule for finding in findings] == (["trend"] if is_found else [])
    assert all(finding.severity == "warning" for finding in findings)


def test_a_step_within_rounding_breaks_no_trend() -> None:
    sales = {"2013": "120.0", "2014": "119.9", "2015": "120.1"}
    assert audit(_document("Sales grew steadily to 120.1 million CNY.", sales)).findings == ()


@pytest.mark.parametrize(("sentence", "is_found"), [
    ("There are 3 ports, namely Easton, Weston and Norton.", False),
    ("There are 4 ports, namely Easton, Weston and Norton.", True),
    ("There are 4 ports, including Easton and Weston.", False),
    ("建有3个港口，分别为东港、西港和北港。", False),
    ("建有3个港口，分别为东港、西港、北港、南港、中港。", True),
])
def test_a_list_that_is_said_to_be_whole_has_as_many_entries(sentence: str, is_found: bool) -> None:
    number = "4" if "4 ports" in sentence else "3"
    unit = "个" if "港口" in sentence else "units"
    claim = Claim("c1", sentence, "Anyville", "", "2015", "number of ports", number, unit)
    findings = audit(Document("D", (), (claim,))).findings
    assert [finding.rule for finding in findings] == (["list"] if is_found else [])
