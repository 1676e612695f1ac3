"""A result's section turned into blocks: sentences run on as paragraphs, tables and charts get numbers of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from outward.errors import InvalidValueError
from outward.report.document import (
    Block,
    Chart,
    ChartPoint,
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
from outward.report.document import Heading as DocumentHeading
from outward.report.doubts import Doubts
from outward.report.phrases import words
from outward.report.wording import (
    Phrase,
    amount,
    figures_shown,
    number,
    phrase,
    plain_text,
    quantity,
    spans_of_phrase,
)
from outward.studies.result import (
    ChartKind,
    Column,
    Gap,
    Heading,
    Item,
    Point,
    Remark,
    ResultChart,
    ResultTable,
    Section,
)
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label, Language
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import Statement
from outward.vocabulary.units import units

Describe = Callable[[ResultChart, Language], Mapping[str, Any]]

GAP_MARK = "…"
_RUN = 6  # sentences in a paragraph at most: a longer run is broken evenly
_HEADER_SAYS_IT = ("", "rank", "index", "ratio")  # units that a header does not print
_KINDS: dict[Language, dict[ChartKind, str]] = {
    "en": {"bars": "Bar chart", "grouped bars": "Grouped bar chart", "stacked bars": "Stacked bar chart",
           "lines": "Line chart", "ranks": "Chart of ranks", "dots": "Dot chart", "bands": "Chart of rank intervals",
           "heat map": "Heat map", "slopes": "Slope chart", "reliability": "Reliability diagram",
           "timeline": "Timeline of warnings"},
    "zh": {"bars": "条形图", "grouped bars": "分组条形图", "stacked bars": "堆积条形图", "lines": "折线图",
           "ranks": "位次图", "dots": "点图", "bands": "位次区间图", "heat map": "热力图", "slopes": "位次变化图",
           "reliability": "可靠性图", "timeline": "预警时序图"},
}


@dataclass(slots=True)
class Numbering:
    """The numbers that headings, tables and charts of a chapter have taken so far."""

    chapter: str
    headings: int = 0
    tables: int = 0
    charts: int = 0


@dataclass(slots=True)
class Composer:
    """Turns items into blocks in one language, and remembers which figures they show and which sentences they say."""

    language: Language
    sources: Mapping[str, Source]
    describe: Describe
    shown: list[tuple[str, Figure]] = field(default_factory=list)
    where: dict[str, str] = field(default_factory=dict)  # figure id -> block in which it is shown first
    sentences: dict[str, str] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)  # statement id -> the section that says it last
    doubts: Doubts | None = None  # None: nothing is marked
    anchors: frozenset[str] = frozenset()  # keys of the rows that signs lead to

    def show(self, section: str, block: str, figures: Sequence[Figure]) -> None:
        """Remember that a block shows figures."""
        for figure in figures:
            self.shown.append((section, figure))
            self.where.setdefault(figure.id, block)

    def spans(self, said: Phrase) -> tuple[Span, ...]:
        """Turn a phrase into spans, in which numbers that rest on contradictory ones bear their sign."""
        return spans_of_phrase(said) if self.doubts is None else spans_of_phrase(said, self.doubts.sign)

    def section(self, section: Section, id: str, number: str, *, annexed: bool = False) -> Iterator[Block]:
        """Give a section's blocks, its heading first; that of an annex says so."""
        numbering = Numbering(number)
        title = self._capitalised(section.title)
        if annexed:
            title = f"附录：{title}" if self.language == "zh" else f"Annex: {section.title.en}"
        yield DocumentHeading(id, 1, title, number)
        run: list[Statement | Remark] = []
        paragraphs = 0
        for item in section.items:
            if isinstance(item, Statement | Remark):
                run.append(item)
                continue
            for paragraph in self._paragraphs(run, id, paragraphs, apart=section.apart):
                paragraphs += 1
                yield paragraph
            run.clear()
            yield self._block(item, id, numbering)
        yield from self._paragraphs(run, id, paragraphs, apart=section.apart)

    def _block(self, item: Item, section: str, numbering: Numbering) -> Block:
        match item:
            case Heading():
                numbering.headings += 1
                number = f"{numbering.chapter}.{numbering.headings}"
                return DocumentHeading(item.id, 2, self._capitalised(item.title), number)
            case ResultTable():
                numbering.tables += 1
                return self._table(item, section, f"{numbering.chapter}.{numbering.tables}")
            case ResultChart():
                numbering.charts += 1
                return self._chart(item, section, f"{numbering.chapter}.{numbering.charts}")
            case Gap():
                return Note(item.id, "gap", (Text(self._joined([item.what.text(self.language),
                                                                item.mend.text(self.language)])),))
        raise AssertionError(item)

    def _paragraphs(
        self, run: Sequence[Statement | Remark], section: str, before: int, *, apart: bool
    ) -> Iterator[Paragraph]:
        if not run:
            return
        count = len(run) if apart else -(-len(run) // _RUN)
        length = -(-len(run) // count)
        for index in range(count):
            id = f"{section}.p{before + index + 1}"
            part = run[index * length : (index + 1) * length]
            yield Paragraph(id, tuple(self._sentence(item, section, id) for item in part))

    def _sentence(self, item: Statement | Remark, section: str, block: str) -> Sentence:
        id = item.id if self.homes.get(item.id, section) == section else f"{item.id}@{section}"
        if isinstance(item, Remark):
            sentence = Sentence(id, (Text(item.text.text(self.language)),))
        else:
            said = words(item, self.language)
            self.show(section, block, figures_shown(said))
            sentence = Sentence(id, self.spans(said))
        self.remember(sentence)
        return sentence

    def remember(self, sentence: Sentence) -> None:
        """Keep a sentence's text by its id.

        Raises
        ------
        InvalidValueError
            If another sentence has the id.
        """
        if sentence.id in self.sentences:
            raise InvalidValueError(f"two sentences with the id {sentence.id!r}: {self.sentences[sentence.id]!r} and "
                                    f"{sentence.text!r}", "report", "Give each statement an id of its own.")
        self.sentences[sentence.id] = sentence.text

    def _table(self, table: ResultTable, section: str, place: str) -> Table:
        figures = [cell for row in table.rows for cell in row.cells if isinstance(cell, Figure)]
        title = self._capitalised(table.title)
        columns = [TableColumn("stub", self._capitalised(table.stub), numeric=False)]
        for index, column in enumerate(table.columns):
            numeric = any(isinstance(row.cells[index], Figure) for row in table.rows)
            columns.append(TableColumn(column.key, self._header(column), numeric))
        bare = self._rows_say_units(table)
        rows = []
        for row in table.rows:
            cells = [TableCell((Text(self._capitalised(row.label)),))]
            for cell, column in zip(row.cells, table.columns, strict=True):
                if isinstance(cell, Figure):
                    bare_cell = bare or cell.unit == column.unit
                    said = phrase(number(cell, self.language)) if bare_cell else amount(cell, row.label, self.language)
                    self.show(section, table.id, figures_shown(said))
                    cells.append(TableCell(self.spans(said), cell.value))
                else:
                    cells.append(self._words_cell(cell))
            anchor = row.key if row.key in self.anchors else ""
            rows.append(TableRow(row.key, tuple(cells), row.is_total, anchor))
        return Table(table.id, place, title, tuple(columns), tuple(rows),
                     (*(note.text(self.language) for note in table.notes), *self._legend(figures)),
                     self.source_line(figures, table.sources),
                     self._table_summary(title, columns, len(rows)))

    def _legend(self, figures: Sequence[Figure]) -> tuple[str, ...]:
        return self.doubts.legend(figures) if self.doubts is not None else ()

    def _words_cell(self, cell: Label | None) -> TableCell:
        if cell is None:
            return TableCell((Text(GAP_MARK),))
        return TableCell((Text(cell.text(self.language)),) if cell != Label("") else ())

    def _rows_say_units(self, table: ResultTable) -> bool:
        """Say whether a table of mixed units prints them in its rows' labels, so that its cells need not."""
        left, right = ("（", "）") if self.language == "zh" else ("(", ")")
        return any(isinstance(cell, Figure)
                   and f"{left}{units()[cell.unit].header(self.language)}{right}" in row.label.text(self.language)
                   for row in table.rows for cell in row.cells)

    def _header(self, column: Column) -> str:
        label = self._capitalised(column.label)
        if column.unit in _HEADER_SAYS_IT:
            return label
        unit = units()[column.unit].header(self.language)
        if unit.casefold() in label.casefold():
            return label
        return f"{label}（{unit}）" if self.language == "zh" else f"{label} ({unit})"

    def _table_summary(self, title: str, columns: Sequence[TableColumn], rows: int) -> str:
        headers = [column.header for column in columns]
        if self.language == "zh":
            return f"{title}，共{rows}行；各列为：{'、'.join(headers)}。"
        return f"{title}; {rows} row{'' if rows == 1 else 's'}; columns: {', '.join(headers)}."

    def _chart(self, chart: ResultChart, section: str, place: str) -> Chart:
        figures = [point.figure for point in chart.points]
        self.show(section, chart.id, figures)
        spec = self.describe(chart, self.language)
        return Chart(chart.id, place, self._capitalised(chart.title), spec, self._alternative(chart),
                     (*(note.text(self.language) for note in chart.notes),
                      *(self.doubts.drawn(figures) if self.doubts is not None else ())), self.source_line(figures),
                     tuple(self._chart_point(point) for point in chart.points))

    def _chart_point(self, point: Point) -> ChartPoint:
        shown = number(point.figure, self.language)
        return ChartPoint(self._capitalised(point.category),
                          self._capitalised(point.series) if point.series != Label("") else "",
                          Number(shown.figure.id, shown.text), self.doubts.sign(point.figure) if self.doubts else None)

    def _alternative(self, chart: ResultChart) -> str:
        kind, title = _KINDS[self.language][chart.kind], chart.title.text(self.language)
        head = f"{kind}：{title}。" if self.language == "zh" else f"{kind}: {title}."
        said = [plain_text(words(statement, self.language)) for statement in chart.summary]
        return self._joined([head, *(said or [self._points(chart)])])

    def _points(self, chart: ResultChart) -> str:
        """Tell a chart's points where the study gives no summary of it."""
        zh = self.language == "zh"
        told = []
        for point in chart.points:
            series = point.series.text(self.language) if point.series != Label("") else ""
            name = (" " if not zh else "").join(part for part in (series, point.category.text(self.language)) if part)
            told.append(f"{name}{'：' if zh else ': '}{plain_text(quantity(point.figure, self.language))}")
        return ("；" if zh else "; ").join(told) + ("。" if zh else ".")

    def source_line(self, figures: Sequence[Figure], others: Sequence[str] = ()) -> str:
        """Say where the numbers and words of a table or chart come from; empty where it has none."""
        named = sorted({*others, *(source for figure in figures for source in figure.sources)})
        if not named:
            return ""
        titles: list[str] = []
        for id in named:
            source = self.sources.get(id)
            title = source.title.text(self.language) if source else id
            titles.append(f"《{title}》" if self.language == "zh" and "《" not in title else title)
        calculated = any(figure.formula not in ("", "x1") for figure in figures)
        if self.language == "zh":
            return f"资料来源：{''.join(titles)}{'，据此计算' if calculated else ''}。"
        return f"Source: {', '.join(titles)}{', and calculations from it' if calculated else ''}."

    def _capitalised(self, label: Label) -> str:
        text = label.text(self.language)
        return text[:1].upper() + text[1:]

    def _joined(self, sentences: Sequence[str]) -> str:
        return ("" if self.language == "zh" else " ").join(sentence for sentence in sentences if sentence)
