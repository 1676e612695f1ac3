"""The way in as people walk it: a real server, a real browser, the real policy on what a page may load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import browser_context, watched
from tests.portal.membership.entering import code_of
from tests.portal.serving import Portal

PASSWORD = "quite a long passphrase"


@contextmanager
def somebody(folder: Path, *, width: int = 1280) -> Iterator[Page]:
    """Open a browser; whatever its pages complain of fails the test."""
    with browser_context(folder, width=width) as context:
        seen = watched(context)
        yield seen.page
        assert [each for each in seen.complaints if "404" not in each] == []


def sign_in(page: Page, portal: Portal, email: str, password: str) -> None:
    page.goto(portal.at("/en/account/login/"))
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: not address.endswith("/account/login/"))  # the next page would end it


def choose_password(page: Page, old: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password")
    page.get_by_label("Current Password").fill(old)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Change it").click()


def set_up_second_factor(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    picture = page.locator(".qr img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")  # the policy lets it be drawn
    secret = page.locator("#totp-key").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    return secret


def link_in(message: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+/\S+", message.replace("=\n", ""))
    assert found
    return found.group(0)


@pytest.mark.browser
def test_an_enterprise_is_claimed_granted_and_joined(portal: Portal, tmp_path: Path) -> None:
    portal.run("sample_accounts")
    given = dict(re.findall(r"^(\S+@\S+)\s+(\S+)", portal.run("sample_accounts", "--show"), re.MULTILINE))

    with somebody(tmp_path / "visitor", width=390) as page:  # a visitor, on a telephone
        sign_in(page, portal, "visitor@sample.example", given["visitor@sample.example"])
        choose_password(page, given["visitor@sample.example"])
        page.get_by_role("link", name="Claim my enterprise").click()
        page.get_by_label("Unified social credit code").fill("91350100 M000100 Y43")
        page.get_by_label("Enterprise's name as registered").fill("示例起重机有限公司")
        page.get_by_label("How you can show it").fill("Head of exports")
        page.get_by_role("button", name="Send the claim").click()
        expect(page.get_by_text("91350100M000100Y43 · Open")).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, f"the page is {width} px wide"

    with somebody(tmp_path / "office") as page:
        sign_in(page, portal, "office@sample.example", given["office@sample.example"])
        choose_password(page, given["office@sample.example"])
        set_up_second_factor(page)
        page.get_by_role("link", name="I have kept them").click()
        page.get_by_role("link", name="Claims to enterprises").click()
        page.get_by_role("link", name="示例起重机有限公司").click()
        page.get_by_label("Grant the claim").check()
        page.get_by_role("textbox", name="Reason").fill("Rang the enterprise")
        page.get_by_role("button", name="Decide").click()
        expect(page.get_by_text("The claim was granted.")).to_be_visible()

    with somebody(tmp_path / "manager") as page:
        sign_in(page, portal, "visitor@sample.example", PASSWORD)
        page.goto(portal.at("/en/account/members/"))
        page.get_by_label("E-mail address").fill("colleague@example.org")
        page.get_by_role("button", name="Invite").click()
        expect(page.get_by_role("rowheader", name="colleague@example.org")).to_be_visible()

    with somebody(tmp_path / "colleague") as page:
        page.goto(link_in(portal.messages()[-1]))
        page.get_by_label("Your name").fill("Zhang San")
        page.locator("[name=password1]").fill(PASSWORD)
        page.locator("[name=password2]").fill(PASSWORD)
        page.get_by_role("button", name="Accept and make my account").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Zhang San")
        expect(page.get_by_text("Enterprise member", exact=True)).to_be_visible()


@pytest.mark.browser
def test_the_second_factor_is_asked_for_at_the_next_sign_in(portal: Portal, tmp_path: Path) -> None:
    address = "boss@example.org"
    link = portal.run("create_administrator", address, "--link", "--address", portal.address).split()[0]
    with somebody(tmp_path / "first") as page:
        page.goto(link)
        page.get_by_label("Your name").fill("Boss")
        page.locator("[name=password1]").fill(PASSWORD)
        page.locator("[name=password2]").fill(PASSWORD)
        page.get_by_role("button", name="Accept and make my account").click()
        secret = set_up_second_factor(page)
    with somebody(tmp_path / "second") as page:
        sign_in(page, portal, address, PASSWORD)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
        page.goto(portal.at("/en/account/accounts/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")  # still not in
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Your second factor")
        page.goto(portal.at("/en/account/accounts/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Accounts")
