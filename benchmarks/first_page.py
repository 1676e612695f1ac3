"""Time the first ./start after installation, from the command to a served page; the goal is 15 seconds.

Run: ``.venv/bin/python benchmarks/first_page.py``. It needs ``./start`` to have installed this checkout once.
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

RUNS = 3
GOAL_SECONDS = 15.0
HERE = Path(__file__).resolve().parents[1]


def first_page() -> float:
    """Start in an empty workspace; return the seconds until the first page has come."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "OUTWARD_WORKSPACE": folder}
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, str(HERE / "start"), "--offline", "--no-browser", "--port", "8100"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
        )
        assert process.stdout is not None
        try:
            for line in process.stdout:
                address = re.search(r"http://127\.0\.0\.1:\d+/?", line)
                if address:
                    with urllib.request.urlopen(address.group()) as page:
                        page.read()
                    return time.perf_counter() - start
            raise SystemExit("./start ended before it served a page")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()


def main() -> None:
    """Print the table."""
    seconds = [first_page() for _ in range(RUNS)]
    median = statistics.median(seconds)
    print(f"{'what':<42}{'median s':>9}{'min s':>8}{'max s':>8}")
    print(f"{'./start to the first served page':<42}{median:>9.2f}{min(seconds):>8.2f}{max(seconds):>8.2f}")
    print(f"goal {GOAL_SECONDS} s: {'met' if median <= GOAL_SECONDS else 'missed'}")


if __name__ == "__main__":
    main()
