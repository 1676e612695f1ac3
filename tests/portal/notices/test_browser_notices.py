"""Following in a real browser: an enterprise follows a country and a project, the office changes it, it is told."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.portal.serving import copy_of, serving, sessions_of
from tests.portal.test_accessibility import RULES
from tests.portal.walking import Town, walking

pytestmark = pytest.mark.browser

_WORK = """
from django.utils import timezone
from outward_portal.work.clock import ask_for_the_day
from outward_portal.work.models import Job
from outward_portal.work.running import attempt
ask_for_the_day()
for _ in range(3):
    for job in Job.objects.filter(state="waiting", due_at__lte=timezone.now(), kind__startswith="notices."):
        attempt(job.pk, "test")
"""
"""What a worker does of this room's work."""

_PROJECT = """
from outward_portal.records.models import Record
row = Record.objects.filter(is_sample=True, kind="project", audience="public").order_by("pk").first()
print(row.pk, row.countries.split(";")[0])
"""


@pytest.fixture(scope="module")
def town(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("told") / "workspace")) as portal:
        yield portal, sessions_of(portal)


def no_faults(page: Page) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert found == [], json.dumps(found)[:3000]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def test_an_enterprise_follows_is_told_reads_and_unsubscribes(town: Town, tmp_path: Path) -> None:
    portal = town[0]
    key, country = portal.python(_PROJECT).split()
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/notices/"))
        expect(page.locator("main")).to_contain_text("You follow nothing yet")
        no_faults(page)
        page.goto(portal.at(f"/en/countries/{country}/"))
        page.get_by_role("button", name="Follow", exact=True).click()
        expect(page.get_by_role("button", name="Stop following")).to_be_visible()
        page.goto(portal.at(f"/en/registers/projects/{key}/"))
        page.get_by_role("button", name="Follow", exact=True).press("Enter")
        expect(page.get_by_role("button", name="Stop following")).to_be_visible()
        no_faults(page)
        page.goto(portal.at("/en/notices/following/"))
        page.get_by_label("Sector").select_option("mining")
        page.get_by_role("button", name=re.compile("Follow.*Sector")).click()
        expect(page.locator("table.followed tbody tr")).to_have_count(3)
        no_faults(page)
        page.get_by_role("button", name=re.compile("^Mute.*[Mm]ining")).click()
        expect(page.locator("table.followed")).to_contain_text("muted")
        page.goto(portal.at("/en/notices/delivery/"))
        no_faults(page)
        page.get_by_role("button", name="Make the address").click()
        feed = page.locator("main .message code").inner_text()
        no_faults(page)
    with walking(town, tmp_path, "office") as page:
        page.goto(portal.at(f"/en/registers/projects/{key}/"))
        page.get_by_role("link", name="Edit", exact=True).click()
        stage = page.locator("select[name=stage]")
        stage.select_option("completed" if stage.input_value() != "completed" else "under-way")
        page.locator("[name=reason]").fill("It has moved on.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page).to_have_url(portal.at(f"/en/registers/projects/{key}/"))
    portal.python(_WORK)
    with walking(town, tmp_path, "enterprise") as page:
        page.goto(portal.at("/en/"))
        expect(page.locator(".reader .count")).to_have_text("1")
        page.locator(".reader .mark").click()
        no_faults(page)
        page.locator("ul.notices button", has_text="has reached the stage").first.click()
        expect(page).to_have_url(portal.at(f"/en/registers/projects/{key}/"))
        expect(page.locator(".reader .count")).to_have_count(0)
    with walking(town, tmp_path, "enterprise", width=360) as page:
        page.goto(portal.at("/zh-hans/notices/?state=all"))
        expect(page.locator("ul.notices")).to_contain_text("阶段")
        no_faults(page)
        for address in ("following/", "delivery/", "feeds/"):
            page.goto(portal.at(f"/zh-hans/notices/{address}"))
            no_faults(page)
    with urllib.request.urlopen(feed, timeout=10) as answer:
        told = answer.read().decode()
    assert "has reached the stage" in told
    assert "<entry>" in told
    with walking(town, tmp_path) as page:
        page.goto(portal.at(_unsubscribing(portal.python)))
        no_faults(page)
        page.get_by_role("button", name="Send me no more").click()
        expect(page.locator("main")).to_contain_text("You are sent no messages")
    assert portal.python(_DIGEST).split()[-1] == "off"
    with walking(town, tmp_path, "administrator") as page:
        page.goto(portal.at("/en/notices/outbox/"))
        no_faults(page)


_DIGEST = """
from outward_portal.notices.models import Delivery
print(Delivery.objects.get(user__email__startswith="enterprise@").digest)
"""


def _unsubscribing(python: object) -> str:
    """Give the link that stands in messages to the enterprise."""
    assert callable(python)
    token = python("from outward_portal.accounts.models import User\n"
                   "from outward_portal.notices.outbox.contents import unsubscribe_token\n"
                   "print(unsubscribe_token(User.objects.get(email__startswith='enterprise@')))").split()[-1]
    return f"/en/notices/unsubscribe/{token}"
