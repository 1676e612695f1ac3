"""A request from a draft to a rating, and what is refused on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from outward_portal.journal.models import Entry
from outward_portal.notices.models import Occurrence
from outward_portal.records.errors import RefusedError
from outward_portal.services.jobs import tell_deadlines
from outward_portal.services.models import Engagement, Provider, Rating, ServiceInvitation, ServiceOffer, ServiceRequest
from outward_portal.services.requests import actions
from outward_portal.services.requests.forms import offer_stamp
from tests.portal.people import browser_of
from tests.portal.services.market import Market, add, offer, step

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    """Give the organisations that are told of a kind of occurrence."""
    return {each.name_en for row in Occurrence.objects.filter(kind=kind) for each in row.organisations.all()}


def test_a_request_goes_from_a_draft_to_an_answered_rating(market: Market) -> None:
    request = market.rated(5, 4, 3, 2)
    assert request.state == ServiceRequest.State.RATED
    rating = Rating.objects.get(provider=market.firm)
    assert (rating.quality, rating.time, rating.cost, rating.communication) == (5, 4, 3, 2)
    rating = step(market.provider, rating, "answer", {"answer": "zqanswer"})
    assert (rating.state, rating.answer) == ("answered", "zqanswer")
    with pytest.raises(RefusedError):
        step(market.provider, rating, "answer", {"answer": "again"})
    states = {each.provider.name_en: each.state for each in ServiceOffer.objects.select_related("provider")}
    assert states == {"Firm": "accepted", "Second": "declined"}
    engagement = Engagement.objects.get()
    assert (engagement.provider, engagement.outcome) == (market.firm, "completed")
    assert engagement.ended_at is not None
    assert told("service.awarded") == {"Test Law Firm"}
    assert told("service.not-awarded") == {"Second Firm"}
    assert told("service.rated") == {"Test Law Firm"}
    assert told("service.answered") == told("service.offer") == {"Test Works"}


def test_the_journal_says_that_it_was_done_and_nothing_of_what_is_in_it(market: Market) -> None:
    market.rated()
    step(market.enterprise, market.draft(), "cancel", reason="zqreason")
    entries = list(Entry.objects.filter(action__startswith="service."))
    assert {"service.drafted", "service.posted", "service.invited", "service.offered", "service.awarded",
            "service.begun", "service.finished", "service.rated"} <= {each.action for each in entries}
    for each in entries:
        said = f"{each.changes} {each.reason}"
        kept = ("zqreason", "zqneed", "zqsecret", "zqoffer", "zqwhy", "zqrating")
        assert not [word for word in kept if word in said], each.action


def test_the_journal_says_each_state_that_an_offer_or_a_request_has_had(market: Market) -> None:
    request = market.awarded()
    step(market.provider, request, "refuse", reason="zqreason")
    step(market.enterprise, request, "cancel", reason="zqreason")
    entries = Entry.objects.filter(action__startswith="service.").order_by("pk")
    moves: dict[str, list[str]] = {}
    for each in entries:
        if "state" in each.changes:
            moves.setdefault(each.subject, []).append("-".join(each.changes["state"]))
    first, second = (f"services.serviceoffer:{each.pk}" for each in ServiceOffer.objects.order_by("pk"))
    assert moves[f"services.servicerequest:{request.pk}"] == [
        "draft-open", "open-offers", "offers-awarded", "awarded-offers", "offers-cancelled"]
    assert moves[first] == ["made-accepted", "accepted-withdrawn"]
    assert moves[second] == ["made-declined", "declined-made", "made-declined"]
    assert not [each for each in entries if "zqreason" in each.reason]


def test_what_is_posted_is_not_edited(market: Market) -> None:
    request = market.posted()
    with pytest.raises(RefusedError):
        actions.edit(market.enterprise, request, {}, [])


def test_every_provider_of_the_service_is_told_of_a_request_that_is_open_to_all(market: Market) -> None:
    market.posted(audience="providers")
    assert told("service.request") == {"Test Law Firm", "Second Firm"}


def test_nobody_is_told_of_a_request_for_invited_providers_before_they_are_invited(market: Market) -> None:
    request = market.posted()
    assert told("service.request") == set()
    assert actions.invite(market.enterprise, request, [market.firm]) == 1
    assert actions.invite(market.enterprise, request, [market.firm]) == 0, "asked once"
    assert told("service.invited") == {"Test Law Firm"}


def test_nobody_offers_after_the_last_day_and_the_day_can_be_moved(market: Market) -> None:
    request = market.posted()
    actions.invite(market.enterprise, request, [market.firm])
    ServiceRequest.objects.update(deadline=timezone.localdate() - timedelta(days=1))
    request.refresh_from_db()
    with pytest.raises(RefusedError, match="no longer taken"):
        actions.offer(market.provider, request, market.firm, offer())
    with pytest.raises(RefusedError, match="Move the deadline"):
        actions.invite(market.enterprise, request, [market.second])
    request = step(market.enterprise, request, "extend", {"deadline": timezone.localdate()})
    assert request.state == "open"
    assert actions.offer(market.provider, request, market.firm, offer()).state == "made"


def test_a_provider_offers_once_and_again_only_after_taking_it_back(market: Market) -> None:
    request = market.posted()
    made = market.offered(request)
    with pytest.raises(RefusedError, match="offered already"):
        actions.offer(market.provider, request, market.firm, offer())
    step(market.provider, made, "withdraw")
    assert ServiceInvitation.objects.get().state == "invited"
    again = actions.offer(market.provider, request, market.firm, offer(amount=Decimal(5)))
    assert (again.pk, again.state, again.amount) == (made.pk, "made", 5)


def test_an_offer_that_changed_after_it_was_read_is_not_accepted(market: Market) -> None:
    request = market.posted()
    made = market.offered(request)
    read = offer_stamp(made)
    step(market.provider, made, "revise", offer(amount=Decimal(99_999)))
    request.refresh_from_db()
    with pytest.raises(RefusedError, match="changed meanwhile"):
        step(market.enterprise, request, "award", {"offer": read, "why": "x"})
    page = browser_of(market.people.enterprise).post(f"/en/workflows/service-request/{request.pk}/award",
                                                     {"offer": read, "why": "x"})
    assert page.status_code == 422
    assert b"Read it again" in page.content
    assert not Engagement.objects.exists()


def test_an_offer_that_is_no_longer_valid_is_not_accepted(market: Market) -> None:
    request = market.posted()
    made = market.offered(request)
    ServiceOffer.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RefusedError, match="no longer valid"):
        market.award(request, made)


def test_a_provider_without_room_is_not_engaged_and_room_comes_back(market: Market) -> None:
    Provider.objects.filter(pk=market.firm.pk).update(capacity=1)
    first = market.awarded()
    second = market.posted(title_en="Another")
    made = market.offered(second)
    with pytest.raises(RefusedError, match="no room"):
        market.award(second, made)
    step(market.enterprise, first, "cancel", reason="not needed")
    assert market.award(second, made).state == "awarded"


def test_an_award_that_is_not_taken_on_lets_the_others_stand_again(market: Market) -> None:
    request = step(market.provider, market.awarded(), "refuse", reason="too busy")
    assert request.state == "offers"
    assert {each.provider_id: each.state for each in ServiceOffer.objects.all()} == {
        market.firm.pk: "withdrawn", market.second.pk: "made"}
    assert Engagement.objects.get().outcome == "refused"
    assert market.award(request, ServiceOffer.objects.get(provider=market.second)).state == "awarded"


def test_whoever_calls_a_request_off_says_why_and_providers_are_told(market: Market) -> None:
    request = market.posted()
    market.offered(request)
    browser = browser_of(market.people.enterprise)
    address = f"/en/workflows/service-request/{request.pk}/cancel"
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "no longer needed"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.why_closed) == ("cancelled", "no longer needed")
    assert told("service.cancelled") == {"Test Law Firm"}


def test_a_made_up_provider_is_not_matched_with_a_real_enterprise(market: Market) -> None:
    Provider.objects.filter(pk=market.second.pk).update(is_sample=True)
    request = market.posted(audience="providers")
    assert told("service.request") == {"Test Law Firm"}
    page = browser_of(market.people.enterprise).get(f"/en/services/requests/{request.pk}/matches?all=1")
    assert b"Firm" in page.content
    assert b"Second" not in page.content


def test_deadlines_are_told_once(market: Market) -> None:
    today = timezone.localdate()
    request = market.posted(deadline=today + timedelta(days=3))
    actions.invite(market.enterprise, request, [market.firm])
    assert tell_deadlines(today) == 1
    assert tell_deadlines(today) == 0
    assert told("service.closing") == {"Test Law Firm"}
    actions.offer(market.provider, request, market.firm, offer())
    assert tell_deadlines(today + timedelta(days=4)) == 1
    assert told("service.decide") == {"Test Works"}


def test_a_day_without_a_worker_loses_no_deadline(market: Market) -> None:
    today = timezone.localdate()
    request = market.posted(deadline=today + timedelta(days=5))
    actions.invite(market.enterprise, request, [market.firm])
    assert tell_deadlines(today + timedelta(days=3)) == 1
    actions.offer(market.provider, request, market.firm, offer())
    assert [tell_deadlines(today + timedelta(days=days)) for days in (9, 10)] == [1, 0]


def test_whoever_is_no_longer_invited_can_be_asked_again(market: Market) -> None:
    request = market.posted()
    browser, box = browser_of(market.people.enterprise), f'value="{market.firm.pk}"'
    for gone, act in (("withdraw", market.enterprise), ("decline", market.provider)):
        assert actions.invite(market.enterprise, request, [market.firm]) == 1
        assert box not in browser.get(f"/en/services/requests/{request.pk}/matches").content.decode()
        step(act, request.invitations.get(), gone, {"is_conflict": False}, reason="too busy")
        assert box in browser.get(f"/en/services/requests/{request.pk}/matches").content.decode()
    actions.invite(market.enterprise, request, [market.firm])
    found = request.invitations.get()
    assert (found.state, found.answer) == ("invited", "")
    assert Occurrence.objects.filter(kind="service.invited").count() == 3


def test_whoever_is_to_offer_is_told_of_another_last_day(market: Market) -> None:
    request = market.posted()
    actions.invite(market.enterprise, request, [market.firm])
    market.offered(request, market.second)
    day = timezone.localdate() + timedelta(days=1)
    step(market.enterprise, request, "extend", {"deadline": day})
    assert told("service.closing") == {"Test Law Firm"}
    assert Occurrence.objects.get(kind="service.closing").values == {"deadline": day.isoformat()}


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(market: Market) -> None:
    browser = browser_of(market.people.enterprise)
    page = browser.post("/en/services/requests/new", {
        "title_en": "", "service": "law", "need_en": "kept words", "deadline": "2001-01-01", "budget": "5",
        "audience": "invited", "countries": "Nowhereland"})
    text = page.content.decode()
    assert page.status_code == 422
    for said in ("Give it a title.", "This day is over.", "Name the currency of the budget.", "kept words",
                 "Nowhereland"):
        assert said in text
    assert not ServiceRequest.objects.exists()


def test_a_request_is_written_posted_and_offered_for_by_pages(market: Market) -> None:
    browser, firm = browser_of(market.people.enterprise), browser_of(market.people.provider)
    day = (timezone.localdate() + timedelta(days=5)).isoformat()
    values = {"title_en": "By pages", "service": "law", "need_en": "help", "deadline": day, "audience": "invited",
              "countries": "Kazakhstan", "languages": ["en"], "adverse": f"Somebody\nFirm ({market.firm.pk})"}
    page = browser.post("/en/services/requests/new", values)
    request = ServiceRequest.objects.get()
    assert page["Location"] == f"/en/services/requests/{request.pk}/"
    assert request.countries == "KAZ"
    assert [(each.name, each.record_id) for each in request.parties.all()] == [
        ("Somebody", None), ("Firm", market.firm.pk)]
    assert "Somebody" in browser.get(f"/en/services/requests/{request.pk}/edit").content.decode()
    browser.post(f"/en/services/requests/{request.pk}/edit", {**values, "adverse": ""})
    assert browser.post(f"/en/workflows/service-request/{request.pk}/post", {"reason": ""}).status_code == 302
    browser.post(f"/en/services/requests/{request.pk}/invite", {"provider": [str(market.firm.pk), "x"]})
    address = f"/en/services/requests/{request.pk}/offer"
    made = {"amount": "10", "currency": "usd", "days": "3", "text": "we do it", "valid_until": day}
    assert firm.post(address, made).status_code == 422, "a word on conflicts is missing"
    assert firm.post(address, {**made, "no_conflict": "on"}).status_code == 302
    assert firm.post(address, {**made, "no_conflict": "on"}).status_code == 403
    request.refresh_from_db()
    assert request.state == "offers"
    assert ServiceOffer.objects.get().currency == "USD"
    assert b"10 USD" in browser.get(f"/en/services/requests/{request.pk}/offers").content


def test_offers_in_several_currencies_stand_beside_one_another_and_are_not_added(market: Market) -> None:
    request = market.posted()
    market.offered(request, amount=Decimal(1000), currency="USD")
    market.offered(request, market.second, amount=Decimal(7000), currency="CNY")
    text = browser_of(market.people.enterprise).get(f"/en/services/requests/{request.pk}/offers").content.decode()
    assert "1,000 USD" in text
    assert "7,000 CNY" in text
    assert "8,000" not in text


def test_a_list_is_given_as_a_file_with_its_citation(market: Market) -> None:
    market.posted()
    market.draft(title_en="=1+1")
    browser = browser_of(market.people.enterprise)
    text = browser.get("/en/services/requests/files/requests.csv").content.decode("utf-8-sig")
    assert "Zqtitle counsel" in text
    assert "Citation" in text
    assert "'=1+1" in text, "no spreadsheet takes it for a formula"
    found = browser.get("/en/services/requests/files/requests.json?state=open").json()
    assert [each["title_en"] for each in found["requests"]] == ["Zqtitle counsel"]
    evening = datetime(2026, 1, 1, 20, tzinfo=UTC)  # the next day in China
    ServiceRequest.objects.filter(state="open").update(posted_at=evening)
    found = browser.get("/en/services/requests/files/requests.json?state=open").json()
    assert found["requests"][0]["posted"] == timezone.localdate(evening).isoformat()
    assert browser.get("/en/services/requests/files/requests.exe").status_code == 404


def test_a_provider_keeps_its_own_record_and_nobody_elses(market: Market) -> None:
    browser = browser_of(market.people.provider)
    values = {"name_en": "Our new record", "services": ["law", "translation"], "audience": "public"}
    assert browser.post("/en/registers/providers/new", values).status_code == 302
    made = Provider.objects.get(name_en="Our new record")
    assert (made.services, made.owner_id) == ("law;translation", market.people.provider.organisation_id)
    assert browser.get(f"/en/registers/providers/{market.second.pk}/edit").status_code == 403
    assert browser.get(f"/en/registers/providers/{made.pk}/edit").status_code == 200
    listed = browser.get("/en/registers/providers/?service=translation").content.decode()
    assert "Our new record" in listed
    assert "Law; Translation" in listed
    assert "Second" not in listed
    add(market.people, "Unowned", None)
    assert browser.post("/en/registers/projects/new", {"name_en": "x", "audience": "public"}).status_code == 403
