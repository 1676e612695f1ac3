"""The pages of ``outward serve`` that are no reports: what a workspace holds, and what is not there.

A workspace is read by its folders alone, so that the first page comes at once; a damaged case is shown as such.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outward.report.html_words import LANGUAGE_TAGS
from outward.report.web import templates
from outward.vocabulary.labels import LANGUAGES, Label, Language

REPORT_FILES = ("report.html", "report.pdf", "report.docx", "numbers.csv", "trace.json")
_CASE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_RELEASE = re.compile(r"r[0-9]{4,9}-[0-9a-f]{8}")
_LARGEST = 1_000_000  # bytes of a manifest or case.toml that are read


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A release as its manifest describes it; ``observations`` is None where the manifest cannot be read."""

    name: str
    observations: int | None


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A case of the workspace, or one of which only reports are left."""

    id: str
    name: Label
    synthetic: bool
    releases: tuple[ReleaseEntry, ...]  # oldest first
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
    ids = {*_folders(workspace / "cases", _CASE), *_folders(workspace / "reports", _CASE)}
    return tuple(_case(workspace, id) for id in sorted(ids))


def report_file(workspace: Path, case: str, language: str, name: str) -> Path | None:
    """Find a file of a built report; None if there is none, or if it is not a plain file inside the workspace."""
    if not _CASE.fullmatch(case) or language not in LANGUAGES or name not in REPORT_FILES:
        return None
    reports = workspace / "reports"
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


def _case(workspace: Path, id: str) -> CaseEntry:
    releases = workspace / "cases" / id / "releases"
    names = sorted(_folders(releases, _RELEASE))
    settings = _settings(releases / names[-1] / "case" / "case.toml") if names else {}
    name = Label(_text(settings, "name_en"), _text(settings, "name_zh"))
    reports = {language: tuple(name for name in REPORT_FILES if report_file(workspace, id, language, name))
               for language in LANGUAGES}
    return CaseEntry(id, name if name.en or name.zh else Label(id, id), settings.get("synthetic") is True,
                     tuple(ReleaseEntry(name, _observations(releases / name / "manifest.json")) for name in names),
                     reports)


def _folders(parent: Path, pattern: re.Pattern[str]) -> Iterator[str]:
    if parent.is_dir():
        yield from (entry.name for entry in parent.iterdir()
                    if pattern.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink())


def _settings(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_head(path))
    except (OSError, ValueError):  # the page still lists the case, by its id
        return {}


def _observations(manifest: Path) -> int | None:
    try:
        return int(json.loads(_head(manifest))["counts"]["observations"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LARGEST).decode("utf-8")


def _text(settings: Mapping[str, Any], key: str) -> str:
    value = settings.get(key)
    return value if isinstance(value, str) else ""


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
