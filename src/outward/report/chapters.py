"""The analyst's own chapters: a folder of ``NN-name.en.md`` and ``NN-name.zh.md`` beside an optional bibliography.

A chapter is CommonMark with tables and footnotes. Numbers of the case stand in it by figure id only:
``{{scale.sales-value.2015}}`` prints the number with its unit, ``{{scale.sales-value.2015 bare}}`` without it;
``[@li2017]`` cites a work of ``bibliography.toml``. Front matter in TOML between two lines ``+++`` may say
``after = "scale"`` (the section that it follows; after the last one by default) and ``strict = false``, which makes
numbers typed by hand warnings instead of errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.report.bibliography import BIBLIOGRAPHY, Work, read_bibliography
from outward.report.toml_text import read_toml
from outward.vocabulary.labels import LANGUAGES, Language

TEMPLATE = "template.docx"  # the analyst's own, taken when the command names none
LONGEST = 2_000_000  # bytes of one chapter: a book's length, and a guard against a wrong file
_NAME = re.compile(r"(\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.(en|zh)\.md")
_FRONT = re.compile(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_IGNORED = {"README.md"}
SHOWN_FIGURE = re.compile(r"\{\{\s*([^\s{}]+)\s*\}\}")  # with its unit, so in the unit that the language uses

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter in one language, as written; empty where nobody has written it in this language yet."""

    name: str  # "50-recommendations"
    file: str  # for messages
    text: str
    first_line: int = 1  # line of the file on which the text begins
    after: str = ""  # section id; empty: after the last section
    strict: bool = True
    works: Mapping[str, Work] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()  # ids that the other language's text shows: numbers.csv has them in both

    def __hash__(self) -> int:
        return hash((self.name, self.text))


def read_chapters(folder: Path, language: Language) -> tuple[Chapter, ...]:
    """Read the chapters of a folder in one language, in the order of their numbers.

    Raises
    ------
    NotFoundError
        If there is no such folder.
    InvalidInputError
        If a file's name, encoding, front matter or bibliography is not as described; every problem by file and row.
    """
    if not folder.is_dir():
        raise NotFoundError(f"no folder {folder.name!r}", "chapters", "Name the folder that holds NN-name.en.md files.")
    problems = [Problem(path.name, 0, "", "a link that leads out of the folder", "Put the file itself in its place.")
                for path in chapter_files(folder) if not path.resolve().is_relative_to(folder.resolve())]
    if problems:
        raise InvalidInputError(problems, "chapters")
    works: Mapping[str, Work] = {}
    try:
        works = read_bibliography(folder / BIBLIOGRAPHY)
    except InvalidInputError as error:
        problems += error.problems
    names: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.md")):
        found = _NAME.fullmatch(path.name)
        if found:
            names.setdefault(f"{found[1]}-{found[2]}", set()).add(found[3])
        elif path.name not in _IGNORED:
            problems.append(Problem(path.name, 0, "", "the file's name is not that of a chapter",
                                    "Call it NN-name.en.md or NN-name.zh.md, such as 50-advice.en.md."))
    chapters = []
    for name in sorted(names):
        try:
            chapters.append(_read(folder, name, language, language in names[name], works))
        except InvalidInputError as error:
            problems += error.problems
    if problems:
        raise InvalidInputError(problems, "chapters")
    return tuple(chapters)


def chapter_files(folder: Path) -> tuple[Path, ...]:
    """Give the files of a folder of chapters that a report is made from: chapters, bibliography and template."""
    wanted = (*folder.glob("*.md"), folder / BIBLIOGRAPHY, folder / TEMPLATE)
    return tuple(sorted(path for path in wanted if path.is_file()))


def _read(folder: Path, name: str, language: Language, written: bool, works: Mapping[str, Work]) -> Chapter:
    shown_language = language if written else next(each for each in LANGUAGES if each != language)
    path = folder / f"{name}.{shown_language}.md"
    text = _text_of(path)
    front, body, first_line = _front_matter(text, path.name)
    other = path.with_name(f"{name}.{'zh' if language == 'en' else 'en'}.md")
    elsewhere = tuple(dict.fromkeys(SHOWN_FIGURE.findall(_text_of(other)))) if other.is_file() else ()
    return Chapter(name, path.name, body if written else "", first_line, front.get("after", ""),
                   front.get("strict", True), works, elsewhere)


def _text_of(path: Path) -> str:
    if path.stat().st_size > LONGEST:
        raise InvalidInputError([Problem(path.name, 0, "", f"the file is {path.stat().st_size:,} bytes long",
                                         f"A chapter holds at most {LONGEST:,} bytes; split it.")], "chapters")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InvalidInputError([Problem(path.name, row, "", "the file is not UTF-8",
                                         "Save it with the encoding UTF-8.")], "chapters") from error


def _front_matter(text: str, file: str) -> tuple[dict[str, Any], str, int]:
    found = _FRONT.match(text)
    if found is None:
        return {}, text, 1
    try:
        front = read_toml(found[1])
    except ValueError as error:
        raise InvalidInputError([Problem(file, 1, "", f"the front matter is no TOML: {error}",
                                         'Write lines such as after = "scale".')], "chapters") from error
    wanted: Mapping[str, type] = {"after": str, "strict": bool}
    wrong = [Problem(file, 1, key, f"{value!r} is not expected here",
                     'Use after = "SECTION" and strict = false only.')
             for key, value in front.items() if key not in wanted or not isinstance(value, wanted[key])]
    if wrong:
        raise InvalidInputError(wrong, "chapters")
    return front, text[found.end():], found[0].count("\n") + 1


def place_chapters(
    sections: Sequence[tuple[str, _Entry]], chapters: Sequence[Chapter]
) -> Iterator[tuple[str, _Entry] | Chapter]:
    """Give sections with the chapters among them: each after the section that it names, else at the end.

    Raises
    ------
    InvalidInputError
        If a chapter names a section that is not there.
    """
    ids = [id for id, _ in sections]
    lost = [Problem(chapter.file, 1, "after", f"no section {chapter.after!r}", f"Use one of: {', '.join(ids)}.")
            for chapter in chapters if chapter.after and chapter.after not in ids]
    if lost:
        raise InvalidInputError(lost, "chapters")
    for id, section in sections:
        yield id, section
        yield from (chapter for chapter in chapters if chapter.after == id)
    yield from (chapter for chapter in chapters if not chapter.after)
