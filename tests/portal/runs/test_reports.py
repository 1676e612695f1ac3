"""The living report in the portal: listed, read in the page's language, downloaded, and written anew by a run."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings

from outward.report.build import build_report
from outward.report.framed import read_framed
from outward.report.write import Wanted, write_reports
from outward_portal.runs.models import Run
from outward_portal.work import queue
from tests.portal.people import People, browser_of
from tests.portal.runs.conftest import CASE, Ranking, answered, fetched, release_of
from tests.worlds.results import result

pytestmark = pytest.mark.django_db


def test_a_visitor_finds_the_bundled_cases_report_with_releases_and_files(people: People, workspace: Path) -> None:
    page = browser_of(people.visitor).get("/en/reports/").text
    for piece in ("Liaoning equipment manufacturing", release_of(workspace), "669 observations",
                  "data up to 2017-12-31", "/en/reports/liaoning/files/zh/numbers.csv"):
        assert piece in page, piece
    assert "Write it anew" not in page


def test_a_report_is_read_in_the_pages_language_within_the_portals_page(people: People, workspace: Path) -> None:
    for prefix, word in (("en", "industrial sales value"), ("zh-hans", "工业销售产值")):
        answer = browser_of(people.visitor).get(f"/{prefix}/reports/{CASE}/")
        assert word in answer.text
        assert answer.text.count("<main") == answer.text.count("<h1") == 1
        assert f'data-source="/{prefix}/reports/{CASE}/data"' in answer.text
        assert "style=" not in answer.text
        traces = browser_of(people.visitor).get(f"/{prefix}/reports/{CASE}/data").json()["traces"]
        assert 'data-figure="sales.share.2015"' in answer.text
        assert traces["sales.share.2015"]["formula"] == "100*x1/x2"


def test_a_report_that_the_command_line_writes_is_there_at_once(people: People, workspace: Path) -> None:
    browser = browser_of(people.visitor)
    browser.get(f"/en/reports/{CASE}/")
    changed = result(synthetic=True)
    write_reports([Wanted(partial(build_report, [changed], language="en"), workspace / "reports" / CASE / "en",
                          ("html",))])
    assert "made-up" in browser.get(f"/en/reports/{CASE}/").text


def test_a_language_that_is_missing_is_told_and_never_swapped(people: People, workspace: Path) -> None:
    shutil.rmtree(workspace / "reports" / CASE / "en")
    page = browser_of(people.visitor).get(f"/en/reports/{CASE}/").text
    assert "This case has no report in this language yet." in page
    assert f'href="/zh-hans/reports/{CASE}/"' in page
    assert "工业销售产值" not in page
    assert browser_of(people.visitor).get(f"/en/reports/{CASE}/data").status_code == 404


def test_a_page_that_was_changed_by_hand_is_not_shown_as_the_report(people: People, workspace: Path) -> None:
    page = workspace / "reports" / CASE / "en" / "report.html"
    page.write_bytes(page.read_bytes().replace(b"Anyville", b"<script>x</script>"))
    answer = browser_of(people.visitor).get(f"/en/reports/{CASE}/").text
    assert "the page was changed since it was written" in answer
    assert "<script>x" not in answer


def test_a_case_that_does_not_come_with_outward_is_for_the_agencies_until_the_office_opens_it(
    people: People, workspace: Path
) -> None:
    for part in ("cases", "reports"):
        shutil.copytree(workspace / part / CASE, workspace / part / "own")
    sees = {"officer", "other_officer", "office", "contributor", "analyst"}
    for name, person in people.everybody().items():
        browser = browser_of(person)
        for path in ("own/", "own/data", "own/files/en/numbers.csv"):
            status = fetched(browser, f"/en/reports/{path}").status_code
            assert status == (200 if name in sees else 404), (name, path)
        assert ("/en/reports/own/" in browser.get("/en/reports/").text) == (name in sees)
    browser_of(people.office).post("/en/reports/own/readers", {"audience": "public", "reason": "It is published"})
    assert browser_of(people.visitor).get("/en/reports/own/").status_code == 200


@pytest.mark.parametrize("path", [
    "nothing/", "..%2f..%2fetc/", "liaoning/files/en/passwd", "liaoning/files/en/..%2fzh%2fnumbers.csv",
    "liaoning/files/fr/numbers.csv", "liaoning/files/en/.report-pending.json", "LIAONING/", "assets/report-0.css",
    "assets/report.js"])
def test_no_other_file_is_reached_through_a_reports_addresses(people: People, workspace: Path, path: str) -> None:
    assert browser_of(people.office).get(f"/en/reports/{path}").status_code == 404


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(people: People, workspace: Path) -> None:
    secret = workspace.parent / "secret"
    shutil.copytree(workspace / "reports" / CASE, secret)
    (workspace / "reports" / "linked").symlink_to(secret)
    assert browser_of(people.office).get("/en/reports/linked/files/en/numbers.csv").status_code == 404
    assert "linked" not in browser_of(people.office).get("/en/reports/").text


def test_style_and_script_are_served_as_files_that_browsers_keep(people: People, workspace: Path) -> None:
    browser = browser_of(people.visitor)
    page = browser.get(f"/en/reports/{CASE}/").text
    for kind, type in (("css", "text/css"), ("js", "text/javascript")):
        start = page.index("/en/reports/assets/report-" if kind == "css" else 'data-script="') + (
            0 if kind == "css" else len('data-script="'))
        address = page[start:page.index('"', start)]
        answer = browser.get(address)
        assert answer.headers["Content-Type"].startswith(type)
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_report_is_written_by_a_run_and_takes_the_present_ones_place(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    before = read_framed(workspace / "reports" / CASE / "en")
    run = answered(people.analyst, workspace, question="report", as_of="2018-06-30")
    assert run.is_done, run.error_what
    for language in ("en", "zh"):
        folder = workspace / "reports" / CASE / language
        assert {path.name for path in folder.iterdir()} == {"report.html", "report.pdf", "report.docx", "numbers.csv",
                                                            "trace.json"}
    after = read_framed(workspace / "reports" / CASE / "en")
    assert (after.as_of, after.content != before.content) == ("2018-06-30", True)
    page = browser_of(people.visitor).get(f"/en/reports/{CASE}/").text
    assert "as of 2018-06-30" in page
    assert "report.pdf" in page
    assert "This report stands where" in browser_of(people.analyst).get(f"/en/runs/{run.pk}/").text
    (workspace / "reports" / CASE / "en" / "report.html").write_bytes(b"another")
    assert "Another report has taken" in browser_of(people.analyst).get(f"/en/runs/{run.pk}/").text


def test_a_report_does_not_take_the_place_of_a_strangers_file(
    ranking: Ranking, people: People, workspace: Path
) -> None:
    (workspace / "reports" / CASE / "en" / "report.pdf").write_bytes(b"mine")
    run = answered(people.analyst, workspace, question="report")
    assert not run.is_done
    assert "report.pdf" in run.error_mend
    assert (workspace / "reports" / CASE / "en" / "report.pdf").read_bytes() == b"mine"
    assert list(settings.FILES.runs.iterdir()) == []


def test_two_reports_of_a_case_are_not_written_at_once(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "hand_over", lambda _: None)
    answered(people.office, workspace, question="report")
    sent = {"release": f"{CASE}/{release_of(workspace)}", "of_as_of": "", "title": ""}
    refused = browser_of(people.analyst).post("/en/questions/report/", sent)
    assert refused.status_code == 422
    assert "being written now" in refused.text
    assert Run.objects.count() == 1


def test_an_empty_workspace_says_how_to_begin(people: People, workspace: Path) -> None:
    shutil.rmtree(workspace / "reports")
    shutil.rmtree(workspace / "cases")
    assert "outward case load" in browser_of(people.analyst).get("/en/reports/").text
    assert "Sign in" in browser_of(people.visitor).get("/en/reports/").text
    assert "outward case load" in browser_of(people.analyst).get("/en/questions/report/").text
