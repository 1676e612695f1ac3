"""An analyst's chapter as blocks of the document. Raw HTML is text, images and odd links are refused."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.footnote import footnote_plugin

from outward.errors import InvalidInputError, Problem
from outward.report.blocks import Composer
from outward.report.chapters import Chapter
from outward.report.document import (
    Block,
    Footnote,
    FootnoteMark,
    Heading,
    Link,
    ListBlock,
    Mark,
    Note,
    Number,
    Paragraph,
    Sentence,
    Span,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
)
from outward.report.printed import YEAR
from outward.report.wording import figures_shown, number, phrase, quantity
from outward.vocabulary.figures import Figure

Style = Literal["", "strong", "emphasis", "code"]

_FIGURE = re.compile(r"\{\{\s*([^\s{}]+)(\s+bare)?\s*\}\}")
_CITATION = re.compile(r"\[@([A-Za-z0-9][A-Za-z0-9_-]*)\]")
_CAPTION = re.compile(r"(?:Table|表)\s*[:：]\s*(.+)", re.DOTALL)
_TYPED = re.compile(r"(?<![A-Za-z0-9_.,/-])\d+(?:[.,]\d+)*(?![A-Za-z0-9_])%?")
_YEARS = re.compile(r"(?<!\d)(?:1[89]|20|21)\d\d\s*[-–—]\s*(?:1[89]|20|21)\d\d(?!\d)")
_SCHEMES = ("https://", "http://", "mailto:", "#")
_NOT_WRITTEN = {"en": "This chapter has not been written in English yet.", "zh": "本章尚无中文文本。"}


@dataclass(slots=True)
class ChapterSetter:
    """Sets chapters into blocks; remembers footnotes, cited works and problems over all of them."""

    composer: Composer
    figures: Mapping[str, Figure]
    notes: list[Footnote] = field(default_factory=list)
    cited: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cautions: list[Problem] = field(default_factory=list)  # numbers typed by hand where a chapter allows it

    def blocks(self, chapter: Chapter, number: str) -> list[Block]:
        """Give a chapter's blocks, its heading first; problems wait for :meth:`finish`."""
        for figure in (self.figures[id] for id in chapter.elsewhere if id in self.figures):
            shown = figures_shown(quantity(figure, self.composer.language))
            self.composer.shown += [(f"chapter.{chapter.name}", one) for one in shown]
        if not chapter.text:
            title = chapter.name.partition("-")[2].replace("-", " ").capitalize()
            return [Heading(f"chapter.{chapter.name}", 1, title, number),
                    Note(f"chapter.{chapter.name}.missing", "caution",
                         (Text(_NOT_WRITTEN[self.composer.language]),))]
        return list(_Setting(self, chapter, number).blocks())

    def works(self) -> tuple[tuple[str, tuple[Span, ...]], ...]:
        """Give the cited works in the order of their keys."""
        return tuple(sorted(self.cited.items()))

    def footnotes(self) -> tuple[Footnote, ...]:
        """Give the chapters' footnotes in order of appearance."""
        return tuple(self.notes)

    def finish(self) -> None:
        """Tell every problem of every chapter at once.

        Raises
        ------
        InvalidInputError
            If there is one.
        """
        if self.problems:
            raise InvalidInputError(self.problems, "chapters")


class _Setting:
    """One chapter on its way."""

    def __init__(self, setter: ChapterSetter, chapter: Chapter, number: str) -> None:
        self._setter, self._chapter, self._number = setter, chapter, number
        self._language = setter.composer.language
        self._id = f"chapter.{chapter.name}"
        self._counts = {"heading": 0, "sub": 0, "table": 0, "paragraph": 0, "list": 0}
        self._above = ""  # the heading above, a table's title where it has no caption
        self._row = chapter.first_line
        self._tree = SyntaxTreeNode(_parser().parse(chapter.text))

    def blocks(self) -> Iterator[Block]:
        first = self._tree.children[0] if self._tree.children else None
        if first is None or first.type != "heading" or first.tag != "h1":
            self._wrong("the chapter has no title", "Begin the text with a line such as '# Recommendations'.")
        caption = ""
        for node in self._tree.children:
            self._at(node)
            found = _CAPTION.fullmatch(node.children[0].content) if node.type == "paragraph" else None
            if found:
                caption = found[1].strip()
                continue
            yield from self._block(node, caption)
            caption = ""

    def _block(self, node: SyntaxTreeNode, caption: str) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield self._heading(node)
            case "paragraph":
                yield self._paragraph(self._inline(node))
            case "bullet_list" | "ordered_list":
                items = tuple(self._items(node, 0))
                yield ListBlock(self._next("list"), items, ordered=node.type == "ordered_list")
            case "table":
                yield self._table(node, caption)
            case "fence" | "code_block":
                yield self._paragraph((Text(node.content.rstrip("\n"), "code"),))
            case "blockquote":
                for inner in node.children:
                    yield from self._block(inner, "")
            case "footnote_block":
                for note in node.children:
                    self._setter.notes.append(Footnote(self._footnote_id(note), tuple(self._note(note))))
            case "hr":
                return
            case other:
                self._wrong(f"a {other} cannot stand in a chapter", "Use headings, text, lists, tables and footnotes.")

    def _note(self, note: SyntaxTreeNode) -> Iterator[Span]:
        for inner in note.children:
            if inner.type != "paragraph":
                self._at(inner)
                self._wrong(f"a {inner.type} stands in a footnote", "Keep footnotes to text.")
                continue
            for span in self._inline(inner):
                if isinstance(span, FootnoteMark):
                    self._wrong("a footnote mark stands in a footnote", "Write the second note into the first.")
                else:
                    yield span

    def _heading(self, node: SyntaxTreeNode) -> Heading:
        spans = self._inline(node)
        self._above = _plain(spans)
        if not self._above.strip():
            self._wrong("a heading without words", "Write its words after the #, or delete the line.")
        level = int(node.tag[1])
        if level == 1 and node is self._tree.children[0]:
            return Heading(self._id, 1, self._above, self._number)
        if level <= 2:
            self._counts["sub"] = 0
            id = self._next("heading")
            return Heading(id, 2, self._above, f"{self._number}.{self._counts['heading']}")
        self._counts["sub"] += 1
        above = self._counts["heading"]
        return Heading(f"{self._id}.h{above}.{self._counts['sub']}", 3, self._above,
                       f"{self._number}.{above}.{self._counts['sub']}")

    def _paragraph(self, spans: tuple[Span, ...]) -> Paragraph:
        id = self._next("paragraph")
        sentence = Sentence(id, spans)
        self._setter.composer.remember(sentence)
        return Paragraph(id, (sentence,))

    def _items(self, node: SyntaxTreeNode, depth: int) -> Iterator[tuple[Span, ...]]:
        for item in node.children:
            for inner in item.children:
                if inner.type in ("bullet_list", "ordered_list"):
                    yield from self._items(inner, depth + 1)
                elif inner.type == "paragraph":
                    self._at(inner)
                    dashes = (Text("– " * depth),) if depth else ()
                    yield (*dashes, *self._inline(inner))
                else:
                    self._wrong(f"a {inner.type} stands in a list", "Keep lists to text and lists.")

    def _table(self, node: SyntaxTreeNode, caption: str) -> Table:
        id = self._next("table")
        rows = [row for part in node.children for row in part.children]
        cells = [[self._inline(cell) for cell in row.children] for row in rows]
        numeric = [len(cells) > 1 and all(any(isinstance(span, Number) for span in row[index]) for row in cells[1:])
                   for index in range(len(cells[0]))]
        columns = tuple(TableColumn(f"c{index}", _plain(spans), numeric[index])
                        for index, spans in enumerate(cells[0], start=0))
        title = caption or self._above
        return Table(id, f"{self._number}.{self._counts['table']}", title, columns,
                     tuple(TableRow(f"r{index}", tuple(TableCell(spans, self._sort(spans)) for spans in row))
                           for index, row in enumerate(cells[1:], start=1)), summary=title)

    def _sort(self, spans: Sequence[Span]) -> float | None:
        """Give the value by which a cell of one number is sorted."""
        figures = [self._setter.figures.get(span.id.removeprefix("shown:")) for span in spans
                   if isinstance(span, Number)]
        return figures[0].value if len(figures) == 1 and figures[0] else None

    def _inline(self, node: SyntaxTreeNode) -> tuple[Span, ...]:
        self._at(node)
        spans: list[Span] = []
        for inline in node.children:
            for child in inline.children:
                spans += self._spans(child, "")
        return _merged(spans)

    def _spans(self, node: SyntaxTreeNode, style: Style) -> Iterator[Span]:
        match node.type:
            case "text":
                self._check_typed(node.content)
                yield Text(node.content, style)
            case "code_inline":
                yield Text(node.content, "code")
            case "softbreak" | "hardbreak":
                self._row += 1
                yield Text("" if self._language == "zh" else " ", style)
            case "strong":
                for child in node.children:
                    yield from self._spans(child, "strong")
            case "em":
                for child in node.children:
                    yield from self._spans(child, style or "emphasis")
            case "link":
                yield self._link(node)
            case "footnote_ref":
                yield FootnoteMark(self._footnote_id(node))
            case "figure":
                yield from self._figure(node.content, bare=bool(node.meta.get("bare")))
            case "citation":
                yield from self._citation(node.content)
            case "image":
                self._wrong(f"an image ({node.attrGet('src')}) stands in the chapter",
                            "Leave it out: pictures of a report are drawn from its figures.")
            case "footnote_anchor":
                return
            case other:
                self._wrong(f"a {other} cannot stand in a chapter", "Use plain text, emphasis, links and code.")

    def _link(self, node: SyntaxTreeNode) -> Span:
        target = str(node.attrGet("href") or "")
        text = _plain(tuple(span for child in node.children for span in self._spans(child, "")))
        if not target.startswith(_SCHEMES):
            self._wrong(f"the link {target!r}", "Link to https://, http://, mailto: or #a-heading only.")
        return Link(text, target)

    def _figure(self, id: str, *, bare: bool) -> tuple[Span, ...]:
        figure = self._setter.figures.get(id)
        if figure is None:
            near = difflib.get_close_matches(id, self._setter.figures, n=3, cutoff=0.4)
            self._wrong(f"no figure {id!r}", f"Near it: {', '.join(near)}." if near else "Take an id of numbers.csv.")
            return ()
        said = phrase(number(figure, self._language)) if bare else quantity(figure, self._language)
        self._setter.composer.show(self._id, self._id, figures_shown(said))
        return self._setter.composer.spans(said)

    def _citation(self, key: str) -> tuple[Span, ...]:
        work = self._chapter.works.get(key)
        if work is None:
            known = ", ".join(self._chapter.works) or "none yet"
            self._wrong(f"no work {key!r}", f"Add it to bibliography.toml (there: {known}).")
            return ()
        self._setter.cited[key] = work.reference(self._language)
        return (Link(work.mark(self._language), f"#work.{key}"),)

    def _check_typed(self, text: str) -> None:
        plain = _YEARS.sub("", unicodedata.normalize("NFKC", text))
        for found in _TYPED.finditer(plain):
            if YEAR.fullmatch(found[0]):
                continue
            what = f"the number {found[0]} is typed by hand"
            mend = "Write {{figure-id}}, put it in `code`, or set strict = false in the front matter."
            told = self._setter.problems if self._chapter.strict else self._setter.cautions
            told.append(Problem(self._chapter.file, self._row, "", what, mend))

    def _footnote_id(self, node: SyntaxTreeNode) -> str:
        return f"{self._id}.note{int(node.meta['id']) + 1}"

    def _next(self, kind: str) -> str:
        self._counts[kind] += 1
        return f"{self._id}.{kind[0]}{self._counts[kind]}"

    def _at(self, node: SyntaxTreeNode) -> None:
        if node.map is not None:
            self._row = self._chapter.first_line + node.map[0]

    def _wrong(self, what: str, mend: str) -> None:
        self._setter.problems.append(Problem(self._chapter.file, self._row, "", what, mend))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)
    parser.validateLink = _any_link  # type: ignore[method-assign]  # refused below with file and row instead
    parser.inline.ruler.before("escape", "figure", _figure_rule)
    parser.inline.ruler.before("link", "citation", _citation_rule)
    return parser


def _any_link(url: str) -> bool:
    return bool(url)


def _figure_rule(state: StateInline, silent: bool) -> bool:
    found = _FIGURE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("figure", "", 0)
        token.content, token.meta = found[1], {"bare": found[2] is not None}
    state.pos = found.end()
    return True


def _citation_rule(state: StateInline, silent: bool) -> bool:
    found = _CITATION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("citation", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if isinstance(span, Text) and isinstance(last, Text) and span.style == last.style:
            merged[-1] = Text(last.text + span.text, span.style)
        elif not isinstance(span, Text) or span.text:
            merged.append(span)
    return tuple(merged)


def _plain(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans if not isinstance(span, Mark))
