"""The commands that the documents show are commands that the program takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from outward.cli.main import parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
SHOWN = re.compile(r"^ *(?:\.venv/bin/)?outward +([^#\n]+)", re.MULTILINE)  # on a line of its own, as in a terminal
NAMED = re.compile(r"`(?:\.venv/bin/)?outward\s+([^`]+)`")  # within a sentence


def page_name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def exit_code(words: list[str]) -> int | str | None:
    """What the parser makes of words: 0 if it takes them, 2 if not."""
    try:
        parser().parse_args(words)
    except SystemExit as left:
        return left.code
    return 0


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_can_be_typed_as_shown(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    whole = [*SHOWN.findall(text), *(command for command in NAMED.findall(text) if " --" in command)]
    refused = [command for command in whole if exit_code(shlex.split(command)) != 0]
    assert refused == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_that_are_named_exist(page: Path) -> None:
    unknown = []
    for command in NAMED.findall(page.read_text(encoding="utf-8")):
        name = re.match(r"(?:[a-z]+\s*)*", command)
        assert name is not None
        if exit_code([*name[0].split(), "--help"]) != 0:
            unknown.append(command)
    assert unknown == []


def test_a_command_that_is_not_there_is_found_out() -> None:
    assert exit_code(["case", "begin", "anyville"]) == 2
    assert exit_code(["case", "new", "anyville"]) == 2  # without its region
