"""A portal walked in a real browser, as one of its sample accounts or as a visitor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import browser_context, watched
from tests.portal.serving import Portal

Town = tuple[Portal, dict[str, str]]
"""A portal, and the session of each sample account."""


@contextmanager
def walking(town: Town, folder: Path, who: str = "", *, width: int = 1280) -> Iterator[Page]:
    """Walk as a sample account, or as a visitor; whatever a page complains of fails the test."""
    portal, sessions = town
    with browser_context(folder / (who or "visitor"), width=width) as context:
        if who:
            context.add_cookies([{"name": "outward_session", "value": sessions[who], "url": portal.address}])
        seen = watched(context)
        yield seen.page
        assert [each for each in seen.complaints if "422" not in each] == []
