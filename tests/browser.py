"""The machine's own Chromium for browser tests: found in PATH, driven by Playwright, never downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
              "--disable-background-networking", "--disable-component-update", "--disable-sync")
_MEND = "no Chromium in PATH; install it with: sudo apt-get install chromium chromium-driver"


def chromium() -> str:
    """Find Chromium, or skip the test with the line that installs it.

    A test that is marked ``browser`` fails instead where OUTWARD_REQUIRE asks for one (see ``tests/conftest.py``).
    """
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    pytest.skip(_MEND)


_running: list[Playwright] = []  # the driver, once for every context that needs it


@contextmanager
def _driver() -> Iterator[Playwright]:
    """Run Playwright's driver while any context is open: it allows one in a thread, and none beside another loop."""
    if _running:
        yield _running[0]
        return
    with sync_playwright() as playwright:
        _running.append(playwright)
        try:
            yield playwright
        finally:
            _running.clear()


@contextmanager
def browser_context(user_data: Path, *, width: int = 1280, height: int = 900, scripts: bool = True,
                    dark: bool = False) -> Iterator[BrowserContext]:
    """Open Chromium with a new profile in ``user_data``.

    Parameters
    ----------
    user_data : Path
        An empty folder for the profile.
    width, height : int
        The window's size in pixels.
    scripts : bool
        Whether pages may run script.
    dark : bool
        Whether the reader prefers dark pages.
    """
    program = chromium()
    with _driver() as playwright:
        context = playwright.chromium.launch_persistent_context(
            user_data, executable_path=program, args=list(_ARGUMENTS), headless=True, accept_downloads=True,
            viewport={"width": width, "height": height}, java_script_enabled=scripts,
            color_scheme="dark" if dark else "light", reduced_motion="reduce",
        )
        try:
            yield context
        finally:
            context.close()


@dataclass(slots=True)
class Watched:
    """A page, with what it complained of and what it asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def watched(context: BrowserContext) -> Watched:
    """Open a page whose errors and requests are written down."""
    seen = Watched(context.new_page())

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.complaints.append(message.text)

    def ask(request: Request) -> None:
        seen.requests.append(request.url)

    seen.page.on("console", complain)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("request", ask)
    return seen
