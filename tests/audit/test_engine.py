"""The audit of a document from end to end: the format's own example, and what an audit says of itself."""

from __future__ import annotations

import pytest

from outward.audit import Audit, Cell, Claim, Document, Fact, audit
from outward.audit.messages import RULES, WAYS
from outward.studies.auditing.written import numbers_of
from tests.audit.corpus.documents import make_exams
from tests.audit.made import alarms, cells, claim, fact, judged, misprinted, only, unaided

TITLE = "Table 1. Sales (100 million CNY)"
EXAMPLE = (
    Cell("t1:1", "1", "Anyville", "Pumps", "2015", "sales", "100 million CNY", "120.5", TITLE),
    Cell("t1:2", "1", "Anyville", "Valves", "2015", "sales", "100 million CNY", "79.4", TITLE),
    Cell("t1:3", "1", "Anyville", "Total", "2015", "sales", "100 million CNY", "198.9", TITLE),
)
TOTAL = fact("total", table="1", item="Total", indicators=["sales"], complete=True)


def test_the_example_of_the_format() -> None:
    finding = only(judged(EXAMPLE, TOTAL))
    assert (finding.rule, finding.severity) == ("total", "error")
    assert finding.suspects[0] == "t1:3"
    assert finding.evidence == ("t1:1", "t1:2", "t1:3")
    assert dict(finding.repair) == {"t1:3": "199.9"}
    assert finding.arithmetic == ("120.5 + 79.4 = 199.9 ≠ 198.9",)
    assert "should read 199.9" in finding.message.en
    assert "应为“199.9”" in finding.message.zh


def test_the_example_without_its_facts() -> None:
    """Nobody said that the total is one, but its label does and its size fits."""
    found = unaided(EXAMPLE)
    assert only(found).suspects[0] == "t1:3"
    assert [(each.kind, each.declared) for each in found.facts] == [("total", False)]


def test_nothing_to_audit() -> None:
    assert audit(Document("D1", ())) == Audit("D1", (), facts=())
    assert audit(Document("D1", (), facts=())).findings == ()


def test_what_could_not_be_judged_is_named() -> None:
    table = cells("item | sales [CNY]\nPumps | 120.5\nValves | see note\nAlloys | -")
    said = (claim("7", "length of roads", "km"), claim("many", "ships", id="c2"))
    found = judged(table, claims=said)
    assert found.unread == ("1:2",)
    assert set(found.unlinked) == {"c1", "c2"}


def test_a_clean_document_has_a_bound_of_none_and_a_broken_one_of_its_errors() -> None:
    table = cells("item | sales [CNY] | costs [CNY]\nPumps | 10 | 7\nValves | 20 | 11\nTotal | 30 | 18")
    stated = fact("total", table="1", item="Total", indicators=["sales", "costs"])
    assert judged(table, stated).fewest_wrong == 0
    assert judged(misprinted(table, _5="50", _6="81"), stated).fewest_wrong == 2


def test_errors_come_before_warnings_and_notes() -> None:
    rank = {"error": 0, "warning": 1, "info": 2}
    for exam in make_exams(41, 8):
        severities = [rank[finding.severity] for finding in audit(exam.document("given")).findings]
        assert severities == sorted(severities)


@pytest.mark.parametrize("mode", ["given", "found", "text", "bare"])
def test_every_finding_can_be_read(mode: str) -> None:
    for exam in make_exams(42, 8, "other"):
        document = exam.document(mode)  # type: ignore[arg-type]
        ids = set(numbers_of(document))
        for finding in audit(document).findings:
            assert finding.rule in RULES
            assert 0 <= finding.confidence <= 1
            assert set(finding.suspects) <= set(finding.evidence) <= ids
            assert set(finding.repair) <= set(finding.evidence)
            assert finding.evidence
            assert finding.message.en.endswith(".")
            assert finding.message.zh.endswith("。")


def test_words_of_rules_and_ways_in_both_languages() -> None:
    for label in (*RULES.values(), *WAYS.values()):
        assert label.en
        assert label.zh
        assert not label.zh.isascii()


def test_one_cause_is_one_finding() -> None:
    """A wrong cell that breaks a total, a share and a sentence is told once."""
    table = cells("""
        item   | sales [million CNY] | share [%]
        Pumps  | 210.5               | 60.28
        Valves | 79.4                | 39.72
        Total  | 199.9               | 100.00
        """)
    said = Claim("c1", "Pumps sold 120.5 million CNY.", "Anyville", "Pumps", "2015", "sales", "120.5", "million CNY")
    finding = only(judged(table, TOTAL, fact("share_of_total", table="1", indicator="share", of="sales", total="Total"),
                          claims=(said,)))
    assert finding.suspects == ("1:1",)
    assert dict(finding.repair) == {"1:1": "120.5"}
    assert "c1" in finding.evidence


def test_a_rule_that_fails_in_most_rows_is_told_once_as_a_matter_of_definition() -> None:
    table = cells("""
        item   | profit [CNY] | sales [CNY] | margin [%]
        Pumps  | 12           | 120         | 11.1
        Valves | 30           | 150         | 21.3
        Alloys | 21           | 140         | 16.4
        Chains | 18           | 90          | 21.7
        Gears  | 11           | 50          | 23.0
        """)
    found = judged(table, fact("ratio", indicator="margin", num="profit", den="sales", scale=100))
    finding = only(found)
    assert finding.severity == "warning"
    assert WAYS["definition"].en in finding.message.en
    assert finding.suspects == ()
    assert not alarms(unaided(table))  # and nobody is told of a rule that nobody stated


def test_a_declared_fact_that_touches_no_number_is_named() -> None:
    cells = tuple(Cell(str(at), "1", "Anyville", item, "2015", "sales", "million CNY", text)
                  for at, (item, text) in enumerate({"Pumps": "120.5", "Valves": "79.4", "Total": "199.9"}.items()))
    total = Fact("total", {"table": "1", "item": "Total", "indicators": ["sales"], "complete": True})
    other = Fact("total", {"table": "9", "item": "Total", "indicators": ["sales"], "complete": True})
    assert audit(Document("D", cells, facts=(total, other))).idle == (other,)
