"""Time the import of a million observations against a plain DuckDB read to Parquet; the goals are 3 times and 1 GB.

Run: ``.venv/bin/python benchmarks/load.py [ROWS]``. The import reads the CSV, checks every code, value and cell, keeps
the file, sorts, hashes, syncs and publishes; the plain read writes the same columns as they come.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice, product
from pathlib import Path

import duckdb

from outward.ingest.cases import load_case
from outward.ingest.imports import import_file
from outward.vocabulary.indicators import indicators
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors

RUNS = 3
GOAL_TIMES = 3.0
GOAL_MEGABYTES = 1024


def made_up(rows: int, path: Path) -> None:
    """Write so many made-up observations as CSV, no quantity twice."""
    provinces = [id for id in regions() if id.startswith("CN-")][:31]
    codes = [list(indicators())[:100], provinces, list(sectors())[:20], [str(year) for year in range(1950, 2024)]]
    with duckdb.connect() as engine:
        for name, values in zip(("indicator", "region", "sector", "period"), codes, strict=True):
            engine.execute(f"CREATE TABLE {name}s AS SELECT unnest(?) AS {name}", [values])
        engine.execute(f"""COPY (
            SELECT indicator, region, sector, 'full' AS coverage, period, '100 million CNY' AS unit,
                   round((hash(indicator, region, sector, period) % 1000000) / 100.0, 2) AS value,
                   '2020-01-01' AS known_on, 'made up' AS note
            FROM periods, sectors, regions, indicators LIMIT {rows}) TO '{path}' (HEADER)""")
    assert len(list(islice(product(*codes), rows))) == rows, "too few codes for so many rows"


def plain(path: Path, target: Path) -> float:
    """Read the CSV with DuckDB and write it as Parquet; return the seconds."""
    start = time.perf_counter()
    with duckdb.connect() as engine:
        engine.execute(f"COPY (SELECT * FROM read_csv('{path}')) TO '{target}' (FORMAT parquet)")
    return time.perf_counter() - start


def imported(path: Path, workspace: Path) -> float:
    """Import the CSV into a fresh workspace; return the seconds."""
    load_case("liaoning", workspace)
    start = time.perf_counter()
    import_file(path, "liaoning", workspace)
    return time.perf_counter() - start


def peak_megabytes(path: Path, folder: Path) -> float:
    """Import once in a process of its own; return its peak memory, as Linux counts it.

    What getrusage says of a child counts the parent's memory too, from before the child became a program of its own.
    """
    told = subprocess.run([sys.executable, __file__, "--once", str(path), str(folder)], check=True, capture_output=True,
                          text=True).stdout
    return int(told.split()[-2]) / 1024


def main() -> None:
    """Print the table."""
    if sys.argv[1:2] == ["--once"]:
        imported(Path(sys.argv[2]), Path(sys.argv[3]))
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        print(next(line for line in status if line.startswith("VmHWM:")))  # in kB
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "made-up.csv"
        made_up(rows, path)
        memory = peak_megabytes(path, folder / "once")
        pairs = [(plain(path, folder / f"plain{run}.parquet"), imported(path, folder / f"workspace{run}"))
                 for run in range(RUNS)]
    read, load = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    print(f"{rows:,} rows, median of {RUNS}")
    print(f"{'what':<42}{'s':>9}{'times':>9}{'peak MB':>9}")
    print(f"{'plain DuckDB, CSV to Parquet':<42}{read:>9.2f}{1:>9.2f}")
    print(f"{'outward data import':<42}{load:>9.2f}{load / read:>9.2f}{memory:>9.0f}")
    met = load / read <= GOAL_TIMES and memory <= GOAL_MEGABYTES
    print(f"goals {GOAL_TIMES:g} times, {GOAL_MEGABYTES:,} MB: {'met' if met else 'missed'}")


if __name__ == "__main__":
    main()
