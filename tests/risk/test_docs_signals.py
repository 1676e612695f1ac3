"""The pages on signals say what the code does: examples run, commands print what is shown, tables are the tables."""

from __future__ import annotations

import argparse
import doctest
import re
import shlex
from pathlib import Path

import pytest

from outward.cli import main as command_line
from outward.cli.main import main
from outward.cli.risk_signals import add_monitor, add_stream
from outward.risk.event_kinds import event_kinds, kind_of
from outward.risk.ratewatch import RateChoices
from outward.risk.signals import SignalChoices
from outward.sources import own_events
from outward.studies.risks.ratewatched import bundled_rates_watched

DOCS = Path(__file__).parents[2] / "docs"
METHOD = (DOCS / "methods" / "risk-signals.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "watch-events-and-rates.md").read_text(encoding="utf-8")


class Group:
    """The two commands alone."""

    @staticmethod
    def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        risk = commands.add_parser("risk").add_subparsers(required=True)
        add_stream(risk)
        add_monitor(risk)


def test_the_examples_of_the_method_page_run() -> None:
    found = doctest.testfile(str(DOCS / "methods" / "risk-signals.md"), module_relative=False, encoding="utf-8")
    assert (found.attempted > 4, found.failed) == (True, 0)


def test_the_how_to_runs_as_it_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command_line, "COMMAND_GROUPS", (Group,))
    monkeypatch.chdir(tmp_path)
    made, notebook = re.findall(r"```python\n(.*?)```", HOW_TO, re.DOTALL)
    exec(made, {})
    command, shown = re.findall(r"```\noutward (.*?)\n```\n\n```text\n(.*?)```", HOW_TO, re.DOTALL)[0]
    assert main(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown
    exec(notebook, {})
    assert "[('ZMB', 'riot', 'alarm')]" in capsys.readouterr().out


def test_own_files_are_those_that_are_read() -> None:
    assert f"`{','.join(own_events.NEEDED)}`" in HOW_TO
    assert f"`{','.join(own_events.OPTIONAL)}`" in HOW_TO
    kinds = HOW_TO[HOW_TO.index("`kind` is one of"):HOW_TO.index("or a CAMEO")]
    assert re.findall(r"`([a-z]+)`", kinds)[1:] == [*event_kinds()]


def test_the_table_of_kinds_is_the_table_of_kinds() -> None:
    rows = re.findall(r"^\| ([a-z]+) \| ([^|]*) \| ([a-z-]+) \| (yes|no) \|$", METHOD, re.MULTILINE)
    assert [(kind, risk, watched) for kind, _, risk, watched in rows] == [
        (kind.id, kind.category or "-", "yes" if kind.is_watched else "no") for kind in event_kinds().values()]
    for kind, codes, _, _ in rows:
        for code in re.findall(r"\d{2,4}", codes.split("without")[0]):
            assert kind_of(code, "cameo") == kind, code


def test_the_defaults_are_those_of_the_page() -> None:
    signals, rates = SignalChoices(), RateChoices()
    assert (signals.window, signals.least_days, signals.floor, signals.least_events) == (90, 30, 10, 3)
    assert (signals.false_discoveries, signals.drift_decision, signals.foreign_warning) == (0.05, 8, 0.6)
    assert (rates.window, rates.leap_z, rates.leap_change, rates.leap_months, rates.drift_months) == (60, 3, 0.02, 3, 6)
    assert (rates.delta, rates.threshold, rates.crash, rates.crash_more) == (0.005, 0.1, 0.3, 0.1)
    assert (rates.depreciation, rates.horizon, rates.naive) == (0.25, 12, 0.1)


def test_the_record_on_the_page_is_the_record() -> None:
    """The rates come with a package: with a newer one, and newer months, the page is written anew."""
    watch = bundled_rates_watched().watch
    if watch.last != "2026M11":
        pytest.skip(f"the rates go to {watch.last}; the page's table ends with 2026M11")
    for rule in watch.record.rules:
        row = (f"| {rule.alerts_a_year:.1f} | {rule.hits} | {rule.false_alarms} | {rule.undecided} | "
               f"{rule.precision:.0%} | {rule.caught} of {rule.episodes} | {rule.recall:.0%} | {rule.lead_months:g} |")
        row = row.replace("%", " %")
        assert row in METHOD
