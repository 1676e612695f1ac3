"""What has gaps, and what is a change: neither is an error by itself."""

from __future__ import annotations

import warnings

from outward.audit import Cell, Claim, Document, Fact, audit


def test_rows_without_any_number_of_some_columns_are_looked_at_in_silence() -> None:
    """A table with empty rows gives no warning of the arithmetic beneath."""
    cells = tuple(Cell(f"1:{row}:{column}", "1", "Anyville", item, "2015", indicator, "million CNY", f"{row + column}")
                  for row, item in enumerate(("Pumps", "Valves", "Gears"), start=1)
                  for column, indicator in enumerate(("exports", "imports", "sales", "stocks"))
                  if (row == 1) == (indicator == "stocks"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert audit(Document("D1", cells)).findings == ()


def test_a_change_of_places_is_no_rank() -> None:
    """A fall by six places is read as -6 places, and no rank has a sign."""
    said = "2010—2014年，辽宁对外直接投资流量全国位次波动下降，由第2位降至第8位，下降6位。"
    claims = tuple(Claim(f"C{place}", said, para="1", lang="zh") for place in range(1, 4))
    assert "rank" not in {finding.rule for finding in audit(Document("D1", (), claims)).findings}


def test_the_bound_can_be_left_out_and_changes_no_finding() -> None:
    """Three pumps of 2 are no 7: one of the four numbers must be wrong, whether it is counted or not."""
    cells = tuple(Cell(str(place), "1", "Anyville", item, "2015", "sales", "million CNY", text)
                  for place, (item, text) in enumerate((("A", "2.0"), ("B", "2.0"), ("C", "2.0"), ("Total", "7.0"))))
    fact = Fact("total", {"table": "1", "item": "Total", "indicators": ["sales"], "complete": True})
    document = Document("D1", cells, facts=(fact,))
    bounded, quick = audit(document), audit(document, fewest_wrong="skip")
    assert bounded.findings == quick.findings
    assert (bounded.fewest_wrong, quick.fewest_wrong) == (1, 0)
