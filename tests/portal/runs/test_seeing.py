"""Who sees a run and its files, by role, audience and channel; sharing, putting aside, and cases that close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from outward_portal.accounts.models import WorkAudience
from outward_portal.accounts.requests import Act
from outward_portal.journal import worked_out
from outward_portal.membership.actions import erasure
from outward_portal.records.models import CaseAccess
from outward_portal.runs import actions
from outward_portal.runs.models import Run
from outward_portal.work import queue
from outward_portal.work.models import Job
from tests.portal.people import People, browser_of
from tests.portal.runs.conftest import Ranking, answered, asked_of, fetched

pytestmark = pytest.mark.django_db

ASKER = {"enterprise"}
ORGANISATION = ASKER | {"colleague"}
LEADERS = ORGANISATION | {"officer", "other_officer", "office"}
EVERYBODY = LEADERS | {"member", "rival", "provider", "contributor", "analyst", "administrator"}
SEES = {WorkAudience.SELF: ASKER, WorkAudience.ORGANISATION: ORGANISATION, WorkAudience.LEADING_GROUP: LEADERS,
        WorkAudience.MEMBERS: EVERYBODY}
"""By audience, who sees a run of the works' manager over a public case; a visitor sees none."""
WITHIN = {"public": EVERYBODY, "members": EVERYBODY, "agencies": {"officer", "other_officer", "office", "contributor",
                                                                  "analyst"}, "office": {"office"}}
"""By a case's audience, who of them still sees a run that is shared with everybody."""


def channels(run: Run) -> dict[str, str]:
    """The addresses at which a run's content comes out."""
    base = f"/en/runs/{run.pk}"
    return {"page": f"{base}/", "data": f"{base}/data", "file": f"{base}/files/en/numbers.csv",
            "table": f"{base}/files/zh/tables.xlsx", "chart": f"{base}/charts/en/figure-3.1.svg",
            "archive": f"{base}/download"}


@pytest.fixture
def run(ranking: Ranking, people: People, workspace: Path) -> Run:
    """A run of the works' manager."""
    return answered(people.enterprise, workspace, title="Zqsecret plan", words="zqsecret")


def share(people: People, run: Run, audience: str) -> None:
    worked_out.change(Act(people.enterprise), run, title=run.title, audience=audience)


def status(browser: Client, address: str) -> int:
    return fetched(browser, address).status_code


@pytest.mark.parametrize("audience", list(SEES))
def test_every_channel_gives_a_run_to_those_of_its_audience_alone(people: People, run: Run, audience: str) -> None:
    share(people, run, audience)
    for name, person in people.everybody().items():
        browser = browser_of(person)
        for channel, address in channels(run).items():
            expected = 302 if name == "visitor" else 200 if name in SEES[WorkAudience(audience)] else 404
            assert status(browser, address) == expected, (name, channel)
        listed = browser.get("/en/runs/?q=zqsecret")
        assert (b"Zqsecret plan" in listed.content) == (name in SEES[WorkAudience(audience)]), name


@pytest.mark.parametrize("audience", list(WITHIN))
def test_a_shared_run_is_seen_by_nobody_who_may_not_see_its_case(people: People, run: Run, audience: str) -> None:
    share(people, run, WorkAudience.MEMBERS)
    actions.open_case(Act(people.office), run.case, audience)
    for name, person in people.everybody().items():
        expected = 302 if name == "visitor" else 200 if name in WITHIN[audience] else 404
        assert status(browser_of(person), channels(run)["page"]) == expected, name


def test_a_run_put_aside_is_seen_by_its_asker_alone_and_can_be_brought_back(people: People, run: Run) -> None:
    share(people, run, WorkAudience.MEMBERS)
    asker = browser_of(people.enterprise)
    assert asker.get(f"/en/runs/{run.pk}/retire").status_code == 200
    asker.post(f"/en/runs/{run.pk}/retire")
    assert status(browser_of(people.office), channels(run)["page"]) == 404
    assert status(asker, channels(run)["page"]) == 200
    assert "Zqsecret" not in asker.get("/en/runs/").text
    assert "Zqsecret" in asker.get("/en/runs/?retired=1").text
    asker.post(f"/en/runs/{run.pk}/restore")
    assert status(browser_of(people.office), channels(run)["page"]) == 200


def test_more_people_see_a_run_only_when_its_asker_has_confirmed_it(people: People, run: Run) -> None:
    asker = browser_of(people.enterprise)
    refused = asker.post(f"/en/runs/{run.pk}/edit", {"title": "Kept", "audience": "members"})
    assert refused.status_code == 422
    assert 'id="error_id_confirmed"' in refused.text
    assert Run.objects.get().audience == "self"
    asker.post(f"/en/runs/{run.pk}/edit", {"title": "Kept", "audience": "members", "confirmed": "on"})
    asker.post(f"/en/runs/{run.pk}/edit", {"title": "Fewer", "audience": "organisation"})
    assert (Run.objects.get().audience, Run.objects.get().title) == ("organisation", "Fewer")


def test_others_may_look_at_a_shared_run_but_not_change_or_retire_it(people: People, run: Run) -> None:
    share(people, run, WorkAudience.MEMBERS)
    for person in (people.office, people.colleague, people.administrator):
        browser = browser_of(person)
        for page in ("edit", "retire"):
            assert browser.post(f"/en/runs/{run.pk}/{page}", {"title": "x", "audience": "self"}).status_code == 403
        assert browser.post(f"/en/runs/{run.pk}/restore").status_code == 403
    assert not Run.objects.get().is_retired


def test_who_has_no_organisation_cannot_share_with_one(people: People, ranking: Ranking, workspace: Path) -> None:
    people.analyst.organisation = None
    people.analyst.save()
    run = answered(people.analyst, workspace)
    refused = browser_of(people.analyst).post(f"/en/runs/{run.pk}/edit", {"title": "", "audience": "organisation",
                                                                         "confirmed": "on"})
    assert refused.status_code == 422


def test_an_asker_whose_account_is_gone_leaves_a_run_that_pages_still_show(
    people: People, ranking: Ranking, workspace: Path
) -> None:
    run = answered(people.analyst, workspace)
    worked_out.change(Act(people.analyst), run, title="", audience="members")
    Run.objects.update(asked_by=None, organisation=None)
    browser = browser_of(people.office)
    assert status(browser, f"/en/runs/{run.pk}/") == 200
    assert status(browser, "/en/runs/") == 200


def test_a_list_is_narrowed_sorted_and_paged(
    people: People, ranking: Ranking, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("beta", "alpha", "gamma"):
        answered(people.analyst, workspace, title=title)
    shared = answered(people.office, workspace, title="theirs")
    worked_out.change(Act(people.office), shared, title="theirs", audience="members")
    browser = browser_of(people.analyst)

    def titles(query: str) -> list[str]:
        page = browser.get(f"/en/runs/?{query}").text
        found = [(page.find(f">{title}</a>"), title) for title in ("alpha", "beta", "gamma", "theirs")]
        return [title for place, title in sorted(found) if place >= 0]

    assert titles("") == ["theirs", "gamma", "alpha", "beta"]
    assert titles("sort=title") == ["alpha", "beta", "gamma", "theirs"]
    assert titles("whose=mine&sort=-title") == ["gamma", "beta", "alpha"]
    assert titles("whose=shared") == ["theirs"]
    assert titles("q=ALPH") == ["alpha"]
    assert titles("state=failed") == titles("question=diagnosis") == []
    assert titles("state=done") == titles("")
    monkeypatch.setattr("outward_portal.theme.lists.PAGE_ROWS", 2)
    assert titles("page=2") == ["alpha", "beta"]
    assert titles("page=999999") == ["alpha", "beta"]
    nonsense = browser.get("/en/runs/?sort=password&state=odd&page=-1")
    assert "sort" in nonsense.text
    assert nonsense.status_code == 200


def test_a_list_costs_the_same_number_of_queries_however_long_it_is(
    people: People, ranking: Ranking, workspace: Path, django_assert_max_num_queries: object
) -> None:
    for title in "abcdef":
        answered(people.analyst, workspace, title=title)
    browser = browser_of(people.analyst)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert status(browser, "/en/runs/") == 200


@pytest.mark.parametrize("path", [
    "files/en/../zh/numbers.csv", "files/en/results", "files/fr/numbers.csv", "files/en/.env",
    "charts/en/figure-9.9.svg", "charts/en/..%2Fnumbers.csv",
    "files/..%2Fen/numbers.csv", "files/en/%2e%2e%2fresults%2franking.json"])
def test_no_other_file_is_reached_through_a_runs_addresses(people: People, run: Run, path: str) -> None:
    assert status(browser_of(people.enterprise), f"/en/runs/{run.pk}/{path}") == 404


def test_files_are_saved_and_never_opened_as_pages(people: People, run: Run) -> None:
    browser = browser_of(people.enterprise)
    base = f"/en/runs/{run.pk}"
    for address in (f"{base}/files/en/report.html", f"{base}/charts/en/figure-3.1.svg", f"{base}/download"):
        answer = fetched(browser, address)
        assert answer.headers["Content-Disposition"].startswith("attachment"), address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_data_of_a_run_is_not_sent_twice(people: People, run: Run) -> None:
    browser = browser_of(people.enterprise)
    address = channels(run)["data"]
    first = browser.get(address)
    assert "no-cache" in first.headers["Cache-Control"]
    assert browser.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert browser_of(people.rival).get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 404


def test_a_case_is_opened_and_closed_by_the_office_alone_and_the_journal_tells_it(
    people: People, ranking: Ranking, workspace: Path
) -> None:
    for name, person in people.everybody().items():
        answer = browser_of(person).post("/en/reports/liaoning/readers", {"audience": "members", "reason": "A test"})
        assert answer.status_code == 302 if name in ("office", "visitor") else answer.status_code == 403, name
    assert CaseAccess.objects.get().audience == "members"
    assert browser_of(people.visitor).get("/en/reports/liaoning/").status_code == 404
    refused = browser_of(people.office).post("/en/reports/liaoning/readers", {"audience": "nobody", "reason": ""})
    assert refused.status_code == 422


def test_asking_before_sharing_shows_no_other_persons_run(people: People, run: Run, workspace: Path) -> None:
    answer = browser_of(people.rival).post("/en/questions/ranking/", asked_of(workspace, of_words="zqsecret"))
    assert answer.status_code == 302


def test_of_an_erased_persons_runs_those_stay_that_others_see(
    ranking: Ranking, people: People, workspace: Path, monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    own, shared = (answered(people.analyst, workspace, title=title) for title in ("Own", "Shared"))
    Run.objects.filter(pk=shared.pk).update(audience=WorkAudience.MEMBERS)
    monkeypatch.setattr(queue, "hand_over", lambda _: None)
    waiting = answered(people.analyst, workspace, title="Waiting")
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(Act(people.analyst), people.analyst)
    assert list(Run.objects.all()) == [shared]
    assert not (settings.FILES.runs / own.folder).exists()
    assert (settings.FILES.runs / shared.folder).exists()
    assert [job.state for job in Job.objects.filter(key=str(waiting.pk))] == ["cancelled"]
