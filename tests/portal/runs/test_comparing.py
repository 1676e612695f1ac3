"""Two runs side by side, and an answer as one file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from outward.report.compare import Comparison
from outward.studies.encoding import decode
from outward_portal.accounts.requests import Act
from outward_portal.journal import worked_out
from outward_portal.records.readable_cases import case_name
from outward_portal.runs.comparing import compare_runs
from outward_portal.runs.models import Run
from tests.portal.people import People, browser_of
from tests.portal.runs.conftest import Ranking, answered

pytestmark = pytest.mark.django_db


def test_what_was_asked_and_answered_otherwise_is_shown(ranking: Ranking, people: People, workspace: Path) -> None:
    before = answered(people.analyst, workspace, title="Before", pace=3, seed=1)
    after = answered(people.analyst, workspace, title="After", pace=4, seed=1, question="ranking")
    diagnosis = answered(people.analyst, workspace, question="diagnosis")
    compared = compare_runs(before, after, "en")
    assert [(line.name, line.before, line.after) for line in compared.asked if line.differs] == [
        ("Pace", "3 %", "4 %")]
    assert compared.answers == Comparison((), ())
    browser = browser_of(people.analyst)
    page = browser.get(f"/en/runs/compare?run={after.pk}&run={before.pk}").text
    assert "no number and no sentence differs" in page
    assert page.index(">Before</a>") < page.index(">After</a>")
    other = browser.get(f"/zh-hans/runs/compare?run={before.pk}&run={diagnosis.pk}").text
    assert "4,208" in other
    assert "<del>" in other
    assert "<ins>" in other


def test_only_two_runs_are_compared_and_none_that_is_not_seen(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    mine, theirs = answered(people.analyst, workspace), answered(people.rival, workspace)
    browser = browser_of(people.analyst)
    for query in ("", f"run={mine.pk}", f"run={mine.pk}&run={mine.pk}", "run=x&run=-1"):
        assert browser.get(f"/en/runs/compare?{query}").status_code == 422
    assert browser.get(f"/en/runs/compare?run={mine.pk}&run={theirs.pk}").status_code == 404
    worked_out.change(Act(people.rival), theirs, title="", audience="members")
    assert browser.get(f"/en/runs/compare?run={mine.pk}&run={theirs.pk}").status_code == 200
    assert "1 were chosen" in browser.get(f"/en/runs/compare?run={mine.pk}").text
    Run.objects.filter(pk=theirs.pk).update(folder="")
    unanswered = browser.get(f"/en/runs/compare?run={mine.pk}&run={theirs.pk}")
    assert (unanswered.status_code, "One of them has no answer yet" in unanswered.text) == (422, True)


def test_a_case_has_its_name_wherever_runs_are_told(ranking: Ranking, people: People, workspace: Path) -> None:
    runs = [answered(people.analyst, workspace, seed=seed, as_of="2018-01-01") for seed in (1, 2)]
    browser = browser_of(people.analyst)
    name = case_name("liaoning").zh
    assert name != "liaoning"
    for address in ("", f"{runs[0].pk}/", f"compare?run={runs[0].pk}&run={runs[1].pk}"):
        page = browser.get(f"/zh-hans/runs/{address}").text
        assert name in page
        assert ">liaoning<" not in page
    shown = browser.get(f"/en/runs/{runs[0].pk}/").text
    option = re.search(rf'<option value="{runs[1].pk}">(.*?)</option>', shown)
    assert option is not None
    assert option[1].startswith(f"Ranking {runs[1].pk} · r0001-")
    assert "as of 2018-01-01 · " in option[1]
    assert case_name("gone").en == "gone"


def test_an_answer_as_one_file_holds_everything_and_says_how_to_cite_it(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    run = answered(people.analyst, workspace, pace=3)
    answer = browser_of(people.analyst).get(f"/en/runs/{run.pk}/download")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    names = set(archive.namelist())
    assert names >= {"README.txt", "request.json", "results/ranking.json", "en/numbers.csv", "zh/tables.xlsx",
                     "en/trace.json", "en/charts/figure-3.1.svg"}
    readme = archive.read("README.txt").decode()
    assert f"run {run.pk}, answer {run.digest[:16]}" in readme
    assert "Pace: 3 %" in readme
    assert json.loads(archive.read("request.json"))["request"]["pace"] == 3.0
    result = decode(archive.read("results/ranking.json"))
    assert replace(result, sections=()).study == "ranking"
