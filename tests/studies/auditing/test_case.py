"""The bundled case: the report's known contradictions are found, and nothing is called an error where it is right.

Each is worked out by hand in the comments; ids are the claims of the case and ``<table>:<row of tables_all>``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.audit import Audit, Document, Finding, audit
from outward.ingest.cases import load_case
from outward.studies.auditing.case import case_document
from outward.studies.auditing.written import numbers_of
from outward.studies.releases import open_release


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    workspace: Path = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", workspace)
    return case_document(open_release(workspace, "liaoning"))


@pytest.fixture(scope="module")
def audited(document: Document) -> Audit:
    return audit(document)


@pytest.fixture(scope="module")
def alarms(audited: Audit) -> tuple[Finding, ...]:
    return tuple(finding for finding in audited.findings if finding.severity != "info")


def about(alarms: tuple[Finding, ...], *ids: str) -> Finding:
    """The first alarm that suspects all of some ids."""
    return next(finding for finding in alarms if set(ids) <= set(finding.suspects))


def test_exports_of_2014_are_less_than_three_of_its_shares_say(alarms: tuple[Finding, ...]) -> None:
    """7.03 is said to be 49.1 %, 9.28 to be 64.8 % and 5.15 to be 36 %: of 14.3 (bn USD), not of 11.8."""
    finding = about(alarms, "C083")
    assert (finding.severity, finding.suspects) == ("error", ("C083",))
    assert dict(finding.repair) == {"C083": "14.3"}


def test_machine_tools_are_wrongly_grouped(alarms: tuple[Finding, ...]) -> None:
    """6,8197 of 92,492 is the printed rate of 73.7 % if it is 68,197."""
    finding = about(alarms, "C061")
    assert (finding.rule, finding.severity) == ("digit_grouping", "error")
    assert dict(finding.repair) == {"C061": "68,197"}


def test_shares_of_paid_in_capital_that_do_not_reach_100(alarms: tuple[Finding, ...]) -> None:
    """4:275-280 8.0 + 0.4 + 47.8 + 6.0 + 19.9 + 16.2 = 98.3; 3:233-238 8.5 + 1.3 + 30.4 + 36.4 + 9.3 + 15.0 = 100.9."""
    computers = about(alarms, "4:277")
    assert (computers.rule, computers.severity) == ("composition", "error")
    assert "98.3" in computers.arithmetic[0]
    meters = about(alarms, "3:237")
    assert (meters.rule, meters.severity) == ("composition", "error")
    assert "100.9" in meters.arithmetic[0]


def test_capital_in_transport_equipment_stands_under_the_wrong_table(alarms: tuple[Finding, ...]) -> None:
    """Liaoning's 3,822 is more than China's 343: the rows of Tables 3 and 4 are exchanged."""
    finding = about(alarms, "3:204", "4:260")
    assert (finding.rule, finding.severity) == ("region_part_of", "error")
    assert finding.repair["3:204"] == "3822"
    assert finding.repair["4:260"] == "343"
    assert set(finding.suspects) == {f"3:{row}" for row in range(204, 211)} | {f"4:{row}" for row in range(260, 267)}


def test_counts_of_table_2_have_decimals(alarms: tuple[Finding, ...]) -> None:
    """Its "number of" columns from 2:148 on print 4.6, 87.77, ...: no counts of things."""
    finding = about(alarms, "2:148", "2:149")
    assert (finding.rule, finding.severity) == ("whole_counts", "error")
    assert all(id.startswith("2:") for id in finding.suspects)


def test_the_rate_of_numerical_control_did_not_rise_by_10_5_points(alarms: tuple[Finding, ...]) -> None:
    """73.7 % now; a tenth more of 0.97 as much gives 64.7 % before: 9 points, not 10.5 (which is the growth itself)."""
    finding = next(finding for finding in alarms if finding.rule == "rate_identity")
    assert finding.severity == "error"
    assert {"C059", "C062", "C064"} <= set(finding.evidence)
    assert set(finding.suspects) & {"C059", "C062", "C064"}


@pytest.mark.parametrize(("claim", "sum"), [("C135", "6,008.954 / 19,113"), ("C137", "383.815 / 5,937.853")])
def test_averages_of_jiangsu_are_printed_under_other_names(alarms: tuple[Finding, ...], claim: str, sum: str) -> None:
    """314 is gross output (not value added) per enterprise; 6.46 is profit in per cent of sales, not per enterprise."""
    finding = about(alarms, claim)
    assert (finding.rule, finding.severity) == ("label", "warning")
    assert sum in finding.arithmetic[0]


def test_ranks_in_the_text_are_not_those_of_the_table(alarms: tuple[Finding, ...]) -> None:
    finding = about(alarms, "C141")
    assert {"C141", "C142", "C143", "C144"} <= set(finding.suspects)
    assert finding.severity == "warning"
    assert "2:" in " ".join(finding.evidence) or "5:" in " ".join(finding.evidence)


@pytest.mark.parametrize("table", ["1", "7"])
def test_no_error_on_tables_that_are_right(alarms: tuple[Finding, ...], table: str) -> None:
    errors = [finding for finding in alarms if finding.severity == "error"
              and any(id.startswith(f"{table}:") for id in finding.suspects)]
    assert errors == []


def test_few_errors_and_each_with_its_arithmetic(alarms: tuple[Finding, ...]) -> None:
    errors = [finding for finding in alarms if finding.severity == "error"]
    assert 8 <= len(errors) <= 12
    assert all(finding.arithmetic or finding.repair for finding in errors)


def test_every_finding_names_numbers_of_the_case(document: Document, audited: Audit) -> None:
    ids = set(numbers_of(document))
    for finding in audited.findings:
        assert {*finding.suspects, *finding.evidence, *finding.repair} <= ids


def test_what_is_found_without_the_stated_facts(document: Document) -> None:
    """What needs nobody's word: the wrong grouping, the counts, and one exchange of rows or shares at least."""
    found = audit(Document(document.id, document.cells, document.claims))
    rules = {finding.rule for finding in found.findings if finding.severity == "error"}
    assert {"digit_grouping", "whole_counts", "composition"} <= rules
