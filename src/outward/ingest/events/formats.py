"""Telling what an event file is by its first bytes, and making it a file that DuckDB can read, within limits."""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.sources import acled, gdelt, own_events
from outward.sources.event_layout import EventLayout
from outward.store.durable import storing

LARGEST: Final = 8 << 30  # bytes of a file, and of what it unpacks to
_HEADER: Final = 1 << 16
_CHUNK: Final = 1 << 20
_WORKBOOKS: Final = (bytes.fromhex("D0CF11E0A1B11AE1"),)
_PARQUET: Final = b"PAR1"
_ZIP: Final = b"PK\x03\x04"
_GZIP: Final = b"\x1f\x8b"


def checked(file: Path) -> Path:
    """Give the file back where it can be read at all.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is empty or too large.
    """
    if not file.is_file():
        raise NotFoundError(f"no file {file}", "event files", "Name a GDELT or ACLED export, or a CSV file.")
    with storing(str(file)):
        size = file.stat().st_size
    if not 0 < size <= LARGEST:
        raise _refused(file.name, "is empty" if not size else f"has {size:,} bytes", "Give up to 8 GB at a time.")
    return file


def is_parquet(file: Path) -> bool:
    """Whether it is an archive of many events."""
    with storing(str(file)), file.open("rb") as stream:
        return stream.read(4) == _PARQUET


@contextmanager
def unpacked(file: Path, room: Path) -> Iterator[Path]:
    """Give the file, or what is in it where it is packed (.zip with one file, .gz); what was unpacked is removed."""
    with storing(str(file)), file.open("rb") as stream:
        first = stream.read(8)
    if not first.startswith((_ZIP, _GZIP)):
        yield file
        return
    target = room / "unpacked"
    try:
        if first.startswith(_GZIP):
            with gzip.open(file) as stream:
                _copy(cast("IO[bytes]", stream), target, file.name)
        else:
            _unzip(file, target)
        yield target
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise _refused(file.name, "cannot be unpacked: it is damaged or locked", "Load it anew.") from error
    finally:
        target.unlink(missing_ok=True)


def _unzip(file: Path, target: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        inside = archive.infolist()
        if len(inside) != 1:
            raise _refused(file.name, f"holds {len(inside)} files", "Give a .zip with one event file in it.")
        with archive.open(inside[0]) as stream:
            _copy(stream, target, file.name)


def _copy(stream: IO[bytes], target: Path, name: str) -> None:
    size = 0
    with storing(str(target)), target.open("wb") as file:
        while block := stream.read(_CHUNK):
            size += len(block)
            if size > LARGEST:
                raise _refused(name, "unpacks to more than 8 GB", "Give smaller files.")
            file.write(block)


def layout_of(file: Path, name: str) -> EventLayout:
    """Tell the layout of an unpacked file by its first line.

    Raises
    ------
    InvalidInputError
        If it is none that we know.
    """
    with storing(str(file)), file.open("rb") as stream:
        first = stream.readline(_HEADER)
    if first.startswith((*_WORKBOOKS, _ZIP)) or b"\x00" in first:
        raise _refused(name, "is a workbook or no text", "Save it as CSV in UTF-8.")
    line = first.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    if line.count("\t") >= 50:
        return gdelt.layout(line.count("\t") + 1, name)
    if "�" in line:
        raise _refused(name, "is not UTF-8", "Save it as CSV in UTF-8.")
    delimiter = max(",;\t", key=line.count)
    try:
        cells = [cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        raise _refused(name, "has a header that cannot be read", "Give it one row of names.") from error
    if gdelt_header(cells):
        raise _refused(name, "is a GDELT table with a header", "Give the export as GDELT publishes it, without one.")
    read = acled.layout if acled.MARKS.issubset(cells) else own_events.layout
    return read(cells, delimiter, name)


def gdelt_header(cells: list[str]) -> bool:
    """Whether a header is that of a GDELT table that somebody gave names."""
    return {"globaleventid", "sqldate"} <= set(cells)


def _refused(name: str, what: str, mend: str) -> InvalidInputError:
    return InvalidInputError([Problem(name, 0, "", what, mend)], name)
