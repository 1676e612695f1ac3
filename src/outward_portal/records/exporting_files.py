"""Exports as files: CSV, XLSX, JSON, and a ZIP of all of them with a README and a Frictionless data package.

A file is written to a temporary file of the server, not into the reply: an error becomes a page and not a file that
ends in the middle, and memory does not grow with the register.
"""

from __future__ import annotations

import json
import pickle
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final

import xlsxwriter

from outward.workbooks.exports import EPOCH, legal
from outward_portal.records.csv_tables import write_csv
from outward_portal.records.exporting import Header, Value, json_value
from outward_portal.records.exporting_private import HEADERS as PRIVATE_HEADERS
from outward_portal.records.exporting_readme import (
    CODE_HEADERS,
    COLUMN_HEADERS,
    Export,
    about_lines,
    code_rows,
    column_rows,
    data_package,
    readme,
    schema_field,
)

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


def write(export: Export, format: str) -> IO[bytes]:
    """Write an export; the file is open at its start and gone when it is closed.

    Parameters
    ----------
    export : Export
        What is written.
    format : str
        A key of ``FORMATS``.
    """
    if export.private is not None:
        export.private.tell_owners()
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed by the reply)
    {"csv": _csv, "xlsx": _xlsx, "json": _json, "zip": _zip}[format](export, file)
    file.seek(0)
    return file


# -- CSV --------------------------------------------------------------------------------------------------------------


def _csv(export: Export, file: IO[bytes]) -> None:
    _csv_table(file, export.headers, export.rows())


def _csv_table(file: IO[bytes], columns: Sequence[Header], lines: Iterable[Sequence[Value]]) -> None:
    write_csv(file, chain([[column.name for column in columns]], lines))


# -- XLSX -------------------------------------------------------------------------------------------------------------


def _xlsx(export: Export, file: IO[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Rows go to disk as they come; text stays text whatever it begins with.
        book = xlsxwriter.Workbook(file, {
            "constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        })
        book.set_properties({"created": EPOCH, "author": "Outward", "title": export.name})
        _sheet(book, "records", export.headers, export.rows())
        if export.private is not None:
            _sheet(book, "private_fields", PRIVATE_HEADERS, export.private_rows())
        _sheet(book, "columns", COLUMN_HEADERS, column_rows(export.headers))
        _sheet(book, "codes", CODE_HEADERS, code_rows(export.headers))
        about = book.add_worksheet("about")
        about.set_column(0, 0, 22)
        about.set_column(1, 1, 110)
        for number, (name, text) in enumerate(about_lines(export)):
            about.write_string(number, 0, legal(name))
            about.write_string(number, 1, legal(text))
        book.close()


def _sheet(book: Any, title: str, columns: Sequence[Header], lines: Iterable[Sequence[Value]]) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, 12 if column.type != "string" else 24)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.name, bold)
    for number, line in enumerate(lines, 1):
        for at, value in enumerate(line):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(number, at, legal(value))
            elif isinstance(value, bool):
                sheet.write_boolean(number, at, value)
            else:
                sheet.write_number(number, at, value)
    sheet.freeze_panes(1, 0)


# -- JSON -------------------------------------------------------------------------------------------------------------


def _json(export: Export, file: IO[bytes]) -> None:
    about = {
        "about": dict(about_lines(export)), "count": export.asked.count,
        "columns": [schema_field(column) for column in export.headers],
    }
    file.write(json.dumps(about, ensure_ascii=False, indent=1)[:-2].encode("utf-8"))
    _json_table(file, "records", export.headers, export.rows())
    if export.private is not None:
        _json_table(file, "private_fields", PRIVATE_HEADERS, export.private_rows())
    file.write(b"\n}\n")


def _json_table(file: IO[bytes], name: str, columns: Sequence[Header], lines: Iterable[Sequence[Value]]) -> None:
    names = [column.name for column in columns]
    file.write(f',\n "{name}": ['.encode())
    for number, line in enumerate(lines):
        file.write(b",\n  " if number else b"\n  ")
        said = {key: json_value(value) for key, value in zip(names, line, strict=True)}
        file.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
    file.write(b"\n ]")


# -- ZIP --------------------------------------------------------------------------------------------------------------


def _zip(export: Export, file: IO[bytes]) -> None:
    slug = export.asked.query.kind.slug
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as folder:
        export = _read_once(export, Path(folder))
        archive.writestr("README.md", "\n".join(readme(export)))
        archive.writestr("datapackage.json", json.dumps(data_package(export), ensure_ascii=False, indent=2))
        for name, writer in ((f"{slug}.csv", _csv), (f"{slug}.xlsx", _xlsx), (f"{slug}.json", _json)):
            part = Path(folder) / "part"
            with part.open("wb") as stream:
                writer(export, stream)
            archive.write(part, name)
        if export.private is not None:
            with archive.open("private_fields.csv", "w") as stream:
                _csv_table(stream, PRIVATE_HEADERS, export.private_rows())
        with archive.open("codes.csv", "w") as stream:
            _csv_table(stream, CODE_HEADERS, code_rows(export.headers))


def _read_once(export: Export, folder: Path) -> Export:
    """Read the rows for all parts of an archive: whatever is written meanwhile, they hold the same records."""
    count, read = _kept(export.rows(), folder / "rows")
    export = replace(export, asked=replace(export.asked, count=count), read=read)
    return export if export.private is None else replace(
        export, read_private=_kept(export.private_rows(), folder / "private rows")[1])


def _kept(lines: Iterable[tuple[Value, ...]], path: Path) -> tuple[int, Callable[[], Iterator[tuple[Value, ...]]]]:
    """Write rows to disk; give how many they are, and how they are read again."""
    count = 0
    with path.open("wb") as stream:
        for count, line in enumerate(lines, 1):  # noqa: B007  (the last number is the count)
            pickle.dump(line, stream)

    def again() -> Iterator[tuple[Value, ...]]:
        with path.open("rb") as stream:
            for _ in range(count):
                yield pickle.load(stream)  # noqa: S301  (of our own folder, written above)

    return count, again
