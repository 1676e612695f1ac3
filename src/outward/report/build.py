"""Results to a document in one language: numbered chapters, the analyst's own among them, and the annex of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outward.casebook.case import Case
from outward.charts import describe as describe_chart
from outward.errors import InvalidValueError, Problem
from outward.report.annex import annex_blocks, block_names, gap_blocks, source_blocks
from outward.report.blocks import Composer, Describe
from outward.report.chapter_blocks import ChapterSetter
from outward.report.chapters import Chapter, place_chapters
from outward.report.document import Block, Document, Note, Table, Text
from outward.report.doubts import Doubts, resting_table
from outward.report.numbers import NumberRow, number_rows
from outward.studies.result import Remark, ResultChart, Section, StudyResult
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.labels import Label, Language
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import Count, Statement

_MADE_UP: Mapping[Language, tuple[str, str]] = {
    "en": (" (made-up data)", "All data of this case are made up. Nothing in this report is true of any real region, "
                              "industry or enterprise."),
    "zh": ("（虚构数据）", "本案例的全部数据均为虚构，报告内容与任何真实地区、行业或企业无关。"),
}
_SUBTITLES: Mapping[Language, str] = {"en": "A diagnosis in which every number can be traced",
                                      "zh": "数字均可溯源的诊断报告"}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of the annexes


@dataclass(frozen=True, slots=True)
class Report:
    """A document with the rows of its ``numbers.csv`` and its sentences by id."""

    document: Document
    numbers: tuple[NumberRow, ...]
    sentences: Mapping[str, str]
    cautions: tuple[Problem, ...] = ()  # numbers typed by hand in chapters that allow it
    as_of: str = ""  # the date up to which observations count; empty for all

    def __hash__(self) -> int:
        return hash(self.document)


def build_report(
    results: Sequence[StudyResult],
    *,
    language: Language,
    chapters: Sequence[Chapter] = (),
    describe: Describe = describe_chart,
    title: Label | None = None,
    subtitle: Label | None = None,
) -> Report:
    """Build the report of one case in one language.

    Parameters
    ----------
    results : sequence of StudyResult
        Of one case and release, in the order of the report.
    language : {"en", "zh"}
        Language of the document.
    chapters : sequence of Chapter
        The analyst's own, in this language.
    describe : callable
        From a chart and a language to its Vega-Lite description.
    title, subtitle : Label, optional
        Of the document: of a single study its name and question. By default the report's, which the case gives.

    Returns
    -------
    Report
        The document, its numbers and its sentences.

    Raises
    ------
    InvalidValueError
        If there is no result, the results are of several cases or releases, or two figures share an id.
    InvalidInputError
        If a chapter names a figure or a work that is not there.
    """
    case = _one_case(results)
    sources = _sources(results)
    sections, annexed = _parted(_numbered_ids(results))
    found = [doubt for result in results for doubt in result.doubts] if annexed else []
    doubts = Doubts(found, _LETTERS[0], language)
    composer = Composer(language, sources, describe, homes=_homes([*sections, *annexed]), doubts=doubts,
                        anchors=frozenset(doubt.id for doubt in found))
    figures = {figure.id: figure for figure in walk(each for result in results for _, each in result.figures())}
    setter = ChapterSetter(composer, figures)
    blocks: list[Block] = []
    if case.synthetic:
        blocks.append(Note("synthetic", "synthetic", (Text(_MADE_UP[language][1]),)))
    number = 0
    for entry in place_chapters(sections, chapters):
        number += 1
        if isinstance(entry, Chapter):
            blocks += setter.blocks(entry, str(number))
        else:
            id, section = entry
            blocks += composer.section(section, id, str(number))
    blocks += gap_blocks([gap for result in results for gap in result.gaps], language, str(number + 1))
    blocks += source_blocks(tuple(sources.values()), setter.works(), language, str(number + 2))
    setter.finish()
    blocks += list(_annexes(composer, annexed, blocks))  # which reads what stands before them
    rows = number_rows([*composer.shown, *_all_figures(results)], sources, language, registers=_registers(results),
                       doubts=doubts.names)
    signs = {figure.id: doubts.sign(figure) for figure in walk(figure for _, figure in composer.shown)}
    blocks += annex_blocks(rows, composer.where, tuple(sources), blocks, language, _LETTERS[len(annexed)], signs)
    document = Document(
        case.id, language, _title(title or case.title, case, language),
        subtitle.text(language) if subtitle else _SUBTITLES[language], case.known_on, (case.name.text(language),),
        tuple(blocks),
        footnotes=setter.footnotes(), traces={row.id: row.as_json() for row in rows},
        release=content_name(results[0].release),
    )
    return Report(document, rows, composer.sentences, tuple(setter.cautions), results[0].as_of)


def _parted(
    sections: Sequence[tuple[str, Section]]
) -> tuple[list[tuple[str, Section]], list[tuple[str, Section]]]:
    """Part the chapters from what stands in the annex; where there are no chapters, that is what the report says."""
    chapters = [pair for pair in sections if not pair[1].annexed]
    return (chapters, [pair for pair in sections if pair[1].annexed]) if chapters else (list(sections), [])


def _annexes(
    composer: Composer, sections: Sequence[tuple[str, Section]], before: Sequence[Block]
) -> Iterator[Block]:
    """Give the annexes that studies write, and after the one that tells of contradictions what rests on them."""
    doubts, composer.doubts = composer.doubts, None  # nothing is marked where the contradictions themselves are told
    for letter, (id, section) in zip(_LETTERS, sections, strict=False):
        blocks = list(composer.section(section, id, letter, annexed=True))
        yield from blocks
        if doubts is not None and any(row.anchor for each in blocks if isinstance(each, Table) for row in each.rows):
            tables = sum(isinstance(each, Table) for each in blocks)
            figures = {figure.id: figure for figure in walk(figure for _, figure in composer.shown)}
            names = block_names(before, composer.language)
            yield resting_table(doubts, figures, before, names, f"{letter}.{tables + 1}")


def _title(named: Label, case: Case, language: Language) -> str:
    """Give the title, which says of made-up data that they are, once."""
    title, mark = named.text(language), _MADE_UP[language][0]
    return title + mark if case.synthetic and mark.strip(" ()（）") not in title else title


def no_picture(chart: ResultChart, language: Language) -> Mapping[str, Any]:
    """Describe no chart: for a report whose pictures nobody looks at."""
    del chart, language
    return {}


def content_name(release: str) -> str:
    """Give the part of a release's name that its content alone decides.

    Examples
    --------
    >>> content_name("r0003-1a2b3c4d")
    '1a2b3c4d'
    """
    return re.sub(r"^r[0-9]+-", "", release)


def _one_case(results: Sequence[StudyResult]) -> Case:
    if not results:
        raise InvalidValueError("no study has a result", "report", "Load data for the case and write the report again.")
    releases = sorted({(result.case.id, result.release, result.as_of) for result in results})
    if len(releases) > 1:
        raise InvalidValueError(f"results of several cases or releases: {releases}", "report",
                                "Ask every study about the same release.")
    return results[0].case


def _sources(results: Sequence[StudyResult]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for result in results:
        for source in result.sources:
            found.setdefault(source.id, source)
    return found


def _numbered_ids(results: Sequence[StudyResult]) -> list[tuple[str, Section]]:
    """Give each section with its id, made different where two studies chose the same."""
    sections: dict[str, Section] = {}
    for result in results:
        for section in result.sections:
            id = section.id if section.id not in sections else f"{result.study}.{section.id}"
            if id in sections:
                raise InvalidValueError(f"two sections {id!r}", f"study {result.study}",
                                        "Give each section of a study an id of its own.")
            sections[id] = section
    return list(sections.items())


def _homes(sections: Sequence[tuple[str, Section]]) -> dict[str, str]:
    """Say where each statement is at home: a summary repeats what a later section says."""
    return {item.id: id for id, section in sections for item in section.items if isinstance(item, Statement | Remark)}


def _registers(results: Sequence[StudyResult]) -> frozenset[str]:
    """Give the tables whose rows are counted: a count lists a register's entries, and nothing else does."""
    counted = [item.count for result in results for section in result.sections for item in section.items
               if isinstance(item, Count)]
    return frozenset(one.cell.table for one in walk(counted) if one.cell is not None)


def _all_figures(results: Sequence[StudyResult]) -> list[tuple[str, Figure]]:
    """Every figure of the results: what a sentence leaves unsaid (a change of zero) has its row too."""
    return [pair for result in results for pair in result.figures()]
