"""What can be asked in the portal: every study of the library's catalogue, and the living report.

Nothing here knows a study by name: one that the library's catalogue gains is listed, has a form and can be run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outward.studies.catalogue import studies
from outward.studies.parameters import AS_OF
from outward.studies.study import Study
from outward.vocabulary.labels import Label
from outward_portal.runs.models import REPORT

_REPORT = Label("Living report", "动态报告")
_REPORT_ASKS = Label("What do all studies say of this case, as one document?", "关于本案例，各项研究的结论汇总如何？")
_REPORT_IS_FOR = Label("Page, PDF, DOCX, numbers and trace, in English and Chinese. It takes the place of the case's "
                       "present report, for everybody who reads it.",
                       "生成中英文网页、PDF、DOCX、数字表和溯源文件，并取代本案例现有报告，供全体读者阅读。")


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be asked of a release."""

    study: Study  # of the report one that only describes it: the report's own studies are run
    action: str  # of the policy: who may ask

    @property
    def id(self) -> str:
        """Its name in addresses and rows."""
        return self.study.id

    @property
    def name(self) -> Label:
        """What it is called."""
        return self.study.name

    @property
    def is_report(self) -> bool:
        """Whether it writes the living report."""
        return self.id == REPORT


def _never(*_: Any) -> Any:
    raise LookupError("the report is written by runs.answers, from the studies that have a place in it")


_REPORTS = Question(Study(REPORT, _REPORT, _REPORT_ASKS, _never, _REPORT_IS_FOR, (AS_OF,)), "report.build")


def questions() -> tuple[Question, ...]:
    """Give everything that can be asked, the report first."""
    return (_REPORTS, *(Question(study, "run.ask") for study in studies() if study.id != REPORT))


def question_at(id: str) -> Question | None:
    """Give the question of an address; ``None`` where there is none."""
    return next((question for question in questions() if question.id == id), None)


def name_of(id: str) -> Label:
    """Name a question; one that the library no longer has stands for itself."""
    found = question_at(id)
    return found.name if found else Label(id, id)


def told_request(id: str, request: Mapping[str, Any]) -> list[tuple[Label, Label]]:
    """Put a request into words: the parameters' names with what was asked."""
    found = question_at(id)
    parameters = {each.key: each for each in found.study.parameters} if found else {}
    told = []
    for key, value in request.items():
        parameter = parameters.get(key)
        told.append((parameter.name, parameter.told(value)) if parameter
                    else (Label(key, key), Label(str(value), str(value))))
    return told
