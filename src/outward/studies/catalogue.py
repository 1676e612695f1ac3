"""The studies that can be asked, for every view: the report, the command line, the portal and the API.

A new study adds itself here, once; nothing else has to know of it::

    register(Study("markets", Label("Markets", "市场"), Label("Which markets are worth entering?", "..."), _markets,
                   parameters=(AS_OF, NumberParameter(key="depth", ...)), in_report=40))
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from outward.errors import InvalidValueError, NotFoundError
from outward.studies.parameters import AS_OF
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
