"""Every address of the portal, asked for by everybody with the keys of rows that they may not see: no word leaks.

An address is in this test by being an address. A new kind of argument must be given values here, or the test fails.
Addresses written as regular expressions are allauth's with signed keys, which the tests of membership try.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from outward_portal.records.kinds import KINDS
from tests.portal.people import browser_of
from tests.portal.permissions.expected import ROLES, SEES_AUDIENCE, SEES_PRIVATE
from tests.portal.permissions.world import AUDIENCES, World, keep_private, word

pytestmark = pytest.mark.django_db

NOT_ASKED = {
    "account_logout": "ends the session of whoever asks",
}
_PLAIN = ("enterprise", "project")  # kinds of which every audience is asked for; of the others one suffices
_OF_RECORDS = ("/en/registers/", "/en/leads/", "/en/funding/", "/en/plans/", "/en/risks/projects/", "/en/library/",
               "/en/review/<slug:kind>/", "/api/v1/registers/", "/api/v1/leads/", "/api/v1/workflows/")
"""Where a key is a record's: there every audience is asked for; elsewhere, as of runs and accounts, two keys do."""


def addresses() -> Iterator[tuple[str, URLPattern, str]]:
    """Give each address's name, pattern and route below ``/en/``."""

    def walk(patterns: list[URLPattern | URLResolver], route: str) -> Iterator[tuple[str, URLPattern, str]]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, route + str(each.pattern))
            else:
                yield each.name or "", each, route + str(each.pattern)

    return walk(get_resolver().url_patterns, "/")


def arguments(name: str, parameter: str, route: str, world: World) -> list[str]:
    """Give values for an argument of an address: slugs of registers, keys of rows of every audience."""
    keys = [str(world.records[kind, audience].pk) for kind, audience in product(_PLAIN, AUDIENCES)]
    factors = [str(world.records["factor", audience].pk) for audience in AUDIENCES]
    known: dict[str, list[str]] = {
        "slug": [kind.slug for kind in KINDS if kind.key in _PLAIN],
        "key": ["factbook"] if name.startswith("pack-") else keys if route.startswith(_OF_RECORDS) else keys[3:5],
        "row": factors if name == "workflow-step" else keys[:1], "older": keys[:1],
        "flow": ["factor"], "step": ["supersede"],
        "kind": ["document", *_PLAIN[:1]],
        "format": ["csv", "xlsx", "json", "zip"],
        "language": ["en", "zh"],
        "field": ["revenue"],
        "case": ["liaoning"], "id": ["diagnosis", "report"], "region": ["KAZ"],
        "finding": ["0" * 32], "to": ["acknowledged"], "item": ["culture"], "currency": ["ZMW"], "event": ["coup"],
        "code": ["KAZ"],
        "file": ["results.json"], "name": ["report.css"], "token": ["not-a-token"],
        "topic": ["room:leads", "country:KEN", f"record:{keys[-1]}"],
    }
    if parameter not in known:
        raise LookupError(f"{name} has an argument {parameter!r} that this test has no values for")
    return known[parameter]


def filled(name: str, pattern: URLPattern, route: str, world: World) -> Iterator[str]:
    """Write an address with every combination of its arguments."""
    parameters = list(pattern.pattern.converters)
    for values in product(*(arguments(name, parameter, route, world) for parameter in parameters)):
        address = route
        for parameter, value in zip(parameters, values, strict=True):
            converter = next(part for part in (f"<int:{parameter}>", f"<slug:{parameter}>", f"<str:{parameter}>",
                                               f"<{parameter}>") if part in address)
            address = address.replace(converter, value)
        yield address


def text_of(client: Client, address: str) -> str:
    """Give everything that an address answers, archives unpacked."""
    response = client.get(address)
    content = b"".join(getattr(response, "streaming_content", ())) if response.streaming else response.content
    return _unpacked(content) + str(dict(response.headers))


def _unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(_unpacked(archive.read(member)) for member in archive.namelist())


@pytest.mark.parametrize("role", ROLES)
def test_no_address_tells_what_a_role_may_not_see(world: World, role: str) -> None:
    people = world.people
    published = world.records["enterprise", "public"]
    published.owner = people.works
    published.save()
    keep_private(published, people)
    hidden = [word(kind, audience) for kind in KINDS for audience in AUDIENCES if audience not in SEES_AUDIENCE[role]]
    hidden += [f"zqprivate{audience.replace('-', '')}" for audience in SEES_PRIVATE["enterprise"] - SEES_PRIVATE[role]]
    client = browser_of(getattr(people, role))
    asked = 0
    for name, pattern, route in addresses():
        if name in NOT_ASKED or not isinstance(pattern.pattern, RoutePattern):
            continue
        for address in filled(name, pattern, route, world):
            told = text_of(client, address)
            asked += 1
            assert [secret for secret in hidden if secret in told] == [], address
    assert asked > 40
