"""Signals of a day out of a folder of counts, with titles and addresses of the reports behind each."""

# ruff: noqa: S608 - queries are put together from names of our own and paths that are quoted; values are parameters

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from outward.errors import DataGapError, NotFoundError, StoreError
from outward.risk.citations import Citation, citation
from outward.risk.counts import COLUMNS, MANIFEST, TITLES, covered_days, inner_path
from outward.risk.signals import SignalChoices, Signals, signals
from outward.store.durable import storing
from outward.store.query import connect, parquet
from outward.vocabulary.labels import Label

_LARGEST: Final = 256 << 20  # bytes of a manifest
_ASKED: Final = 24  # rows of a cell from which different reports are picked


@dataclass(frozen=True, slots=True)
class Signalled:
    """A day's signals with the reports that were mentioned most."""

    found: Signals
    reports: Mapping[tuple[str, str], tuple[Citation, ...]]  # by country and kind; up to three
    newest: date  # newest day that a file covers
    gaps: tuple[Label, ...]  # what could not be looked at


def signalled(folder: Path, *, on: date | None = None, choices: SignalChoices | None = None) -> Signalled:
    """Find the signals of a day in a folder that ``outward risk stream`` keeps.

    Parameters
    ----------
    folder : pathlib.Path
        The folder of counts.
    on : datetime.date, optional
        The day; the newest that a file covers without it.
    choices : SignalChoices, optional
        Window, floors and limits.

    Raises
    ------
    NotFoundError
        If there are no counts in the folder.
    DataGapError
        If no file covers the day.
    StoreError
        If the counts cannot be read.
    """
    chosen = choices or SignalChoices()
    manifest = _manifest(folder)
    covered = covered_days(manifest)
    if not covered:
        raise DataGapError("no day is covered", str(folder), "Count event files first.")
    newest = max(covered)
    day = on or newest
    with storing(str(folder)), connect() as engine:
        first = day - timedelta(days=chosen.window + chosen.drift_days)
        found = signals(_counts(engine, folder, manifest, first, day), covered, day, chosen)
        reports = _reports(engine, folder, manifest, found)
    return Signalled(found, reports, newest, _gaps(found, newest))


def _manifest(folder: Path) -> Mapping[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise NotFoundError("no counts of events", str(folder), "Count event files into it by outward risk stream.")
    try:
        with storing(str(path)):
            if path.stat().st_size > _LARGEST:
                raise ValueError("too large")
            found = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise StoreError("the manifest of the counts cannot be read", str(path),
                         "Count the event files anew.") from error
    return found if isinstance(found, dict) else {}


def _counts(engine: duckdb.DuckDBPyConnection, folder: Path, manifest: Mapping[str, Any], first: date, last: date
            ) -> pd.DataFrame:
    paths = [inner_path(path) for year, path in manifest["counts"].items() if str(first.year) <= year <= str(last.year)]
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    if not paths:
        return pd.DataFrame({name: [] for name in COLUMNS})
    tables = " UNION ALL ".join(f"SELECT {columns} FROM {parquet(folder / path)}" for path in sorted(paths))
    return engine.execute(f"SELECT {columns} FROM ({tables}) WHERE day BETWEEN ? AND ?", [first, last]).df()


def _reports(engine: duckdb.DuckDBPyConnection, folder: Path, manifest: Mapping[str, Any], found: Signals
             ) -> dict[tuple[str, str], tuple[Citation, ...]]:
    """Pick the reports of each signal that were mentioned most, each address and title once."""
    day = found.on.isoformat()
    paths = [inner_path(part["path"]) for part in manifest["parts"]
             if not part["is_archive"] and part["first"] <= day <= part["last"]]
    if not paths or not found.signals:
        return {}
    cells = pd.DataFrame([(each.country, each.kind) for each in found.signals], columns=["country", "kind"])
    engine.register("cells", cells)
    tables = " UNION ALL ".join(f"SELECT day, country, kind, mentions, title, url FROM {parquet(folder / path)} "
                                "WHERE title <> '' OR url <> ''" for path in paths)
    rows = engine.execute(f"""
        SELECT country, kind, title, url FROM (
            SELECT country, kind, title, url, max(mentions) AS most FROM ({tables}) JOIN cells USING (country, kind)
            WHERE day = ? GROUP BY ALL)
        QUALIFY row_number() OVER (PARTITION BY country, kind ORDER BY most DESC, url, title) <= {_ASKED}
        ORDER BY country, kind, most DESC, url, title""", [found.on]).fetchall()
    picked: dict[tuple[str, str], dict[Citation, None]] = {}
    for country, kind, title, url in rows:
        made = citation(title, url)
        chosen = picked.setdefault((country, kind), {})
        if (made.title or made.url) and len(chosen) < TITLES:
            chosen[made] = None
    return {cell: tuple(chosen) for cell, chosen in picked.items()}


def _gaps(found: Signals, newest: date) -> tuple[Label, ...]:
    gaps = []
    if found.missing_days:
        missing, window = len(found.missing_days), found.choices.window
        gaps.append(Label(f"No file covers {missing} of the {window} days before: they are missing, not zero.",
                          f"此前{window}天中有{missing}天没有文件：按缺失处理，不计为零。"))
    if found.unmonitored:
        count, floor = len(found.unmonitored), f"{found.choices.floor:g}"
        gaps.append(Label(f"Countries not monitored: {count}. Fewer than {floor} events were reported of each on the "
                          "day, or on too many days before.",
                          f"未纳入监测：{count}个国家或地区当日报道的事件不足{floor}条，或此前有监测的天数过少。"))
    if found.on < newest:
        gaps.append(Label(f"Later days are counted too, up to {newest.isoformat()}.",
                          f"已有更晚日期的计数，最晚为{newest.isoformat()}。"))
    return tuple(gaps)
