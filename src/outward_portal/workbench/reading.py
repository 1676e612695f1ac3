"""From a framework and a table that somebody sent to what the engine reads; nothing in them is trusted.

What the portal computes while somebody waits is limited here, so that no file keeps it busy for minutes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from outward.composite import Framework, IndexData, read_framework
from outward.errors import InvalidInputError, Problem
from outward.studies.indices.reading import data_file
from outward.workbooks.archive import survey
from outward_portal.records.errors import RefusedError
from outward_portal.records.files.inspection import FileType, fit_name, inspect

MOST_FRAMEWORK_BYTES: Final = 200_000
MOST_DATA_BYTES: Final = 5_000_000
MOST_CELLS: Final = 200_000
MOST_UNITS: Final = 300
MOST_INDICATORS: Final = 100
MOST_COMBINATIONS: Final = 200
MOST_RUNS: Final = 20_000
_MOST_TABLES: Final = 1_000  # of a framework's text, which is looked through line by line for each mistake

FRAMEWORK_FILE: Final = "framework.toml"
_ZIP: Final = b"PK\x03\x04"


def framework_in(data: bytes, name: str) -> str:
    """Give the text of a framework's file.

    Raises
    ------
    InvalidInputError
        If it is too large or not in UTF-8.
    """
    _refuse_bytes(len(data), MOST_FRAMEWORK_BYTES, name)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidInputError([Problem(name, line, "", "the file is not UTF-8", "Save it as UTF-8.")],
                                name) from None


def framework_from(text: str, name: str = FRAMEWORK_FILE) -> Framework:
    """Read a framework that somebody wrote.

    Raises
    ------
    InvalidInputError
        If it is none, or asks for more than the portal computes; every problem by line and key.
    """
    _refuse_bytes(len(text.encode("utf-8", "replace")), MOST_FRAMEWORK_BYTES, name)
    tables = sum(line.lstrip().startswith("[") for line in text.splitlines())
    if tables > _MOST_TABLES:
        raise InvalidInputError([Problem(name, 0, "", f"{tables:,} tables", f"At most {_MOST_TABLES:,} are read.")],
                                name)
    try:
        framework = read_framework(text, file=name)
    except RecursionError:
        raise InvalidInputError([Problem(name, 0, "", "lists within lists without end", "Write it as the shipped "
                                         "frameworks are written.")], name) from None
    too_much = list(_too_much(framework, name))
    if too_much:
        raise InvalidInputError(too_much, name)
    return framework


def _refuse_bytes(size: int, most: int, name: str) -> None:
    if size > most:
        raise InvalidInputError([Problem(name, 0, "", f"{size:,} bytes", f"At most {most:,} are read here.")], name)


def _too_much(framework: Framework, name: str) -> Iterator[Problem]:
    mend = "Use `outward index` on your own machine for more, or make it smaller."
    combinations = prod(len(factor.alternatives) for factor in framework.factors)
    runs = framework.choices.whole("uncertainty.runs")
    for count, most, what in ((len(framework.indicators), MOST_INDICATORS, "indicators"),
                              (combinations, MOST_COMBINATIONS, "combinations of alternatives"),
                              (runs, MOST_RUNS, "runs of the uncertainty analysis")):
        if count > most:
            yield Problem(name, 0, "", f"{count:,} {what}, and the portal takes {most:,}", mend)


def data_in(upload: UploadedFile[Any], framework: Framework) -> IndexData:
    """Read a table that somebody sent, CSV or workbook.

    Raises
    ------
    InvalidInputError
        If it must not be opened, cannot be read or is too large; every problem by row and column.
    """
    name = table_name(upload)
    _refuse_bytes(upload.size or 0, MOST_DATA_BYTES, name)
    with tempfile.TemporaryDirectory(prefix="outward-index-") as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        upload.seek(0)
        return _read(path, framework)


def kept_data(path: Path, name: str, framework: Framework) -> IndexData:
    """Read a table that is kept under a random name.

    Raises
    ------
    InvalidInputError
        If the framework cannot read it.
    """
    with tempfile.TemporaryDirectory(prefix="outward-index-") as folder:
        copy = Path(folder) / name
        copy.write_bytes(path.read_bytes())
        return _read(copy, framework)


def _read(path: Path, framework: Framework) -> IndexData:
    if path.suffix == ".xlsx":
        survey(path, max_cells=MOST_CELLS)
    else:
        _check_csv(path)
    data = data_file(path, framework)
    if len(data.units) > MOST_UNITS:
        raise InvalidInputError([Problem(path.name, 0, "unit", f"{len(data.units):,} units",
                                         f"The portal ranks at most {MOST_UNITS:,}; use `outward index` for more.")],
                                path.name)
    return data


def _check_csv(path: Path) -> None:
    """Refuse too many cells; write a table of a Chinese spreadsheet program (GB18030) anew in UTF-8."""
    raw = path.read_bytes()
    cells = raw.count(b",") + raw.count(b"\n")
    if cells > 2 * MOST_CELLS:
        raise InvalidInputError([Problem(path.name, 0, "", f"{cells:,} cells", f"At most {2 * MOST_CELLS:,} are read "
                                         "here.")], path.name)
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        path.write_text(_of_china(raw, path.name), encoding="utf-8", newline="")


def _of_china(raw: bytes, name: str) -> str:
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        raise InvalidInputError([Problem(name, 0, "", "the text is neither UTF-8 nor GB18030",
                                         "Save it as CSV UTF-8, or as .xlsx.")], name) from None


def table_name(upload: UploadedFile[Any]) -> str:
    """Give the name under which a table is read and given out; its content says what it is."""
    start = upload.read(len(_ZIP))
    upload.seek(0)
    return fit_name(upload.name or "", "xlsx" if start == _ZIP else "csv")


def table_type(path: Path, name: str) -> FileType:
    """Say what a table is that is to be kept, or refuse it.

    Raises
    ------
    RefusedError
        If it is no workbook and no text.
    """
    with path.open("rb") as stream:
        start = stream.read(4096)
    if start.startswith(_ZIP):
        found = inspect(path, name)
        if found.extension == "xlsx":
            return found
    elif b"\0" not in start:
        return FileType("csv")
    raise RefusedError(_("This is no CSV file and no XLSX workbook. Save the table in one of these formats."))
