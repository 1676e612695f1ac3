"""The portal as its server serves it."""

from __future__ import annotations

import urllib.request
from pathlib import Path

import pytest

from tests.browser import browser_context, watched
from tests.portal.serving import Portal


def test_a_served_portal_answers_and_stops(portal: Portal) -> None:
    with urllib.request.urlopen(portal.at("/en/"), timeout=20) as answer:
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert portal.python("from outward_portal.accounts.models import User; print(User.objects.count())") == "0\n"


@pytest.mark.browser
def test_pages_load_everything_that_they_ask_for_under_the_policy(portal: Portal, tmp_path: Path) -> None:
    with browser_context(tmp_path / "profile") as context:
        seen = watched(context)
        seen.page.goto(portal.at("/zh-hans/registers/"))
        assert seen.page.locator("html").get_attribute("lang") == "zh-CN"
        assert seen.page.evaluate("typeof htmx") == "object"
        assert seen.complaints == []
        assert all(address.startswith(portal.address) for address in seen.requests)
