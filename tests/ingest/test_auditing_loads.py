"""What the audit says of a table that is loaded: cell, rule and arithmetic; and that it stops nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from outward.casebook.folder import bundled
from outward.cli.main import main
from outward.ingest import auditing
from outward.ingest.auditing import audit_table
from outward.ingest.cases import load_case
from outward.ingest.imports import import_file
from outward.vocabulary.observations import COLUMNS
from tests.ingest.small_case import write_case, write_csv

PARTS = ("general-equipment", "special-equipment", "instruments", "electrical-machinery")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    load_case(write_case(tmp_path / "small"), tmp_path / "workspace")
    return tmp_path / "workspace"


def shares_by_owner(path: Path) -> Path:
    """Write a long table of shares, of which the case says nothing: they reach 100 in every row but the last."""
    kinds = ("state-capital-share", "collective-capital-share", "corporate-capital-share", "personal-capital-share",
             "hmt-capital-share", "foreign-capital-share")
    shares = {
        "general-equipment": (8.0, 0.4, 47.8, 6.0, 19.9, 17.9), "special-equipment": (10.5, 1.3, 30.4, 33.5, 9.3, 15.0),
        "instruments": (8.1, 2.3, 31.8, 11.8, 16.8, 29.2), "electrical-machinery": (7.0, 2.0, 32.0, 19.0, 10.0, 30.0),
        "metal-products": (8.0, 1.9, 32.1, 18.0, 10.0, 36.0),
    }
    rows = [f"{kind},CN-JS,{sector},2016,%,{value}" for sector, row in shares.items()
            for kind, value in zip(kinds, row, strict=True)]
    return write_csv(path, *rows)


def test_an_imported_table_is_audited_by_what_most_of_its_rows_keep(workspace: Path, tmp_path: Path) -> None:
    loaded = import_file(shares_by_owner(tmp_path / "capital.csv"), "small", workspace, known_on="2018-03-01")
    assert loaded.release is not None
    assert loaded.audited is not None
    assert loaded.audited.cells == 30
    [warning] = loaded.audited.warnings
    assert (warning.rule, warning.severity) == ("composition", "error")
    assert set(warning.cells) <= {f"capital:{row}" for row in range(25, 31)}
    assert warning.arithmetic == ("8.0 + 1.9 + 32.1 + 18.0 + 10.0 + 36.0 = 106 ≠ 100",)
    assert warning.message.en
    assert warning.message.zh


def test_a_dry_run_warns_too_and_loads_nothing(workspace: Path, tmp_path: Path) -> None:
    loaded = import_file(shares_by_owner(tmp_path / "capital.csv"), "small", workspace, known_on="2018-03-01",
                         dry_run=True)
    assert loaded.audited is not None
    assert len(loaded.audited.warnings) == 1


def test_a_cell_of_a_workbook_is_named_as_the_workbook_names_it(workspace: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Long"
    for line in shares_by_owner(tmp_path / "capital.csv").read_text(encoding="utf-8").splitlines():
        sheet.append([float(text) if text.replace(".", "").isdigit() and text != "2016" else text
                      for text in line.split(",")])
    book.save(tmp_path / "capital.xlsx")
    loaded = import_file(tmp_path / "capital.xlsx", "small", workspace, known_on="2018-03-01")
    assert loaded.audited is not None
    [warning] = loaded.audited.warnings
    assert set(warning.cells) <= {f"Long!F{row}" for row in range(26, 32)}


def test_too_many_cells_are_said_not_to_be_audited(workspace: Path, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST_CELLS", 29)
    loaded = import_file(shares_by_owner(tmp_path / "capital.csv"), "small", workspace, known_on="2018-03-01")
    assert loaded.audited is not None
    assert (loaded.audited.left_out, loaded.audited.warnings) == (True, ())


def test_the_command_tells_cell_rule_and_arithmetic_in_both_languages(
        workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shares_by_owner(tmp_path / "capital.csv")
    words = ["--workspace", str(workspace), "data", "import", str(file), "--case", "small", "--known-on", "2018-03-01"]
    assert main([*words, "--dry-run", "--json"]) == 0
    assert '"rule": "composition"' in capsys.readouterr().out
    assert main(words) == 0
    told = capsys.readouterr().err
    assert "audit: capital:2" in told
    assert "≠ 100" in told
    assert "Shares do not sum to 100" in told
    assert "各项占比之和不等于100%" in told


def test_the_command_that_loads_the_case_warns_of_what_its_report_says(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--workspace", str(tmp_path / "workspace"), "case", "load", "liaoning"]) == 0
    told = capsys.readouterr().err
    assert "audit: claims:C061" in told
    assert "6,8197" in told


def test_a_table_of_ten_thousand_cells_is_audited_whole() -> None:
    rows = [dict.fromkeys(COLUMNS, "") | {
        "indicator": "sales-value", "region": "CN-JS", "sector": sector, "period": str(year),
        "subject": f"maker:{maker}", "unit": "100 million CNY", "value": float(maker + year),
        "value_as_printed": f"{maker + year}.0", "table": "long", "row": f"{sector}-{year}-{maker}",
        "status": "imported", "known_on": "2018-03-01"}
        for sector in PARTS for year in range(1990, 2015) for maker in range(100)]
    assert audit_table(pd.DataFrame(rows)[list(COLUMNS)], bundled()).cells == 10_000
