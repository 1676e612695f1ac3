"""What an uploaded file is, told by its content, and whether it may be kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from outward_portal.records.errors import RefusedError
from outward_portal.records.files.packages import check_package, package_type
from outward_portal.records.files.pdf import check_pdf
from outward_portal.records.files.pictures import BARE, PNG_START, DamagedPictureError

MOST_BYTES: Final = 20 * 1024 * 1024
_OOXML: Final = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": f"{_OOXML}.wordprocessingml.document",
    "xlsx": f"{_OOXML}.spreadsheetml.sheet",
    "pptx": f"{_OOXML}.presentationml.presentation",
    "png": "image/png", "jpg": "image/jpeg", "webp": "image/webp",
    "txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8",
}
"""Types that are taken, by extension."""

_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]')
_KNOWN_ENDINGS: Final = frozenset({*CONTENT_TYPES, "jpeg", "tsv", "text", "md"})
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is."""

    extension: str

    @property
    def content_type(self) -> str:
        """The type under which it is given out."""
        return CONTENT_TYPES[self.extension]


def inspect(path: Path, name: str) -> FileType:
    """Look at a file, take a picture's metadata off, and refuse what must not be kept.

    Parameters
    ----------
    path : Path
        The file, ours to change.
    name : str
        As its sender calls it: it decides nothing but whether a text is a table.

    Raises
    ------
    RefusedError
        If the type is not taken, or something runs, fetches, hides or swells in it.
    """
    with path.open("rb") as stream:
        start = stream.read(16)
    if start.startswith(b"%PDF-"):
        check_pdf(path)
        return FileType("pdf")
    if start.startswith(b"PK\x03\x04"):
        return _package(path)
    picture = _picture(start)
    if picture:
        _take_metadata_off(path, picture)
        return FileType(picture)
    if start.startswith(_OLE):
        raise RefusedError(_("This is an office file of an old kind, or an encrypted one. Take the password off, save "
                             "it as .docx, .xlsx or .pptx, and attach that."))
    return _text(path, name)


def _picture(start: bytes) -> str:
    if start.startswith(PNG_START):
        return "png"
    if start.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "webp" if start[:4] == b"RIFF" and start[8:12] == b"WEBP" else ""


def _take_metadata_off(path: Path, extension: str) -> None:
    try:
        bare = BARE[extension](path.read_bytes())
    except DamagedPictureError as error:
        raise RefusedError(
            _("This picture is damaged or too large. Open it, save it again and attach that.")) from error
    path.write_bytes(bare)


def _package(path: Path) -> FileType:
    extension = package_type(path)
    if not extension:
        raise _not_taken()
    named = path.with_suffix(f".{extension}")
    path.rename(named)
    try:
        check_package(named, extension)
    finally:
        named.rename(path)
    return FileType(extension)


def _text(path: Path, name: str) -> FileType:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_taken() from None
    if _CONTROL.search(text):
        raise _not_taken()
    return FileType("csv" if PurePosixPath(name).suffix.lower() == ".csv" else "txt")


def _not_taken() -> RefusedError:
    return RefusedError(_("Files of this kind are not taken. Attach a PDF, DOCX, XLSX, PPTX, PNG, JPEG, WebP, plain "
                          "text or CSV (both in UTF-8)."))


def fit_name(name: str, extension: str) -> str:
    """Give the name under which a file is offered: without what fools a reader or a file system, ended as it is.

    Examples
    --------
    >>> fit_name("年报 2025.PDF", "pdf"), fit_name("../../etc/passwd", "txt"), fit_name("bill.pdf.exe", "pdf")
    ('年报 2025.pdf', 'passwd.txt', 'bill.pdf.exe.pdf')
    >>> fit_name("scan\u202efdp.png", "png"), fit_name("...", "txt")
    ('scanfdp.png', 'file.txt')
    """
    plain = _UNFIT.sub("", unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])).strip(" .")
    stem, point, ending = plain.rpartition(".")
    if point and ending.lower() in _KNOWN_ENDINGS:
        plain = stem.rstrip(" .")
    return f"{plain[:_LONGEST_NAME] or 'file'}.{extension}"
