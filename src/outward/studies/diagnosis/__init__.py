"""The diagnosis: what the region's industry is, how it stands in the nation, and how far it has got abroad."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from outward.studies.diagnosis.capital import capital
from outward.studies.diagnosis.cautions import caution_list, with_cautions
from outward.studies.diagnosis.chapter import IMPOSSIBLE, Chapter
from outward.studies.diagnosis.efficiency import efficiency
from outward.studies.diagnosis.exports import exports
from outward.studies.diagnosis.innovation import innovation
from outward.studies.diagnosis.investment import investment
from outward.studies.diagnosis.nation import nation
from outward.studies.diagnosis.problems import contradictions, problems
from outward.studies.diagnosis.registers import registers
from outward.studies.diagnosis.scale import scale
from outward.studies.diagnosis.structure import structure
from outward.studies.diagnosis.targets import targets
from outward.studies.holdings import Holdings
from outward.studies.releases import Release, casebook_of
from outward.studies.result import Gap, Remark, Section, StudyResult
from outward.studies.study import Progress, unheard
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import Disagreement

__all__ = ["diagnose"]

_EVIDENCE = (nation, scale, structure, efficiency, exports, investment, capital, innovation)
"""The chapters that read the release; those after them read these."""


_ASSUMPTIONS = Source(
    "case", Label("Assumptions of the case", "案例设定"), Label("the case's author", "案例作者"), note="case.toml"
)
_READING = Label("Reading the release", "读取数据版本")


def diagnose(release: Release, *, as_of: str = "", progress: Progress = unheard) -> StudyResult:
    """Diagnose a case's industry from one release.

    Parameters
    ----------
    release : Release
        What is held; nothing else is read.
    as_of : str
        ISO date: only observations known by then are used; empty for all.
    progress : callable
        Is told how far it is; what it raises stops the diagnosis.

    Returns
    -------
    StudyResult
        Sections of statements, tables and charts in both languages, each number a figure with its trace; what the case
        has no data for is named as a gap.
    """
    progress(0.0, _READING)
    casebook = casebook_of(release)
    if as_of and as_of < casebook.case.known_on:  # the case's registers and targets were not known then
        case = dataclasses.replace(casebook.case, target_paths=())
        casebook = dataclasses.replace(casebook, case=case, registers={})
    holdings = Holdings(casebook, release.observations(as_of=as_of or None))
    evidence = []
    for chapter in _EVIDENCE:
        evidence.append(chapter(holdings))
        progress(len(evidence) / (len(_EVIDENCE) + 1), evidence[-1].section.title)
    drawn = [problems(holdings, evidence), targets(holdings), registers(holdings)]
    drawn.append(contradictions(holdings, evidence, caution_list(holdings, [*evidence, *drawn])))
    chapters = [with_cautions(holdings, chapter) for chapter in (*evidence, *drawn)]
    sections = (_summary(chapters), *(chapter.section for chapter in chapters))
    return StudyResult("diagnosis", casebook.case, release.name, as_of, sections, (*casebook.sources, _ASSUMPTIONS))


def _summary(chapters: Sequence[Chapter]) -> Section:
    """Repeat what matters most of each chapter, and say how much is missing."""
    in_order = sorted(chapters, key=lambda chapter: chapter.section.id != "scale")  # how large it is comes first
    repeated = [
        dataclasses.replace(statement, id=f"summary.{statement.id}")
        for chapter in in_order
        for statement in chapter.highlights
    ]
    items = [item for chapter in chapters for item in chapter.section.items]
    remarks = [
        remark
        for remark, holds in (
            (_UNDATED, any(item.id.endswith(".undated") for item in items)),
            (_OPEN, any(item.id == "cautions" for item in items)),
            (_CONTRADICTED, any(isinstance(item, Disagreement) or item.id.startswith(IMPOSSIBLE) for item in items)),
            (_GAPS, any(isinstance(item, Gap) for item in items)),
        )
        if holds
    ]
    return Section("summary", Label("Summary", "摘要"), (*repeated, *remarks), apart=True)


_UNDATED = Remark(
    "summary.undated",
    Label(
        "Sentences without a year rest on numbers for which the source prints none.",
        "未注明年份的文句，所据数字来源未刊印年份。",
    ),
)
_OPEN = Remark(
    "summary.open",
    Label(
        "The chapter “Numbers that do not agree” ends with a list of numbers whose unit, scope or year is open.",
        "部分数字的单位、范围或年份来源未予明确，清单见“相互矛盾的数字”一章末尾。",
    ),
)
_CONTRADICTED = Remark(
    "summary.contradicted",
    Label(
        "Some printed numbers contradict one another, as the same chapter says; what rests on them is uncertain.",
        "部分刊印数字相互矛盾，亦见该章；以其为依据的结果存在不确定性。",
    ),
)
_GAPS = Remark(
    "summary.gaps",
    Label(
        "Where the case has no data the report says so and names what to load.",
        "案例缺少数据之处，报告均予说明，并指出应载入的指标。",
    ),
)
