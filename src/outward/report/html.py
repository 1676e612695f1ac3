"""The HTML writer: a body without inline script or style, one CSS file and one JS file.

``report.html`` embeds the two and opens from disk, offline; a server serves them as files under a policy that allows
nothing inline. Without script the page reads as it is, and every number links to its row in the annex.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from outward.charts import svg
from outward.report import document as tree
from outward.report.annex import ANNEX_TABLE
from outward.report.document import Block, Chart, Document, Heading
from outward.report.html_words import LANGUAGE_TAGS, WORDS
from outward.report.print_words import date_in_words
from outward.report.web import asset, source_hash, templates

_KINDS = (tree.Heading, tree.Paragraph, tree.ListBlock, tree.Table, tree.Chart, tree.Note,
          tree.Text, tree.Number, tree.Link, tree.FootnoteMark, tree.DoubtMark)


@dataclass(frozen=True, slots=True)
class HtmlParts:
    """A page in parts, for a server that serves style and script as files of their own."""

    body: str  # what stands inside <body>, the data block included; nothing in it is script or style
    css: str
    js: str
    data: str  # JSON that the script reads: the interface's words and the traces by figure id


def render_html(document: Document, *, alternate: str = "") -> bytes:
    """Write a document as one HTML file that needs nothing beside it.

    Parameters
    ----------
    document : Document
        The report in one language.
    alternate : str
        Where the same report in the other language lies, relative to this file; empty for nowhere.

    Returns
    -------
    bytes
        A page in UTF-8, alike in every build. It asks for nothing from anywhere, and its own policy forbids it.
    """
    parts = render_body(document, alternate=alternate)
    policy = ("default-src 'none'; "
              f"style-src '{source_hash(parts.css)}'; script-src '{source_hash(parts.js)}'; "
              "img-src data:; base-uri 'none'; form-action 'none'")
    page = _templates().get_template("standalone.html.jinja").render(
        document=document, tag=LANGUAGE_TAGS[document.language], policy=policy, body=Markup(parts.body),  # noqa: S704
        css=Markup(parts.css), js=Markup(parts.js))  # noqa: S704  (our own files, and what our template escaped)
    return page.encode("utf-8")


def render_body(document: Document, *, alternate: str = "") -> HtmlParts:
    """Write a document's body, with the style and script that it needs as separate texts.

    Parameters
    ----------
    document : Document
        The report in one language.
    alternate : str
        Where the same report in the other language lies; empty for nowhere.

    Returns
    -------
    HtmlParts
        The body holds no inline script, style or handler, so it stands under the policy
        ``default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:``.
    """
    words = WORDS[document.language]
    data = _script_json({"words": words, "title": document.title, "date": document.date, "traces": document.traces})
    body = _templates().get_template("body.html.jinja").render(
        document=document, words=words, chapters=tuple(_chapters(document.blocks)), data=Markup(data),  # noqa: S704
        annex=ANNEX_TABLE, annexed=_annexed(document), date=date_in_words(document.date, document.language),
        alternate=alternate, picture=_picture, value_text=repr, marked=set(), doubt_sign=tree.DOUBT,
        footnote_number={footnote.id: place for place, footnote in enumerate(document.footnotes, start=1)})
    return HtmlParts(body, asset("report.css"), asset("report.js"), data)


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A level 1 heading with what stands below it; what stands before the first has none."""

    heading: Heading | None
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level == 2)


def _chapters(blocks: tuple[Block, ...]) -> Iterator[_Chapter]:
    heading: Heading | None = None
    below: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            if heading or below:
                yield _Chapter(heading, tuple(below))
            heading, below = block, []
        else:
            below.append(block)
    yield _Chapter(heading, tuple(below))


def _annexed(document: Document) -> frozenset[str]:
    """Ids of the figures that have a row in the annex."""
    return frozenset(row.key for block in document.blocks if isinstance(block, tree.Table) and block.id == ANNEX_TABLE
                     for row in block.rows)


def _picture(chart: Chart) -> Markup:
    return Markup(svg(chart.spec))  # noqa: S704  (vl-convert escaped its text)


def _script_json(data: Mapping[str, Any]) -> str:
    """Write JSON that may stand in a script element: nothing in it can end that element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


@cache
def _templates() -> Environment:
    """Give the templates with a test for each kind of block and span: ``block is Table``."""
    kinds: dict[str, Any] = {kind.__name__: partial(_is_kind, kind=kind) for kind in _KINDS}
    environment = templates().overlay()
    environment.tests = environment.tests | kinds
    return environment


def _is_kind(value: object, kind: type) -> bool:
    return isinstance(value, kind)
