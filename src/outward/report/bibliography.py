"""The works that an analyst's own chapters cite: ``bibliography.toml``, a table a work.

::

    [works.li2017]
    author = "Li Shantong"
    author_zh = "李善同"
    year = "2017"
    title = "Policy Opportunities"
    title_zh = "政策机遇"
    publisher = "Asian Development Bank"
    url = "https://www.adb.org"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outward.errors import InvalidInputError, Problem
from outward.report.document import Link, Span, Text
from outward.report.toml_text import read_toml
from outward.vocabulary.labels import Label, Language

BIBLIOGRAPHY = "bibliography.toml"
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_FIELDS = ("author", "author_zh", "year", "title", "title_zh", "publisher", "publisher_zh", "url")
_NEEDED = ("author", "year", "title")


@dataclass(frozen=True, slots=True)
class Work:
    """A work that is cited; a name without a Chinese form stands in Chinese text as it is."""

    key: str
    author: Label
    year: str
    title: Label
    publisher: Label
    url: str = ""

    def mark(self, language: Language) -> str:
        """Give what stands in the text: ``(Li Shantong, 2017)``."""
        author = self.author.text(language)
        return f"（{author}，{self.year}）" if language == "zh" else f"({author}, {self.year})"

    def reference(self, language: Language) -> tuple[Span, ...]:
        """Give the entry of the list of works."""
        author, title = self.author.text(language), self.title.text(language)
        publisher = self.publisher.text(language) if self.publisher.en else ""
        spans: list[Span]
        if language == "zh":
            spans = [Text(f"{author}（{self.year}）：《{title}》{f'，{publisher}' if publisher else ''}。")]
        else:
            spans = [Text(f"{author} ({self.year}), "), Text(title, "emphasis"),
                     Text(f"{f', {publisher}' if publisher else ''}.")]
        if self.url:
            spans += [Text("" if language == "zh" else " "), Link(self.url, self.url)]
        return tuple(span for span in spans if not isinstance(span, Text) or span.text)


def read_bibliography(path: Path) -> Mapping[str, Work]:
    """Read the works by key; none where there is no file.

    Raises
    ------
    InvalidInputError
        If the file is no TOML, or a work lacks author, year or title, or has a field or address of another sort.
    """
    if not path.is_file():
        return {}
    try:
        tables = read_toml(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidInputError([Problem(path.name, 0, "", f"the file is no TOML: {error}",
                                         "Write a table [works.KEY] a work.")], "bibliography") from error
    works = tables.get("works", {})
    if not isinstance(works, dict) or set(tables) - {"works"}:
        raise InvalidInputError([Problem(path.name, 0, "", f"tables {sorted(tables)}",
                                         "Write a table [works.KEY] a work, and no other.")], "bibliography")
    problems = [problem for key, fields in works.items() for problem in _problems(path.name, key, fields)]
    if problems:
        raise InvalidInputError(problems, "bibliography")
    return {key: _work(key, works[key]) for key in sorted(works)}


def _problems(file: str, key: str, fields: Any) -> list[Problem]:
    where = f"works.{key}"
    if not _KEY.fullmatch(key) or not isinstance(fields, dict):
        return [Problem(file, 0, where, "the key or its table cannot be read",
                        "Use letters, digits, _ and - in a key.")]
    problems = [Problem(file, 0, where, f"no {name}", f'Add {name} = "...".') for name in _NEEDED
                if not fields.get(name)]
    problems += [Problem(file, 0, f"{where}.{name}", f"{value!r} is not expected here",
                         f"Use text in the fields {', '.join(_FIELDS)}.")
                 for name, value in fields.items() if name not in _FIELDS or not isinstance(value, str)]
    url = fields.get("url", "")
    if isinstance(url, str) and url and not url.startswith(("https://", "http://")):
        problems.append(Problem(file, 0, f"{where}.url", f"{url!r} is no web address", "Begin it with https://."))
    return problems


def _work(key: str, fields: Mapping[str, str]) -> Work:
    def label(name: str) -> Label:
        return Label(fields.get(name, ""), fields.get(f"{name}_zh") or fields.get(name, ""))

    publisher = label("publisher")
    return Work(key, label("author"), fields["year"], label("title"), publisher, fields.get("url", ""))
