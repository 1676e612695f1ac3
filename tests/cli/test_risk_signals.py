"""``outward risk stream`` and ``outward risk monitor`` as a person calls them."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from outward.cli import main as command_line
from outward.cli.main import main
from outward.cli.risk_signals import add_monitor, add_stream
from tests.ingest.event_files import Told, gdelt_file


class Group:
    """The two commands alone, whatever else ``outward risk`` can do."""

    @staticmethod
    def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        risk = commands.add_parser("risk").add_subparsers(required=True)
        add_stream(risk)
        add_monitor(risk)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "COMMAND_GROUPS", (Group,))
    monkeypatch.setenv("OUTWARD_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.chdir(tmp_path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["risk", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def made(days: int) -> Path:
    """Synthetic days of fifteen events each; on the last, 40 riots more."""
    last = date(2024, 5, 1)
    rows = []
    for back in range(days - 1, -1, -1):
        day = (last - timedelta(days=back)).strftime("%Y%m%d")
        rows += [Told(int(day) * 1000 + id, day=day, added=day, actor1=str(id), code="042") for id in range(15)]
    rows += [Told(id, day="20240501", added="20240501", actor1=f"R{id}", code="1451", url="https://a.example.org/\x1b[31m")
             for id in range(40)]
    return gdelt_file(Path("days.tsv"), rows)


class TestStream:
    """Event files to signals."""

    def test_from_files_to_signals_and_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        made(60)
        code, out, _ = run(capsys, "stream", "days.tsv", "--out", "counts")
        assert code == 0
        assert "days.tsv (gdelt-1): 940 of 940 rows" in out
        assert "2024-05-01: signals: 1, of 10 cells of country and kind; reported events, not incidents" in out
        assert "alarm  ZMB      Riot" in out
        assert "\x1b" not in out
        assert "60 of the 90 days" not in out
        assert "No file covers 31 of the 90 days before: they are missing, not zero." in out
        code, again, _ = run(capsys, "stream", "days.tsv", "--out", "counts", "--language", "zh")
        assert (code, "counted before, nothing changed" in again, "骚乱" in again) == (0, True, True)
        whole = json.loads(Path("counts/signals.json").read_text(encoding="utf-8"))
        assert [each["kind"] for each in whole["signals"]] == ["riot"]

    def test_a_day_before_and_another_floor(self, capsys: pytest.CaptureFixture[str]) -> None:
        made(60)
        assert run(capsys, "stream", "days.tsv", "--out", "counts")[0] == 0
        code, out, _ = run(capsys, "stream", "--out", "counts", "--on", "2024-04-30")
        assert (code, "signals: 0, of 10 cells" in out) == (0, True)
        code, out, _ = run(capsys, "stream", "--out", "counts", "--floor", "500")
        assert (code, "signals: 0, of 0 cells" in out, "Countries not monitored: 1." in out) == (0, True, True)

    @pytest.mark.parametrize(("arguments", "said"), [
        (("stream", "nothing.tsv", "--out", "counts"), "no file nothing.tsv"),
        (("stream", "--out", "counts"), "no counts of events"),
        (("stream", "--out", "counts", "--floor", "-1"), "Give a window"),
        (("stream", "bad.csv", "--out", "counts"), "is no column of an event file")])
    def test_wrong_input_is_told_in_a_line(self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...],
                                           said: str) -> None:
        Path("bad.csv").write_text("x,y\n1,2\n", encoding="utf-8")
        code, _, err = run(capsys, *arguments)
        assert (code, said in err, "Traceback" in err) == (1, True, False)

    def test_a_day_that_is_none_is_wrong_usage(self) -> None:
        with pytest.raises(SystemExit) as left:
            main(["risk", "stream", "--out", "counts", "--on", "1st of May"])
        assert left.value.code == 2


class TestMonitor:
    """Rates that come with Outward, and a file's."""

    def test_it_runs_without_any_file_and_shows_its_record(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "monitor", "--out", "rates.json")
        assert code == 0
        assert "currencies are not quiet" in out
        assert "warning or above: a leap and a drift" in out
        assert "rose by 10% or more over three months" in out
        assert json.loads(Path("rates.json").read_text(encoding="utf-8"))["record"]["rules"][3]["rule"] == "naive"

    def test_in_chinese(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = run(capsys, "monitor", "--language", "zh", "--out", "rates.csv")
        assert (code, "种货币中" in out, "准确率" in out) == (0, True, True)
        assert Path("rates.csv").read_text(encoding="utf-8").startswith("code,economies,month,rate")

    @pytest.mark.parametrize(("arguments", "said"), [
        (("--rates", "nothing.csv"), "no file nothing.csv"), (("--out", "rates.txt"), "ends in .csv or .json"),
        (("--rates", "own.csv"), "Atlantis"), (("--rates", "own.csv", "--out", "own.csv"), "overwrite")])
    def test_wrong_input_is_told_in_a_line(self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...],
                                           said: str) -> None:
        Path("own.csv").write_text("date,country,rate\n2024-05-01,Atlantis,1\n", encoding="utf-8")
        code, _, err = run(capsys, "monitor", *arguments)
        assert (code, said in err) == (1, True)
