"""Two runs side by side: what was asked otherwise, and what is answered otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from outward.report.compare import Comparison, compare_reports
from outward.report.write import read_trace
from outward.vocabulary.labels import Language
from outward_portal.runs.models import Run
from outward_portal.runs.queries import answer_folder
from outward_portal.runs.questions import told_request

SHOWN = 500
"""Numbers and sentences that a page shows at most."""


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Something that was asked, in both runs; empty where a run knows no such thing."""

    name: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the two runs were asked differently."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What differs between two runs."""

    asked: tuple[AskedLine, ...]
    answers: Comparison
    numbers: tuple[int, int]  # in each

    @property
    def is_cut(self) -> bool:
        """Whether a page leaves some of it out."""
        return max(len(self.answers.numbers), len(self.answers.sentences)) > SHOWN


def compare_runs(before: Run, after: Run, language: Language) -> RunComparison:
    """Compare two answered runs in a language."""
    traces = [read_trace(answer_folder(run) / language) for run in (before, after)]
    told = [{name.text(language): value.text(language) for name, value in told_request(run.question, run.request)}
            for run in (before, after)]
    names = dict.fromkeys([*told[0], *told[1]])
    asked = tuple(AskedLine(name, told[0].get(name, ""), told[1].get(name, "")) for name in names)
    return RunComparison(asked, compare_reports(*traces),
                         (len(traces[0]["numbers"]), len(traces[1]["numbers"])))
