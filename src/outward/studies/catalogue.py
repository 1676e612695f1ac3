"""The studies that can be asked, for every view: the report, the command line, the portal and the API.

A new study adds itself here, once; nothing else has to know of it::

    register(Study("markets", Label("Markets", "市场"), Label("Which markets are worth entering?", "..."), _markets,
                   parameters=(AS_OF, NumberParameter(key="depth", ...)), in_report=40))
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from outward.errors import InvalidValueError, NotFoundError
from outward.studies.parameters import AS_OF, ChoiceParameter, Option, TextParameter
from outward.studies.result import StudyResult
from outward.studies.study import Progress, Request, Study
from outward.vocabulary.labels import Label

if TYPE_CHECKING:
    from outward.studies.releases import Release

_STUDIES: dict[str, Study] = {}


def register(study: Study) -> None:
    """Add a study.

    Raises
    ------
    InvalidValueError
        If another stands under its id.
    """
    known = _STUDIES.get(study.id)
    if known is not None and known != study:
        raise InvalidValueError(f"two studies named {study.id!r}", "catalogue of studies",
                                "Give each study an id of its own.")
    _STUDIES[study.id] = study


def studies() -> tuple[Study, ...]:
    """Give all studies: those of the report in its order, then the others by id."""
    return tuple(sorted(_STUDIES.values(),
                        key=lambda study: (study.in_report is None, study.in_report or 0, study.id)))


def study(id: str) -> Study:
    """Give a study.

    Raises
    ------
    NotFoundError
        If there is none of this id; names the closest.
    """
    if id not in _STUDIES:
        near = difflib.get_close_matches(id, _STUDIES, n=3)
        raise NotFoundError(f"no study {id!r}", "catalogue of studies",
                            f"Near it: {', '.join(near)}." if near else f"There are: {', '.join(sorted(_STUDIES))}.")
    return _STUDIES[id]


def _diagnosis(release: Release, request: Request, progress: Progress) -> StudyResult:
    from outward.studies.diagnosis import diagnose  # heavy: pandas and the store's reader

    return diagnose(release, as_of=request.text("as_of"), progress=progress)


def _audit(release: Release, request: Request, progress: Progress) -> StudyResult:
    from outward.studies.auditing.study import audit_release  # heavy: pandas and the store's reader

    return audit_release(release, as_of=request.text("as_of"), progress=progress)


def _competitiveness(release: Release, request: Request, progress: Progress) -> StudyResult:
    from outward.studies.indices.study import rank_regions  # heavy: pandas and the store's reader

    return rank_regions(release, request, progress)


def _environment(release: Release, request: Request, progress: Progress) -> StudyResult:
    from outward.studies.indices.study import rank_countries  # heavy: pandas and the store's reader

    return rank_countries(release, request, progress)


def _targets(release: Release, request: Request, progress: Progress) -> StudyResult:
    from outward.studies.targets import target_progress  # heavy: pandas and the store's reader

    return target_progress(release, request, progress)


def _early_warning(release: Release, request: Request, progress: Progress) -> StudyResult:
    from outward.studies.risks.study import early_warning  # heavy: pandas and the store's reader

    return early_warning(release, request, progress)


register(Study(
    "diagnosis",
    Label("Diagnosis", "产业诊断"),
    Label("What is the region's industry, how does it stand in the nation, and how far has it got abroad?",
          "本地区产业现状如何、在全国处于何种地位、“走出去”程度如何？"),
    _diagnosis,
    purpose=Label("Scale, structure, efficiency, exports, investment, capital and innovation, with what is "
                  "contradictory and what is missing; the ground on which every other study stands.",
                  "涵盖规模、结构、效益、出口、投资、资本与创新，并列出相互矛盾和缺失之处；其他研究均以此为基础。"),
    parameters=(AS_OF,),
    in_report=10,
))

_YEAR = TextParameter(
    key="year", name=Label("Year", "年份"), longest=4,
    help=Label("Empty for the newest of the years with the most data.", "留空则取数据最全的最近年份。"))

register(Study(
    "competitiveness",
    Label("Regional competitiveness", "区域竞争力"),
    Label("How does the region stand among the provinces, how sure is that, and what would move it?",
          "本地区在各省中位居何处、把握多大、哪些因素会改变位次？"),
    _competitiveness,
    purpose=Label("Published places held to what they can say, and an index of one's own with every choice visible and "
                  "every rank with its band; without enough data it names what is missing and shows no rank.",
                  "说明已公布排名能够得出的结论；数据充足时自行计算指数，公开每项选择并给出位次区间；"
                  "数据不足时列明缺项，不给出位次。"),
    parameters=(AS_OF, ChoiceParameter(
        key="coverage", name=Label("Statistical coverage", "统计口径"),
        options=(Option("traditional", Label("traditional", "传统口径")), Option("full", Label("full", "全口径"))),
        help=Label("Sectors are added up before any ratio is formed.", "先按行业加总，再计算比率。")), _YEAR),
    in_report=20,
))

register(Study(
    "investment-environment",
    Label("Overseas investment environment", "境外投资环境"),
    Label("Which host countries offer which conditions, and how far do the figures carry?",
          "各东道国的投资条件如何、数据能说明多少？"),
    _environment,
    purpose=Label("Political, legal, economic, market, social and infrastructure conditions against fixed goalposts, "
                  "with the reliability of each country's figures.",
                  "按固定门柱评价政治、法律、经济、市场、社会和基础设施条件，并说明各国数据的可靠程度。"),
    parameters=(AS_OF, _YEAR),
))

register(Study(
    "early-warning",
    Label("Early warning", "风险预警"),
    Label("Which risks of the host countries are rising, how sure is that, and how often were such warnings right?",
          "东道国哪些风险正在上升、把握多大、以往预警的准确程度如何？"),
    _early_warning,
    purpose=Label("Exchange rates of the host countries in the case's registers, by levels that stand beside their own "
                  "record; forecasts of events come from a panel, by `outward risk` and the portal's room of risks.",
                  "监测案例名录所涉东道国的汇率，各等级均附历史表现；事件预测由 `outward risk` 命令和门户风险模块"
                  "依据面板数据给出。"),
    parameters=(AS_OF,),
    in_report=30,
))

register(Study(
    "audit",
    Label("Audit", "数据审核"),
    Label("Which of the numbers cannot be right, and what were they probably?",
          "哪些数字不可能正确，正确的数字可能是什么？"),
    _audit,
    purpose=Label("Printed numbers held against one another, within what rounding allows: what contradicts what, how "
                  "sure that is, and the likely reading. Every number of the report that rests on one is marked.",
                  "在修约误差范围内核对刊印数字：哪些相互矛盾、把握多大、正确读数可能是什么；"
                  "报告中以其为依据的数字均加标记。"),
    parameters=(AS_OF,),
    in_report=900,
))

register(Study(
    "targets",
    Label("Progress to targets", "目标进展"),
    Label("How far is each target of the case, by which figure, and which cannot be held against anything?",
          "各项目标进展如何、依据哪些数据，哪些目标尚无数据可供对照？"),
    _targets,
    purpose=Label("Each target with the newest observation, its source and period, the gap, and what must be loaded "
                  "where there is none; plans show it beside their measures.",
                  "列明各项目标的最新观测值、来源、时期和差距；无数据的，指明应载入的指标。规划页面据此显示进展。"),
    parameters=(AS_OF,),
))
