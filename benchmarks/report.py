"""Time the report: both languages, three formats, from a release; the goal is 6 seconds.

Run: ``.venv/bin/python benchmarks/report.py``. The process is started anew for each run, as a user would;
the floor beside it is the time that importing the libraries alone takes.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
GOAL_SECONDS = 6.0
FLOOR = "import pandas, duckdb, altair, vl_convert, typst, docx, jinja2"


def timed(command: list[str]) -> float:
    """Run a command and return its seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    outward = str(Path(sys.executable).with_name("outward"))
    with tempfile.TemporaryDirectory() as folder:
        workspace, out = Path(folder) / "workspace", Path(folder) / "report"
        subprocess.run(
            [outward, "--workspace", str(workspace), "case", "load", "liaoning"],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        command = [outward, "--workspace", str(workspace), "report", "liaoning", "--out", str(out)]
        timed(command)
        reports, floors = [], []
        for _ in range(RUNS):
            reports.append(timed(command))
            floors.append(timed([sys.executable, "-c", FLOOR]))
    report, floor = statistics.median(reports), statistics.median(floors)
    print(f"{'what':<42}{'median s':>9}{'min s':>8}{'max s':>8}")
    print(f"{'report, 2 languages x 3 formats':<42}{report:>9.2f}{min(reports):>8.2f}{max(reports):>8.2f}")
    print(f"{'importing the libraries it needs':<42}{floor:>9.2f}{min(floors):>8.2f}{max(floors):>8.2f}")
    print(f"goal {GOAL_SECONDS} s: {'met' if report <= GOAL_SECONDS else 'missed'}; {report / floor:.1f} x the floor")


if __name__ == "__main__":
    main()
