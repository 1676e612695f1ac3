"""Blocks out of place: columns exchanged, and cells slipped."""

from __future__ import annotations

from outward.audit import Cell, Document, Fact, audit

_ITEMS = ("Pumps", "Valves", "Lathes", "Cranes", "Engines", "Boilers")
_SALES = ("120.5", "79.4", "210.0", "55.2", "301.7", "90.9")
_EXPORTS = ("12.3", "20.1", "33.6", "5.5", "90.2", "10.8")
_SHARES = ("10.2", "25.3", "16.0", "10.0", "29.9", "11.9")
_FACT = Fact("ratio", {"table": "1", "indicator": "export share", "num": "exports", "den": "sales", "scale": 100})


def _cells(exports: tuple[str, ...]) -> tuple[Cell, ...]:
    columns = {"sales": (_SALES, "million CNY"), "exports": (exports, "million CNY"), "export share": (_SHARES, "%")}
    return tuple(Cell(f"{name[0]}{name[-1]}{at}", "1", "Anyville", item, "2015", name, unit, texts[at])
                 for name, (texts, unit) in columns.items() for at, item in enumerate(_ITEMS))


def test_a_sound_table_has_no_findings() -> None:
    assert audit(Document("D", _cells(_EXPORTS), facts=(_FACT,))).findings == ()


def test_cells_that_slipped_by_a_row_are_one_finding() -> None:
    slipped = (_EXPORTS[0], _EXPORTS[4], *_EXPORTS[1:4], _EXPORTS[5])
    findings = audit(Document("D", _cells(slipped), facts=(_FACT,))).findings
    assert len(findings) == 1
    assert findings[0].suspects == ("es1", "es2", "es3", "es4")
    assert findings[0].repair == {f"es{at}": _EXPORTS[at] for at in range(1, 5)}
    assert "slipped" in findings[0].message.en
    assert "错行" in findings[0].message.zh


def test_two_columns_exchanged_are_one_finding_and_no_matter_of_definition() -> None:
    cells = _cells(_EXPORTS)
    names = {"exports": "sales", "sales": "exports"}
    by_place = {(cell.item, cell.indicator): cell for cell in cells}
    swapped = tuple(Cell(cell.id, cell.table, cell.region, cell.item, cell.period, cell.indicator, cell.unit,
                         by_place[cell.item, names.get(cell.indicator, cell.indicator)].text) for cell in cells)
    findings = audit(Document("D", swapped, facts=(_FACT,))).findings
    assert [finding.severity for finding in findings] == ["error"]
    assert set(findings[0].suspects) == {cell.id for cell in cells if cell.indicator in names}
