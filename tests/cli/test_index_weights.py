"""The weights behind published scores, from the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from outward.cli.main import main
from tests.reference import reference_file

PARTS = ("lpi_customs", "lpi_infrastructure", "lpi_timeliness", "lpi_international_shipments",
         "lpi_logistics_competence", "lpi_tracking")


def table(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "printed.csv"
    path.write_text("\n".join(",".join(row) for row in [["unit", "score", "a", "b"], *rows]) + "\n", encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], path: Path, score: str, *parts: str) -> tuple[int, str]:
    named = [word for part in parts for word in ("--part", part)]
    code = main(["index", "weights", str(path), "--score", score, *named])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_planted_weights_are_found_and_a_wrong_score_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0.25 a + 0.75 b, printed to one decimal; a row without a part is left out."""
    rows = [["x", "17.5", "10.0", "20.0"], ["y", "15.0", "30.0", "10.0"], ["z", "42.5", "20.0", "50.0"],
            ["gap", "9.0", "..", "3.0"]]
    code, told = run(capsys, table(tmp_path, rows), "score", "a", "b")
    assert code == 0
    assert [line.split()[:2] for line in told.splitlines()[1:3]] == [["a", "0.2500"], ["b", "0.7500"]]
    assert "3 units; every score follows from them within rounding" in told
    rows[0][1] = "18.5"
    assert "no weights explain every score" in run(capsys, table(tmp_path, rows), "score", "a", "b")[1]


def test_a_column_or_a_number_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, [["x", "17.5", "ten", "20.0"]])
    told = "outward: no column 'c' (printed.csv). Columns are unit, score, a, b.\n"
    assert run(capsys, path, "score", "c") == (1, told)
    code, told = run(capsys, path, "score", "a")
    assert code == 1
    assert "row 2, column a: 'ten' is no number" in told


@pytest.mark.reference
def test_the_logistics_performance_index_of_2018_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """World Bank, LPI 2018: every overall score is a weighted mean of its six components, within rounding."""
    with reference_file("data/wb_lpi_2007_2018.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["year"] == "2018"]
    path = tmp_path / "lpi.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    code, told = run(capsys, path, "lpi_overall", *PARTS)
    assert code == 0
    assert "160 units; every score follows from them within rounding" in told
    assert sum(float(line.split()[1]) for line in told.splitlines()[1:7]) == pytest.approx(1, abs=5e-4)
