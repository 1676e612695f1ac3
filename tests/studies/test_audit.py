"""The audit as a study: what it says of the bundled case, of a day, and of cases with little in them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from outward.audit import Finding, audit
from outward.audit.observed import document_of
from outward.casebook.folder import bundled
from outward.casebook.observed import observations
from outward.ingest.cases import load_case
from outward.studies.auditing.case import case_document, vocabulary_of
from outward.studies.auditing.study import audit_release
from outward.studies.auditing.tables import FINDINGS, Named, Sources, suspects_table
from outward.studies.encoding import decode, encode
from outward.studies.holdings import Holdings
from outward.studies.releases import Release, open_release
from outward.studies.result import Remark, ResultTable, StudyResult
from outward.vocabulary.labels import Label
from outward.vocabulary.statements import Audited
from tests.studies.loading import ROW


class Held:
    """A release of the bundled case that holds other observations."""

    def __init__(self, release: Release, observations: pd.DataFrame) -> None:
        self._release, self._observations = release, observations
        self.name, self.case_id, self.manifest = release.name, release.case_id, release.manifest

    def files(self) -> object:
        return self._release.files()

    def observations(self, *, as_of: str | None = None) -> pd.DataFrame:
        del as_of
        return self._observations


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    workspace: Path = tmp_path_factory.mktemp("workspace")
    load_case("liaoning", workspace)
    return open_release(workspace, "liaoning")


@pytest.fixture(scope="module")
def audited(release: Release) -> StudyResult:
    return audit_release(release)


def table(result: StudyResult, id: str) -> ResultTable:
    found = next(item for item in result.sections[0].items if item.id == id)
    assert isinstance(found, ResultTable)
    return found


def of_rows(release: Release, *rows: dict[str, object]) -> StudyResult:
    base = release.observations()
    made = pd.DataFrame([{**ROW, **row} for row in rows], columns=base.columns)
    return audit_release(Held(release, made))  # type: ignore[arg-type]


def test_every_finding_has_a_row_the_gravest_first(release: Release, audited: StudyResult) -> None:
    findings = audit(case_document(release)).findings
    rows = table(audited, FINDINGS).rows
    assert [row.label.en for row in rows] == [f"F{place}" for place in range(1, len(findings) + 1)]
    gravities = [cell.en for row in rows if isinstance(cell := row.cells[0], Label)]
    assert gravities == sorted(gravities, key=["error", "warning", "note"].index)
    said = next(item for item in audited.sections[0].items if isinstance(item, Audited))
    assert [int(figure.value) for _, figure in said.parts] == [
        count for gravity in ("error", "warning", "note")
        if (count := gravities.count(gravity)) or gravity == "error"]


def test_the_shares_that_do_not_sum_to_100_are_told_with_their_arithmetic(audited: StudyResult) -> None:
    told = [[cell.en if isinstance(cell, Label) else "" for cell in row.cells] for row in table(audited, FINDINGS).rows]
    wrong = next(row for row in told if "8.0 + 0.4 + 47.8 + 6.0 + 19.9 + 16.2 = 98.3 ≠ 100" in row[4])
    assert wrong[2].startswith("Shares do not sum to 100")
    assert wrong[3].startswith("Table 4, row")


def test_suspects_are_printed_cells_with_their_likely_reading(release: Release, audited: StudyResult) -> None:
    findings = audit(case_document(release)).findings
    rows = {row.key: row for row in table(audited, "audit.suspects").rows}
    for place, finding in enumerate(findings, start=1):
        for id in finding.suspects:
            row = rows[f"audit.F{place}.{id}"]
            name, _, shown, reading = row.cells
            assert name == Label(f"F{place}", f"F{place}")
            assert isinstance(shown, Label) or (shown is not None and shown.id in (f"cell:{id}", f"cell:claims:{id}"))
            assert reading == Label(finding.repair.get(id, ""), finding.repair.get(id, ""))


def test_a_suspect_is_named_with_whose_it_is_its_period_and_its_unit(audited: StudyResult) -> None:
    row = next(row for row in table(audited, "audit.suspects").rows if row.key.endswith(".3:204"))
    assert row.label == Label("paid-in capital, China's transport equipment, 2015 (100 million CNY)",
                              "2015年全国交通运输设备制造业实收资本（亿元）")


def test_a_number_that_could_not_be_read_is_named_in_both_languages(audited: StudyResult) -> None:
    row = next(row for row in table(audited, "audit.suspects").rows if row.cells[2] == Label("6,8197", "6,8197"))
    assert not re.search(r"[a-z]", row.label.zh)
    assert row.cells[3] == Label("68,197", "68,197")


def test_doubts_name_the_suspects_of_errors_alone(release: Release, audited: StudyResult) -> None:
    findings = audit(case_document(release)).findings
    errors = {f"F{place}" for place, finding in enumerate(findings, start=1) if finding.severity == "error"}
    assert {doubt.name for doubt in audited.doubts} <= errors
    assert "cell:3:204" in {cell for doubt in audited.doubts for cell in doubt.cells}
    keys = {row.key for row in table(audited, FINDINGS).rows}
    assert {doubt.id for doubt in audited.doubts} <= keys


def test_every_number_is_a_cell_of_the_case_or_of_the_audit(audited: StudyResult) -> None:
    named = {source.id for source in audited.sources}
    for _, figure in audited.figures():
        assert figure.cell is not None
        assert figure.cell.source in named


def test_ids_and_labels_are_there_in_both_languages(audited: StudyResult) -> None:
    ids = [item.id for item in audited.sections[0].items]
    assert len(ids) == len(set(ids))
    for item in audited.sections[0].items:
        labels = [item.text] if isinstance(item, Remark) else []
        if isinstance(item, ResultTable):
            labels = [item.title, item.stub, *(column.label for column in item.columns), *item.notes]
            labels += [label for row in item.rows for label in (row.label, *row.cells) if isinstance(label, Label)]
            assert len({row.key for row in item.rows}) == len(item.rows)
        assert all(bool(label.en) == bool(label.zh) for label in labels)


def test_the_answer_is_the_same_each_time_and_survives_being_written(release: Release, audited: StudyResult) -> None:
    assert encode(audit_release(release)) == encode(audited)
    assert decode(encode(audited)) == audited


def test_what_was_not_known_yet_is_not_audited(release: Release) -> None:
    early = audit_release(release, as_of="2010-01-01")
    assert (early.sections, early.doubts) == ((), ())


def test_a_case_without_a_finding_says_so(release: Release) -> None:
    result = of_rows(release, {"row": "1", "value": 5.0, "value_as_printed": "5"},
                     {"row": "2", "period": "2014", "value": 4.0, "value_as_printed": "4"})
    ids = [item.id for item in result.sections[0].items]
    assert "audit.none" in ids
    assert FINDINGS not in ids
    assert result.doubts == ()
    said = next(item for item in result.sections[0].items if isinstance(item, Audited))
    assert [(label.en, figure.value) for label, figure in said.parts] == [("errors", 0.0)]


def test_a_case_of_claims_alone_and_one_of_a_single_number_are_audited(release: Release) -> None:
    claims = release.observations()
    assert audit_release(Held(release, claims[claims["table"] == "claims"])).sections  # type: ignore[arg-type]
    assert of_rows(release, {"row": "1", "value": 5.0, "value_as_printed": "5"}).sections


def test_a_suspect_that_another_finding_names_too_has_a_row_of_each() -> None:
    casebook = bundled("liaoning")
    observed = observations(casebook)
    holdings = Holdings(casebook, observed.table)
    document = document_of(observed, id="liaoning", vocabulary=vocabulary_of(casebook))
    sure = holdings.every("total-assets")[0].figure
    finding = Finding("total", "error", 0.9, ("1:1",), ("1:1",))
    error = Label("error", "错误")
    twice = [Named(name, f"audit.{name}", finding, error, sure, ("cell:1:1",)) for name in ("F1", "F2")]
    rows = suspects_table(Sources.of(holdings, document), twice).rows
    assert [row.key for row in rows] == ["audit.F1.1:1", "audit.F2.1:1"]
