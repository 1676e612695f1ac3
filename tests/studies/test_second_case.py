"""A second, made-up case goes the same way from spreadsheets: nothing in the diagnosis is about Liaoning."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.ingest.cases import load_case
from outward.report.build import build_report, no_picture
from outward.report.document import Note
from outward.studies.diagnosis import diagnose
from outward.studies.releases import open_release
from outward.studies.result import ResultChart, ResultTable, StudyResult
from outward.vocabulary.figures import walk
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds.spreadsheet_case import write_spreadsheet_case


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    folder: Path = tmp_path_factory.mktemp("case")
    workspace: Path = tmp_path_factory.mktemp("workspace")
    loaded = load_case(str(write_spreadsheet_case(folder)), workspace)
    return diagnose(open_release(workspace, loaded.case))


def ids(result: StudyResult, kind: type) -> set[str]:
    return {item.id for section in result.sections for item in section.items if isinstance(item, kind)}


def test_the_figures_that_liaoning_lacks_are_drawn(made_up: StudyResult) -> None:
    wanted = {
        f"scale.chart.{indicator}"
        for indicator in ("number-of-enterprises", "total-assets", "principal-revenue", "total-profit")
    }
    assert ids(made_up, ResultChart) >= wanted
    assert not any(gap.id.startswith("scale.gap.") for gap in made_up.gaps)


def test_growth_stands_in_constant_prices_too(made_up: StudyResult) -> None:
    tables = ids(made_up, ResultTable)
    assert "scale.table.prices.principal-revenue" in tables
    table = next(
        item
        for section in made_up.sections
        for item in section.items
        if isinstance(item, ResultTable) and item.id == "scale.table.prices.principal-revenue"
    )
    assert "Deflator" in table.notes[0].en


def test_structure_efficiency_exports_investment_and_capital_are_there(made_up: StudyResult) -> None:
    assert ids(made_up, ResultTable) >= {
        "structure.table.principal-revenue",
        "efficiency.table.profit-margin",
        "exports.table.delivery",
        "investment.table.years",
        "targets.table",
    }


def test_every_figure_recomputes(made_up: StudyResult) -> None:
    for figure in walk(figure for _, figure in made_up.figures()):
        if figure.cell is None:
            assert evaluate(figure.formula, [one.value for one in figure.inputs]) == figure.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_report_says_that_it_is_made_up(made_up: StudyResult, language: Language) -> None:
    document = build_report([made_up], language=language, describe=no_picture).document
    assert any(isinstance(block, Note) and block.kind == "synthetic" for block in document.blocks)
    assert ("made-up data" if language == "en" else "虚构数据") in document.title
    assert "Liaoning" not in document.title
