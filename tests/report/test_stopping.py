"""What becomes of the processes that make a report's other language when the command is stopped or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BESIDE = """
import sys, time
from functools import partial
from pathlib import Path
from outward.report import write

def slow(name, folder):
    Path(folder, name).touch()
    time.sleep(60)

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    write.os.cpu_count = lambda: 2
    write.write_reports([write.Wanted(partial(slow, name, folder), folder / name) for name in ("first", "beside")])
"""


@contextmanager
def writing(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A command at work on two reports, in a process group of its own as a terminal gives it."""
    script = tmp_path / "script.py"
    script.write_text(BESIDE, encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(script), str(tmp_path)], stderr=subprocess.PIPE, text=True,
                               start_new_session=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(done: Path) -> None:
    for _ in range(600):
        if done.exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{done.name} never came")


def test_a_worker_ends_when_the_command_is_killed(tmp_path: Path) -> None:
    with writing(tmp_path) as process:
        until(tmp_path / "beside")
        process.kill()
        _, said = process.communicate(timeout=20)  # the end of the text comes when the last process has let go of it
    assert "Traceback" not in said


@pytest.mark.parametrize("moment", ["first", "beside"])
def test_ctrl_c_is_answered_by_the_command_alone(tmp_path: Path, moment: str) -> None:
    """While the worker begins, and while it works."""
    with writing(tmp_path) as process:
        until(tmp_path / moment)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert said.count("Traceback") == 1  # the script's own: it has no command line to catch it
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert process.returncode != 0
