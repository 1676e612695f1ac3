"""What the commands say cannot steer a terminal, is said in any encoding, and is never a traceback."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from outward.cli.main import main
from outward.cli.output import PlainStream
from tests.ingest.small_case import write_case

ESCAPE = "\x1b[31m"


def test_control_characters_are_shown_and_not_sent() -> None:
    inner = io.StringIO()
    print(f"a{ESCAPE}b\rc\x9b2J\x7f\td\u202ee", file=PlainStream(inner))
    assert inner.getvalue() == "a\\x1b[31mb\\x0dc\\x9b2J\\x7f\td\\u202ee\n"


def test_an_encoding_that_has_no_such_character_gets_its_number() -> None:
    raw = io.BytesIO()
    inner = io.TextIOWrapper(raw, encoding="ascii", newline="")
    stream = PlainStream(inner)
    print("辽宁 \udcff", file=stream, flush=True)
    assert raw.getvalue() == b"\\u8fbd\\u5b81 \\udcff\n"
    assert not stream.isatty()
    assert stream.encoding == "ascii"


def test_a_file_that_names_escapes_is_told_without_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_case(tmp_path / "small")
    (folder / f"{ESCAPE}.csv").write_text("id\n", encoding="utf-8")
    assert main(["--workspace", str(tmp_path / "workspace"), "case", "check", str(folder)]) == 1
    assert main(["--workspace", str(tmp_path / "workspace"), "case", "load", str(folder)]) == 1
    printed = capsys.readouterr()
    assert "\\x1b[31m.csv" in printed.out
    assert "\x1b" not in printed.out + printed.err


@pytest.mark.parametrize("arguments", [
    ("case", "check", "x" * 5000),
    ("case", "load", "x" * 5000),
    ("report", "x" * 5000, "--out", "report"),
    ("data", "import", "x" * 5000, "--case", "liaoning"),
    ("--workspace", "x" * 5000, "case", "list"),
    ("--workspace", "x" * 5000, "case", "load", "liaoning"),
    ("report", "check", "x" * 5000),
    ("report", "rebuild", "x" * 5000, "--out", "report"),
])
def test_what_the_system_refuses_is_said_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OUTWARD_WORKSPACE", str(tmp_path / "workspace"))
    assert main(arguments) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("outward: ")
    assert "Check" in last or "Name" in last


def test_a_closed_output_is_none_to_fail_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert main(["--workspace", str(tmp_path / "workspace"), "case", "list"]) == 0
    monkeypatch.setattr("sys.stderr", None)
    assert main(["--workspace", str(tmp_path / "workspace"), "case", "check", "nothing-here"]) == 1


def test_the_streams_are_given_back(tmp_path: Path) -> None:
    before = sys.stdout, sys.stderr
    main(["--workspace", str(tmp_path), "case", "check", "nothing-here"])
    assert (sys.stdout, sys.stderr) == before


@pytest.mark.skipif(os.name == "nt", reason="file names are text there")
def test_names_that_are_no_text_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for option in ("--name-en", "--name-zh", "--region", "--sector", "--known-on"):
        given = {"--region": "CN-JS", option: "a\udcffb"}
        words = [word for pair in given.items() for word in pair]
        assert main(["case", "new", "jiangsu", *words]) == 1, option
        assert not Path("jiangsu").exists(), option
        assert capsys.readouterr().err.startswith("outward: ")


@pytest.mark.parametrize("damage", [b"\xff", b"{}", b""])
def test_a_damaged_case_is_listed_and_can_be_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], damage: bytes
) -> None:
    """As the error says that a person should; and the other cases are listed all the same."""
    monkeypatch.setenv("OUTWARD_WORKSPACE", str(tmp_path / "workspace"))
    folder = write_case(tmp_path / "small")
    for name in ("small", "whole"):
        settings = folder / "case.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace('id = "small"', f'id = "{name}"'), "utf-8")
        assert main(["case", "load", str(folder)]) == 0
    [release] = (tmp_path / "workspace/cases/small/releases").iterdir()
    (release / "manifest.json").chmod(0o644)
    (release / "manifest.json").write_bytes(damage)
    capsys.readouterr()
    assert main(["case", "list"]) == 0
    _, damaged, whole = capsys.readouterr().out.splitlines()
    assert damaged.startswith("small ")
    assert "damaged" in damaged
    assert whole.startswith("whole ")
    assert main(["release", "delete", "small", release.name, "--yes"]) == 0
    assert main(["case", "load", str(write_case(tmp_path / "small"))]) == 0
    [release] = (tmp_path / "workspace/cases/small/releases").iterdir()
    (release / "manifest.json").unlink()
    assert main(["case", "delete", "small", "--yes"]) == 0
    assert not (tmp_path / "workspace/cases/small").exists()
