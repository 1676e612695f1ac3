"""Time the stream of events: a day of 200,000 rows to counts and signals, and an archive of 50 million to counts.

Run: ``.venv/bin/python benchmarks/events.py``; with ``--large`` also the archive (it needs 1 GB of disk for a minute).
The events are synthetic. The day's goal is 3 s; the archive's is 1.3 times the plain DuckDB query that groups the same
file, in the same run, and 2 GB.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb

from outward.ingest.events import count_event_files
from outward.sources.gdelt import COLUMNS_1, gec_countries
from outward.store.query import parquet, text

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2024, 5, 1)
ROWS = 200_000
ARCHIVE = 50_000_000
CODES = ("010", "020", "036", "040", "042", "043", "051", "057", "061", "080", "100", "111", "112", "120", "130", "138",
         "141", "145", "154", "163", "170", "172", "173", "180", "190", "193")


def write_day(path: Path, day: date, rows: int, *, seed: int = 1) -> None:
    """Write a synthetic GDELT 1.0 export: rows of a day, with repeats, as wide as real ones."""
    countries = sorted(gec_countries())
    number = int(day.strftime("%Y%m%d"))
    pick = f"hash(i * 31 + {seed})"
    cells = dict.fromkeys(COLUMNS_1, "''") | {
        "GLOBALEVENTID": f"CAST({number} AS BIGINT) * 1000000 + i", "SQLDATE": str(number),
        "MonthYear": str(number)[:6], "Year": str(number)[:4], "FractionDate": "'2024.3315'",
        "Actor1Code": f"'ACT' || {pick} % 400",
        "Actor1Name": f"'ACTOR ' || {pick} % 400", "Actor2Code": "'TGT' || hash(i * 37) % 400",
        "Actor2Name": "'TARGET'", "IsRootEvent": "1",
        "EventCode": f"{_list(CODES)}[CAST(1 + hash(i * 41 + {seed}) % {len(CODES)} AS INTEGER)]", "QuadClass": "1",
        "GoldsteinScale": "'-2.0'", "NumMentions": "1 + hash(i * 43) % 20", "NumSources": "1 + hash(i * 47) % 3",
        "NumArticles": "1 + hash(i * 43) % 20", "AvgTone": "'-1.23456789012345'",
        "Actor1Geo_FullName": "'Synthetic City, Synthetic Country'", "Actor1Geo_Lat": "'12.3456'",
        "Actor1Geo_Long": "'-65.4321'", "Actor2Geo_FullName": "'Synthetic City, Synthetic Country'",
        "Actor2Geo_Lat": "'12.3456'", "Actor2Geo_Long": "'-65.4321'",
        "ActionGeo_FullName": "'Synthetic Town ' || hash(i * 53) % 900 || ', Synthetic Country'",
        "ActionGeo_CountryCode": f"{_list(countries)}[1 + CAST(floor({len(countries)} * pow(random(), 2)) AS INTEGER)]",
        "DATEADDED": str(number),
        "SOURCEURL": "'https://news-' || hash(i * 59) % 3000 || '.example.' || ['com','co.uk','zm','de']"
                     "[CAST(1 + hash(i) % 4 AS INTEGER)] || '/2024/05/01/a-synthetic-story-' || i || '.html'",
    }
    columns = ", ".join(f"{expression} AS {name}" for name, expression in cells.items())
    with duckdb.connect() as engine:
        engine.execute("SELECT setseed(0.5)")
        engine.execute(f"COPY (SELECT {columns} FROM range({rows}) r(i)) TO {text(str(path))} "
                       "(FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '')")


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(map(text, values)) + "]"


def time_day(folder: Path) -> tuple[float, float, float]:
    """Count 120 smaller days, then a whole one; give megabytes, seconds to counts, and seconds to signals."""
    from outward.studies.risks.signalled import signalled

    past = [folder / f"past-{back}.tsv" for back in range(120, 0, -1)]
    for back, path in zip(range(120, 0, -1), past, strict=True):
        write_day(path, DAY - timedelta(days=back), ROWS // 20, seed=back)
    count_event_files(past, folder / "counts")
    file = folder / "day.tsv"
    write_day(file, DAY, ROWS)
    begun = time.perf_counter()
    count_event_files([file], folder / "counts")
    counted = time.perf_counter()
    signalled(folder / "counts", on=DAY)
    return file.stat().st_size / 1e6, counted - begun, time.perf_counter() - counted


def write_archive(path: Path, rows: int) -> None:
    """Write a synthetic archive of 300 days, all cells full."""
    countries = sorted(gec_countries())
    with duckdb.connect() as engine:
        engine.execute(
            f"COPY (SELECT CAST(strftime(DATE '2020-01-01' + CAST(i // {max(rows // 300, 1)} AS INTEGER), '%Y%m%d') "
            f"AS INTEGER) AS SQLDATE, {_list(countries)}[CAST(1 + hash(i) % {len(countries)} AS INTEGER)] "
            f"AS ActionGeo_CountryCode, {_list(CODES)}[CAST(1 + hash(i * 3) % {len(CODES)} AS INTEGER)] AS EventCode, "
            "CAST(1 + hash(i * 5) % 20 AS INTEGER) AS NumMentions, CAST(1 + hash(i * 7) % 3 AS INTEGER) AS NumSources "
            f"FROM range({rows}) r(i)) TO {text(str(path))} (FORMAT parquet)")


def time_archive(folder: Path) -> tuple[float, float, float]:
    """Give seconds of the plain query, seconds of ours, and the most megabytes that ours took, in its own process."""
    path = folder / "archive.parquet"
    write_archive(path, ARCHIVE)
    with duckdb.connect() as engine:
        engine.execute("SET memory_limit = '1500MB'; SET enable_progress_bar = false")
        begun = time.perf_counter()
        rows = engine.execute(
            "SELECT count(*) FROM (SELECT SQLDATE, ActionGeo_CountryCode, left(EventCode, 2) AS kind, count(*), "
            f"sum(NumMentions), sum(NumSources) FROM {parquet(path)} GROUP BY ALL)").fetchall()
        plain = time.perf_counter() - begun
    assert rows
    script = (f"import sys, time; sys.path.insert(0, {str(ROOT)!r})\nfrom pathlib import Path\n"
              "from outward.ingest.events import count_event_files\nbegun = time.perf_counter()\n"
              f"count_event_files([Path({str(path)!r})], Path({str(folder / 'large')!r}))\n"
              "print(time.perf_counter() - begun)")
    done = subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True)
    return plain, float(done.stdout), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(arguments: Sequence[str] = ()) -> int:
    """Print the table; exit code 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also an archive of 50 million events")
    given = parser.parse_args(list(arguments))
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        size, counted, signalled = time_day(Path(name))
        total = counted + signalled
        missed += total > 3
        print(f"a day of {ROWS:,} synthetic events ({size:.0f} MB): counts {counted:.2f} s, signals {signalled:.2f} s, "
              f"together {total:.2f} s  goal 3 s  {'met' if total <= 3 else 'MISSED'}")
        if given.large:
            plain, ours, megabytes = time_archive(Path(name))
            met = ours <= 1.3 * plain and megabytes <= 2000
            missed += not met
            print(f"an archive of {ARCHIVE:,} synthetic events: {ours:.1f} s, plain query {plain:.1f} s, "
                  f"{ours / plain:.2f} x (goal 1.3), {megabytes:.0f} MB (goal 2000)  {'met' if met else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
