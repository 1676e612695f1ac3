"""A written report in parts, for a page that frames it: its text, its data, and its style kept to itself.

``report.html`` is a page of its own. A server that shows it within pages of another look takes its chapters and
contents from the file as written, so what is read there is what was written, and serves data, style and script apart.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from outward.errors import InvalidInputError, Problem
from outward.report.web import asset
from outward.report.write import read_trace
from outward.vocabulary.labels import Language

PAGE = "report.html"
_COLUMNS = '<div class="columns">'
_MAIN, _MAIN_END = '<main id="report" tabindex="-1">', "</main>\n</div>\n"
_DATA, _DATA_END = '<script type="application/json" id="report-data">', "</script>"


@dataclass(frozen=True, slots=True)
class FramedReport:
    """A report in one language, in parts.

    ``body`` holds no script, style or ``main``; it stands in an element of class ``report``, within the page's own
    ``main``. ``data`` is what ``<script type="application/json" id="report-data">`` holds when ``report.js`` runs.
    """

    case: str
    language: Language
    title: str
    release: str
    as_of: str
    version: str  # of Outward, which wrote it
    content: str  # names the page's bytes
    body: str
    data: str


def read_framed(folder: Path) -> FramedReport:
    """Read a report's page in parts.

    Parameters
    ----------
    folder : Path
        Where ``outward report`` wrote one language's report.

    Raises
    ------
    NotFoundError
        If the folder holds no report.
    InvalidInputError
        If it holds no page, or one that was changed since it was written or is of a version that lays it out otherwise.
    """
    trace = read_trace(folder)
    path = folder / PAGE
    if PAGE not in trace["files"] or path.is_symlink() or not path.is_file():
        raise _unreadable(folder, "the report was written without a page", "Write it again with its page.")
    page = path.read_bytes()
    content = hashlib.sha256(page).hexdigest()
    if content != trace["files"][PAGE]:
        raise _unreadable(folder, "the page was changed since it was written", "Write the report again.")
    body, data = _parted(page.decode("utf-8"), folder)
    return FramedReport(trace["case"], trace["language"], trace["title"], trace["release"], trace["as_of"],
                        trace["version"], content, body, data)


def _parted(page: str, folder: Path) -> tuple[str, str]:
    before, columns, rest = page.partition(_COLUMNS)
    chapters, data_begin, rest = rest.partition(_DATA)
    data, data_end, _ = rest.partition(_DATA_END)  # no "<" stands in the data
    contents, main, text = chapters.partition(_MAIN)
    if not (before and columns and data_begin and data_end and main and text.endswith(_MAIN_END)):
        raise _unreadable(folder, "the page is laid out as another version of Outward does", "Write the report again.")
    text = text.removesuffix(_MAIN_END)
    return f'{columns}{contents}<div class="read" id="report" tabindex="-1">{text}</div>\n</div>\n', data


def _unreadable(folder: Path, what: str, mend: str) -> InvalidInputError:
    return InvalidInputError([Problem(PAGE, 0, "", what, mend)], str(folder))


# -- style ------------------------------------------------------------------------------------------------------------

_BLOCK = re.compile(r"\s*([^{}]+?)\s*\{")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PAGES_OWN = re.compile(r"^(html|body|\*|:lang|:focus-visible|\.unseen|\.skip|\.masthead|\.eyebrow|\.index|h1)")
_DIALOG = re.compile(r"^\.trace\b")


@cache
def framed_css() -> str:
    """Give the report's style for a page that frames it: nothing in it touches what is outside ``.report``.

    The dialog of a trace stands at the end of the page and is styled by its own class.
    """
    return "\n".join(_scoped(_COMMENT.sub("", asset("report.css")))) + "\n"


def _scoped(css: str) -> list[str]:
    rules = []
    place = 0
    while found := _BLOCK.match(css, place):
        head = found.group(1)
        end = _end_of_block(css, found.end())
        inside = css[found.end():end]
        place = end + 1
        if head.startswith("@media"):
            inner = "\n".join(_scoped(inside))
            rules += [f"{head} {{\n{inner}\n}}"] if inner else []
        elif not head.startswith("@"):
            selectors = [scoped for each in head.split(",") if (scoped := _selector(each.strip()))]
            rules += [f"{', '.join(selectors)} {{ {' '.join(inside.split())} }}"] if selectors else []
    return rules


def _end_of_block(css: str, start: int) -> int:
    depth = 1
    for place in range(start, len(css)):
        depth += {"{": 1, "}": -1}.get(css[place], 0)
        if depth == 0:
            return place
    raise ValueError("report.css has a block without an end")


def _selector(selector: str) -> str:
    """Keep a selector within the report; empty for what is the page's own."""
    if _PAGES_OWN.match(selector):
        return ""
    if selector == ":root":
        return ".report, .trace"
    if _DIALOG.match(selector):
        return selector
    if selector.startswith(".tool") and not selector.startswith(".tools"):  # buttons of the report and of the dialog
        return f".report {selector}, .trace {selector}"
    if selector == "main" or selector.startswith(("main ", "main:")):
        return f".report :where(.read){selector.removeprefix('main')}"
    return f".report {selector}"
