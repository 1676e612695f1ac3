"""``outward risk report`` as a person calls it: what it writes, and what it refuses before any work."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outward.cli.risk_report import add_report
from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, OutwardError, UnknownCodeError
from outward.risk.modelled import MODELLED
from outward.studies.risks import reported
from outward.studies.risks.outlook import Outlook
from tests.studies import warned


@pytest.fixture(autouse=True)
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Work in a folder with a register; an outlook is made by nobody but taken, and what was asked for is kept."""
    monkeypatch.chdir(tmp_path)
    Path("register.csv").write_text(warned.REGISTER, encoding="utf-8")
    Path("covers.csv").write_text(warned.COVERS, encoding="utf-8")
    Path("panel").mkdir()
    Path("panel", "institutional_vdem_1961_2000.csv").write_text("gwcode\n", encoding="utf-8")
    made: list[dict[str, Any]] = []

    def make_outlook(panel: Path, **asked: Any) -> Outlook:
        made.append({"panel": panel, **asked})
        return warned.outlook()

    monkeypatch.setattr(reported, "make_outlook", make_outlook)
    return made


def run(*words: str) -> int:
    root = argparse.ArgumentParser()
    add_report(root.add_subparsers(required=True))
    given = root.parse_args(("report", *words))
    code: int = given.run(given)
    return code


def refused(kind: type[OutwardError], said: str, *words: str) -> None:
    with pytest.raises(kind, match=said):
        run("--panel", "panel", "--out", "out", *words)


def trace(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(folder, "trace.json").read_text(encoding="utf-8"))
    return found


def test_it_writes_a_report_in_both_languages_with_the_same_numbers(
        calls: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--panel", "panel", "--out", "out", "--format", "html") == 0
    told = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in told].count("report.html") == 2
    assert calls[0]["events"] == tuple(MODELLED)
    english, chinese = trace("out/en"), trace("out/zh")
    assert english["numbers"].keys() == chinese["numbers"].keys()
    assert english["audited"]["errors"] == chinese["audited"]["errors"] == 0
    assert "预警的局限" in Path("out", "zh", "report.html").read_text(encoding="utf-8")


def test_a_register_and_a_country_add_their_chapters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--panel", "panel", "--out", "out", "--format", "html", "--lang", "en", "--register", "register.csv",
               "--covers", "covers.csv", "--country", warned.SECOND.lower()) == 0
    del capsys
    page = Path("out", "report.html").read_text(encoding="utf-8")
    assert "What it means for what one has abroad" in page
    assert "synthetic" in page
    assert 'id="country"' in page
    assert trace("out")["numbers"]["exposure.USD.all.none.amount"]["value"] == pytest.approx(620.5)
    without = run("--panel", "panel", "--out", "bare", "--format", "html", "--lang", "en")
    assert without == 0
    assert 'id="exposure"' not in Path("bare", "report.html").read_text(encoding="utf-8")


def test_an_owner_is_told_of_its_own_alone() -> None:
    assert run("--panel", "panel", "--out", "out", "--format", "html", "--lang", "en", "--register", "register.csv",
               "--covers", "covers.csv", "--owner", "South") == 0
    numbers = trace("out")["numbers"]
    assert numbers["exposure.USD.all.none.amount"]["value"] == pytest.approx(300)
    assert "P1" not in json.dumps(numbers)


def test_settings_reach_the_outlook_and_the_levels(calls: list[dict[str, Any]]) -> None:
    assert run("--panel", "panel", "--out", "out", "--format", "html", "--lang", "en", "--event", "coup", "--year",
               "1999", "--home", "KOR", "--alarm", "4") == 0
    assert (calls[0]["events"], calls[0]["year"], calls[0]["home"]) == (("coup",), 1999, "KOR")
    assert trace("out")["numbers"]["cell:early-warning:threshold.alarm"]["value"] == pytest.approx(20.0)


def test_what_cannot_be_is_refused_before_any_forecast(calls: list[dict[str, Any]]) -> None:
    Path("bad.csv").write_text("id,kind\nP1,project\n", encoding="utf-8")
    refused(UnknownCodeError, "rain", "--event", "rain")
    refused(InvalidValueError, "without a register", "--owner", "North")
    refused(InvalidValueError, "currency", "--register", "register.csv", "--currency", "RM")
    refused(InvalidInputError, "bad.csv", "--register", "bad.csv")
    refused(NotFoundError, "absent.csv", "--register", "absent.csv")
    refused(InvalidValueError, "owns nothing", "--register", "register.csv", "--owner", "Nobody")
    refused(InvalidValueError, "costs", "--watch", "1", "--alarm", "5")
    assert not calls
    refused(NotFoundError, "no country", "--country", "Atlantis")
    assert not Path("out").exists()


def test_without_any_skill_a_register_is_not_weighed_and_the_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = replace(warned.outlook(), events=tuple(
        replace(one, scores={model: replace(found, skill=-0.1) for model, found in one.scores.items()})
        for one in warned.outlook().events))
    monkeypatch.setattr(reported, "make_outlook", lambda _panel, **_asked: blind)
    assert run("--panel", "panel", "--out", "out", "--format", "html", "--lang", "zh", "--register", "register.csv",
               "--covers", "covers.csv") == 0
    page = Path("out", "report.html").read_text(encoding="utf-8")
    assert "未计算项目库的期望损失" in page
    assert 'id="exposure"' not in page


def test_amounts_are_exchanged_where_one_currency_is_asked_for() -> None:
    later = warned.REGISTER.replace("2001-06-30", "2015-06-30").replace("2000-12-31", "2016-12-31")
    Path("later.csv").write_text(later, encoding="utf-8")
    assert run("--panel", "panel", "--out", "out", "--format", "html", "--lang", "en", "--register", "later.csv",
               "--covers", "covers.csv", "--currency", "eur") == 0
    numbers = trace("out")["numbers"]
    assert 100 < numbers["cell:early-warning:exposure.EUR.all.none.amount"]["value"] < 120
    page = Path("out", "report.html").read_text(encoding="utf-8")
    assert "million EUR" in page
    assert "no exchange rate is printed" in page  # of those of 2000 and 2001
