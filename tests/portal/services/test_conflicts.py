"""Conflicts of interest: found, told without what is behind them, waived in writing, and in the way until then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from outward_portal.accounts.models import Sharing
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.records import actions as records
from outward_portal.records.errors import RefusedError
from outward_portal.registers.kinds import ENTERPRISES
from outward_portal.services.models import ConflictFlag, Mandate, ServiceRequest
from outward_portal.services.requests import actions, conflicts
from outward_portal.services.requests.forms import offer_stamp
from tests.portal.people import browser_of
from tests.portal.services.market import PARTY, Market, add, offer, step

pytestmark = pytest.mark.django_db

ADVERSE = [("adverse", PARTY, None)]


def mandate(market: Market, client: str = "zqparty  MINING", *, ended_days_ago: int | None = None) -> Mandate:
    """Let the first firm say for whom it acts."""
    today = timezone.localdate()
    return actions.declare_mandate(market.provider, market.firm, {
        "client": client, "record": None, "began_on": today - timedelta(days=4000),
        "ended_on": None if ended_days_ago is None else today - timedelta(days=ended_days_ago)})


def flagged(request: ServiceRequest) -> set[tuple[str, str, str]]:
    return {(each.provider.name_en, each.kind, each.state) for each in
            ConflictFlag.objects.filter(request=request).select_related("provider")}


def test_who_acts_for_a_party_is_left_out_until_the_enterprise_waives_it_with_a_reason(market: Market) -> None:
    mandate(market)
    request = market.posted(audience="providers", parties=ADVERSE)
    assert flagged(request) == {("Firm", "acts", "open")}
    firm, works = browser_of(market.people.provider), browser_of(market.people.enterprise)
    assert firm.get(f"/en/services/requests/{request.pk}/").status_code == 404
    assert not may(market.people.provider, "services.offer", request)
    with pytest.raises(RefusedError, match="conflict of interest"):
        actions.invite(market.enterprise, request, [market.firm])
    text = works.get(f"/en/services/requests/{request.pk}/matches").content.decode()
    assert PARTY in text
    assert "4000" not in text
    assert str((timezone.localdate() - timedelta(days=4000)).year) not in text, "since when is not told"
    flag = ConflictFlag.objects.get()
    address = f"/en/workflows/service-conflict/{flag.pk}/waive"
    assert works.post(address, {"reason": ""}).status_code == 422
    assert works.post(address, {"reason": "an old and small matter"}).status_code == 302
    flag.refresh_from_db()
    assert (flag.state, flag.waiver, flag.waived_by) == ("waived", "an old and small matter", market.people.enterprise)
    assert firm.get(f"/en/services/requests/{request.pk}/").status_code == 200
    actions.invite(market.enterprise, request, [market.firm])
    made = actions.offer(market.provider, request, market.firm, offer())
    step(market.enterprise, flag, "unwaive")
    assert not may(market.people.enterprise, "services.accept", made)
    with pytest.raises(RefusedError, match="conflict of interest"):
        market.award(request, made)


@pytest.mark.parametrize(("ended", "stands"), [(30, True), (1090, True), (1100, False)])
def test_a_mandate_stands_for_three_years_after_its_end(market: Market, ended: int, stands: bool) -> None:
    mandate(market, ended_days_ago=ended)
    assert bool(flagged(market.posted(parties=ADVERSE))) is stands


def against_the_works(market: Market) -> ServiceRequest:
    """Let the rivals post a request that names the works as their other side."""
    rivals = market.people.rival.organisation
    assert rivals is not None
    values = {"title_en": "Against the works", "title_zh": "", "service": "law", "countries": "", "languages": "",
              "needs_country": False, "needs_language": False, "sector": "", "needs_accreditation": False,
              "need_en": "x", "need_zh": "", "deadline": timezone.localdate(), "budget": None, "currency": "",
              "audience": "providers", "text": "", "project": None}
    request = actions.draft(Act(market.people.rival), rivals, values, [("counterparty", "TEST WORKS", None)])
    posted: ServiceRequest = step(Act(market.people.rival), request, "post")
    return posted


def test_who_is_engaged_here_by_a_party_is_left_out_from_the_award_on(market: Market) -> None:
    """The works engage the firm; then the rivals, who name the works as their other side, may not have it."""
    engaged = step(market.provider, market.awarded(), "begin")
    request = against_the_works(market)
    assert flagged(request) == {("Firm", "acts", "open")}
    step(market.enterprise, engaged, "finish", {"outcome": "completed", "note": ""})
    conflicts.settle(request)
    assert flagged(request) == {("Firm", "acts", "open")}, "it stands on for three years"


def test_an_award_that_never_began_is_no_engagement(market: Market) -> None:
    step(market.provider, market.awarded(), "refuse", reason="no")
    request = market.posted(parties=[("rival", "Test Works", None)])
    assert flagged(request) == set()


def test_who_is_a_party_or_shares_with_one_is_left_out(market: Market) -> None:
    firm, rivals = market.people.provider.organisation, market.people.rival.organisation
    assert firm is not None
    assert rivals is not None
    now = timezone.now()
    Sharing.objects.create(parent=rivals, subsidiary=firm, parent_agreed_at=now, subsidiary_agreed_at=now)
    request = market.posted(parties=[("adverse", "Rival Works", None), ("rival", "Second", market.second.record_ptr)])
    assert flagged(request) == {("Firm", "belongs", "open"), ("Second", "belongs", "open")}


def test_a_party_owns_a_provider_by_a_link_that_everybody_reads(market: Market) -> None:
    owner = records.create(market.enterprise, ENTERPRISES, {"name_en": "Holding", "audience": "public"})
    records.link(market.enterprise, owner, market.nobody, "owns")
    parties = [("counterparty", "Holding", owner)]
    assert flagged(market.posted(parties=parties)) == {("Nobody", "belongs", "open")}
    owner.audience = "office"
    owner.save()
    assert flagged(market.posted(parties=parties)) == set(), "a link that an enterprise may not read tells it nothing"


def test_a_mandate_that_comes_later_is_in_the_way_of_what_runs(market: Market) -> None:
    request = market.posted(parties=ADVERSE)
    made = market.offered(request)
    found = mandate(market)
    assert flagged(request) == {("Firm", "acts", "open")}
    with pytest.raises(RefusedError):
        market.award(request, made)
    actions.end_mandate(market.provider, found, timezone.localdate())
    with pytest.raises(RefusedError, match="ended already"):
        actions.end_mandate(market.provider, found, timezone.localdate())
    Mandate.objects.update(ended_on=timezone.localdate() - timedelta(days=2000))
    conflicts.settle(request)
    assert flagged(request) == {("Firm", "acts", "ended")}
    assert market.award(request, made).state == "awarded"


def test_a_declared_conflict_excludes_until_it_is_waived_and_a_new_word_takes_the_waiver_back(market: Market) -> None:
    request = market.posted()
    made = market.offered(request, conflict="we advised their bank")
    assert flagged(request) == {("Firm", "declared", "open")}
    with pytest.raises(RefusedError, match="conflict of interest"):
        market.award(request, made)
    step(market.enterprise, ConflictFlag.objects.get(), "waive", reason="it does not matter")
    step(market.provider, made, "revise", offer(conflict="we advise their board"))
    assert flagged(request) == {("Firm", "declared", "open")}
    step(market.provider, made, "revise", offer())
    assert flagged(request) == {("Firm", "declared", "ended")}
    assert market.award(request, made).state == "awarded"


def test_who_declines_because_of_a_conflict_reads_the_request_no_longer(market: Market) -> None:
    request = market.posted(audience="providers")
    actions.invite(market.enterprise, request, [market.firm])
    invitation = request.invitations.get()
    browser = browser_of(market.people.provider)
    page = browser.post(f"/en/workflows/service-invitation/{invitation.pk}/decline",
                        {"is_conflict": "on", "reason": "we know them"}, follow=True)
    assert page.status_code == 200, "led to a page that it may still read"
    assert browser.get(f"/en/services/requests/{request.pk}/").status_code == 404
    assert flagged(request) == {("Firm", "declared", "open")}
    text = browser_of(market.people.enterprise).get(f"/en/services/requests/{request.pk}/").content.decode()
    assert "we know them" in text


def test_what_is_found_on_the_way_to_a_refusal_stays_to_be_waived(market: Market) -> None:
    """Something comes to stand between them while requests run; without its flag nobody could waive it."""
    parties = [("adverse", "Rival Works", None)]
    offered, invited, public = (market.posted(parties=parties, audience=audience)
                                for audience in ("invited", "invited", "providers"))
    made, now = market.offered(offered), timezone.now()
    Sharing.objects.create(parent_id=market.people.rival.organisation_id or 0, parent_agreed_at=now,
                           subsidiary_id=market.people.provider.organisation_id or 0, subsidiary_agreed_at=now)
    with pytest.raises(RefusedError, match="conflict of interest"):
        actions.invite(market.enterprise, invited, [market.firm])
    with pytest.raises(RefusedError, match="cannot offer"):
        actions.offer(market.provider, public, market.firm, offer())
    page = browser_of(market.people.enterprise).post(f"/en/workflows/service-request/{offered.pk}/award", {
        "offer": offer_stamp(made), "why": "x"})
    assert page.status_code == 422
    for request in (offered, invited, public):
        assert flagged(request) == {("Firm", "belongs", "open")}
    step(market.enterprise, ConflictFlag.objects.get(request=offered), "waive", reason="it does not matter")
    assert market.award(offered, made).state == "awarded"


def test_an_award_is_in_the_way_of_what_runs_against_its_enterprise(
        market: Market, django_capture_on_commit_callbacks: Any) -> None:
    request = against_the_works(market)
    assert flagged(request) == set()
    with django_capture_on_commit_callbacks(execute=True):
        market.awarded()
    assert flagged(request) == {("Firm", "acts", "open")}


def test_a_record_that_comes_later_is_looked_at(market: Market, django_capture_on_commit_callbacks: Any) -> None:
    request = market.posted(audience="providers", parties=[("adverse", "Second Firm", None)])
    with django_capture_on_commit_callbacks(execute=True):
        add(market.people, "Later", market.second.owner)
    assert flagged(request) == {("Second", "belongs", "open"), ("Later", "belongs", "open")}


def test_records_of_one_organisation_are_one_firm(market: Market) -> None:
    add(market.people, "Branch", market.people.provider.organisation)
    mandate(market)
    request = market.posted(audience="providers", parties=ADVERSE)
    assert flagged(request) == {("Firm", "acts", "open"), ("Branch", "acts", "open")}
    assert browser_of(market.people.provider).get(f"/en/services/requests/{request.pk}/").status_code == 404


def test_a_party_is_known_by_every_name_of_its_record(market: Market) -> None:
    record = records.create(market.enterprise, ENTERPRISES, {"name_en": PARTY, "name_zh": "某矿业",
                                                             "audience": "public"})
    mandate(market)
    assert flagged(market.posted(parties=[("adverse", "某矿业", record)])) == {("Firm", "acts", "open")}
    Mandate.objects.all().delete()
    actions.declare_mandate(market.provider, market.firm, {"client": "某矿业", "record": record, "ended_on": None,
                                                           "began_on": timezone.localdate()})
    assert flagged(market.posted(parties=ADVERSE)) == {("Firm", "acts", "open")}
    mandate(market, "对手机械厂")
    assert flagged(market.posted(parties=[("adverse", "Rival Works", None)])) == {("Firm", "acts", "open")}
