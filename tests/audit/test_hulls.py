"""Bounds of growth and of shares."""

from __future__ import annotations

from outward.audit import Cell, Claim, Document, Fact, audit

_TOTAL = Fact("total", {"table": "1", "item": "Total", "indicators": ["sales"], "complete": True})


def _cells(growths: dict[str, str]) -> tuple[Cell, ...]:
    """A table of which only 2015 is printed, with growth rates."""
    sales = {"Pumps": "120.0", "Valves": "80.0", "Total": "200.0"}
    cells = []
    for at, item in enumerate(sales):
        cells.append(Cell(f"s{at}", "1", "Anyville", item, "2015", "sales", "million CNY", sales[item]))
        cells.append(Cell(f"g{at}", "1", "Anyville", item, "2015", "growth of sales", "%", growths[item]))
    return tuple(cells)


def test_a_total_grows_between_its_parts() -> None:
    sound = audit(Document("D", _cells({"Pumps": "4.0", "Valves": "8.0", "Total": "5.6"}), facts=(_TOTAL,)))
    assert sound.findings == ()


def test_a_total_that_outgrows_every_part_is_found() -> None:
    found = audit(Document("D", _cells({"Pumps": "4.0", "Valves": "8.0", "Total": "9.6"}), facts=(_TOTAL,))).findings
    assert [finding.rule for finding in found] == ["bounds"]
    assert "g2" in found[0].suspects
    assert found[0].arithmetic == ("max(4.0, 8.0) = 8 < 9.6",)


def test_rounding_is_allowed_for() -> None:
    sound = audit(Document("D", _cells({"Pumps": "4.0", "Valves": "8.0", "Total": "8.1"}), facts=(_TOTAL,)))
    assert sound.findings == ()


def _shares(national: str, provincial: str) -> tuple[Claim, ...]:
    return (Claim("c1", "", "Anyville", "Pumps", "2015", "share of national sales", national, "%"),
            Claim("c2", "", "Anyville", "Pumps", "2015", "share of provincial sales", provincial, "%"))


def test_a_share_of_the_nation_is_at_most_that_of_the_province() -> None:
    assert audit(Document("D", (), _shares("2.3", "21.0"))).findings == ()
    found = audit(Document("D", (), _shares("23.0", "2.1"))).findings
    assert [(finding.rule, finding.evidence) for finding in found] == [("bounds", ("c1", "c2"))]
