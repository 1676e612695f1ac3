"""The pages on exposure say what the code does: examples, tables, commands and what they print."""

from __future__ import annotations

import argparse
import csv
import doctest
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from outward.cli.risk_exposure import add_exposure, add_screen
from outward.errors import OutwardError
from outward.risk.acquisition import checklist
from outward.risk.covers import TYPES, shipped_covers
from outward.risk.exposure import COVERED_AT
from outward.risk.holdings import KINDS
from outward.risk.joint_tail import Loadings, large_portfolio_quantile
from outward.risk.severity import ANY, COLUMNS, shipped_severities
from outward.risk.world_regions import region_labels
from outward.studies.risks.register import COVER_COLUMNS, NEEDED, OPTIONAL
from tests.composite.test_docs_composite import blocks, cells, coded, filled_down, table, text_of

DOCS = Path(__file__).parents[2] / "docs"
METHOD = DOCS / "methods" / "risk-exposure.md"
HOW_TO = DOCS / "how-to" / "weigh-risk-by-your-projects.md"


def run(command: str) -> int:
    root = argparse.ArgumentParser()
    risk = root.add_subparsers(required=True)
    add_exposure(risk)
    add_screen(risk)
    given = root.parse_args(shlex.split(command))
    code: int = given.run(given)
    return code


@pytest.fixture
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the files that the page tells to save, and go there."""
    names = ("register.csv", "forecasts.csv", "covers.csv", "loss.csv", "answers.csv", "wrong.csv")
    for name, text in zip(names, blocks(HOW_TO, "csv"), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


class TestMethodPage:
    """docs/methods/risk-exposure.md."""

    def test_its_examples_run(self) -> None:
        found = doctest.testfile(str(METHOD), module_relative=False, encoding="utf-8")
        assert found.attempted > 0
        assert found.failed == 0

    def test_its_losses_are_the_table_s(self) -> None:
        def row(event: str) -> Iterator[str]:
            found = [shipped_severities().find(event, kind, "completed", "") for kind in KINDS]
            yield f"`{event}`"
            yield from (f"{each.loss.value:g}" for each in found if each)
            [basis] = {each.loss.basis for each in found if each}
            yield basis

        assert table(METHOD, "event", *KINDS) == [list(row(event)) for event in shipped_severities().events]

    def test_its_shares_at_stake_are_the_table_s(self) -> None:
        for stage, projects, contracts, receivables in table(METHOD, "stage", "project, enterprise"):
            plain = "" if stage == "not stated" else stage.strip("`")
            found = [shipped_severities().find("coup", kind, plain, "") for kind in KINDS]
            shares = [f"{each.at_stake.value:g}" for each in found if each]
            assert shares == [projects, projects, contracts, receivables]

    def test_its_usual_terms_are_the_table_s(self) -> None:
        told = {coded(type)[0]: re.sub(r"\s+", " ", carries) for type, carries in table(METHOD, "type", "carries")}
        assert told == {type: ", ".join(
            f"`{effect.event}` {effect.share:g}" + ("" if effect.kind == ANY else f" ({effect.kind})")
            for effect in shipped_covers()[type].effects if effect.share) for type in TYPES}

    def test_its_numbers_in_words_are_the_code_s(self) -> None:
        text = " ".join(text_of(METHOD).split())
        stops = sum(item.stops for item in checklist().items)
        shares = Loadings()
        assert f"asks {len(checklist().items)} questions" in text
        assert {9: "to one of nine stop items"}[stops] in text
        assert f"at most {100 * COVERED_AT:.0f} % of the loss stays" in text
        assert f"own {len(region_labels())} (" in text
        assert f"w = {shares.world}, r = {shares.region}, c = {shares.country}" in text

    def test_what_it_is_checked_against(self) -> None:
        here = [row[2] for row in table(METHOD, "checked against")]
        assert f"{1250 * 0.45 * (large_portfolio_quantile(0.01, 0.15, 0.999) - 0.01):.2f}" == here[2]


class TestHowTo:
    """docs/how-to/weigh-risk-by-your-projects.md."""

    @pytest.mark.usefixtures("_files")
    def test_every_command_gives_the_output_that_is_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = re.findall(r"^```\noutward risk (.*?)\n```$(?:\n+```text\n(.*?)^```$)?", text_of(HOW_TO),
                           flags=re.DOTALL | re.MULTILINE)
        assert len(found) >= 7
        for command, output in found:
            try:
                assert run(command) == 0
                told = capsys.readouterr().out.splitlines()
            except OutwardError as error:
                told = f"outward: {error}".splitlines()
            shown = output.splitlines()
            if shown and shown[-1] == "...":
                told, shown = told[:len(shown) - 1], shown[:-1]
            if shown:
                assert [line.rstrip() for line in told] == shown, command

    @pytest.mark.parametrize(("header", "columns"), [
        (("column", "what it holds", "if empty"), (*NEEDED, *OPTIONAL)), (("column", "what it holds"), ())])
    def test_every_column_of_the_register_is_told(self, header: Sequence[str], columns: Sequence[str]) -> None:
        lines = [place for place, line in enumerate(text_of(HOW_TO).splitlines()) if cells(line) == [*header]]
        told = []
        for start in lines:
            block = []
            for line in text_of(HOW_TO).splitlines()[start + 2:]:
                if not line.startswith("|"):
                    break
                block += coded(cells(line)[0])
            told.append(sorted(block))
        assert told == ([sorted(columns)] if columns else [sorted(COVER_COLUMNS), sorted(COLUMNS)])

    @pytest.mark.usefixtures("_files")
    def test_every_column_of_the_output_is_told_and_no_other(self) -> None:
        told: dict[str, list[str]] = {}
        for file, (columns, _) in filled_down(table(HOW_TO, "file", "column")):
            told.setdefault(file.strip("`"), []).extend(coded(columns))
        run("exposure --register register.csv --forecasts forecasts.csv --covers covers.csv --scenarios 200 --out all")
        written = {}
        for path in Path("all").glob("*.csv"):
            with path.open(encoding="utf-8", newline="") as stream:
                written[path.name] = next(csv.reader(stream))
        assert told == written

    def test_every_option_is_told(self) -> None:
        root = argparse.ArgumentParser()
        risk = root.add_subparsers()
        add_exposure(risk)
        known = {option for action in risk.choices["exposure"]._actions for option in action.option_strings}
        told = {option for row in table(HOW_TO, "option") for option in coded(row[0])}
        assert told == known - {"-h", "--help", "--register", "--forecasts", "--out", "--covers", "--loss"}
