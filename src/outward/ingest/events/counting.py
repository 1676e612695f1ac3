"""Counting events by country, day and kind: new rows join those of their days, and only these days are counted anew."""

# ruff: noqa: S608 - queries are put together from expressions and names of our own; whatever a user gives is a parameter

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import duckdb
import pyarrow.parquet as pq

from outward.errors import InvalidInputError, Problem
from outward.ingest.events.archives import archive_rows
from outward.ingest.events.formats import checked, is_parquet, layout_of, unpacked
from outward.ingest.events.keeping import Manifest, Part, publish, read_manifest, updating, with_files
from outward.ingest.events.reading import FIRST_OF_ID, REVISED, FileCount, lay_rows
from outward.ingest.loaded import Progress, silent
from outward.ingest.table_file import ROW_GROUP, write
from outward.risk.counts import COLUMNS, COUNTS, PART_COLUMNS, PARTS, REPEAT_MINUTES
from outward.store.durable import sha256, storing
from outward.store.query import connect, parquet

MEMORY: Final = "1500MB"  # of the engine; what needs more goes through the disk
_COLUMNS: Final = ", ".join(COLUMNS)
_PART: Final = ", ".join(PART_COLUMNS)
_REPEATED: Final = ("day", "country", "kind", "outlet")
"""Columns of a part that are worth a dictionary."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What an update did."""

    files: tuple[FileCount, ...]  # in the order given
    days: int  # days that were counted anew
    newest: date | None  # newest day that any file covers


def count_event_files(files: Sequence[Path], folder: Path, *, progress: Progress = silent) -> Counted:
    """Add event files to the counts in a folder.

    A file that was counted before, by its checksum, changes nothing, nor does a row that an earlier file held: files
    may come in any order, overlap or come twice. An update that is stopped leaves the counts as they were.

    Parameters
    ----------
    files : sequence of pathlib.Path
        GDELT 1.0 or 2.0 exports, ACLED exports, CSV files of the user's own (each also packed as .zip or .gz), or
        archives in Parquet, which are counted as they are: their rows are distinct, or are taken as distinct.
    folder : pathlib.Path
        Where the counts are; made where it is not there.
    progress : callable
        Is told what is done.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If a file is no event file, or an archive covers days that were counted already.
    StoreError
        If the folder cannot be written, or another process is writing there.
    """
    named = [checked(file) for file in files]
    with updating(folder) as draft:
        manifest = read_manifest(folder)
        with storing(str(folder)), connect(memory=MEMORY, spill=draft / "spill") as engine:
            engine.execute("SET enable_progress_bar = false")  # it would stand between what commands print
            made: list[FileCount] = []
            rows: list[FileCount] = []
            for file in named:
                digest = sha256(file)
                known = manifest.known(digest) or next((each for each in rows if each.sha256 == digest), None)
                if known:
                    made.append(replace(known, name=file.name, was_known=True))
                    continue
                progress(f"reading {file.name}")
                if is_parquet(file):
                    found, manifest = _add_archive(engine, folder, draft, file, digest, manifest)
                else:
                    with unpacked(file, draft) as plain:
                        found = lay_rows(engine, plain, layout_of(plain, file.name), file.name, digest)
                    engine.execute(f"CREATE TEMP TABLE IF NOT EXISTS added AS SELECT {_PART} FROM incoming LIMIT 0; "
                                   f"INSERT INTO added SELECT {_PART} FROM incoming")
                    rows.append(found)
                made.append(found)
            days = 0
            if rows:
                progress("counting")
                manifest, days = _add_rows(engine, folder, draft, tuple(rows), manifest)
            if not all(each.was_known for each in made):
                publish(folder, draft, manifest)
    newest = max((last for file in manifest.files for _, last in file.days), default=None)
    return Counted(tuple(made), days, newest)


def _add_rows(engine: duckdb.DuckDBPyConnection, folder: Path, draft: Path, files: tuple[FileCount, ...],
              manifest: Manifest) -> tuple[Manifest, int]:
    """Write the new rows as a part, and count their days anew, and the days after them, which may repeat them."""
    (draft / PARTS).mkdir(exist_ok=True)
    first, last = engine.execute("SELECT min(day), max(day) FROM added").fetchall()[0]
    _refuse_twice(manifest, first, last, files)
    part = Part(f"{PARTS}/{_name(files)}.parquet", first, last, is_archive=False)
    rows, distinct = engine.execute("SELECT count(*), count(DISTINCT id) FROM added").fetchall()[0]
    single = "" if rows == distinct else f" QUALIFY {FIRST_OF_ID}"  # to look for the newest takes longer than to count
    engine.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT {_PART} FROM added{single}")
    if any(file.layout in REVISED for file in files):
        _mark_moved(engine, [folder / each.path for each in manifest.parts if not each.is_archive])
        first, last = engine.execute("SELECT min(day), max(day) FROM fresh").fetchall()[0]
        part = replace(part, first=first, last=last)
    rows_of_part = engine.sql(f"SELECT {_PART} FROM fresh ORDER BY day, country, kind, id").to_arrow_table()
    pq.write_table(rows_of_part, draft / part.path, use_dictionary=list(_REPEATED), row_group_size=ROW_GROUP,
                   store_schema=False)
    near = [each for each in manifest.parts if not each.is_archive
            and each.touches(first - timedelta(days=1), last + timedelta(days=1))]
    nearby = (f"day BETWEEN DATE '{(first - timedelta(days=1)).isoformat()}' "  # so that no other row group is read
              f"AND DATE '{(last + timedelta(days=1)).isoformat()}'")
    sources = " UNION ALL ".join([f"SELECT {_PART} FROM {parquet(draft / part.path)}",
                                  *(f"SELECT {_PART} FROM {parquet(folder / each.path)} WHERE {nearby}"
                                    for each in near)])
    engine.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT day + step AS day FROM fresh, "
                   "(VALUES (0), (1)) steps(step)")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {_counted(sources)}")
    days = int(engine.execute("SELECT count(DISTINCT day) FROM fresh").fetchall()[0][0])
    return with_files(manifest, files, part, _renew(engine, folder, draft, manifest)), days


def _mark_moved(engine: duckdb.DuckDBPyConnection, parts: Sequence[Path]) -> None:
    """Mark rows whose day a revision moved: on the day that is out of date stands a row without kind, newer than it."""
    if not parts:
        return
    sources = " UNION ALL ".join(f"SELECT id, day, revised FROM {parquet(path)} WHERE kind <> ''" for path in parts)
    engine.execute(f"""
        INSERT INTO fresh BY NAME
        SELECT DISTINCT id, CAST(0 AS UBIGINT) AS signature,
               CASE WHEN fresh.revised >= old.revised THEN old.day ELSE fresh.day END AS day, '' AS country, '' AS kind,
               CAST(0 AS BIGINT) AS mentions, CAST(0 AS BIGINT) AS sources, '' AS outlet, '' AS title, '' AS url,
               greatest(fresh.revised, old.revised) AS revised
        FROM fresh JOIN ({sources}) old USING (id) WHERE fresh.day <> old.day""")


def _counted(sources: str) -> str:
    """Write the query that counts the days in ``touched``: each row once by its id, and no event that is told again."""
    return f"""
        WITH near AS (SELECT * FROM ({sources}) WHERE day IN (SELECT day FROM touched
                                                              UNION SELECT day - 1 FROM touched)),
        single AS (SELECT * FROM near QUALIFY {FIRST_OF_ID}),
        placed AS (SELECT *, row_number() OVER same AS place, lag(added) OVER same AS before
                   FROM single WHERE kind <> ''
                   WINDOW same AS (PARTITION BY signature, CASE WHEN added IS NULL THEN day END ORDER BY added, id))
        SELECT day, country, kind, CAST(count(*) AS BIGINT) AS events, CAST(sum(mentions) AS BIGINT) AS mentions,
               CAST(sum(sources) AS BIGINT) AS sources,
               CAST(count(*) FILTER (outlet = 'foreign') AS BIGINT) AS "foreign",
               CAST(count(*) FILTER (outlet <> '') AS BIGINT) AS located
        FROM placed
        WHERE (place = 1 OR added - before > INTERVAL {REPEAT_MINUTES} MINUTE) AND day IN (SELECT day FROM touched)
        GROUP BY ALL"""


def _renew(engine: duckdb.DuckDBPyConnection, folder: Path, draft: Path, manifest: Manifest) -> dict[str, str]:
    """Write the counts of the years that ``touched`` days lie in; give their paths by year."""
    (draft / COUNTS).mkdir(exist_ok=True)
    columns = _COLUMNS.replace("foreign", '"foreign"')
    paths = {}
    for (year,) in engine.execute("SELECT DISTINCT year(day) FROM touched ORDER BY 1").fetchall():
        old = manifest.counts.get(str(year))
        kept = (f"SELECT {columns} FROM {parquet(folder / old)} WHERE day NOT IN (SELECT day FROM touched) UNION ALL "
                if old else "")
        target = draft / COUNTS / f"{year}.parquet"
        write(engine, f"SELECT {columns} FROM ({kept}SELECT {columns} FROM counted WHERE year(day) = {int(year)}) "
                      "ORDER BY day, country, kind", target)
        final = f"{COUNTS}/{year}-{sha256(target)[:12]}.parquet"
        target.replace(draft / final)
        paths[str(year)] = final
    return paths


def _add_archive(engine: duckdb.DuckDBPyConnection, folder: Path, draft: Path, file: Path, digest: str,
                 manifest: Manifest) -> tuple[FileCount, Manifest]:
    """Count an archive, whose days must be its own."""
    found = archive_rows(engine, file, digest)
    first, last = found.days[0][0], found.days[-1][1]
    _refuse_twice(manifest, first, last, (found,), is_archive=True)
    engine.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT day FROM counted")
    part = Part(f"{PARTS}/{_name((found,))}.parquet", first, last, is_archive=True)
    (draft / PARTS).mkdir(exist_ok=True)
    write(engine, "SELECT day, count(*) AS cells FROM counted GROUP BY day ORDER BY day", draft / part.path)
    counts = _renew(engine, folder, draft, manifest)
    (draft / COUNTS).mkdir(exist_ok=True)
    updated = with_files(manifest, (found,), part, counts)
    publish(folder, draft, updated)  # an archive is an update of its own
    return found, updated


def _refuse_twice(manifest: Manifest, first: date, last: date, files: tuple[FileCount, ...], *,
                  is_archive: bool = False) -> None:
    """Refuse an archive that covers days of other files, and files that cover days of an archive."""
    others = [part for part in manifest.parts if (is_archive or part.is_archive) and part.touches(first, last)]
    if others:
        days = f"{max(first, others[0].first).isoformat()} to {min(last, others[0].last).isoformat()}"
        what = "covers days that were counted already" if is_archive else "covers days that an archive was counted for"
        raise InvalidInputError([Problem(each.name, 0, "", f"{what} ({days})",
                                         "Count it into a folder of its own: what is in both would be counted twice.")
                                 for each in files], ", ".join(each.name for each in files))


def _name(files: tuple[FileCount, ...]) -> str:
    return hashlib.sha256("".join(sorted(file.sha256 for file in files)).encode()).hexdigest()[:16]
