"""Time the slice of one indicator and region, as known on a day, out of ten million rows; the goal is 0.2 seconds.

Run: ``.venv/bin/python benchmarks/as_of.py [ROWS]``. The floor is DuckDB's own scan of the same file for the same rows,
without the choice of the latest revision.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from outward.ingest.table_file import write
from outward.store.query import DISK_ORDER, STORED, connect, parquet, quoted
from outward.store.reader import Release
from outward.store.writer import writing

RUNS = 9
GOAL_SECONDS = 0.2


def made_up(rows: int, workspace: Path) -> Release:
    """Write a release of so many made-up rows, the last of ten million revisions of the first, in the store's order."""
    columns = dict.fromkeys(STORED, "''") | {
        "indicator": "'indicator-' || (i % 100)", "region": "'CN-' || (i // 100 % 31)",
        "sector": "'sector-' || (i // 3100 % 40)", "period": "CAST(1950 + i // 124000 % 75 AS VARCHAR)",
        "unit": "'100 million CNY'", "value": "(hash(i) % 1000000) / 100.0",
        "value_as_printed": "CAST((hash(i) % 1000000) / 100.0 AS VARCHAR)", "status": "'imported'",
        "source": "'import-0001'",
        '"table"': "'made-up'", '"row"': "CAST(i AS VARCHAR)", "origin": "'imports/0001.csv'",
        "known_on": "DATE '2020-01-01' + CAST(i // 7750000 * 100 AS INTEGER)",
    }
    chosen = ", ".join(f"{columns.get(quoted([name]), columns[name])} AS {quoted([name])}" for name in STORED)
    with writing(workspace) as writer:
        draft = writer.draft("made-up")
        with connect(memory="4GB", spill=workspace / "spill") as engine:
            write(engine, f"SELECT {chosen} FROM range({rows}) AS numbers(i) ORDER BY {DISK_ORDER}",
                  draft.observations_path)
        return writer.publish(draft, "made-up", counts={"observations": rows}, imports=(), files=draft.files())


def seconds(run: Callable[[], object]) -> float:
    """Return the median seconds of a few runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        release = made_up(rows, Path(folder) / "workspace")
        source = parquet(release.observations_path)
        floor = seconds(lambda: duckdb.execute(
            f"SELECT * FROM {source} WHERE indicator = 'indicator-7' AND region = 'CN-7'").df())
        slice_ = seconds(lambda: release.observations(indicator="indicator-7", region="CN-7", as_of="2020-03-01"))
        found = len(release.observations(indicator="indicator-7", region="CN-7", as_of="2020-03-01"))
        latest = seconds(lambda: release.observations(indicator="indicator-7", region="CN-7"))
    print(f"{rows:,} rows, {found:,} in the slice, median of {RUNS}")
    print(f"{'what':<46}{'s':>9}{'times':>9}")
    print(f"{'plain DuckDB, the same rows':<46}{floor:>9.3f}{1:>9.2f}")
    print(f"{'Release.observations, as_of':<46}{slice_:>9.3f}{slice_ / floor:>9.2f}")
    print(f"{'Release.observations, latest':<46}{latest:>9.3f}{latest / floor:>9.2f}")
    print(f"goal {GOAL_SECONDS} s: {'met' if slice_ <= GOAL_SECONDS else 'missed'}")


if __name__ == "__main__":
    main()
