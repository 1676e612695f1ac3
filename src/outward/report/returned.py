"""A ``report.docx`` that came back from readers: which numbers were edited, lost or added by hand.

The writer puts every number in a bookmark whose name is made from its figure id, and the bookmarks survive editing.
What stands in each is held against the ``trace.json`` of the report as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from lxml import etree

from outward.errors import InvalidInputError, Problem
from outward.report.docx import CASE_PROPERTY, LANGUAGE_PROPERTY, bookmark_name
from outward.report.docx_parts import custom_properties
from outward.report.docx_safety import open_word_file
from outward.report.printed import NUMBER_IN_TEXT, YEAR

_BOOKMARK = re.compile(r"n([0-9a-f]{16})_([0-9]{1,9})")
_SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)")
_GONE = (qn("w:del"), qn("w:moveFrom"))  # what a reader struck out with tracked changes


@dataclass(frozen=True, slots=True)
class Finding:
    """A number that is not as it was written."""

    kind: Literal["edited", "missing", "added"]
    id: str  # figure id; empty for an added number
    was: str
    now: str
    sentence: str  # as it stands in the returned file; where it stood, for a missing number


@dataclass(frozen=True, slots=True)
class ReturnedCheck:
    """What a returned report's numbers are."""

    checked: int  # numbers found in place
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether every number is as it was written."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Give the check for a program."""
        return {"checked": self.checked,
                "findings": [{"kind": one.kind, "id": one.id, "was": one.was, "now": one.now,
                              "sentence": one.sentence} for one in self.findings]}

    def as_text(self) -> str:
        """Give the check for a person."""
        lines = [f"{self.checked} numbers found, {len(self.findings)} not as written"]
        for one in self.findings:
            told = {"edited": f"{one.was} -> {one.now}  [{one.id}]", "missing": f"{one.was}  [{one.id}]",
                    "added": one.now}[one.kind]
            lines += [f"  {one.kind}: {told}", f"      {one.sentence}"]
        return "\n".join(lines) + "\n"


def check_returned(path: Path, trace: Mapping[str, Any]) -> ReturnedCheck:
    """Find the numbers of a returned report that were edited, lost or added.

    Parameters
    ----------
    path : Path
        The DOCX that came back; treated as hostile.
    trace : mapping
        The ``trace.json`` of the report as it was written, by :func:`outward.report.write.read_trace`.

    Returns
    -------
    ReturnedCheck
        Edited and added numbers in the order of the file, then missing ones. Tracked deletions count as deleted.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is no safe Word file, or no report of this case and language.
    """
    word = open_word_file(path)
    _same_report(path, custom_properties(word.part.package), trace)
    texts = _Texts()
    texts.read(word.element)
    for relation in word.part.rels.values():
        if relation.reltype == RT.FOOTNOTES:
            texts.read(etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False)))
    numbers = trace["numbers"]
    ids = {sha256(id.encode()).hexdigest()[:16]: id for id in numbers}
    marks = [mark for mark in texts.marks if mark.digest in ids]
    findings = [finding for mark in marks
                if (finding := _edited(mark, ids[mark.digest], numbers, texts.paragraphs)) is not None]
    allowed = set(trace["plain_numbers"])
    findings += _added(marks, texts.paragraphs, allowed)
    found = {mark.name for mark in marks}
    for id, times in trace["printed"].items():
        findings += [Finding("missing", id, numbers[id]["text"], "", f"({numbers[id]['section']})")
                     for occurrence in range(1, times + 1) if bookmark_name(id, occurrence) not in found]
    return ReturnedCheck(len(marks), tuple(findings))


def _same_report(path: Path, properties: Mapping[str, str], trace: Mapping[str, Any]) -> None:
    case, language = properties.get(CASE_PROPERTY), properties.get(LANGUAGE_PROPERTY)
    if case is None:
        what = "this file is no report of Outward, or its properties were removed"
        mend = "Check report.docx as it came back, not a copy of its text."
    elif (case, language) != (trace["case"], trace["language"]):
        what = f"this is the report of case {case!r} in {language!r}, not of {trace['case']!r} in {trace['language']!r}"
        mend = "Name the folder that it was written to with --against."
    else:
        return
    raise InvalidInputError([Problem(path.name, 0, "", what, mend)], str(path))


@dataclass(slots=True)
class _Mark:
    """A number's bookmark and where its text stands."""

    name: str
    digest: str
    paragraph: int
    start: int
    end: int


@dataclass(slots=True)
class _Texts:
    """The text of each paragraph as a reader sees it, with the places of the numbers' bookmarks."""

    paragraphs: list[str] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)

    def read(self, root: etree._Element) -> None:
        """Read a part of the file, in the order of its text."""
        first = len(self.paragraphs)
        self.paragraphs.append("")  # what stands outside every paragraph
        inside, gone = [first], 0
        open_marks: dict[str, _Mark] = {}
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if tag in _GONE:
                gone += 1 if event == "start" else -1
            elif tag == qn("w:p"):
                if event == "start":
                    self.paragraphs.append("")
                    inside.append(len(self.paragraphs) - 1)
                else:
                    inside.pop()
            elif event == "start" and tag == qn("w:bookmarkStart"):
                name = element.get(qn("w:name"), "")
                if found := _BOOKMARK.fullmatch(name):
                    at = len(self.paragraphs[inside[-1]])
                    mark = _Mark(name, found[1], inside[-1], at, at)
                    open_marks[element.get(qn("w:id"), "")] = mark
                    self.marks.append(mark)
            elif event == "start" and tag == qn("w:bookmarkEnd"):
                closed = open_marks.pop(element.get(qn("w:id"), ""), None)
                if closed is not None:
                    closed.end = len(self.paragraphs[closed.paragraph])
            elif event == "start" and not gone:
                self.paragraphs[inside[-1]] += _text(element)


def _text(element: etree._Element) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    return " " if element.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")) else ""


def _edited(
    mark: _Mark, id: str, numbers: Mapping[str, Any], paragraphs: Sequence[str]
) -> Finding | None:
    text = paragraphs[mark.paragraph]
    start, end = mark.start, mark.end
    for found in NUMBER_IN_TEXT.finditer(text):  # digits typed right beside a bookmark belong to the number
        if found.start() < mark.end and found.end() > mark.start:
            start, end = min(start, found.start()), max(end, found.end())
    was, now = numbers[id]["text"], text[start:end].strip()
    if now == was:
        return None
    return Finding("edited" if now else "missing", id, was, now, sentence_at(text, start))


def _added(marks: Sequence[_Mark], paragraphs: Sequence[str], allowed: set[str]) -> Iterator[Finding]:
    by_paragraph: dict[int, list[_Mark]] = {}
    for mark in marks:
        by_paragraph.setdefault(mark.paragraph, []).append(mark)
    for index, text in enumerate(paragraphs):
        for found in NUMBER_IN_TEXT.finditer(text):
            covered = any(found.start() < mark.end and found.end() > mark.start
                          for mark in by_paragraph.get(index, ()))
            if not covered and found[0] not in allowed and not YEAR.fullmatch(found[0]):
                yield Finding("added", "", "", found[0], sentence_at(text, found.start()))


def sentence_at(text: str, position: int) -> str:
    """Give the sentence of a paragraph that holds a position.

    Examples
    --------
    >>> sentence_at("It rose by 3.7%. Then it fell.", 11)
    'It rose by 3.7%.'
    """
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= position), default=0)
    stop = min((end for end in ends if end > position), default=len(text))
    return text[start:stop].strip()
