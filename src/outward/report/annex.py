"""The end of every report: gaps in the data, sources, and the annex of numbers that every number links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outward.report.document import (
    Block,
    Chart,
    DoubtMark,
    Heading,
    Link,
    ListBlock,
    Number,
    Paragraph,
    Sentence,
    Span,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
    spans_of,
)
from outward.report.numbers import NumberRow
from outward.studies.result import Gap
from outward.vocabulary.labels import Label, Language
from outward.vocabulary.provenance import Source

ANNEX_TABLE = "annex.numbers"  # the writers link numbers to this table's rows, whose keys are figure ids


@dataclass(frozen=True, slots=True)
class _Words:
    gaps: str
    gaps_lead: str
    no_gaps: str
    sources: str
    annex: str
    annex_lead: str
    annex_title: str
    columns: tuple[str, str, str, str]
    more: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        "Gaps in the data",
        "The case has no data for what follows. Each appears in the report as soon as its data are loaded.",
        "The case has data for everything that the studies ask for.", "Sources", "Annex: numbers",
        "Each number that is worked out or stands in a sentence has its row here: its formula over x1, x2 and so on "
        "with the numbers that it is made of, or the source that prints it, by its number among the sources. A table "
        "names the source of the printed numbers in it. The file numbers.csv holds every number, unrounded.",
        "The numbers of this report", ("Id", "Number", "Where", "Formula and inputs, or source"),
        "({count} inputs; all in numbers.csv)"),
    "zh": _Words(
        "数据缺口", "本案例尚无以下数据；载入后，相应内容即出现在报告中。", "各项研究所需数据均已具备。", "资料来源",
        "附录：数字",
        "凡经计算得出或见于文句的数字均列于此：计算所得的列出公式及其输入（x1、x2等），刊印的注明来源序号及位置。表中刊印的数字，"
        "其来源见表下注明。文件numbers.csv载有全部数字未经修约的值。",
        "本报告的数字", ("编号", "数字", "位置", "公式与输入，或来源"), "（共{count}项输入，均见numbers.csv）"),
}
_MOST_INPUTS = 8
"""Inputs that a row of the annex names; of more it names the first and the last."""


def gap_blocks(gaps: Sequence[Gap], language: Language, number: str) -> Iterator[Block]:
    """List what the case has no data for, each linked to where it is missed."""
    words = _WORDS[language]
    yield Heading("gaps", 1, words.gaps, number)
    if not gaps:
        yield _paragraph("gaps.lead", words.no_gaps)
        return
    yield _paragraph("gaps.lead", words.gaps_lead)
    yield ListBlock("gaps.list", tuple(
        (Link(gap.what.text(language), f"#{gap.id}"), Text(("" if language == "zh" else " ") + gap.mend.text(language)))
        for gap in gaps))


def source_blocks(
    sources: Sequence[Source], works: Sequence[tuple[str, tuple[Span, ...]]], language: Language, number: str
) -> Iterator[Block]:
    """List the sources of the numbers, then the works that the analyst's own chapters cite."""
    yield Heading("sources", 1, _WORDS[language].sources, number)
    if sources:
        listed = tuple((Text(_reference(source, language)),) for source in sources)
        yield ListBlock("sources.list", listed, ordered=True)
    for key, spans in works:
        yield Paragraph(f"work.{key}", (Sentence(f"work.{key}", spans),))


def annex_blocks(
    rows: Sequence[NumberRow], where: Mapping[str, str], sources: Sequence[str], blocks: Sequence[Block],
    language: Language, number: str, signs: Mapping[str, DoubtMark | None] | None = None,
) -> Iterator[Block]:
    """Give the annex: a row for every number that is worked out or stands in a sentence.

    Parameters
    ----------
    rows : sequence of NumberRow
        All rows of ``numbers.csv``.
    where : mapping of str to str
        Figure id to the id of the block that shows it first.
    sources : sequence of str
        Ids of the sources in the order in which they are listed.
    blocks : sequence of Block
        The document before the annex.
    language : {"en", "zh"}
        The document's language.
    number : str
        The annex's own number.
    signs : mapping of str to DoubtMark or None, optional
        Figure id to the sign that its number bears.
    """
    words, names = _WORDS[language], block_names(blocks, language)
    yield Heading("annex", 1, words.annex, number)
    yield _paragraph("annex.lead", words.annex_lead)
    said = {span.id for block in blocks if not isinstance(block, Table) for span in spans_of(block)
            if isinstance(span, Number)}
    shown = [row for row in rows if row.id in where and (row.formula or row.id in said)]
    columns = tuple(TableColumn(key, header, key == "text")
                    for key, header in zip(("id", "text", "where", "made"), words.columns, strict=True))
    yield Table(ANNEX_TABLE, f"{number}.1" if number else "", words.annex_title, columns,
                tuple(_annex_row(row, where[row.id], names, sources, language, (signs or {}).get(row.id))
                      for row in shown),
                summary=words.annex_title)


def _annex_row(
    row: NumberRow, block: str, names: Mapping[str, str], sources: Sequence[str], language: Language,
    sign: DoubtMark | None,
) -> TableRow:
    unit = f" {row.unit}" if row.unit and language == "en" else row.unit
    made = Text(_made(row, language), "code") if row.formula else Text(_printed(row, sources))
    number: tuple[Span, ...] = (Number(row.id, row.text), Text(unit))
    cells = ((Text(row.id, "code"),), (*number, sign) if sign else number, (Link(names[block], f"#{block}"),),
             (made,))
    return TableRow(row.id, tuple(TableCell(spans, row.value if index == 1 else None)
                                  for index, spans in enumerate(cells)))


def _made(row: NumberRow, language: Language) -> str:
    """Write a formula with the ids of its inputs; a long one by its ends."""
    named = [f"x{place}={id}" for place, id in enumerate(row.inputs, start=1)]
    if len(named) <= _MOST_INPUTS:
        return f"{row.formula}; {', '.join(named)}"
    formula = row.formula if len(row.formula) <= 60 else f"{row.formula[:24]}…{row.formula[-12:]}"
    return f"{formula}; {named[0]}, …, {named[-1]} {_WORDS[language].more.format(count=len(named))}"


def _printed(row: NumberRow, sources: Sequence[str]) -> str:
    """Say which source prints a number, by its number in the list of sources, and where."""
    assert row.cell is not None
    return f"[{sources.index(row.cell.source) + 1}] {row.place}"


def block_names(blocks: Sequence[Block], language: Language) -> dict[str, str]:
    """Name each block as a reader finds it: a table or figure by its number, anything else by the heading above it."""
    names: dict[str, str] = {}
    above = ""
    for block in blocks:
        match block:
            case Heading():
                above = block.number or block.text
                names[block.id] = above
            case Table():
                names[block.id] = f"表{block.number}" if language == "zh" else f"Table {block.number}"
            case Chart():
                names[block.id] = f"图{block.number}" if language == "zh" else f"Figure {block.number}"
            case _:
                names[block.id] = above
    return names


def _reference(source: Source, language: Language) -> str:
    title, publisher = source.title.text(language), _optional(source.publisher, language)
    if language == "zh":
        title = title if "《" in title else f"《{title}》"
        return "，".join(part for part in (publisher, title, source.date) if part) + "。"
    return ", ".join(part for part in (title, publisher, source.date) if part) + "."


def _optional(label: Label, language: Language) -> str:
    return label.text(language) if label != Label("") else ""


def _paragraph(id: str, text: str) -> Paragraph:
    return Paragraph(id, (Sentence(id, (Text(text),)),))
