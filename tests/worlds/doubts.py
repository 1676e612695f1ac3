"""The made-up result with an audit that suspects two of its printed numbers."""

from __future__ import annotations

from dataclasses import replace

from outward.studies.result import Column, Doubt, ResultTable, Row, Section, StudyResult
from outward.vocabulary.labels import Label, same
from tests.worlds import results

AUDIT = Label("audit of the numbers", "数据审核")


def doubted() -> tuple[StudyResult, StudyResult]:
    """The diagnosis, and an audit for the annex: F1 suspects pumps' sales, F2 another town's and pumps' again."""
    wrong = Label("A total is not the sum of its parts", "合计不等于各分项之和")
    rows = tuple(Row(f"audit.{name}", same(name), (wrong,)) for name in ("F1", "F2"))
    table = ResultTable("audit.findings", Label("What contradicts what", "相互矛盾之处"), Label("Finding", "审核项"),
                        (Column("wrong", Label("What is wrong", "问题")),), rows)
    found = (Doubt("audit.F1", "F1", (results.PUMPS15.id,)),
             Doubt("audit.F2", "F2", (results.OTHER.id, results.PUMPS15.id)))
    section = Section("audit", AUDIT, (table,), annexed=True)
    diagnosis = results.result(synthetic=False)
    return diagnosis, replace(diagnosis, study="audit", sections=(section,), doubts=found)
