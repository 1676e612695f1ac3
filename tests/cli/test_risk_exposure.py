"""``outward risk exposure`` and ``outward risk screen`` as a person calls them."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import get_args

import pytest

from outward.cli.risk_exposure import add_exposure, add_screen
from outward.errors import InvalidInputError, InvalidValueError, NotFoundError, OutwardError, StoreError
from outward.risk.acquisition import checklist
from outward.risk.forecasts import Model
from outward.risk.joint_tail import Loadings
from outward.studies.risks.exposed import SCENARIOS, SEED
from tests.studies.test_risk_exposure import COVERS, FORECASTS, LOSS, REGISTER

FILES = ("--register", "register.csv", "--forecasts", "forecasts.csv", "--out", "out")
FEW = ("--scenarios", "500")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("register.csv", REGISTER), ("forecasts.csv", FORECASTS), ("covers.csv", COVERS),
                       ("loss.csv", LOSS)):
        Path(name).write_text(text, encoding="utf-8")


def parsed(*words: str) -> argparse.Namespace:
    root = argparse.ArgumentParser()
    risk = root.add_subparsers(required=True)
    add_exposure(risk)
    add_screen(risk)
    return root.parse_args(words)


def run(*words: str) -> int:
    given = parsed(*words)
    code: int = given.run(given)
    return code


def refused(kind: type[OutwardError], said: str, *words: str) -> None:
    with pytest.raises(kind, match=said):
        run(*words)


class TestExposure:
    """Risk weighed by what one has."""

    def test_writes_its_files_and_tells_the_main_numbers(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("exposure", *FILES, *FEW, "--covers", "covers.csv", "--loss", "loss.csv") == 0
        told = capsys.readouterr().out
        assert sorted(path.name for path in Path("out").iterdir()) == [
            "assumptions.csv", "covers.csv", "exposure.csv", "gaps.csv", "offers.csv", "protection.csv",
            "result.json", "totals.csv"]
        for line in ("the register is synthetic: no result about any real holding",
                     "4 holdings; forecasts of ensemble: coup 2015, currency_crash 2015",
                     "currency_crash: not counted: the model abstained for want of data (1 holding)",
                     "all events: not counted: no amount is stated (1 holding)"):
            assert line in told.splitlines()
        assert "Severities, effects of covers and loadings are assumptions" in told
        assert "no forecast in the file, protection.csv says what protects: " in told

    def test_what_is_told_is_what_is_written(self, capsys: pytest.CaptureFixture[str]) -> None:
        run("exposure", *FILES, *FEW)
        told = capsys.readouterr().out
        with Path("out/totals.csv").open(encoding="utf-8", newline="") as file:
            [total] = [row for row in csv.DictReader(file) if row["by"] == "all" and row["currency"] == "USD"]
        assert f"{float(total['expected_loss']):,.0f}" in told
        tails = json.loads(Path("out/result.json").read_text(encoding="utf-8"))["tails"]
        for tail in tails:
            for level in tail["stated"]["levels"]:
                assert f"{level['value_at_risk']:,.0f}" in told

    def test_the_same_call_writes_the_same_bytes(self) -> None:
        written = []
        for folder in ("one", "two"):
            run("exposure", *FILES[:-1], folder, *FEW)
            written.append({path.name: path.read_bytes() for path in Path(folder).iterdir()})
        assert written[0] == written[1]

    def test_one_owner_one_currency_one_model(self, capsys: pytest.CaptureFixture[str]) -> None:
        run("exposure", *FILES, *FEW, "--owner", "CRRC Dalian", "--currency", "cny", "--model", "climatology")
        told = capsys.readouterr().out
        assert "1 holding; forecasts of climatology" in told
        result = json.loads(Path("out/result.json").read_text(encoding="utf-8"))
        assert result["currencies"] == ["CNY"]
        assert result["rates"][0]["of"] == "average for the year to 31 December 2014"

    def test_defaults_are_the_library_s(self) -> None:
        given = parsed("exposure", *FILES)
        assert (given.world, given.region, given.country) == (Loadings().world, Loadings().region, Loadings().country)
        assert (given.scenarios, given.seed) == (SCENARIOS, SEED)
        for model in get_args(Model):
            assert parsed("exposure", *FILES, "--model", model).model == model

    def test_what_is_wrong_is_told_and_nothing_is_written(self) -> None:
        refused(NotFoundError, "no file", "exposure", "--register", "none.csv", *FILES[2:])
        refused(InvalidValueError, "owns nothing", "exposure", *FILES, "--owner", "Nobody")
        refused(InvalidValueError, "ISO 4217", "exposure", *FILES, "--currency", "yuan")
        refused(InvalidValueError, "seed is -1", "exposure", *FILES, "--seed", "-1")
        refused(InvalidValueError, "scenarios", "exposure", *FILES, "--scenarios", "5")
        refused(InvalidValueError, "sum to at most 1", "exposure", *FILES, "--world", "0.9", "--region", "0.9")
        Path("register.csv").write_text(REGISTER.replace("contract", "wish"), encoding="utf-8")
        refused(InvalidInputError, "row 2, column kind", "exposure", *FILES)
        assert not Path("out").exists()

    def test_a_file_in_the_folder_s_place(self) -> None:
        Path("out").write_text("", encoding="utf-8")
        refused(StoreError, "cannot be made", "exposure", *FILES, *FEW)

    def test_it_never_writes_over_what_it_reads(self) -> None:
        Path("covers.csv").rename("given.csv")
        Path("out").mkdir()
        Path("given.csv").rename("out/covers.csv")
        refused(InvalidValueError, "overwrite what is read", "exposure", *FILES, *FEW, "--covers", "out/covers.csv")
        assert Path("out/covers.csv").read_text(encoding="utf-8") == COVERS


class TestScreen:
    """A purchase looked at."""

    def test_the_form_is_filled_and_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("screen", "purchase.csv", "--form", "--language", "zh") == 0
        text = Path("purchase.csv").read_text(encoding="utf-8")
        assert "收购是否服务于" in text
        for empty, filled in (("fits-strategy,,", "fits-strategy,yes,Strategy 2014"),
                              ("price-limit,,", "price-limit,no,"), ("culture,,", "culture,yes,")):
            assert empty in text
            text = text.replace(empty, filled)
        Path("purchase.csv").write_text(text, encoding="utf-8")
        capsys.readouterr()
        assert run("screen", "purchase.csv", "--json", "screen.json") == 0
        told = capsys.readouterr().out.splitlines()
        count = len(checklist().items)
        assert told[0] == f"stop: 1 item answered no that should stop the purchase; {count - 2} not yet sure"
        assert "said without evidence (1)" in told
        found = json.loads(Path("screen.json").read_text(encoding="utf-8"))
        assert found["counts"] == {"stop": 1, "against": 0, "open": count - 3, "unproven": 1, "met": 1}
        assert "score" not in json.dumps(found)

    def test_in_chinese(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("purchase.csv").write_text("item,answer\nprice-limit,no\n", encoding="utf-8")
        run("screen", "purchase.csv", "--language", "zh")
        told = capsys.readouterr().out
        assert told.startswith("停止：1项")
        assert "应停止收购 (1)" in told

    def test_answers_are_not_overwritten_by_the_form(self) -> None:
        Path("purchase.csv").write_text("item,answer\n", encoding="utf-8")
        refused(InvalidValueError, "there is a file already", "screen", "purchase.csv", "--form")

    def test_a_wrong_answer_is_named(self) -> None:
        Path("purchase.csv").write_text("item,answer\nluck,yes\n", encoding="utf-8")
        refused(InvalidInputError, "row 2, column item", "screen", "purchase.csv")
