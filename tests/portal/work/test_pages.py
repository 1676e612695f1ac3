"""Pages of background work: one's own, everybody's for administrators without what they are about."""

from __future__ import annotations

import pytest
from django.urls import reverse

from outward_portal.accounts.requests import Act
from outward_portal.work.errors import ToldError
from outward_portal.work.models import Job
from outward_portal.work.queue import enqueue
from tests.portal.people import People, browser_of
from tests.portal.work.conftest import Declare

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(people: People, declare: Declare) -> Job:
    def work(_: object) -> None:
        raise ToldError("cell B7 holds no year")

    declare(work)
    return enqueue(Act(people.officer), "test.work", "secret-key", {"file": "secret-file.xlsx"})


def test_only_who_asked_and_the_administrator_see_a_job(people: People, failed: Job) -> None:
    seen = {name for name, user in people.everybody().items() if Job.objects.visible_to(user).exists()}
    assert seen == {"officer", "administrator"}
    for name, user in people.everybody().items():
        answered = browser_of(user).get(reverse("job-state", args=[failed.pk])).status_code
        assert answered == (200 if name in seen else 302 if name == "visitor" else 404), name


def test_administrators_are_not_told_what_a_job_is_about(people: People, failed: Job) -> None:
    for name in ("jobs", "job", "job-state"):
        args = [] if name == "jobs" else [failed.pk]
        own = browser_of(people.officer).get(reverse(name, args=args)).text
        others = browser_of(people.administrator).get(reverse(name, args=args)).text
        assert "cell B7" in own
        assert "Failed" in others
        for secret in ("cell B7", "secret-key", "secret-file"):
            assert secret not in others


def test_a_failed_job_is_tried_again_by_its_button(people: People, failed: Job, declare: Declare) -> None:
    declare(lambda _: None)
    assert browser_of(people.colleague).post(reverse("job-again", args=[failed.pk])).status_code == 404
    answer = browser_of(people.officer).post(reverse("job-again", args=[failed.pk]), follow=True)
    assert "It is tried again." in answer.text
    failed.refresh_from_db()
    assert failed.state == "done"


def test_a_waiting_job_is_called_off_by_its_button(people: People, declare: Declare, queued: list[int]) -> None:
    declare(lambda _: None)
    job = enqueue(Act(people.officer), "test.work", "1")
    browser = browser_of(people.officer)
    assert 'hx-trigger="every 1s"' in browser.get(reverse("job-state", args=[job.pk])).text
    assert "Called off." in browser.post(reverse("job-cancel", args=[job.pk]), follow=True).text
    assert "hx-trigger" not in browser.get(reverse("job-state", args=[job.pk])).text
    assert "nothing to call off" in browser.post(reverse("job-cancel", args=[job.pk]), follow=True).text


def test_an_empty_list_says_so(people: People) -> None:
    assert "You have not asked for anything" in browser_of(people.member).get(reverse("jobs")).text
