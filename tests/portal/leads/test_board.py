"""The board, events and their briefing, the funnel, what waits, and what is told of leads."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.leads import samples
from outward_portal.leads.funnel import Step, funnel
from outward_portal.leads.jobs import tell_of_the_day
from outward_portal.leads.models import Event, Interest, Lead
from outward_portal.leads.waiting import waiting
from outward_portal.membership.samples import make_samples
from outward_portal.notices.models import Occurrence
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.registers.samples import add_samples, owners
from tests.portal.leads.board import Board, day, make_lead, make_project
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def make_event(people: People, **values: Any) -> Event:
    made = actions.create(Act(people.office), KINDS["event"], {
        "name_en": "Zqevent", "type": "forum", "countries": "KEN", "begins": day(20), "audience": "members", **values})
    assert isinstance(made, Event)
    return made


class TestBoard:
    def test_what_is_over_leaves_the_board_and_stays_in_the_register(self, board: Board) -> None:
        make_lead(board.people, name_en="Zqover", deadline=day(-1))
        make_lead(board.people, name_en="Zqexpired", deadline="", expires=day(-3))
        make_lead(board.people, name_en="Zqtoday", deadline=day(0), expires="")
        make_lead(board.people, name_en="Zqendless", deadline="", expires="")
        client = browser_of(board.people.enterprise)
        shown = page(client, "/en/leads/")
        assert [name for name in ("Zqlead", "Zqtoday", "Zqendless") if name not in shown] == []
        assert [name for name in ("Zqover", "Zqexpired") if name in shown] == []
        over = page(client, "/en/leads/?when=over")
        assert "Zqover" in over
        assert "Zqexpired" in over
        assert "Zqtoday" not in over
        assert "Zqover" in page(client, "/en/registers/leads/")

    def test_the_end_follows_from_deadline_and_expiry(self, board: Board) -> None:
        lead = make_lead(board.people, deadline=day(9), expires=day(4))
        assert lead.open_until == day(4)
        actions.change(Act(board.people.office, "r"), lead, KINDS["lead"], {"expires": ""}, revision=1)
        assert Lead.objects.get(pk=lead.pk).open_until == day(9)

    def test_it_is_narrowed_ordered_and_given_as_a_file(self, board: Board) -> None:
        make_lead(board.people, name_en="Zqships", sector="ships", countries="VNM;IDN", type="aid", deadline=day(40),
                  wanted_en="tugs")
        make_lead(board.people, name_en="Zqlater", deadline=day(90))
        client = browser_of(board.people.member)

        def names(query: str) -> list[str]:
            rows = csv.DictReader(io.StringIO(client.get(f"/en/leads/board.csv{query}").content.decode("utf-8-sig")))
            return [row["name_en"] for row in rows if (row["name_en"] or "").startswith("Zq")]

        assert names("") == ["Zqlead ball mills", "Zqships", "Zqlater"]
        assert names("?sort=-deadline") == ["Zqlater", "Zqships", "Zqlead ball mills"]
        for query in ("?country=IDN", "?type=aid", "?sector=other-transport-equipment&q=Zqships"):
            assert names(query) == ["Zqships"], query
        assert names("?sector=special-equipment") == ["Zqlead ball mills", "Zqlater"]
        assert names("?when=closing") == ["Zqlead ball mills"]
        assert names("?when=new") == ["Zqlead ball mills", "Zqships", "Zqlater"]
        assert names("?q=mills&country=VNM") == []
        assert "No open lead fits" in page(client, "/en/leads/?country=FRA")
        assert "mean nothing here" in page(client, "/en/leads/?type=rumour")
        assert client.get("/en/leads/board.exe").status_code == 404

    def test_an_enterprise_reads_how_each_fits(self, board: Board) -> None:
        make_lead(board.people, name_en="Zqships", sector="ships")
        shown = page(browser_of(board.people.enterprise), "/en/leads/")
        assert "100%</a>" in shown
        assert '<span class="muted">no</span>' in shown
        assert "Fits us" not in page(browser_of(board.people.officer), "/en/leads/")
        make_lead(board.people, name_en="Zqover", deadline=day(-1))
        assert "Fits us" not in page(browser_of(board.people.enterprise), "/en/leads/?when=over")

    def test_without_an_enterprise_the_page_says_what_to_do(self, people: People) -> None:
        assert "Add your enterprise" in page(browser_of(people.enterprise), "/en/leads/for-us/")
        assert "No lead is open that you may see" in page(browser_of(people.member), "/en/leads/")
        assert "Add the first one" in page(browser_of(people.contributor), "/en/leads/")

    def test_a_contributor_adds_a_lead_by_the_registers_form(self, board: Board) -> None:
        client = browser_of(board.people.contributor)
        given = {"name_en": "Zqnote", "type": "embassy", "countries": "Kenya", "deadline": "2026-02-30",
                 "audience": "members", "value": "5", "currency": ""}
        assert client.post("/en/registers/leads/new", given).status_code == 422
        assert client.post("/en/registers/leads/new", {**given, "deadline": day(30), "value": ""}).status_code == 302
        lead = Lead.objects.get(name_en="Zqnote")
        assert (lead.owner, lead.open_until) == (board.people.contributor.organisation, day(30))
        assert "How it stands" in page(client, f"/en/registers/leads/{lead.pk}/")
        assert "Interests" not in page(client, f"/en/registers/leads/{lead.pk}/")


class TestEvents:
    def test_events_to_come_and_those_that_are_over(self, board: Board) -> None:
        year = timezone.localdate().year
        for name, begins, ends in (("Zqnow", day(-1), day(1)), ("Zqyear", str(year), ""), ("Zqpast", day(-9), day(-1)),
                                   ("Zqlastyear", f"{year - 1}-03", ""), ("Zqsometime", "", "")):
            make_event(board.people, name_en=name, begins=begins, ends=ends)
        client = browser_of(board.people.member)
        shown, over = page(client, "/en/leads/events/"), page(client, "/en/leads/events/?when=over")
        names = ("Zqnow", "Zqyear", "Zqsometime", "Zqpast", "Zqlastyear")
        assert [name for name in names if name in shown] == ["Zqnow", "Zqyear", "Zqsometime"]
        assert [name for name in names if name in over] == ["Zqpast", "Zqlastyear"]

    def test_the_briefing_gathers_what_its_reader_sees(self, board: Board) -> None:
        event = make_event(board.people, briefing_en="Zqbriefing", briefing_zh="")
        make_project(board.people, board.works)
        make_project(board.people, board.works, name_en="Zqsecret", audience="owner")
        address = f"/en/leads/events/{event.pk}/briefing/"
        own, rival = page(browser_of(board.people.enterprise), address), page(browser_of(board.people.rival), address)
        assert [text for text in ("Zqbriefing", "Zqproject", "Zqsecret", "Zqlead", "Kenya") if text not in own] == []
        assert "Zqsecret" not in rival
        assert "Zqproject" in rival

    def test_a_lead_is_added_from_an_event(self, board: Board) -> None:
        event, client = make_event(board.people), browser_of(board.people.contributor)
        address = f"/en/leads/events/{event.pk}/lead"
        form = page(client, address)
        assert 'value="Kenya"' in form
        given = {"name_en": "Zqgiven", "type": "forum", "event": event.pk, "audience": "members"}
        assert client.post(address, {**given, "type": "x"}).status_code == 422
        assert client.post(address, given).status_code == 302
        assert "Zqgiven" in page(client, f"/en/registers/events/{event.pk}/")
        assert browser_of(board.people.enterprise).get(address).status_code == 403
        assert client.get("/en/leads/events/999999999/lead").status_code == 404
        Event.objects.update(is_sample=True)
        client.post(address, {**given, "name_en": "Zqmadeup"})
        assert Lead.objects.get(name_en="Zqmadeup").is_sample, "what comes of a made-up event is made up"


class TestFunnel:
    def test_it_counts_leads_interests_offers_and_contracts(self, board: Board) -> None:
        make_lead(board.people, name_en="Zqtwo", countries="KEN;ZMB", sector="ships")
        make_lead(board.people, name_en="Zqsample", is_sample=True)
        interest = board.take("officer", board.interest(), "follow")
        interest = board.take("officer", interest, "offer", offered_on=timezone.localdate())
        board.take("officer", interest, "won", name_en="Zqcontract", name_zh="", type="supply", audience="agencies",
                   signed_on=timezone.localdate(), value=Decimal(7_000_000), currency="USD", source="s")
        today = timezone.localdate()
        found = funnel(board.people.office, first=today, last=today, by="country")
        won = (("USD", Decimal(7_000_000)),)
        assert found.lines == (Step("KEN", "Kenya", 2, 1, 1, 1, 1, 0, won), Step("ZMB", "Zambia", 1, 0, 0, 0, 0, 0, ()))
        assert found.total == Step("", "All", 2, 1, 1, 1, 1, 0, won)
        by_sector = funnel(board.people.office, first=today, last=today, by="sector")
        assert [(line.name, line.leads, line.won) for line in by_sector.lines] == [
            ("ships and related equipment", 1, 0), ("special equipment", 1, 1)]
        before = funnel(board.people.office, first=today - timedelta(days=9), last=today - timedelta(days=1), by="type")
        assert (before.lines, before.total.leads) == ((), 0)

    def test_a_contract_that_its_enterprise_keeps_to_itself_adds_no_value(self, board: Board) -> None:
        interest = board.take("officer", board.interest(), "offer", offered_on=timezone.localdate())
        board.take("enterprise", interest, "won", name_en="Zqcontract", name_zh="", type="supply", audience="owner",
                   signed_on=timezone.localdate(), value=Decimal(7_000_000), currency="USD", source="s")
        today = timezone.localdate()
        found = funnel(board.people.office, first=today, last=today, by="type").total
        assert (found.won, found.values) == (1, ())

    def test_its_page_and_files_are_the_leading_groups(self, board: Board) -> None:
        office = browser_of(board.people.office)
        assert "Kenya" in page(office, "/en/leads/funnel/")
        assert "mean nothing here" in page(office, "/en/leads/funnel/?from=yesterday&by=mood")
        assert "mean nothing here" in page(office, "/en/leads/funnel/?from=0001-01-01&to=9999-12-31")
        rows = office.get("/en/leads/funnel.json?by=type").json()
        assert rows["funnel"][-1]["leads"] == 1
        assert "Funnel of leads" in rows["citation"]
        assert office.get("/en/leads/funnel.pdf").status_code == 404


class TestTelling:
    def test_a_lead_is_told_once_to_followers_and_to_whom_it_fits(self, board: Board) -> None:
        told = Occurrence.objects.get(kind="lead.published")
        assert set(told.topics.values_list("topic", flat=True)) == {
            "room:leads", f"record:{board.lead.pk}", "sector:special-equipment", "country:KEN"}
        assert set(told.organisations.all()) == {board.people.works, board.people.rival.organisation}
        actions.change(Act(board.people.office, "r"), board.lead, KINDS["lead"], {"wanted_en": "mills"}, revision=1)
        tell_of_the_day()
        assert Occurrence.objects.filter(kind="lead.published").count() == 1

    def test_what_its_owner_keeps_or_is_over_is_not_told(self, board: Board) -> None:
        mission = board.people.contributor.organisation
        assert mission is not None
        lead = make_lead(board.people, owner=mission.pk, audience="owner")
        make_lead(board.people, deadline=day(-1))
        agencies = make_lead(board.people, audience="agencies")
        told = Occurrence.objects.filter(kind="lead.published")
        assert told.count() == 2
        assert not told.get(subject=f"leads.lead:{agencies.pk}").organisations.exists()
        actions.change(Act(board.people.contributor, "r"), lead, KINDS["lead"], {"audience": "members"}, revision=1)
        assert told.filter(subject=f"leads.lead:{lead.pk}").count() == 1

    def test_a_lead_that_is_opened_further_is_told_to_those_who_read_it_then(self, board: Board) -> None:
        lead, told = make_lead(board.people, audience="office"), Occurrence.objects.filter(kind="lead.published")
        for revision, audience in enumerate(("agencies", "members", "public"), 1):
            actions.change(Act(board.people.office, "r"), lead, KINDS["lead"], {"audience": audience},
                           revision=revision)
        keys = told.filter(subject=f"leads.lead:{lead.pk}").order_by("pk").values_list("key", flat=True)
        assert [key.rpartition(":")[2] for key in keys] == ["office", "agencies", "members"]

    def test_an_end_that_comes_near_is_told_at_fourteen_and_at_three_days(self, board: Board) -> None:
        board.take("officer", board.interest(), "follow")
        make_lead(board.people, name_en="Zqfar", deadline=day(15))
        told = Occurrence.objects.filter(kind="lead.deadline")
        tell_of_the_day()
        tell_of_the_day()
        assert told.get().values == {"day": day(10)}  # not in how many days: it is read later
        assert set(told.get().organisations.all()) == {board.people.works}
        assert set(told.get().users.all()) == {board.people.officer}
        actions.change(Act(board.people.office, "r"), board.lead, KINDS["lead"], {"deadline": day(3)}, revision=1)
        tell_of_the_day()
        assert sorted(each.values["day"] for each in told) == [day(3), day(10)]

    @pytest.mark.usefixtures("board")
    def test_a_lead_from_a_file_is_told_by_the_days_work(self) -> None:
        Occurrence.objects.all().delete()
        tell_of_the_day()
        assert Occurrence.objects.filter(kind="lead.published").count() == 1


def test_what_waits_for_whom(board: Board) -> None:
    make_lead(board.people, name_en="Zqships", sector="ships")

    def told(who: str) -> dict[str, int]:
        return {each.address: each.count for each in waiting(getattr(board.people, who)) if each.count}

    assert told("enterprise") == {"/en/leads/for-us/": 1}
    assert told("officer") == {}
    interest = board.interest()
    assert told("enterprise") == {"/en/leads/interests/?running=1": 1}  # it closes within 14 days
    assert told("officer") == told("office") == {"/en/leads/interests/?state=shown": 1}
    board.take("officer", interest, "follow", next_on=timezone.localdate())
    assert told("officer") == {"/en/leads/interests/?mine=1&due=1": 1}
    assert told("other_officer") == told("member") == {}
    assert told("rival") == {"/en/leads/for-us/": 1}
    assert told("enterprise") == {"/en/leads/interests/?running=1": 1, "/en/leads/interests/?due=1": 1}


class TestSamples:
    def test_they_show_every_state_and_are_made_once(self) -> None:
        make_samples(Act(None))
        add_samples(Act(None), owners())
        call_command("sample_leads", verbosity=0)
        assert set(Interest.objects.values_list("state", flat=True)) == set(Interest.State.values)
        assert Lead.objects.filter(is_sample=False).count() == Event.objects.filter(is_sample=False).count() == 0
        before = Lead.objects.count()
        call_command("sample_leads", verbosity=0)
        assert Lead.objects.count() == before
        call_command("sample_leads", "--remove", verbosity=0)
        assert (samples.present(), Interest.objects.count()) == (False, 0)
