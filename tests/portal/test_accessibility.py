"""Every page that can be opened by its address, held to axe's rules: as the office in English, as a visitor in Chinese.

The portal has the bundled case and the samples, so that no page is empty. A new address is in this walk by itself; of
pages that all registers show alike, those of three registers are opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern
from playwright.sync_api import Page

from tests.browser import browser_context, watched
from tests.portal.permissions.test_addresses import addresses
from tests.portal.serving import Portal, copy_of, serving, sessions_of

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
_FIND = """
import json
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
records = {}
for kind in KINDS:
    seen = Record.objects.filter(kind=kind.key, audience="public", retired_at=None)
    found = seen.order_by("-is_sample", "id").first()
    if found is not None:
        records[kind.slug] = found.pk
print(json.dumps(records))
"""
_FINDING = """
from outward_portal.audits.keeping import audit_now
from outward_portal.records.readable_cases import readable_cases
case = next(case for case in readable_cases(None) if case.id == "liaoning")
audit = audit_now(case.id, case.release_names[0])
print(next(each.key for each in audit.findings if any(":" in id for id in each.suspects)))
"""


Full = tuple[Portal, str, dict[str, int], str]


@pytest.fixture(scope="module")
def full(filled_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """A portal with the case and the samples, a session of the office, a record of each register, and a finding."""
    with serving(copy_of(filled_workspace, tmp_path_factory.mktemp("full") / "workspace")) as portal:
        yield (portal, sessions_of(portal)["office"], json.loads(portal.python(_FIND).splitlines()[-1]),
               portal.python(_FINDING).splitlines()[-1])


_FEW = {"enterprises", "projects", "documents"}  # registers whose every page is opened
_OF_EACH_KIND = ("records", "record-create", "record", "record-change")  # pages that each register has in its own way


def pages(records: dict[str, int], prefix: str, finding: str) -> Iterator[str]:
    """Give the addresses that a reader can open, each register's with a record of its own."""
    fixed = {"<slug:case>": "liaoning", "<slug:id>": "diagnosis", "<str:region>": "KAZ", "<slug:language>": "en",
             "<slug:field>": "revenue", "<slug:kind>": "document", "<slug:key>": "factbook",
             "<slug:finding>": finding, "<slug:event>": "coup"}
    for name, pattern, route in addresses():
        if name == "account_logout" or not isinstance(pattern.pattern, RoutePattern) or _is_a_file(name, pattern):
            continue
        address = route.replace("/en/", f"/{prefix}/", 1)
        for place, value in fixed.items():
            address = address.replace(place, value)
        if "<slug:slug>" in address:
            for slug in records if name in _OF_EACH_KIND else _FEW & records.keys():
                yield address.replace("<slug:slug>", slug).replace("<int:key>", str(records[slug]))
        else:
            yield address.replace("<int:key>", str(records.get("documents", 1)))


def _is_a_file(name: str, pattern: URLPattern) -> bool:
    """Whether an address gives a file rather than a page."""
    parts = str(pattern.pattern)
    return any(part in parts for part in ("<str:file>", "<str:name>", "<slug:format>", "<str:token>", "<int:row>",
                                          "<int:older>", "api/")) or name in ("health", "ready", "language")


def faults(page: Page, portal: Portal, addresses_: Iterator[str]) -> list[str]:
    """Open each page and give what axe holds to be serious or critical in it."""
    found, seen, opened = [], set(), set()
    for address in addresses_:
        if address in seen:
            continue
        seen.add(address)
        response = page.request.get(portal.at(address))
        assert response.status < 500, address
        led_to = response.url.partition("?")[0]  # many addresses lead whoever has not signed in to the same page
        if response.status != 200 or "text/html" not in response.headers.get("content-type", "") or led_to in opened:
            continue
        opened.add(led_to)
        page.goto(portal.at(address))
        result = Axe().run(page, options=RULES).response["violations"]
        found += [f"{address}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in result
                  if each["impact"] in ("serious", "critical")]
    assert len(seen) > 60
    assert len(opened) > 20
    return found


def test_axe_finds_nothing_serious_in_what_the_office_sees(full: Full, tmp_path: Path) -> None:
    portal, session, records, finding = full
    with browser_context(tmp_path / "profile") as context:
        context.add_cookies([{"name": "outward_session", "value": session, "url": portal.address}])
        seen = watched(context)
        assert faults(seen.page, portal, pages(records, "en", finding)) == []
        assert [each for each in seen.complaints if "Failed to load resource" not in each] == []


def test_axe_finds_nothing_serious_in_what_a_visitor_sees_in_chinese_on_a_phone(full: Full, tmp_path: Path) -> None:
    portal, _session, records, finding = full
    few = {slug: key for slug, key in records.items() if slug in _FEW}
    with browser_context(tmp_path / "profile", width=390) as context:
        seen = watched(context)
        assert faults(seen.page, portal, pages(few, "zh-hans", finding)) == []
        assert [each for each in seen.complaints if "Failed to load resource" not in each] == []
