"""What programs read and do: requests, matches, drafts, invitations, offers, steps; as the interface describes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outward_portal.journal.models import Entry
from outward_portal.services.models import Mandate, RequestParty, ServiceInvitation, ServiceOffer, ServiceRequest
from outward_portal.services.requests import actions
from tests.portal.api.calling import Program, said
from tests.portal.people import browser_of
from tests.portal.services.market import PARTY, Market, add

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


REQUESTS = "/services/requests"


def wanted(**values: Any) -> dict[str, Any]:
    """Give a request as a program writes it."""
    return {"title_en": "By a program", "service": "law", "need_en": "help", "countries": ["KAZ", "Zambia"],
            "languages": ["ru", "en"], "deadline": (timezone.localdate() + timedelta(days=5)).isoformat(), **values}


def offered(**values: Any) -> dict[str, Any]:
    """Give an offer as a program writes it."""
    return {"amount": "1250.5", "currency": "usd", "days": 20, "text": "we do it", "no_conflict": True,
            "valid_until": (timezone.localdate() + timedelta(days=5)).isoformat(), **values}


def wrong(program: Program, address: str, body: dict[str, Any]) -> set[str]:
    """Give the fields that an answer calls wrong."""
    return {each["in"] for each in said(program.send("POST", address, body), 422)["errors"]}


def test_a_program_drafts_a_request_invites_and_offers(market: Market) -> None:
    works, firm = Program(market.people.enterprise), Program(market.people.provider)
    answer = works.send("POST", REQUESTS, wanted(
        budget="5000", currency="cny", needs_country=True, text="zqsecret",
        adverse=["Somebody", f"Second ({market.second.pk})"]))
    made = said(answer, 201)
    request = ServiceRequest.objects.get()
    assert answer.headers["Location"] == f"/api/v1/services/requests/{request.pk}"
    assert made == said(works.get(f"{REQUESTS}/{request.pk}"))
    assert [made[name] for name in ("state", "countries", "languages", "budget", "currency", "audience")] == [
        "draft", ["KAZ", "ZMB"], ["en", "ru"], "5000.00", "CNY", "invited"]
    assert (request.owner, request.made_by, request.needs_country, request.needs_language, request.brief.text) == (
        market.people.works, market.people.enterprise, True, False, "zqsecret")
    assert list(RequestParty.objects.values_list("role", "name", "record")) == [
        ("adverse", "Somebody", None), ("adverse", "Second", market.second.pk)]
    said(works.send("POST", f"/workflows/service-request/{request.pk}/post", {}))
    invite = {"providers": [market.firm.pk, market.nobody.pk, market.firm.pk]}
    asked = said(works.send("POST", f"{REQUESTS}/{request.pk}/invitations", invite), 201)
    assert (asked["count"], [each["provider"] for each in asked["items"]]) == (2, [market.firm.pk, market.nobody.pk])
    assert {each["state"] for each in asked["items"]} == {"invited"}
    assert said(works.send("POST", f"{REQUESTS}/{request.pk}/invitations", invite), 201)["count"] == 0, "asked once"
    told = said(firm.send("POST", f"{REQUESTS}/{request.pk}/offers", offered()), 201)
    assert told == said(firm.get("/services/offers"))["items"][0]
    assert (told["provider"], told["amount"], told["currency"], told["state"]) == (
        market.firm.pk, "1250.50", "USD", "made")
    said(firm.send("POST", f"{REQUESTS}/{request.pk}/offers", offered()), 403)
    entries = Entry.objects.filter(action__in=("service.drafted", "service.invited", "service.offered"))
    assert entries.count() == 4
    assert all(each.request for each in entries), "the number of the call, for the log"


def test_a_draft_is_refused_field_by_field_as_on_its_page(market: Market) -> None:
    works = Program(market.people.enterprise)
    bad = wanted(title_en="", service="magic", countries=["Nowhereland"], languages=["xx"], deadline="2001-01-01",
                 budget="5", audience="all", project="nothing", rival=[f"Party {number}" for number in range(11)])
    fields = {"title_en", "service", "countries", "languages", "deadline", "currency", "audience", "project",
              "counterparty"}
    assert wrong(works, REQUESTS, bad) == fields
    assert wrong(works, REQUESTS, wanted(need_en="a\x00b", rival=["\ud800"])) == {"need_en", "rival"}
    assert wrong(works, REQUESTS, {"service": "law"}) == {"body.payload.deadline"}
    assert not ServiceRequest.objects.exists()


def test_only_enterprises_draft_requests(market: Market) -> None:
    for person, status in ((None, 401), (market.people.member, 404), (market.people.provider, 403),
                           (market.people.office, 403)):
        said(Program(person).send("POST", REQUESTS, wanted()), status)
    said(Program(market.people.enterprise, "read").send("POST", REQUESTS, wanted()), 403)
    assert not ServiceRequest.objects.exists()


def test_only_the_enterprise_that_asks_invites(market: Market) -> None:
    request = market.posted(audience="providers")
    address, invite = f"{REQUESTS}/{request.pk}/invitations", {"providers": [market.firm.pk]}
    for person, status in ((None, 401), (market.people.member, 404), (market.people.rival, 404),
                           (market.people.provider, 403), (market.people.office, 403)):
        said(Program(person).send("POST", address, invite), status)
    assert not ServiceInvitation.objects.exists()
    said(Program(market.people.colleague).send("POST", address, invite), 201)


def test_invitations_are_refused_with_the_reason(market: Market) -> None:
    Mandate.objects.create(provider=market.firm, client=PARTY, began_on=timezone.localdate())
    request, works = market.posted(parties=[("adverse", PARTY, None)]), Program(market.people.enterprise)
    address = f"{REQUESTS}/{request.pk}/invitations"
    refused = said(works.send("POST", address, {"providers": [market.second.pk, market.firm.pk]}), 409)
    assert "conflict of interest" in refused["detail"]
    assert wrong(works, address, {"providers": [market.second.pk, 10**9]}) == {"providers"}
    assert wrong(works, address, {"providers": []}) == {"body.payload.providers"}
    assert not ServiceInvitation.objects.exists(), "all or none"
    draft = market.draft()
    refused = said(works.send("POST", f"{REQUESTS}/{draft.pk}/invitations", {"providers": [market.second.pk]}), 409)
    assert "no longer taken" in refused["detail"]


def test_only_providers_that_may_offer_do(market: Market) -> None:
    request = market.posted()
    actions.invite(market.enterprise, request, [market.firm])
    address = f"{REQUESTS}/{request.pk}/offers"
    for person, status in ((None, 401), (market.people.member, 404), (market.people.rival, 404),
                           (market.second_person, 404), (market.people.enterprise, 403), (market.people.office, 403)):
        said(Program(person).send("POST", address, offered()), status)
    firm = Program(market.people.provider)
    bad = offered(amount="-1", currency="XXQ", days=0, text="", valid_until="2001-01-01", conflict="both")
    assert wrong(firm, address, bad) == {"amount", "currency", "days", "text", "valid_until", "no_conflict"}
    assert wrong(firm, address, offered(text="a\x00b")) == {"text"}
    assert wrong(firm, address, offered(provider=market.second.pk)) == {"provider"}
    assert not ServiceOffer.objects.exists()


def test_who_has_several_records_says_in_whose_name(market: Market) -> None:
    branch = add(market.people, "Branch", market.people.provider.organisation)
    request, firm = market.posted(audience="providers"), Program(market.people.provider)
    address = f"{REQUESTS}/{request.pk}/offers"
    assert wrong(firm, address, offered()) == {"provider"}
    assert said(firm.send("POST", address, offered(provider=branch.pk)), 201)["provider"] == branch.pk


def test_a_provider_in_conflict_does_not_offer(market: Market) -> None:
    request, firm = market.posted(audience="providers", parties=[("adverse", PARTY, None)]), Program(
        market.people.provider)
    address = f"{REQUESTS}/{request.pk}/offers"
    Mandate.objects.create(provider=market.firm, client=PARTY, began_on=timezone.localdate())  # not looked for yet
    refused = said(firm.send("POST", address, offered()), 409)
    assert refused["detail"] == "You cannot offer for this request."
    said(firm.send("POST", address, offered()), 404)
    other = market.posted(audience="providers")
    declared = said(firm.send("POST", f"{REQUESTS}/{other.pk}/offers", offered(
        no_conflict=False, conflict="we know them")), 201)
    assert declared["conflict"] == "we know them"
    assert ServiceOffer.objects.count() == 1
