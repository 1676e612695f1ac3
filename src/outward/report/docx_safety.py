"""Opening a DOCX that somebody else made: nothing in it runs, fetches or swells."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

import docx
from defusedxml import DefusedXmlException, ElementTree
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.workbooks.archive import BROKEN_ZIP

MAX_FILES = 2_000
MAX_BYTES = 64 * 1024 * 1024  # unpacked
_MAX_PACKED = 32 * 1024 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_ACTIVE = re.compile(r"vbaproject|vbadata|/activex/|/embeddings/|oleobject", re.IGNORECASE)
_FETCHING_FIELD = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|DATABASE)\b", re.IGNORECASE)


def open_word_file(path: Path) -> WordDocument:
    """Open a DOCX or a DOTX after looking at it for macros, programs, bombs and whatever fetches from elsewhere.

    Parameters
    ----------
    path : Path
        A file of somebody else's: a template, or a report that came back.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is no Word file, or holds something that runs, fetches or swells; each is named.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     docx.Document().save(str(Path(folder) / "plain.docx"))
    ...     open_word_file(Path(folder) / "plain.docx").paragraphs
    []
    """
    if not path.is_file():
        raise NotFoundError(f"there is no file {path}", "Word file", "Name a .docx or .dotx file that exists.")
    if path.stat().st_size > _MAX_PACKED:
        raise _refused(path, [f"the file has {path.stat().st_size} bytes, more than {_MAX_PACKED}"])
    parts = _parts(path)
    faults = _faults(parts)
    if faults:
        raise _refused(path, faults)
    # A template differs from a document by one word; python-docx opens documents only.
    parts[_CONTENT_TYPES] = parts[_CONTENT_TYPES].replace(_TEMPLATE_MAIN, _MAIN)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    try:
        return docx.Document(plain)
    except (KeyError, ValueError, SyntaxError, AttributeError) as error:  # lxml's syntax error is Python's
        raise _refused(path, [f"it is no Word document: {error}"]) from error


def _parts(path: Path) -> dict[str, bytes]:
    """Read every part, never more than the limit, whatever sizes the file claims."""
    parts: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES:
                raise _refused(path, [f"it holds {len(entries)} files, more than {MAX_FILES}"])
            for entry in entries:
                if entry.is_dir():
                    continue
                with archive.open(entry) as part:
                    content = part.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _refused(path, [f"it unpacks to more than {MAX_BYTES} bytes"])
                parts[entry.filename] = content
    except BROKEN_ZIP as error:
        raise _refused(path, [f"it is no Word file: {error}"]) from error
    if _CONTENT_TYPES not in parts:
        raise _refused(path, ["it is no Word file: [Content_Types].xml is missing"])
    return parts


def _faults(parts: dict[str, bytes]) -> list[str]:
    """Name what runs, fetches or swells."""
    faults = []
    types = parts[_CONTENT_TYPES]
    if b"macroEnabled" in types or b"vbaProject" in types:
        faults.append("it may carry macros")
    elif _MAIN not in types and _TEMPLATE_MAIN not in types:
        faults.append("its main part is no Word document")
    for name, content in sorted(parts.items()):
        if _ACTIVE.search(f"/{name}"):
            faults.append(f"{name} is a program or an embedded object")
        if not name.lower().endswith((".xml", ".rels")):
            continue
        try:
            root = ElementTree.fromstring(content, forbid_dtd=True)
        except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
            faults.append(f"{name} declares a document type, or is no well-formed XML: {error}")
            continue
        faults += [f"{name} {fault}" for fault in (_links(root) if name.lower().endswith(".rels") else _fields(root))]
    return faults


def _links(root: Element) -> list[str]:
    """Name relations that fetch what they name as soon as the file is opened; a hyperlink waits for a click."""
    return [f"points outside the file: {relation.get('Target', '')[:200]}" for relation in root.iter()
            if relation.get("TargetMode", "") not in ("", "Internal")
            and not relation.get("Type", "").endswith("/hyperlink")]


def _fields(root: Element) -> list[str]:
    """Name fields that fetch; Word may write a field's code in pieces."""
    codes = ["".join(piece.text or "" for piece in paragraph.iter(qn("w:instrText")))
             for paragraph in root.iter(qn("w:p"))]
    codes += [simple.get(qn("w:instr"), "") for simple in root.iter(qn("w:fldSimple"))]
    return [f"has a field that fetches: {code.strip()[:200]}" for code in codes if _FETCHING_FIELD.search(code)]


def _refused(path: Path, faults: list[str]) -> InvalidInputError:
    mend = "Save it in Word as a plain .docx without macros, embedded objects and links to other files"
    return InvalidInputError([Problem(path.name, 0, "", fault, mend) for fault in faults], str(path))
