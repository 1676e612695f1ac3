"""``./start``: what is missing is said in one line that mends it, and a check that fails fails the run."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

START = Path(__file__).resolve().parents[2] / "start"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, in a checkout of its own with nothing installed."""
    loader = SourceFileLoader("start_script", str(START))
    spec = spec_from_loader("start_script", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((START.parent / name).read_bytes())
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "SCRIPTS", tmp_path / ".venv" / "bin")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "outward-installed")
    monkeypatch.setattr(module, "LOCK", tmp_path / "requirements.lock")
    return module


def run_with(start: ModuleType, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["start", *words])
    return int(start.main())


def test_it_needs_the_standard_library_only() -> None:
    tree = ast.parse(START.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)


def test_an_old_python_can_still_read_it() -> None:
    ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_old_python_without_another_says_which_line_installs_one(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 10, 4, "final", 0))
    monkeypatch.setattr(start.shutil, "which", lambda _: None)
    assert run_with(start, monkeypatch) == 1
    assert "    sudo apt-get install python3 python3-venv" in capsys.readouterr().err


def test_an_old_python_goes_on_in_a_new_one(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_to: list[list[str]] = []
    monkeypatch.setattr(start.sys, "version_info", (3, 14, 0, "final", 0))
    monkeypatch.setattr(start.sys, "argv", ["start", "test"])
    monkeypatch.setattr(start.shutil, "which", {"python3.12": "/usr/bin/python3.12"}.get)
    monkeypatch.setattr(start.os, "execv", lambda path, words: gone_to.append([path, *words]))
    with pytest.raises(start.SetupError):  # a real execv does not come back
        start.use_a_python_we_support()
    assert gone_to[0][:2] == ["/usr/bin/python3.12", "/usr/bin/python3.12"]
    assert gone_to[0][-1] == "test"


def test_offline_before_installation_says_so(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(start, monkeypatch, "--offline") == 1
    assert "\n    ./start\n" in capsys.readouterr().err
    assert not start.VENV.exists()


def answering(code: int, said: str) -> Callable[..., SimpleNamespace]:
    return lambda *_, **__: SimpleNamespace(returncode=code, stdout=said, stderr="")


def test_a_python_without_venv_names_the_package(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.subprocess, "run", answering(1, "ensurepip is not available"))
    with pytest.raises(start.SetupError) as caught:
        start.make_environment()
    assert caught.value.mend == f"sudo apt-get install python3.{sys.version_info[1]}-venv"
    assert not start.VENV.exists()


def test_missing_fonts_name_the_line_that_brings_them(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start.subprocess, "run", answering(1, ""))
    with pytest.raises(start.SetupError) as caught:
        start.check_fonts()
    assert "-m pip install --require-hashes -r requirements.lock" in caught.value.mend


def test_packages_that_cannot_come_show_the_last_words(
    start: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start.SCRIPTS.mkdir(parents=True)
    (start.SCRIPTS / "python").write_text("#!/bin/sh\necho Collecting pandas\necho no route to host\nexit 1\n")
    (start.SCRIPTS / "python").chmod(0o755)
    with pytest.raises(start.SetupError):
        start.install()
    told = capsys.readouterr()
    assert "[1/" in told.out
    assert "no route to host" in told.err


def test_nothing_is_installed_twice(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for name in ("make_environment", "install", "check_fonts"):
        monkeypatch.setattr(start, name, lambda name=name: done.append(name))
    start.VENV.mkdir()
    start.prepare(offline=False)
    monkeypatch.setattr(start, "environment_works", lambda: True)
    start.prepare(offline=True)
    assert done == ["make_environment", "install", "check_fonts"]
    start.LOCK.write_text("other\n", encoding="utf-8")
    start.prepare(offline=False)
    assert done[3:] == ["install", "check_fonts"]


def test_running_it_loads_writes_prepares_and_serves(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(start, "use_a_python_we_support", lambda: None)
    monkeypatch.setattr(start, "prepare", lambda **_: None)
    monkeypatch.setattr(start, "step", lambda command: done.append([Path(command[0]).name, *command[1:3]]))
    monkeypatch.setattr(start.os, "execv", lambda path, words: done.append([Path(path).name, *words[1:]]))
    monkeypatch.setattr(sys, "argv", ["start", "--port", "8123", "--no-browser"])
    start.main()
    assert done == [
        ["outward", "case", "load"], ["outward", "report", "liaoning"], ["outward-portal", "prepare", "--samples"],
        ["outward-portal", "serve", "--port", "8123", "--no-browser"],
    ]


@pytest.mark.parametrize(("failing", "code"), [("", 0), ("ruff", 1), ("mypy", 1), ("lint-imports", 1), ("pytest", 1)])
def test_a_check_that_fails_fails_the_run_and_pytest_comes_last(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, failing: str, code: int
) -> None:
    commands: list[str] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        name = "pytest" if "pytest" in command else Path(command[0]).name
        commands.append(name)
        return SimpleNamespace(returncode=int(name == failing))

    monkeypatch.setattr(start.subprocess, "run", run)
    assert start.test([]) == code
    assert commands == ["ruff", "mypy", "lint-imports", "pytest"]


def test_help_says_what_it_does() -> None:
    told = subprocess.run([sys.executable, str(START), "--help"], capture_output=True, text=True, check=True).stdout
    for word in ("run", "test", "--port", "--no-browser", "--offline"):
        assert word in told
