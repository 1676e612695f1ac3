"""Making a run's answer: the study is asked, its result is written in both languages, and put in place whole.

An answer's folder holds ``results/STUDY.json`` (as ``outward.studies.encoding`` writes it) and, in one folder a
language, ``report.html``, ``numbers.csv`` and ``trace.json`` as ``outward report`` writes them, ``tables.xlsx``, and
the pictures of charts with their descriptions. Nothing in it depends on the clock or on who asked.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from outward.charts import svg
from outward.report.build import Report, build_report
from outward.report.document import Chart
from outward.report.sections import study_results
from outward.report.tables import tables_workbook
from outward.report.write import FORMATS, Format, Wanted, check_folder, put_report, write_reports
from outward.studies.catalogue import study
from outward.studies.encoding import encode
from outward.studies.releases import Release
from outward.studies.result import StudyResult
from outward.studies.study import Study
from outward.vocabulary.labels import LANGUAGES, Label
from outward_portal.runs.folders import CHARTS, RESULTS, TABLES

Tell = Callable[[float, Label], None]
_ASKED = 0.4  # part of the work after which the studies have answered
_WRITING = Label("Writing it in English", "撰写英文版"), Label("Writing it in Chinese", "撰写中文版")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be answered."""

    study: str  # an id of the catalogue; empty for the living report
    release: Release
    request: Mapping[str, object]


def make_answer(asked: Asked, folder: Path, tell: Tell) -> str:
    """Make an answer in a folder.

    Parameters
    ----------
    asked : Asked
        The question.
    folder : Path
        Where to; it is made, and taken away again if the answer cannot be made.
    tell : callable
        Is told how much is done (0..1) and what is being done; what it raises stops the work.

    Returns
    -------
    str
        A name of the answer's bytes: equal questions to equal releases give equal ones.
    """
    folder.mkdir(mode=0o700, parents=True)
    with ExitStack() as unless_made:
        unless_made.callback(shutil.rmtree, folder)
        _make(asked, folder, tell)
        unless_made.pop_all()
    return _digest(folder)


def _make(asked: Asked, folder: Path, tell: Tell) -> None:
    def asking(done: float, what: Label) -> None:
        tell(_ASKED * done, what)

    one = study(asked.study) if asked.study else None
    results = _results(one, asked, asking)
    (folder / RESULTS).mkdir()
    for result in results:
        (folder / RESULTS / f"{result.study}.json").write_bytes(encode(result))
    formats: tuple[Format, ...] = ("html",) if one else FORMATS
    for place, language in enumerate(LANGUAGES):
        begin, share = _ASKED + place * (1 - _ASKED) / len(LANGUAGES), (1 - _ASKED) / len(LANGUAGES)
        tell(begin, _WRITING[place])
        report = build_report(results, language=language, title=one.name if one else None,
                              subtitle=one.question if one else None)
        steps = _Steps(tell, begin, share / (len(formats) + 3), _WRITING[place])
        other = LANGUAGES[1 - place]
        write_reports([Wanted(lambda report=report: report, folder / language, formats,  # type: ignore[misc]
                              alternate=f"../{other}/report.html")], progress=steps)
        _write_beside(report, folder / language)
    tell(1.0, Label("Done", "完成"))


def _results(one: Study | None, asked: Asked, progress: Tell) -> Sequence[StudyResult]:
    if one is None:
        return study_results(asked.release, as_of=str(asked.request.get("as_of", "")), progress=progress)
    return [one.run(asked.release, one.request(asked.request), progress)]


class _Steps:
    """Turns the report writer's steps into parts of the work."""

    def __init__(self, tell: Tell, begin: float, step: float, words: Label) -> None:
        self.tell, self.done, self.step, self.words = tell, begin, step, words

    def __call__(self, _: str) -> None:
        self.done += self.step
        self.tell(self.done, self.words)


def _write_beside(report: Report, folder: Path) -> None:
    """Write what a report does not have: its tables as a workbook, and each chart as a picture and a description."""
    (folder / TABLES).write_bytes(tables_workbook(report))
    (folder / CHARTS).mkdir()
    for block in report.document.blocks:
        if isinstance(block, Chart):
            name = chart_name(block.number)
            (folder / CHARTS / f"{name}.svg").write_text(svg(block.spec), encoding="utf-8")
            (folder / CHARTS / f"{name}.json").write_text(json.dumps(block.spec, ensure_ascii=False, sort_keys=True),
                                                          encoding="utf-8")


def chart_name(number: str) -> str:
    """Name a chart's files by its number."""
    return f"figure-{number}"


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0"
                     + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def check_publishable(reports: Path) -> None:
    """Make sure that a report can take its place, before the work of making it."""
    for language in LANGUAGES:
        check_folder(reports / language, FORMATS)


def publish(folder: Path, reports: Path) -> None:
    """Put an answer's report into the place where the case's report is read."""
    for language in LANGUAGES:
        put_report(folder / language, reports / language)
