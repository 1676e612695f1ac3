"""Pages of funding: forms that keep what was typed, rules that name their faults, lists, files, the daily notices."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.funding import qualifying
from outward_portal.funding.awards import actions as awards
from outward_portal.funding.jobs import days
from outward_portal.funding.models import Application, BudgetEntry, Call, DeclaredFact, Programme, Report, RuleVersion
from outward_portal.funding.programmes import actions as programmes
from outward_portal.funding.views import programmes as views
from outward_portal.journal.models import Entry
from outward_portal.notices.actions import follow
from outward_portal.notices.models import Notice, Occurrence
from outward_portal.records import actions as records
from outward_portal.records.models import PrivateField
from tests.portal.funding.made import (
    RULES,
    Fund,
    begun,
    make_enterprise,
    make_fund,
    overdue,
    running,
    submitted,
    under_review,
)
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(people: People) -> Fund:
    return make_fund(people)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def keep_revenue(record: Any, amount: str, unit: str = "CNY", period: str = "2025") -> None:
    PrivateField.objects.create(record=record, field="revenue", period=period, number=Decimal(amount), unit=unit)


class TestQualifying:
    def test_what_is_missing_is_named_and_filled_in(self, fund: Fund) -> None:
        make_enterprise(fund.people)
        client = browser_of(fund.people.enterprise)
        told = text(client, "/en/funding/qualify/")
        assert "Something is missing" in told
        assert 'href="/en/funding/qualify/facts#id_fact_first-set">The equipment is a first set</a>' in told
        assert re.search(r'/private">Revenue a year</a> <span class="tag">shortest way', told), "the first of two"
        done = client.post("/en/funding/qualify/facts", {"fact_first-set": "yes"})
        assert done.status_code == 302
        assert DeclaredFact.objects.get().value is True
        assert not Entry.objects.visible_to(fund.people.administrator).filter(action="facts.declared").exists()
        assert "true" not in json.dumps(list(Entry.objects.filter(action="facts.declared").values("changes"))).lower()
        standing = qualifying.standing(User.objects.get(pk=fund.people.enterprise.pk))
        assert [each.verdict.outcome.name for each in standing.found] == ["MET"]
        client.post("/en/funding/qualify/facts", {"fact_first-set": ""})
        assert not DeclaredFact.objects.exists()

    def test_the_newest_private_value_counts_for_its_owner_alone(self, fund: Fund) -> None:
        record = make_enterprise(fund.people)
        keep_revenue(record, "500000", period="2024")
        keep_revenue(record, "2000000")
        assert "2,000,000 CNY (private field of the enterprise, 2025)" in text(
            browser_of(fund.people.colleague), "/en/funding/qualify/")
        assert "2,000,000" not in text(browser_of(fund.people.rival), "/en/funding/qualify/")

    def test_amounts_in_two_currencies_are_not_compared(self, fund: Fund) -> None:
        keep_revenue(make_enterprise(fund.people), "9000000", "USD")
        assert "it is in another currency, and no dated rate was given" in text(
            browser_of(fund.people.enterprise), "/en/funding/qualify/")

    def test_a_rule_in_the_other_language_and_without_a_record(self, fund: Fund) -> None:
        told = text(browser_of(fund.people.enterprise), "/zh-hans/funding/qualify/")
        assert "民营或地方国有" in told
        assert "/zh-hans/registers/enterprises/new" in told

    def test_programs_read_the_same(self, fund: Fund) -> None:
        make_enterprise(fund.people, ownership="foreign")
        told = json.loads(text(browser_of(fund.people.enterprise), "/api/v1/funding/qualify"))["items"]
        assert [(each["outcome"], each["missing"], each["calls"]) for each in told] == [
            ("not-met", [], [fund.call.pk])]
        assert [(each["fact"], each["outcome"]) for each in told[0]["conditions"]] == [
            ("ownership", "not-met"), ("revenue", "unknown"), ("first-set", "unknown")]


class TestWriting:
    def test_what_the_register_knows_can_be_saved_as_it_is(self, fund: Fund) -> None:
        """Amounts of the register have four places; the page shows them without zeros and takes them back."""
        keep_revenue(make_enterprise(fund.people), "2000000.5000")
        made, client = begun(fund), browser_of(fund.people.enterprise)
        address = f"/en/funding/applications/{made.pk}/edit"
        told = text(client, address)
        assert 'value="2000000.5"' in told
        assert "From: private field of the enterprise, 2025" in told
        given = {"title": "T", "revision": made.revision, "fact_ownership": "private", "fact_revenue": "2,000,000.50",
                 "fact_revenue_currency": "cny", "asked": "100,000"}
        assert client.post(address, given).status_code == 302
        made.refresh_from_db()
        assert made.asked == Decimal(100_000)
        assert not any(each.is_changed for each in made.facts.all())
        assert client.post(address, given).status_code == 422, "a stale revision"

    @pytest.mark.parametrize(("given", "said"), [
        ({"asked": "0"}, "greater than or equal to 0.01"),
        ({"asked": "1.005"}, "no more than 2 decimal places"),
        ({"asked": "99999999999999"}, "no more than 13 digits before the decimal point"),
        ({"asked": "5", "eligible_cost": "4"}, "This is more than the eligible cost."),
        ({"begins_on": "2027-02-01", "ends_on": "2027-01-01"}, "This is before it begins."),
        ({"title": "a\x07b"}, "cannot be printed"),
        ({"fact_revenue": "5"}, "An amount needs its currency."),
        ({"fact_ownership": "pirates"}, "Select a valid choice"),
    ])
    def test_what_is_wrong_is_named_and_nothing_is_lost(self, fund: Fund, given: dict[str, str], said: str) -> None:
        made = begun(fund)
        answer = browser_of(fund.people.enterprise).post(f"/en/funding/applications/{made.pk}/edit", {
            "title": "T", "purpose": "typed before", "revision": made.revision, **given})
        told = answer.content.decode()
        assert answer.status_code == 422
        assert said in told
        assert "typed before" in told

    def test_a_title_is_a_text(self, fund: Fund) -> None:
        made = begun(fund)
        Application.objects.filter(pk=made.pk).update(title="<script>alert(1)</script>")
        assert "<script>alert" not in text(browser_of(fund.people.enterprise), f"/en/funding/applications/{made.pk}/")


class TestKeeping:
    def test_faults_of_rules_are_named_with_their_place(self, fund: Fund) -> None:
        client = browser_of(fund.people.officer)
        address = f"/en/funding/programmes/{fund.programme.pk}/rules/write"
        for tree, said in (("{", "This is no JSON"), ('{"fact": "weight", "value": 1, "en": "x"}', "is no fact"),
                           ('{"fact": "employees", "is": ">=", "value": 0.5, "en": "x"}', ""), ("[" * 5000, "")):
            answer = client.post(address, {"text": tree, "note": "n", "base": 1})
            if said:
                assert answer.status_code == 422
                assert said in answer.content.decode()
        newest = RuleVersion.objects.latest("number")
        assert newest.tree["value"] == "0.5", "a fraction is kept as written"
        answer = client.post(address, {"text": json.dumps(RULES), "note": "n", "base": 1})
        assert answer.status_code == 422
        assert "Somebody has written another version meanwhile" in answer.content.decode()

    def test_a_call_that_was_announced_keeps_its_days(self, fund: Fund) -> None:
        client = browser_of(fund.people.office)
        assert client.get(f"/en/funding/calls/{fund.call.pk}/edit").status_code == 302
        given = {"title_en": "New", "opens_on": "2027-02-01", "closes_on": "2027-01-01"}
        address = f"/en/funding/programmes/{fund.programme.pk}/calls/new"
        assert client.post(address, given).status_code == 422
        assert client.post(address, {**given, "closes_on": "2027-03-01"}).status_code == 302
        made = Call.objects.get(title_en="New")
        assert made.state == "draft"
        assert browser_of(fund.people.enterprise).get(f"/en/funding/calls/{made.pk}/").status_code == 404

    def test_a_programme_without_rules_or_budget_announces_nothing(self, people: People) -> None:
        from outward_portal.funding.kinds import PROGRAMMES

        programme = records.create(Act(people.office), PROGRAMMES, {"name_en": "Bare", "category": "leasing",
                                                                    "audience": "agencies"})
        assert isinstance(programme, Programme)
        today = timezone.localdate()
        call = programmes.write_call(Act(people.office), programme, {"title_en": "C", "opens_on": today,
                                                                     "closes_on": today})
        answer = browser_of(people.office).post(f"/en/workflows/funding-call/{call.pk}/announce", {"reason": ""})
        assert answer.status_code == 422
        assert "The programme has no rules yet" in answer.content.decode()

    def test_a_budget_is_cut_as_far_as_it_is_free(self, fund: Fund, monkeypatch: pytest.MonkeyPatch) -> None:
        client = browser_of(fund.people.officer)
        address = f"/en/funding/programmes/{fund.programme.pk}/budget/enter"
        for given, status in (({"amount": "-1000001", "currency": "CNY", "note": "n"}, 422),
                              ({"amount": "0", "currency": "CNY", "note": "n"}, 422),
                              ({"amount": "5", "currency": "XQQ", "note": "n"}, 422),
                              ({"amount": "-1,000,000", "currency": "cny", "note": "n"}, 302)):
            assert client.post(address, given).status_code == status, given
        assert BudgetEntry.objects.count() == 2
        assert "The ledger adds up" in text(client, f"/en/funding/programmes/{fund.programme.pk}/budget/")
        monkeypatch.setattr(views, "_ENTRIES", 1)
        assert "the newest 1 are shown" in text(client, f"/en/funding/programmes/{fund.programme.pk}/budget/")


class TestLapsing:
    def test_the_page_says_until_when_and_why(self, fund: Fund) -> None:
        made, enterprise, office = overdue(fund), browser_of(fund.people.enterprise), browser_of(fund.people.office)
        page, step = (f"/en/{part}" for part in (f"funding/applications/{made.pk}/",
                                                  f"workflows/funding-application/{made.pk}/lapse"))
        assert made.accept_until is not None
        told = text(enterprise, page)
        assert made.accept_until.isoformat() in told
        assert "the office may let it lapse" in told
        assert step not in told
        assert step in text(office, page)
        assert office.post(step, {"note": ""}).status_code == 422, "without a reason it does not end"
        assert office.post(step, {"note": "Zqlapse"}).status_code == 302
        assert "Zqlapse" in text(enterprise, page)
        assert "Zqlapse" in text(office, f"/en/funding/programmes/{fund.programme.pk}/budget/")
        assert "not accepted in time and has lapsed" in text(enterprise, "/en/notices/")

    def test_programs_are_offered_the_step_and_the_diagram_shows_it(self, fund: Fund) -> None:
        made, office = overdue(fund), browser_of(fund.people.office)
        address = f"/api/v1/workflows/funding-application/{made.pk}"
        offered = {each["key"]: each["fields"] for each in json.loads(text(office, address))["steps"]}
        assert [(each["name"], each["is_required"]) for each in offered["lapse"]] == [("note", True)]
        own = json.loads(text(browser_of(fund.people.enterprise), address))["steps"]
        assert {each["key"] for each in own} == {"accept", "decline"}
        assert "Let the award lapse" in text(office, "/en/workflows/funding-application/")


class TestLists:
    @pytest.mark.parametrize(("who", "leads_to"), [
        ("visitor", ()), ("member", ()), ("enterprise", ("applications",)), ("office", ("applications", "budgets")),
        ("officer", ("applications", "reviews", "budgets")),
    ])
    @pytest.mark.usefixtures("fund")
    def test_the_room_leads_to_what_its_reader_may_open(self, people: People, who: str, leads_to: tuple[str, ...]
                                                        ) -> None:
        told = text(browser_of(getattr(people, who)), "/en/funding/")
        assert tuple(page for page in ("applications", "reviews", "budgets")
                     if f'href="/en/funding/{page}/"' in told) == leads_to

    def test_reviews_of_what_was_withdrawn_stand_last(self, fund: Fund) -> None:
        older, newer = under_review(fund), under_review(fund)
        fund.take(fund.people.enterprise, newer, "withdraw")
        told = text(browser_of(fund.people.officer), "/en/funding/reviews/")
        assert told.index(older.number) < told.index(newer.number)

    def test_a_retired_programme_is_not_named_where_awards_are_narrowed(self, fund: Fund) -> None:
        running(fund)
        assert "Fund for going abroad" in text(Client(), "/en/funding/awards/")
        records.retire(Act(fund.people.office), fund.programme)
        told = text(Client(), "/en/funding/awards/?q=x")
        assert "Fund for going abroad" not in told
        assert str(timezone.localdate().year) not in told.partition('class="filters"')[2].partition("</form>")[0]

    def test_awards_are_a_file_with_its_citation(self, fund: Fund) -> None:
        make_enterprise(fund.people, name_en="=cmd()")
        running(fund)
        client = Client()
        told = text(client, "/en/funding/awards/")
        assert "300,000 CNY" in told
        csv = client.get("/en/funding/awards/download/csv").content.decode("utf-8-sig")
        assert "300000.00" in csv
        assert "Outward" in csv, "cited"
        assert "\n=cmd" not in csv
        assert ",=cmd" not in csv
        assert client.get("/en/funding/awards/download/exe").status_code == 404
        assert json.loads(text(client, "/api/v1/funding/awards"))["count"] == 1
        assert client.get("/api/v1/funding/awards?colour=red").status_code == 422

    def test_the_programmes_agency_is_told_number_and_state_alone(self, fund: Fund) -> None:
        made = submitted(fund)
        told = text(browser_of(fund.people.officer), "/en/funding/applications/")
        assert made.number in told
        assert "Works in Zambia" not in told
        assert made.number not in text(browser_of(fund.people.other_officer), "/en/funding/applications/")

    def test_lists_are_narrowed(self, fund: Fund) -> None:
        submitted(fund)
        client = browser_of(fund.people.office)
        assert "Works in Zambia" not in text(client, "/en/funding/applications/?state=closed")
        assert "Works in Zambia" in text(client, "/en/funding/applications/?open=1&q=zambia&sort=-asked")
        assert "These parts of the address mean nothing" in text(client, "/en/funding/applications/?state=lost")


def test_calls_and_reports_are_told_once_however_often_the_day_is_asked_for(fund: Fund) -> None:
    made = running(fund)
    awards.ask_report(Act(fund.people.office), made, {"title": "r", "due_on": timezone.localdate() + timedelta(days=3)})
    Call.objects.update(closes_on=timezone.localdate() + timedelta(days=14))

    class Context:
        def done(self) -> None:
            """As the worker's."""

    for _ in range(2):
        days(Context())  # type: ignore[arg-type]
    kinds = list(Occurrence.objects.filter(kind__in=("funding.call-opened", "funding.call-closes",
                                                     "funding.report-due")).values_list("kind", flat=True))
    assert sorted(kinds) == ["funding.call-closes", "funding.call-opened", "funding.report-due"]
    Call.objects.update(closes_on=timezone.localdate() + timedelta(days=3))
    days(Context())  # type: ignore[arg-type]
    assert Occurrence.objects.filter(kind="funding.call-closes").count() == 2
    Report.objects.update(state="accepted")


def test_only_whom_it_concerns_is_told(people: People) -> None:
    for who in (people.rival, people.member):
        follow(Act(who), "room:funding")
    fund = make_fund(people)
    made = under_review(fund)
    fund.take(people.office, made, "ask", text="?")

    def readers(kind: str) -> set[str]:
        return set(Notice.objects.filter(occurrence__kind=kind).values_list("reader__name", flat=True))

    offices = {"Office", "Office 2", "Office 3"}
    assert readers("funding.call-opened") == {"Rival", "Member"}
    assert readers("funding.submitted") == offices
    assert readers("funding.review-named") == {"Officer", "Other_Officer"}
    assert readers("funding.asked") == {"Enterprise", "Colleague"}


def test_the_check_of_migrations_finds_nothing(db: None) -> None:
    call_command("makemigrations", "funding", check=True, dry_run=True, verbosity=0)
