"""``outward risk panel`` as a person calls it. All data are synthetic."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from outward.cli.risk_panel import _NAMES, add_panel
from outward.errors import InvalidInputError, NotFoundError
from outward.ingest.panels import PROVIDERS

VDEM = "country_text_id,year,v2x_polyarchy,v2x_libdem\nKEN,2000,0.4,0.3\nKEN,2001,0.4,0.25\nSML,2001,0.1,0.1\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("vdem.csv").write_text(VDEM, encoding="utf-8")


def run(*words: str) -> int:
    root = argparse.ArgumentParser()
    add_panel(root.add_subparsers(required=True))
    given = root.parse_args(["panel", *words])
    code: int = given.run(given)
    return code


def test_a_file_is_added_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("add", "vdem.csv", "--panel", "panel") == 0
    out = capsys.readouterr().out
    assert out.startswith("Varieties of Democracy (V-Dem Institute)\nterms: CC BY-SA 4.0\n")
    assert "institutional_vdem  2000-2001          1         2           0  institutional_vdem_2000_2001.csv" in out
    assert "note: no country or area of the panel: SML" in out
    assert Path("panel/institutional_vdem_2000_2001.csv").is_file()


def test_again_there_is_nothing_new(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "vdem.csv", "--panel", "panel")
    capsys.readouterr()
    assert run("add", "vdem.csv", "--panel", "panel", "--provider", "vdem") == 0
    assert "institutional_vdem  2000-2001          1         0           2  -" in capsys.readouterr().out


def test_it_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "vdem.csv", "--panel", "panel", "--language", "zh")
    out = capsys.readouterr().out
    assert "多样民主数据（V-Dem研究所）" in out
    assert "说明：不属于数据面板的国家和地区：SML" in out
    run("show", "--panel", "panel", "--language", "zh")
    out = capsys.readouterr().out
    assert "民主指数" in out
    assert "2001年没有数据的国家和地区：美国" in out


def test_years_can_be_limited(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "vdem.csv", "--panel", "panel", "--from", "2001", "--to", "2001")
    assert Path("panel/institutional_vdem_2001_2001.csv").is_file()


def test_what_differs_is_refused() -> None:
    run("add", "vdem.csv", "--panel", "panel")
    Path("vdem.csv").write_text(VDEM.replace("0.25", "0.26"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"KEN 2001 is 0\.25 here and 0\.26 in vdem\.csv"):
        run("add", "vdem.csv", "--panel", "panel")


def test_a_panel_is_shown_with_its_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "vdem.csv", "--panel", "panel")
    capsys.readouterr()
    assert run("show", "--panel", "panel") == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["family", "what", "files", "rows", "countries", "years", "filled", "known",
                                           "after"]
    assert "institutional_vdem" in out
    assert "33%" in out  # two of six columns
    assert "1 y" in out
    assert "note: families that are missing: economic_banking_debt_crises" in out


def test_a_folder_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFoundError):
        run("show", "--panel", "panel")


def test_the_providers_that_can_be_named_are_those_that_there_are() -> None:
    assert set(PROVIDERS) == set(_NAMES)


def test_a_wrong_provider_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("add", "vdem.csv", "--panel", "panel", "--provider", "cia")
    assert left.value.code == 2
