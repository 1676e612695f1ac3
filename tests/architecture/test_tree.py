"""Rules of the tree that no tool holds already: the lock, reasons for dependencies, readable files, own words."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked(*patterns: str) -> list[Path]:
    """The files that git tracks, by pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: the tree's rules are held where the project is developed")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_the_lock_holds_names_versions_and_hashes_only() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9, _-]+\])?==\S+( ; .+)? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert lines
    assert [line for line in lines if not (pinned.fullmatch(line) or hashed.fullmatch(line))] == []


def test_every_runtime_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in tomllib.loads(text)["project"]["dependencies"]:
        line = next(line for line in text.splitlines() if f'"{name}"' in line)
        assert "#" in line, f"{name} does not say why it is a dependency"


def test_the_lock_pins_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {
        re.split(r"[=\[]", line)[0].lower().replace("_", "-")
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {re.split(r"[<>=\[;~! ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names <= locked


def test_python_files_read_in_one_sitting() -> None:
    long = {
        path.name: count
        for path in tracked("*.py", "start")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert long == {}


def test_no_error_is_swallowed() -> None:
    broad = re.compile(r"except( Exception| BaseException)?:|except \(?.*\bException\b")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in tracked("src/*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if broad.search(line)
    ]
    assert found == []


def test_modules_have_names_of_their_own() -> None:
    nameless = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [path for path in tracked("src/*.py", "tests/*.py") if path.stem in nameless] == []


def test_every_document_is_reached_by_links_that_exist() -> None:
    broken = []
    for page in tracked("*.md"):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} -> {target}")
    assert broken == []
