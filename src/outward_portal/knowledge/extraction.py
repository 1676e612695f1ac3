"""Text out of an uploaded PDF, DOCX or text file, read in a process of its own.

A hostile file can make any reader spend time and memory without end. So it is read by a child process with limits on
both; what it gives is text and nothing else. ``python -m outward_portal.knowledge.extraction KIND FILE`` is the child;
this module therefore imports nothing of Django.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

FileKind = Literal["pdf", "docx", "text"]
Outcome = Literal["read", "no-text", "encrypted", "too-long", "damaged", "refused"]

CONTENT_TYPES: Final[dict[FileKind, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain",
}
MOST_BYTES: Final = 32 * 1024 * 1024
MOST_PAGES: Final = 3_000
MOST_LETTERS: Final = 3_000_000
_SECONDS: Final = 120
_MEMORY: Final = 1_500_000_000
_LEAST_LETTERS_A_PAGE: Final = 8  # a page number or a stamp is no text layer


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file says, or what stood in the way; ``detail`` names the place for whoever mends it."""

    outcome: Outcome
    text: str = ""
    detail: str = ""


def kind_of(head: bytes) -> FileKind | None:
    """Say what a file is by its first bytes, whatever its name; ``None`` for what is none of the three."""
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    return None if b"\x00" in head[:4096] else "text"


def extract(kind: FileKind, path: Path) -> Extract:
    """Read a file in a child process with limits on time and memory.

    Parameters
    ----------
    kind : {"pdf", "docx", "text"}
        What its first bytes say it is.
    path : Path
        Where it lies.
    """
    command = [sys.executable, "-m", __name__, kind, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  (our own module)
    except subprocess.TimeoutExpired:
        return Extract("too-long", detail=f"{_SECONDS} s")
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return Extract("damaged", detail=last[-1][:300] if last else f"exit {done.returncode}")
    return Extract(**json.loads(done.stdout))


def _read(kind: FileKind, path: Path) -> Extract:
    if path.stat().st_size > MOST_BYTES:
        return Extract("too-long", detail=f"{path.stat().st_size} bytes")
    found = {"pdf": _read_pdf, "docx": _read_docx, "text": _read_text}[kind](path)
    if found.outcome == "read" and len(found.text) > MOST_LETTERS:
        return Extract("too-long", detail=f"{len(found.text)} letters")
    return found


def _read_pdf(path: Path) -> Extract:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return Extract("encrypted")
        count = len(reader.pages)
        if count > MOST_PAGES:
            return Extract("too-long", detail=f"{count} pages")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        return Extract("damaged", detail=str(error)[:300])
    letters = sum(sign.isalnum() for page in pages for sign in page)
    if letters < _LEAST_LETTERS_A_PAGE * max(1, count):
        return Extract("no-text", detail=f"{count} pages")
    return Extract("read", flowed(cleaned("\n".join(pages))))


def _read_docx(path: Path) -> Extract:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from outward.errors import OutwardError
    from outward.report.docx_safety import open_word_file

    try:
        document = open_word_file(path)
    except OutwardError as error:
        return Extract("refused", detail=str(error)[:300])
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
    text = cleaned("\n".join(lines))
    return Extract("read", text) if text else Extract("no-text")


def _read_text(path: Path) -> Extract:
    content = path.read_bytes()
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = cleaned(content.decode(encoding))
        except UnicodeDecodeError:
            continue
        return Extract("read", text) if text else Extract("no-text")
    return Extract("damaged", detail="UTF-8, UTF-16, GB 18030")


_LETTERS: Final = {code: unicodedata.normalize("NFKC", chr(code)) for codes in (
    range(0xFB00, 0xFB07), range(0x2E80, 0x2F00), range(0x2F00, 0x2FE0)) for code in codes}
"""Ligatures and radicals that fonts of PDF files give for plain letters; NFKC of all would harm full-width signs."""


def cleaned(text: str) -> str:
    """Take out what no reader sees: control characters, zero-width and direction marks, trailing spaces.

    Examples
    --------
    >>> cleaned("oﬃce, ⼀切（三）")
    'office, 一切（三）'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\u2028", "\n")
    kept = "".join(sign if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co") else ""
                   for sign in unicodedata.normalize("NFC", lines.translate(_LETTERS)))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in kept.split("\n"))).strip()


_BEGINS: Final = re.compile(
    r"(第[〇零一二三四五六七八九十百千\d\s]+[编篇章节条]|(article|section|chapter|part|title|annex)\s+\w+"
    r"|[(（]?\w{1,3}[)）.、]\s*)", re.IGNORECASE)
_ENDS: Final = re.compile(r"[.。;；:：!?！？”\"」』]\s*$")
_HAN: Final = re.compile(r"[㐀-䶿一-鿿，、；。]")


def flowed(text: str) -> str:
    """Join the lines into which a page has broken a paragraph.

    Examples
    --------
    >>> flowed("Article 1 Profits may be\\nsent home.\\nArticle 2 ...")
    'Article 1 Profits may be sent home.\\nArticle 2 ...'
    >>> flowed("第一条 利润可以\\n自由汇出。")
    '第一条 利润可以自由汇出。'
    """
    joined: list[str] = []
    for line in (line.strip() for line in text.split("\n")):
        last = joined[-1] if joined else ""
        if not line or not last or _ENDS.search(last) or _BEGINS.match(line) or _width(last) < _SHORTEST_LINE:
            joined.append(line)
        else:
            space = "" if _HAN.match(last[-1]) and _HAN.match(line[0]) else " "
            joined[-1] = f"{last}{space}{line}"
    return re.sub(r"\n{2,}", "\n", "\n".join(joined)).strip()


_SHORTEST_LINE: Final = 12  # columns: what is shorter is a heading or ends a paragraph


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def _limit() -> None:
    """Bind the process to its limits, where the system has them."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _main(kind: FileKind, path: str) -> None:
    _limit()
    found = _read(kind, Path(path))
    json.dump({"outcome": found.outcome, "text": found.text, "detail": found.detail}, sys.stdout)


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2])  # type: ignore[arg-type]
