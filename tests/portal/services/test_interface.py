"""What programs read and do: requests, matches, own offers, steps; held to the interface's description."""

from __future__ import annotations

import pytest

from outward_portal.services.models import ServiceRequest
from tests.portal.api.calling import Program, said
from tests.portal.people import browser_of
from tests.portal.services.market import Market

pytestmark = pytest.mark.django_db


def test_an_enterprise_reads_its_requests_and_who_fits_them(market: Market) -> None:
    request = market.posted()
    market.draft(title_en="Other")
    client = browser_of(market.people.enterprise)
    found = client.get("/api/v1/services/requests?state=open").json()
    assert (found["count"], found["items"][0]["title_en"], found["items"][0]["is_own"]) == (1, "Zqtitle counsel", True)
    assert client.get("/api/v1/services/requests?state=nothing").status_code == 422
    matches = client.get(f"/api/v1/services/requests/{request.pk}/matches").json()
    assert matches["count"] == 3
    first = matches["fitting"][0]
    assert sum(each["share"] for each in first["criteria"]) == pytest.approx(first["score"])
    assert {each["criterion"] for each in first["criteria"]} >= {"service", "country", "language", "capacity"}


def test_a_provider_reads_its_own_offers_and_no_matches(market: Market) -> None:
    request = market.posted()
    market.offered(request)
    market.offered(request, market.second)
    client = browser_of(market.people.provider)
    assert [each["provider"] for each in client.get("/api/v1/services/offers").json()["items"]] == [market.firm.pk]
    assert client.get(f"/api/v1/services/requests/{request.pk}").json()["is_own"] is False
    assert client.get(f"/api/v1/services/requests/{request.pk}/matches").status_code == 403
    assert browser_of(market.people.member).get("/api/v1/services/requests").status_code == 404


def test_steps_are_taken_by_programs_with_the_rights_of_the_pages(market: Market) -> None:
    request = market.draft()
    address = f"/workflows/service-request/{request.pk}"
    program = Program(market.people.enterprise)
    assert {each["key"] for each in said(program.get(address))["steps"]} == {"post", "cancel"}
    assert said(program.send("POST", f"{address}/post", {}))["state"] == "open"
    said(program.send("POST", f"{address}/post", {}), 409)
    said(program.send("POST", f"{address}/cancel", {}), 422)
    said(Program(market.people.rival).send("POST", f"{address}/cancel", {"reason": "x"}), 404)
    assert said(program.send("POST", f"{address}/cancel", {"reason": "not needed"}))["state"] == "cancelled"
    assert ServiceRequest.objects.get().state == "cancelled"
