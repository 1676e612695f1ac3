"""The pages of ``outward serve`` that are no reports: what a workspace holds, and what is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outward.report.html_words import LANGUAGE_TAGS
from outward.report.web import templates
from outward.studies.workspaces import HeldCase, HeldRelease, folders, held_cases, is_case_name
from outward.vocabulary.labels import LANGUAGES, Label, Language

REPORTS = "reports"  # the folder of a workspace in which each case has its reports, by language
REPORT_FILES = ("report.html", "report.pdf", "report.docx", "numbers.csv", "trace.json")


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case of the workspace, or one of which only reports are left."""

    id: str
    name: Label
    synthetic: bool
    releases: tuple[HeldRelease, ...]  # oldest first
    reports: Mapping[Language, tuple[str, ...]]  # names of the files that are there, by language

    def __hash__(self) -> int:
        return hash(self.id)


def read_workspace(workspace: Path) -> tuple[CaseEntry, ...]:
    """List the cases of a workspace with their releases and reports.

    Parameters
    ----------
    workspace : Path
        The workspace; it need not exist.

    Returns
    -------
    tuple of CaseEntry
        Sorted by id. Folders whose name cannot be a case's are passed over, and so are links that lead elsewhere.
    """
    held = {case.id: case for case in held_cases(workspace)}
    reported = folders(workspace / REPORTS, is_case_name)
    return tuple(_entry(workspace, held.get(id, HeldCase(id, Label(id, id), False, ())))
                 for id in sorted({*held, *reported}))


def _entry(workspace: Path, case: HeldCase) -> CaseEntry:
    reports = {language: tuple(name for name in REPORT_FILES if report_file(workspace, case.id, language, name))
               for language in LANGUAGES}
    return CaseEntry(case.id, case.name, case.synthetic, case.releases, reports)


def report_file(workspace: Path, case: str, language: str, name: str) -> Path | None:
    """Find a file of a built report; None if there is none, or if it is not a plain file inside the workspace."""
    if not is_case_name(case) or language not in LANGUAGES or name not in REPORT_FILES:
        return None
    reports = workspace / REPORTS
    path = reports / case / language / name
    inside = path.is_file() and path.resolve() == reports.resolve() / case / language / name
    return path if inside else None


def index_page(cases: tuple[CaseEntry, ...], language: Language, workspace: Path) -> str:
    """Write the page that lists a workspace's cases, releases and reports, or says how to begin where it has none."""
    return templates().get_template("index.html.jinja").render(
        cases=cases, language=language, tag=LANGUAGE_TAGS[language], words=_WORDS[language], workspace=str(workspace),
        languages=LANGUAGES, file_names=REPORT_FILES, other="zh" if language == "en" else "en",
        other_tag=LANGUAGE_TAGS["zh" if language == "en" else "en"])


def missing_page(language: Language) -> str:
    """Write the page that says that an address leads nowhere."""
    return templates().get_template("missing.html.jinja").render(
        language=language, tag=LANGUAGE_TAGS[language], words=_WORDS[language])


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Reports of this workspace",
        "workspace": "Workspace",
        "skip": "Skip to the cases",
        "other": "中文",
        "read_en": "Read in English",
        "read_zh": "中文报告",
        "files": "Files",
        "english": "English",
        "chinese": "Chinese",
        "synthetic": "Made-up data",
        "releases": "Releases",
        "release": "Release",
        "observations": "observations",
        "damaged": "cannot be read; run outward release verify",
        "newest": "newest",
        "no_release": "No release is left of this case; its reports are still here.",
        "no_report": "No report has been written yet. Write one, then load this page again:",
        "empty": "This workspace holds no case yet",
        "empty_lead": "Load the case that comes with Outward and write its report, then load this page again:",
        "empty_own": "To begin with a case of your own, make its folder, fill in its tables, and load it:",
        "missing": "There is nothing at this address",
        "missing_lead": "The report may not have been written yet, or its case was deleted.",
        "back": "All reports",
    },
    "zh": {
        "title": "工作区报告一览",
        "workspace": "工作区",
        "skip": "跳到案例列表",
        "other": "English",
        "read_en": "Read in English",
        "read_zh": "阅读中文报告",
        "files": "文件",
        "english": "英文",
        "chinese": "中文",
        "synthetic": "虚构数据",
        "releases": "数据版本",
        "release": "版本",
        "observations": "条观测值",
        "damaged": "无法读取，请运行 outward release verify",
        "newest": "最新",
        "no_release": "该案例的数据版本已全部删除，报告仍可查阅。",
        "no_report": "尚未生成报告。请运行以下命令，然后刷新本页：",
        "empty": "工作区内尚无案例",
        "empty_lead": "请载入随附案例并生成报告，然后刷新本页：",
        "empty_own": "如需建立自己的案例，请先新建案例文件夹，填写数据表后载入：",
        "missing": "该地址没有内容",
        "missing_lead": "报告可能尚未生成，或相应案例已被删除。",
        "back": "全部报告",
    },
}
