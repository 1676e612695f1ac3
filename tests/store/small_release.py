"""Small releases, made with the writer alone, for the store's own tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from outward.store.query import STORED, connect, quoted, text
from outward.store.reader import Release
from outward.store.writer import Draft, writing

Row = dict[str, object]


def row(table: str, number: str, value: float, known_on: str, **dimensions: str) -> Row:
    """Make a row of the long table; what is not given is empty."""
    made: Row = dict.fromkeys(STORED, "")
    made.update(indicator="sales-value", region="CN-LN", sector="instruments", period="2015", unit="100 million CNY",
                value=value, value_as_printed=str(value), status="printed", table=table, row=number,
                known_on=known_on, source="yearbook", origin="case")
    made.update(dimensions)
    return made


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Write rows as a long table (Parquet), in the order given."""
    with connect() as engine:
        types = {"value": "DOUBLE", "known_on": "DATE"}
        columns = ", ".join(f'"{name}" {types.get(name, "VARCHAR")}' for name in STORED)
        engine.execute(f"CREATE TABLE rows ({columns})")
        for each in rows:
            engine.execute(f"INSERT INTO rows ({quoted(STORED)}) VALUES ({', '.join('?' for _ in STORED)})",
                           [each[name] for name in STORED])
        engine.execute(f"COPY rows TO {text(str(path))} (FORMAT parquet)")


def fill(draft: Draft, rows: list[Row]) -> dict[str, int]:
    """Fill a draft with rows and a file; give its counts, saying nothing of superseded rows."""
    write_rows(rows, draft.observations_path)
    draft.add("case/case.toml", b'id = "small"\n')
    return {"observations": len(rows)}


def publish(workspace: Path, rows: list[Row], case: str = "small") -> Release:
    """Cut a release of rows."""
    with writing(workspace) as writer:
        draft = writer.draft(case)
        counts = fill(draft, rows)
        return writer.publish(draft, case, counts=counts, imports=(), files=draft.files())
