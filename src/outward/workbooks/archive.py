"""What a spreadsheet file may hold before anything parses it: sizes, macros, links and XML entities, looked at raw.

A workbook is a zip of XML parts, and both can be made to explode: a few kilobytes that unpack to gigabytes, entities
that multiply, a merged range that covers a sheet's seventeen thousand million cells. Everything is therefore counted
in one pass over the raw parts, which holds nothing in memory, before openpyxl builds any object.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from outward.errors import InvalidInputError, NotFoundError, Problem

BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
                     OverflowError, NotImplementedError, RuntimeError)
"""What ``zipfile`` raises over bytes that are no ZIP file, or no whole one."""

MAX_FILE_BYTES: Final = 50_000_000
MAX_PART_BYTES: Final = 100_000_000  # one part, unpacked
MAX_RATIO: Final = 250  # unpacked over packed; real sheets of repeated text stay below 100
MAX_PARTS: Final = 2_000
MAX_CELLS: Final = 300_000  # cells and rows written in the file, and cells covered by merged ranges
_SMALL = 1_000_000  # a part below this is not worth a ratio: short repetitive XML packs very well

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")  # container of old .xls files and of encrypted .xlsx files
_CHUNK = 1 << 16
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Survey:
    """What was counted in a workbook that may be opened."""

    cells: int
    formulas: int


def survey(path: Path, *, max_cells: int = MAX_CELLS) -> Survey:
    """Count what a workbook holds, and refuse what must not be opened.

    Parameters
    ----------
    path : pathlib.Path
        A file that somebody sent.
    max_cells : int
        The most cells, filled or merged, over all sheets.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If the file is encrypted, holds macros, links or entities, is damaged, or is too large when unpacked.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path.name!r}", str(path.parent), "Check the name and the folder.")
    with path.open("rb") as stream:
        start = stream.read(len(_OLE))
    if start == _OLE:
        raise _refusal(path, "the file is encrypted, or in Excel's old format",
                       "Open it, take the password off, and save it as .xlsx.")
    if path.suffix.lower() != ".xlsx":
        raise _refusal(path, f"files of type {path.suffix or 'without extension'!r} are not read",
                       "Save it as .xlsx (Excel workbook without macros) or as .csv (UTF-8).")
    if path.stat().st_size > MAX_FILE_BYTES:
        raise _refusal(path, f"{path.stat().st_size:,} bytes, more than {MAX_FILE_BYTES:,}",
                       "Keep the sheets that are needed; large data comes as CSV.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive)
            return _count(path, archive, max_cells)
    except BROKEN_ZIP as error:
        raise _refusal(path, f"the file is damaged ({error})", "Open it in a spreadsheet program and save it again "
                       "as .xlsx; if that fails, ask for a fresh copy.") from error


def _refusal(path: Path, what: str, mend: str) -> InvalidInputError:
    return InvalidInputError([Problem(path.name, 0, "", what, mend)], path.name)


def _check_parts(path: Path, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or len(set(names)) < len(names):
        raise _refusal(path, f"{len(parts):,} parts inside the file under {len(set(names)):,} names",
                       f"A workbook has at most {MAX_PARTS:,}, each once: save it again from a spreadsheet program.")
    if any(part.flag_bits & 1 for part in parts):
        raise _refusal(path, "the file is encrypted", "Take the password off and save it again.")
    if "xl/workbook.xml" not in names:
        raise _refusal(path, "this is no Excel workbook", "Save it as .xlsx from a spreadsheet program.")
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise _refusal(path, "the file holds macros", "Save it as .xlsx (Excel workbook without macros).")
    links = sorted(name for name in names if name.startswith("xl/externalLinks/"))
    if links:
        raise _refusal(path, f"the file takes values from other files ({links[0]})",
                       "Replace the links by their values (in Excel: Data, Edit Links, Break Link) and save it again.")
    for part in parts:
        packed = max(part.compress_size, 1)
        bomb = part.file_size > _SMALL and part.file_size / packed > MAX_RATIO
        if part.file_size > MAX_PART_BYTES or bomb:
            raise _refusal(path, f"{part.filename} unpacks from {part.compress_size:,} to {part.file_size:,} bytes",
                           f"At most {MAX_PART_BYTES:,} bytes and {MAX_RATIO} times are read: remove what is empty "
                           "or repeated, and save it again.")


def _count(path: Path, archive: zipfile.ZipFile, max_cells: int) -> Survey:
    cells = formulas = 0
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels", ".vml")):
            continue
        counter = _Counter(path, part.filename, max_cells - cells)
        with archive.open(part) as stream:
            counter.read(stream)
        cells += counter.cells
        formulas += counter.formulas
    return Survey(cells, formulas)


class _Counter:
    """Walks one XML part; refuses document types, entities and too many cells as soon as they are met."""

    def __init__(self, path: Path, part: str, allowance: int) -> None:
        self.path, self.part, self.allowance = path, part, allowance
        self.cells = self.formulas = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        # Parts without cells are only looked at for a document type, which the grammar allows before the root alone.
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            self._parser.StartElementHandler = self._element

    def read(self, stream: IO[bytes]) -> None:
        try:
            while chunk := stream.read(_CHUNK):
                self._parser.Parse(chunk, False)
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise _refusal(self.path, f"{self.part} is not well-formed XML ({error})",
                           "Open the file in a spreadsheet program and save it again as .xlsx.") from error

    def _doctype(self, *_: object) -> None:
        raise _refusal(self.path, f"{self.part} declares a document type, in which entities can be hidden",
                       "Spreadsheet programs never write one: save the file again from such a program.")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rsplit(":", 1)[-1]
        if local in ("c", "row"):  # a million empty rows cost as much as a million cells
            self._add(1)
        elif local == "f":
            self.formulas += 1
        elif local == "mergeCell":
            self._add(_area(attributes.get("ref", "")))

    def _add(self, number: int) -> None:
        self.cells += number
        if self.cells > self.allowance:
            raise _refusal(self.path, f"more cells and rows than {self.allowance:,} in {self.part}",
                           "Merged ranges count in full. Keep the tables needed; delete formatted empty rows; "
                           "large data comes as CSV.")


def _area(reference: str) -> int:
    """Cells in a merged range; a range that cannot be read counts as one, and openpyxl will refuse it by name."""
    match = _RANGE.fullmatch(reference)
    if not match:
        return 1
    left, top, right, bottom = match.groups()
    return (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
