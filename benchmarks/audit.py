"""Time the audit: the case, 90 documents of 260 cells with start-up, and one table of 10,000 cells; goals 1, 3 and 5 s.

Run: ``.venv/bin/python benchmarks/audit.py``. The floor is what any auditor must do: start Python with NumPy, and read
every file with the csv module. The 90 documents go through the command line; memory is that of all its processes, as
Linux counts them while they run.
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from outward.audit import Cell, Document, Fact, audit
from outward.audit.observed import Vocabulary, document_of
from outward.casebook.folder import bundled
from outward.casebook.observed import observations

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3
GOALS = {"the case": 1.0, "90 documents": 3.0, "a table of 10,000 cells": 5.0}
GOAL_MEGABYTES = 300


def case() -> Document:
    """Give the bundled case as a document."""
    book = bundled()
    return document_of(observations(book), id=book.case.id, facts=book.facts,
                       vocabulary=Vocabulary(book.indicators, book.sectors, book.regions, book.labels))


def large(rows: int = 2_500) -> Document:
    """Make a table of four columns: amounts, their total, and a share column; two figures in it are wrong."""
    cells, total = [], sum(1_000 + row for row in range(rows - 1))
    for row in range(rows):
        item, value = (f"item {row}", 1_000 + row) if row < rows - 1 else ("Total", total)
        printed = value + 40_000 if row == 77 else value
        for column, text in (("sales", f"{printed}"), ("assets", f"{2 * value}"), ("exports", f"{value / 4:.2f}"),
                             ("exports as share of sales", f"{26 if row == 99 else 25:.1f}")):
            unit = "%" if "share" in column else "million CNY"
            cells.append(Cell(f"{row}:{column}", "1", "Anyville", item, "2015", column, unit, text))
    summed = ["sales", "assets", "exports"]
    facts = (Fact("total", {"table": "1", "item": "Total", "indicators": summed, "complete": True}),
             Fact("ratio", {"table": "1", "indicator": "exports as share of sales", "num": "exports", "den": "sales",
                            "scale": 100}))
    return Document("large", tuple(cells), (), facts)


def seconds(work: Callable[[], object]) -> float:
    """Give the median time of some runs."""
    spent = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent)


def run(*command: str) -> None:
    """Run a Python program to its end."""
    subprocess.run([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def peak_megabytes(*command: str) -> float:
    """Run a Python program; give the most memory of it and its children together (watching it makes it slower)."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    most = 0.0
    while process.poll() is None:
        most = max(most, _megabytes(process.pid))
        time.sleep(0.03)
    return most


def _megabytes(pid: int) -> float:
    """Memory of a process and of those it started (proportional set size where Linux tells it)."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        own = next((int(line.split()[1]) / 1024 for line in told if line.startswith("Pss:")), 0.0)
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0  # it has ended
    return own + sum(_megabytes(int(child)) for child in children)


def read_all(folder: Path) -> None:
    """Read the files of a folder with the csv module: the floor."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for _ in csv.reader(file):
                pass


def main() -> None:
    """Print the table."""
    print(f"{'what':<44}{'s':>8}{'goal':>8}{'times floor':>13}{'MB in all':>11}")
    start = seconds(lambda: run("-c", "import numpy"))
    document, table = case(), large()
    for name, found in (("the case", document), ("a table of 10,000 cells", table)):
        assert audit(found).findings
        _line(name, seconds(lambda found=found: audit(found)), GOALS[name])  # type: ignore[misc]
    with tempfile.TemporaryDirectory() as name:
        for mode in ("given", "found", "text"):
            folder = Path(name) / mode
            run("-m", "tests.audit.corpus", "--seed", "1", "--documents", "90", "--mode", mode, "--write", str(folder))
            floor = start + seconds(lambda folder=folder: read_all(folder))  # type: ignore[misc]
            command = ("-m", "outward.cli.main", "audit", str(folder), "--out", str(folder / "findings.csv"))
            spent = seconds(lambda command=command: run(*command))  # type: ignore[misc]
            _line(f"90 documents, facts {mode}" if mode != "text" else "90 documents, sentences only",
                  spent, GOALS["90 documents"], floor, peak_megabytes(*command))


def _line(name: str, spent: float, goal: float, floor: float = 0.0, memory: float = 0.0) -> None:
    times = f"{spent / floor:.1f}" if floor else ""
    told = f"{memory:.0f}" if memory else ""
    met = "" if spent <= goal and memory <= GOAL_MEGABYTES else "  missed"
    print(f"{name:<44}{spent:>8.2f}{goal:>8.1f}{times:>13}{told:>11}{met}")


if __name__ == "__main__":
    main()
