"""Office files: zips of XML, looked through for macros, programs, bombs and whatever fetches from elsewhere."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import Path
from typing import Final

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext as _

from outward.errors import InvalidInputError
from outward.workbooks.archive import BROKEN_ZIP, MAX_PART_BYTES, survey
from outward_portal.records.errors import RefusedError

MOST_PARTS: Final = 2_000
MOST_BYTES: Final = MAX_PART_BYTES  # unpacked, all parts together
_MOST_DIRECTORY: Final = 1_000_000  # bytes of the zip's list of parts, read before anything is made of it
_MAIN: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_ACTIVE: Final = re.compile(r"vbaproject|vbadata|/activex/|/embeddings/|oleobject|\.bin$", re.IGNORECASE)


def package_type(path: Path) -> str:
    """Say which kind of office file a zip is: its extension, or an empty text.

    Raises
    ------
    RefusedError
        If the zip is damaged or lists more parts than an office file has.
    """
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except BROKEN_ZIP as error:
        raise RefusedError(_("This file is damaged. Open it, save it again and attach that.")) from error
    return next((extension for main, extension in _MAIN.items() if main in names), "")


def _check_directory(path: Path) -> None:
    """Read how long the zip's list of parts is, from its last 64 kB."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 66_000))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22 or struct.unpack("<I", tail[at + 12:at + 16])[0] > _MOST_DIRECTORY:
        raise RefusedError(_("This file is damaged, or holds far more parts than an office file does."))


def check_package(path: Path, extension: str) -> None:
    """Refuse an office file that runs, fetches or swells.

    Parameters
    ----------
    path : Path
        The file, with its extension as name's ending.
    extension : {"docx", "xlsx", "pptx"}
        What it is.

    Raises
    ------
    RefusedError
        With what is wrong.
    """
    try:
        if extension == "docx":
            from outward.report.docx_safety import open_word_file  # which brings python-docx and lxml

            open_word_file(path)
        elif extension == "xlsx":
            survey(path)
        else:
            _check_slides(path)
    except InvalidInputError as error:
        raise _refused([problem.what for problem in error.problems]) from error


def _check_slides(path: Path) -> None:
    faults = []
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            left = MOST_BYTES
            if len(parts) > MOST_PARTS or len({part.filename for part in parts}) < len(parts):
                raise _refused([f"{len(parts)} parts"])
            for part in parts:
                with archive.open(part) as stream:
                    content = stream.read(left + 1)  # whatever size the file claims
                left -= len(content)
                if left < 0:
                    raise _refused([f"it unpacks to more than {MOST_BYTES:,} bytes"])
                faults += _part_faults(part.filename, content)
    except BROKEN_ZIP as error:
        raise _refused([f"it is damaged: {error}"]) from error
    if faults:
        raise _refused(faults[:5])


def _part_faults(name: str, content: bytes) -> list[str]:
    faults = []
    if _ACTIVE.search(f"/{name}"):
        faults.append(f"{name} is a program or an embedded object")
    if name == "[Content_Types].xml" and (b"macroEnabled" in content or b"vbaProject" in content):
        faults.append("it may carry macros")
    if not name.lower().endswith((".xml", ".rels")):
        return faults
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return [*faults, f"{name} declares a document type, or is no well-formed XML"]
    if name.lower().endswith(".rels"):
        faults += [f"{name} points outside the file" for relation in root.iter()
                   if relation.get("TargetMode", "") not in ("", "Internal")
                   and not relation.get("Type", "").endswith("/hyperlink")]
    return faults


def _refused(faults: list[str]) -> RefusedError:
    return RefusedError(_("This office file is not taken: %(faults)s. Save it without macros, embedded objects and "
                          "links to other files, or as a PDF.") % {"faults": "; ".join(faults)})
