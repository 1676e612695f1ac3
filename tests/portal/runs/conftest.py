"""A workspace with a case and its report, and a study that only these tests know."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from outward.ingest.cases import load_case
from outward.report.build import build_report
from outward.report.write import Wanted, write_reports
from outward.studies import catalogue
from outward.studies.parameters import (
    AS_OF,
    ChoiceParameter,
    CodesParameter,
    NumberParameter,
    Option,
    TextParameter,
)
from outward.studies.releases import Release, open_release
from outward.studies.result import StudyResult
from outward.studies.study import Progress, Request, Study
from outward.vocabulary.labels import LANGUAGES, Label
from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.runs import actions
from outward_portal.runs.models import Run
from outward_portal.runs.questions import question_at
from outward_portal.settings.files import PortalFiles
from tests.worlds.results import result

CASE = "liaoning"


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled case, loaded once, with a small report beside it; to be copied."""
    workspace = tmp_path_factory.mktemp("loaded")
    load_case(CASE, workspace)
    for language in LANGUAGES:
        write_reports([Wanted(partial(build_report, [result()], language=language),
                              workspace / "reports" / CASE / language, ("html",))])
    return workspace


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path, settings: Settings) -> Path:
    """The portal's workspace for one test."""
    copy = Path(shutil.copytree(loaded, tmp_path / "workspace"))
    settings.WORKSPACE = copy
    settings.FILES = PortalFiles(copy / "portal")
    settings.FILES.make()
    return copy


@dataclass
class Ranking:
    """A study of these tests: what it was asked, and what it does before it answers."""

    asked: list[Request] = field(default_factory=list)
    before: Callable[[Release, Request], Any] | None = None

    def run(self, release: Release, request: Request, progress: Progress) -> StudyResult:
        """Answer with the made-up result."""
        self.asked.append(request)
        progress(0.3, Label("Ranking", "排名"))
        if self.before is not None:
            self.before(release, request)
        progress(0.8, Label("Ranked", "已排名"))
        return replace(result(), study="ranking", release=release.name, as_of=request.text("as_of"))


@pytest.fixture
def ranking(monkeypatch: pytest.MonkeyPatch) -> Ranking:
    """The study, in the catalogue for one test: nothing of the portal knows of it."""
    one = Ranking()
    monkeypatch.setattr(catalogue, "_STUDIES", dict(catalogue._STUDIES))
    catalogue.register(Study(
        "ranking", Label("Ranking", "排名研究"), Label("Who is first?", "谁居首位？"), one.run,
        Label("It says whom to visit.", "用于确定走访对象。"),
        parameters=(
            AS_OF,
            ChoiceParameter(key="method", name=Label("Method", "方法"),
                            options=(Option("entropy", Label("Entropy", "熵权法")),
                                     Option("equal", Label("Equal weights", "等权法")))),
            NumberParameter(key="pace", name=Label("Pace", "增速"), unit="%", least=0, most=20, preset=5,
                            help=Label("A year", "每年")),
            NumberParameter(key="seed", name=Label("Seed", "随机种子"), least=0, most=999, whole=True, preset=7),
            TextParameter(key="words", name=Label("Words", "文字"), longest=20),
            CodesParameter(key="regions", name=Label("Regions", "地区"), scheme="region", most=3),
        )))
    return one


def fetched(browser: Client, address: str) -> Any:
    """Fetch an address to its last byte, so that the file behind it is closed."""
    answer = browser.get(address)
    answer.getvalue()
    return answer


def release_of(workspace: Path) -> str:
    """Name the newest release of the case."""
    return open_release(workspace, CASE).name


def asked_of(workspace: Path, **values: Any) -> dict[str, Any]:
    """Give what a person's form sends to the test study."""
    return {"release": f"{CASE}/{release_of(workspace)}", "of_as_of": "", "of_method": "entropy", "of_pace": "5",
            "of_seed": "7", "of_words": "", "of_regions": [], "title": "", **values}


def answered(person: User, workspace: Path, question: str = "ranking", title: str = "", **values: Any) -> Run:
    """Put a question as a person, and give the run, which tests answer at once."""
    found = question_at(question)
    assert found is not None
    return actions.ask(Act(person), found, CASE, release_of(workspace), found.study.request(values), title=title)
