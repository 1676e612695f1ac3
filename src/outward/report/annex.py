"""The end of every report: gaps in the data, sources, and the annex of numbers that every number links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from outward.report.document import (
    Block,
    Chart,
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
    columns: tuple[str, str, str, str, str, str]


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        "Gaps in the data",
        "The case has no data for what follows. Each appears in the report as soon as its data are loaded.",
        "The case has data for everything that the studies ask for.", "Sources", "Annex: numbers",
        "Each number of this report stands here with its formula over x1, x2 and so on, the numbers that it is made "
        "of, and its source. A number without a formula is printed in its source. The file numbers.csv holds these "
        "rows unrounded, with every number beneath them.",
        "The numbers of this report", ("Id", "Number", "Unit", "Where", "Formula and inputs", "Source")),
    "zh": _Words(
        "数据缺口", "本案例尚无以下数据；载入后，相应内容即出现在报告中。", "各项研究所需数据均已具备。", "资料来源",
        "附录：数字",
        "本报告的每个数字均列于此，附计算公式（x1、x2等依次为所列输入）及资料来源；没有公式的数字为来源中刊印的数字。"
        "文件numbers.csv载有这些数字未经修约的值及其下层的全部数字。",
        "本报告的数字", ("编号", "数字", "单位", "位置", "公式与输入", "资料来源")),
}


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
        yield ListBlock("sources.list", tuple((Text(_reference(source, language)),) for source in sources))
    for key, spans in works:
        yield Paragraph(f"work.{key}", (Sentence(f"work.{key}", spans),))


def annex_blocks(
    rows: Sequence[NumberRow], where: Mapping[str, str], blocks: Sequence[Block], language: Language, number: str
) -> Iterator[Block]:
    """Give the annex: a row for every number that a block shows.

    Parameters
    ----------
    rows : sequence of NumberRow
        All rows of ``numbers.csv``.
    where : mapping of str to str
        Figure id to the id of the block that shows it first.
    blocks : sequence of Block
        The document before the annex.
    language : {"en", "zh"}
        The document's language.
    number : str
        The annex's own number.
    """
    words, names = _WORDS[language], block_names(blocks, language)
    yield Heading("annex", 1, words.annex, number)
    yield _paragraph("annex.lead", words.annex_lead)
    shown = [row for row in rows if row.id in where]
    keys = ("id", "text", "unit", "where", "formula", "source")
    columns = tuple(TableColumn(key, header, key == "text") for key, header in zip(keys, words.columns, strict=True))
    yield Table(ANNEX_TABLE, f"{number}.1" if number else "", words.annex_title, columns,
                tuple(_annex_row(row, where[row.id], names) for row in shown), summary=words.annex_title)


def _annex_row(row: NumberRow, block: str, names: Mapping[str, str]) -> TableRow:
    formula = row.formula
    if row.inputs:
        formula += "; " + ", ".join(f"x{index}={id}" for index, id in enumerate(row.inputs, start=1))
    cells = ((Text(row.id, "code"),), (Number(row.id, row.text),), (Text(row.unit),),
             (Link(names[block], f"#{block}"),), (Text(formula, "code"),) if formula else (), (Text(row.source),))
    return TableRow(row.id, tuple(TableCell(spans, row.value if index == 1 else None)
                                  for index, spans in enumerate(cells)))


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
