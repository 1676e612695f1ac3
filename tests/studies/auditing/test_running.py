"""Many documents, one process or several: the same results in the same order."""

from __future__ import annotations

from outward.audit import Cell, Document
from outward.studies.auditing.running import audit_all, cores


def table(id: str, rows: int) -> Document:
    cells = [
        Cell(f"{id}:{row}", "1", "Anyville", f"item {row}", "2015", "sales", "million CNY", f"{row}.5")
        for row in range(rows)
    ]
    total = Cell(
        f"{id}:t", "1", "Anyville", "Total", "2015", "sales", "million CNY", f"{sum(range(rows)) + rows / 2:.1f}"
    )
    return Document(id, (*cells, total))


def test_results_come_in_the_order_of_the_documents() -> None:
    documents = [table(f"D{size}", size) for size in range(1, 120)]
    together = audit_all(documents, processes=2)
    assert [audit.document for audit in together] == [document.id for document in documents]
    assert together == audit_all(documents)


def test_nothing_to_audit() -> None:
    assert audit_all([], processes=4) == ()
    assert cores() >= 1
