"""``outward-portal serve`` as an operator runs it, with the drills' pages; its processes can be seen and killed."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.portal.serving import environment_of

_ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Served:
    """A running server."""

    process: subprocess.Popen[str]
    address: str
    workspace: Path
    environment: dict[str, str]

    def get(self, path: str, timeout: float = 30) -> tuple[int, str]:
        """Ask for a page; give its status and text."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=timeout) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def children(self, what: str) -> list[int]:
        """Give the process ids of the supervisor's children whose command line has a word."""
        return [pid for pid in _children_of(self.process.pid) if what in _words_of(pid)]

    def kill(self, what: str) -> None:
        """Kill a child and its own children, as a machine that runs out of memory does."""
        for pid in self.children(what):
            os.killpg(pid, signal.SIGKILL)

    def stop(self, kind: signal.Signals = signal.SIGTERM, timeout: float = 40) -> int:
        """Ask the server to stop; give its exit code."""
        self.process.send_signal(kind)
        return self.process.wait(timeout)

    def database(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database file, beside the server."""
        with closing(sqlite3.connect(self.workspace / "portal" / "portal.sqlite3", timeout=10)) as database:
            return database.execute(question).fetchall()

    def python(self, code: str) -> str:
        """Run Python with the portal's models at hand."""
        return python(self.environment, code)


def python(environment: dict[str, str], code: str) -> str:
    """Run Python with the portal's models at hand, in a process of its own; give what it printed."""
    done = subprocess.run([sys.executable, "-c", f"import django; django.setup()\n{code}"], env=environment,
                          capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def command(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run one of the portal's commands."""
    return subprocess.run([sys.executable, "-m", "outward_portal.command_line", *words], env=environment,
                          capture_output=True, text=True, check=False, timeout=300)


def drill_environment(workspace: Path, **extra: str) -> dict[str, str]:
    """Give the environment of a portal with the drills' pages."""
    return environment_of(workspace) | {"DJANGO_SETTINGS_MODULE": "tests.portal.operations.drill.settings",
                                        "PYTHONPATH": f"{_ROOT / 'src'}{os.pathsep}{_ROOT}", **extra}


@contextmanager
def served(workspace: Path, *words: str, **extra: str) -> Iterator[Served]:
    """Serve a prepared workspace until the block ends."""
    environment = drill_environment(workspace, **extra)
    command = [sys.executable, "-m", "outward_portal.command_line", "serve", "--no-browser", "--port", "18500", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        told = ""
        while not (found := re.search(r"serving the portal at (\S+)/", told)):
            line = process.stdout.readline()
            assert line, f"the server ended as it began: {told}"
            told += line
        yield Served(process, found.group(1), workspace, environment)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
        assert process.stdout is not None
        process.stdout.close()


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


def _children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def _words_of(pid: int) -> str:
    return subprocess.run(["ps", "-wwo", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
