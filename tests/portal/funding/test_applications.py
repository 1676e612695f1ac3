"""An application on its way: what each step does, who may not take it, what is refused and in which words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from outward.eligibility import Money
from outward.eligibility.facts import Value
from outward_portal.accounts.models import Organisation, Role, Sharing, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import CalendarDay
from outward_portal.coordination.problems.clock import work_calendar
from outward_portal.funding import budgeting
from outward_portal.funding.applications import queries, writing
from outward_portal.funding.applications.forms import eligible_officers
from outward_portal.funding.models import Application, Award, BudgetHead, Programme, Question, Review, RuleVersion
from outward_portal.funding.programmes import actions as programmes
from outward_portal.journal.models import Entry
from outward_portal.membership.actions.erasure import erase
from outward_portal.notices.models import Notice, Occurrence
from outward_portal.records import actions as records
from outward_portal.records.errors import RefusedError
from outward_portal.registers.kinds import AGENCIES, PROJECTS
from outward_portal.registers.models import Project
from tests.portal.funding.made import (
    RULES,
    Fund,
    begun,
    granted,
    make_enterprise,
    make_fund,
    overdue,
    reviewed,
    running,
    scores,
    submitted,
    under_review,
    written,
)
from tests.portal.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(people: People) -> Fund:
    return make_fund(people)


def told() -> set[str]:
    return set(Occurrence.objects.values_list("kind", flat=True))


class TestWriting:
    def test_what_the_register_knows_is_filled_in_with_its_source(self, fund: Fund) -> None:
        make_enterprise(fund.people)
        rows = {each.fact: each for each in begun(fund).facts.all()}
        assert (rows["ownership"].value, rows["ownership"].source.partition("/")[0]) == ("private", "enterprise")
        assert set(rows) == {"ownership"}, "only facts that the rules ask for"

    def test_what_the_applicant_changes_is_marked_and_what_they_confirm_is_not(self, fund: Fund) -> None:
        make_enterprise(fund.people)
        changed = {each.fact: each for each in written(fund, ownership="state-local").facts.all()}
        assert changed["ownership"].is_changed
        assert changed["ownership"].found == "private"
        same = {each.fact: each for each in written(fund, ownership="private").facts.all()}
        assert not same["ownership"].is_changed
        assert same["ownership"].source.startswith("enterprise/")

    def test_a_colleague_who_saved_meanwhile_is_not_overwritten(self, fund: Fund) -> None:
        made = written(fund)
        with pytest.raises(RefusedError, match="A colleague has saved it"):
            writing.save(Act(fund.people.colleague), made, {}, {}, ["", ""], revision=made.revision - 1)

    def test_a_draft_that_lacks_something_is_not_handed_in(self, fund: Fund) -> None:
        with pytest.raises(RefusedError, match="Still to be filled in: what the money is for"):
            fund.take(fund.people.enterprise, begun(fund), "submit", is_true=True)

    def test_another_project_brings_its_own_facts(self, people: People) -> None:
        """What was taken from the project and left alone goes with it; what the applicant said otherwise stays."""
        asked = {"all": [{"fact": "project-stage", "is": "in", "value": ["planned", "completed"], "en": "x"},
                         {"fact": "project-value", "is": ">=", "value": 1, "currency": "CNY", "en": "x"}]}
        fund = make_fund(people, rules=asked)
        first, second = (records.create(Act(people.enterprise), PROJECTS, {
            "name_en": name, "stage": stage, "value": Decimal(value), "currency": "CNY", "audience": "owner"},
            owner=people.works.pk) for name, stage, value in (("A", "planned", 5), ("B", "completed", 7)))
        first, second = Project.objects.get(pk=first.pk), Project.objects.get(pk=second.pk)
        made = writing.begin(Act(people.enterprise), fund.call, "T", first)
        stated: dict[str, Value | None] = {"project-stage": "planned", "project-value": Money(Decimal(6), "CNY")}
        writing.save(Act(people.enterprise), made, {"project": second}, stated, ["", ""], revision=made.revision)
        found = {each.fact: each for each in made.facts.all()}
        stage, value = found["project-stage"], found["project-value"]
        assert (stage.value, stage.source, stage.is_changed) == ("completed", f"project/{second.pk}", False)
        assert (value.value, value.found, value.source) == (
            {"amount": "6", "currency": "CNY"}, {"amount": "7.00", "currency": "CNY"}, "applicant")

    def test_what_the_register_no_longer_says_is_the_applicants_word(self, fund: Fund) -> None:
        works = make_enterprise(fund.people)
        made = written(fund)
        type(works).objects.filter(pk=works.pk).update(ownership="foreign")
        fact = fund.take(fund.people.enterprise, made, "submit", is_true=True).facts.get(fact="ownership")
        assert (fact.value, fact.found, fact.source) == ("private", "foreign", "applicant")

    def test_a_document_that_is_asked_for_since_is_asked_for(self, fund: Fund) -> None:
        made = written(fund)
        Programme.objects.update(documents_en="Contract\nBank's letter\nPermit", documents_zh="合同\n银行函\n许可")
        with pytest.raises(RefusedError, match="each required document"):
            fund.take(fund.people.enterprise, made, "submit", is_true=True)

    def test_nothing_is_handed_in_where_the_rules_are_no_longer_seen(self, fund: Fund) -> None:
        made = written(fund, ownership="foreign")
        records.retire(Act(fund.people.office), fund.programme)
        with pytest.raises(RefusedError, match="takes no applications today"):
            fund.take(fund.people.enterprise, made, "submit", is_true=True)

    def test_what_is_applied_for_at_a_sample_programme_is_a_sample(self, fund: Fund) -> None:
        Programme.objects.filter(pk=fund.programme.pk).update(is_sample=True)
        fund.call.programme.refresh_from_db()
        assert begun(fund).is_sample

    def test_documents_are_asked_for(self, fund: Fund) -> None:
        made = written(fund)
        Application.objects.filter(pk=made.pk).update(documents=["x", ""])
        with pytest.raises(RefusedError, match="each required document"):
            fund.take(fund.people.enterprise, made, "submit", is_true=True)

    @pytest.mark.parametrize(("asked", "most"), [(700_000, "500,000 CNY"), (500_001, "500,000 CNY")])
    def test_no_more_is_asked_than_the_terms_allow(self, fund: Fund, asked: int, most: str) -> None:
        with pytest.raises(RefusedError, match=f"At most {most} can be asked for"):
            fund.take(fund.people.enterprise, written(fund, asked), "submit", is_true=True)

    def test_rules_that_are_not_met_refuse_and_unknown_ones_do_not(self, fund: Fund) -> None:
        with pytest.raises(RefusedError, match="the rules of the programme are not met"):
            fund.take(fund.people.enterprise, written(fund, ownership="foreign"), "submit", is_true=True)
        made = fund.take(fund.people.enterprise, written(fund, ownership=None), "submit", is_true=True)
        assert made.verdict == {"outcome": "UNKNOWN", "unknown": ["ownership"]}

    def test_an_application_keeps_the_rules_under_which_it_was_handed_in(self, fund: Fund) -> None:
        made = submitted(fund)
        harder = {"all": [RULES, {"fact": "insured", "value": True, "en": "Insured", "zh": ""}]}
        programmes.write_rules(Act(fund.people.office), fund.programme, harder, "harder", base=1)
        found = writing.judged(Application.objects.get(pk=made.pk), fund.people.office)
        assert found is not None
        assert (found[0].number, found[2].outcome.name) == (1, "MET")
        assert RuleVersion.objects.filter(programme=fund.programme).count() == 2

    def test_nothing_is_taken_after_the_last_day(self, fund: Fund) -> None:
        made = written(fund)
        yesterday = timezone.localdate() - timedelta(days=1)
        type(fund.call).objects.filter(pk=fund.call.pk).update(opens_on=yesterday, closes_on=yesterday)
        with pytest.raises(RefusedError, match="takes no applications today"):
            fund.take(fund.people.enterprise, made, "submit", is_true=True)
        fund.call.refresh_from_db()
        with pytest.raises(RefusedError, match="takes no applications today"):
            begun(fund)


class TestQuestions:
    def test_the_clock_stands_still_while_a_question_waits(self, fund: Fund) -> None:
        made = submitted(fund)
        monday = timezone.localtime().replace(hour=9) - timedelta(days=timezone.localdate().weekday() + 14)
        Application.objects.filter(pk=made.pk).update(submitted_at=monday)
        made = fund.take(fund.people.office, made, "ask", text="Why there?")
        assert made.state == "questioned"
        Question.objects.update(asked_at=monday + timedelta(days=1))
        today = monday.date() + timedelta(days=4)
        clock = queries.clock(made, Question.objects.all(), work_calendar(), today)
        assert clock is not None
        assert (clock.used, clock.due, clock.is_late) == (1, None, False)
        made = fund.take(fund.people.enterprise, made, "answer", answer="Because of the ore.")
        assert made.state == "submitted"
        Question.objects.update(answered_at=monday + timedelta(days=3))
        clock = queries.clock(made, Question.objects.all(), work_calendar(), today)
        assert clock is not None
        assert clock.used == 2  # Tuesday and Friday; Wednesday and Thursday it waited
        assert clock.due is not None
        CalendarDay.objects.create(date=today, is_worked=False)
        without = queries.clock(made, Question.objects.all(), work_calendar(), today)
        assert without is not None
        assert (without.used, without.due) == (1, clock.due + timedelta(days=3 if clock.due.weekday() == 4 else 1)), (
            "the office's holiday is not a working day")
        assert {"funding.asked", "funding.answered"} <= told()

    def test_an_officer_who_reviews_may_ask_and_it_goes_back_to_review(self, fund: Fund) -> None:
        made = under_review(fund)
        place = made.places.first()
        assert place is not None
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(place.officer, made, "ask", text="?")
        fund.take(place.officer, place, "clear")
        made = fund.take(place.officer, made, "ask", text="?")
        with pytest.raises(RefusedError, match="not under review now"):
            fund.take(place.officer, place, "review", **scores())
        assert fund.take(fund.people.colleague, made, "answer", answer="!").state == "review"


class TestConflicts:
    def test_whom_the_portal_knows_to_be_bound_cannot_be_named(self, fund: Fund) -> None:
        people, made = fund.people, submitted(fund)
        assert set(eligible_officers(made)) == {people.officer, people.other_officer}
        Sharing.objects.create(parent=people.commerce, subsidiary=people.works, parent_agreed_at=timezone.now(),
                               subsidiary_agreed_at=timezone.now())
        assert set(eligible_officers(made)) == {people.other_officer}
        with pytest.raises(RefusedError, match="Officer may not review"):
            fund.take(people.office, made, "assign", officers=[User.objects.get(pk=people.officer.pk),
                                                               people.other_officer])

    def test_an_officer_of_the_applicants_owner_is_bound(self, fund: Fund) -> None:
        people = fund.people
        works = make_enterprise(people)
        agency = records.create(Act(people.office), AGENCIES, {"name_en": "Assets", "audience": "members"},
                                owner=people.commerce.pk)
        records.link(Act(people.office), agency, works, "owns")
        assert set(eligible_officers(submitted(fund))) == {people.other_officer}

    def test_an_agency_is_known_by_its_name_too(self, fund: Fund) -> None:
        """The records of agencies are the leading group's, so nobody's."""
        people = fund.people
        agency = records.create(Act(people.office), AGENCIES, {"name_zh": "财政厅", "audience": "members"})
        records.link(Act(people.office), agency, make_enterprise(people), "owns")
        assert set(eligible_officers(submitted(fund))) == {people.officer}

    def test_who_answers_or_appeals_has_written_in_it(self, fund: Fund) -> None:
        people = fund.people
        made = fund.take(people.office, submitted(fund), "ask", text="?")
        made = fund.take(people.colleague, made, "answer", answer="!")
        assert made.writers == sorted((people.enterprise.pk, people.colleague.pk))

    def test_what_was_withdrawn_is_opened_to_nobody_anew(self, fund: Fund) -> None:
        made = under_review(fund)
        place = made.places.select_related("officer")[0]
        fund.take(fund.people.enterprise, made, "withdraw")
        with pytest.raises(RefusedError, match="not under review any more"):
            fund.take(place.officer, place, "clear")
        assert not Application.objects.visible_to(place.officer).exists()

    def test_what_binds_somebody_goes_with_their_account(self, fund: Fund) -> None:
        place = under_review(fund).places.get(officer=fund.people.officer)
        fund.take(fund.people.officer, place, "bind", conflict="My brother works there")
        erase(Act(fund.people.administrator), fund.people.officer)
        place.refresh_from_db()
        assert (place.state, place.conflict) == ("bound", "")

    def test_who_wrote_in_it_is_bound_in_every_part(self, fund: Fund) -> None:
        people, made = fund.people, reviewed(fund)
        for who, action in ((fund.second_office, "application.decide"), (people.office, "application.handle")):
            assert may(who, action, made)
            made.writers = [*made.writers, who.pk]
            assert not may(who, action, made)

    def test_declaring_a_conflict_takes_the_application_away_and_the_review_out(self, fund: Fund) -> None:
        made = reviewed(fund)
        place = made.places.get(officer=fund.people.officer)
        assert Application.objects.visible_to(fund.people.officer).exists()
        fund.take(fund.people.officer, place, "bind", conflict="My brother works there")
        assert not Application.objects.visible_to(User.objects.get(pk=fund.people.officer.pk)).exists()
        made.refresh_from_db()
        assert not made.reviews_in
        assert Review.objects.count() == 1
        assert "My brother" not in str(list(Entry.objects.values_list("changes", "reason")))
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(fund.second_office, made, "grant", amount=Decimal(1), text="x")
        third = User.objects.create_user("o3@example.org", "x", name="Third", role=Role.OFFICER,
                                         organisation=fund.people.commerce)
        fund.take(fund.people.office, made, "reassign", officer=third)
        place = made.places.get(officer=third)
        fund.take(third, place, "clear")
        fund.take(third, place, "review", **scores())
        assert Occurrence.objects.filter(kind="funding.reviewed").count() == 2, "they are in again"
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(fund.people.office, made, "reassign", officer=User.objects.create_user(
                "o4@example.org", "x", name="Fourth", role=Role.OFFICER, organisation=fund.people.commerce))

    def test_a_reviewer_of_the_past_does_not_decide(self, fund: Fund) -> None:
        made = reviewed(fund)
        User.objects.filter(pk=fund.people.officer.pk).update(role=Role.OFFICE,
                                                              organisation=fund.people.office.organisation)
        assert not may(User.objects.get(pk=fund.people.officer.pk), "application.decide", made)
        assert may(fund.people.office, "application.decide", made), "who named the officers may decide"

    def test_one_review_is_not_enough_and_is_shown_to_nobody_else(self, fund: Fund) -> None:
        people, made = fund.people, under_review(fund)
        first, second = made.places.select_related("officer")
        fund.take(first.officer, first, "clear")
        fund.take(second.officer, second, "clear")
        fund.take(first.officer, first, "review", **scores())
        assert Review.objects.visible_to(first.officer).count() == 1
        for other in (second.officer, people.office, people.enterprise, people.colleague):
            assert not Review.objects.visible_to(other).exists()
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(fund.second_office, made, "refuse", text="no")
        fund.take(second.officer, second, "review", **scores(3))
        assert Review.objects.visible_to(first.officer).count() == 2
        assert Review.objects.visible_to(people.office).count() == 2
        assert not Review.objects.visible_to(people.enterprise).exists()
        assert "funding.reviewed" in told()

    def test_no_more_is_recommended_than_asked(self, fund: Fund) -> None:
        place = under_review(fund).places.select_related("officer").first()
        assert place is not None
        fund.take(place.officer, place, "clear")
        with pytest.raises(RefusedError, match="No more can be recommended"):
            fund.take(place.officer, place, "review", **(scores() | {"amount": Decimal(400_001)}))


class TestDeciding:
    def test_a_grant_commits_and_keeps_reason_and_rules(self, fund: Fund) -> None:
        made = granted(fund)
        head = BudgetHead.objects.get()
        assert (made.state, made.granted, head.committed, head.available) == (
            "granted", Decimal(300_000), Decimal(300_000), Decimal(700_000))
        decision = made.decisions.get()
        assert (decision.reason, decision.rules, decision.by) == ("Zqreason", made.rules, fund.second_office)
        assert "funding.decided" in told()

    @pytest.mark.parametrize("amount", ["400000.01", "500000"])
    def test_no_more_is_granted_than_was_asked(self, fund: Fund, amount: str) -> None:
        with pytest.raises(RefusedError, match="At most 400,000 CNY can be granted"):
            fund.take(fund.second_office, reviewed(fund), "grant", amount=Decimal(amount), text="x")

    def test_no_more_is_granted_than_the_budget_has(self, people: People) -> None:
        fund = make_fund(people, budget=300_000)
        with pytest.raises(RefusedError, match=r"The budget has 300,000 CNY left, and 300,000\.01 CNY were"):
            fund.take(fund.second_office, reviewed(fund), "grant", amount=Decimal("300000.01"), text="x")
        assert fund.take(fund.second_office, Application.objects.get(), "grant", amount=Decimal(300_000),
                         text="x").state == "granted"

    def test_a_refusal_is_appealed_once_in_time_and_decided_by_another(self, fund: Fund) -> None:
        people, made = fund.people, reviewed(fund)
        made = fund.take(fund.second_office, made, "refuse", text="Zqrefused")
        assert made.appeal_until == timezone.localdate() + timedelta(days=30)
        made = fund.take(people.enterprise, made, "appeal", text="You are wrong")
        for had_a_part in (people.office, fund.second_office, people.officer):
            assert not may(had_a_part, "appeal.decide", made), had_a_part.name
        made = fund.take(fund.third_office, made, "grant-appeal", amount=Decimal(100_000), text="Right")
        assert (made.state, made.granted) == ("granted", Decimal(100_000))
        assert [each.kind for each in made.decisions.all()] == ["first", "appeal"]

    def test_an_appeal_too_late_is_refused_and_so_is_a_second(self, fund: Fund) -> None:
        made = fund.take(fund.second_office, reviewed(fund), "refuse", text="x")
        Application.objects.update(appeal_until=timezone.localdate() - timedelta(days=1))
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(fund.people.enterprise, made, "appeal", text="y")
        Application.objects.update(appeal_until=timezone.localdate())
        made = fund.take(fund.people.enterprise, made, "appeal", text="y")
        made = fund.take(fund.third_office, made, "refuse-appeal", text="still no")
        assert made.state == "rejected"
        with pytest.raises(RefusedError, match="moved on"):
            fund.take(fund.people.enterprise, made, "appeal", text="again")

    def test_declining_gives_the_money_back(self, fund: Fund) -> None:
        made = fund.take(fund.people.enterprise, granted(fund), "decline")
        assert (made.state, BudgetHead.objects.get().available) == ("declined", Decimal(1_000_000))

    def test_an_award_that_nobody_accepts_lapses_and_gives_the_money_back(self, fund: Fund) -> None:
        made = fund.take(fund.people.office, overdue(fund), "lapse", note="Zqlapse")
        head = BudgetHead.objects.get()
        assert (made.state, made.granted, made.why_lapsed) == ("lapsed", Decimal(0), "Zqlapse")
        assert (head.available, head.outstanding) == (Decimal(1_000_000), Decimal(0))
        assert budgeting.balances([head])[0].adds_up
        entry = Entry.objects.get(action="award.lapsed")
        assert (entry.actor, entry.changes) == (fund.people.office, {"state": ["granted", "lapsed"]})
        assert "Zqlapse" not in str(list(Entry.objects.values_list("changes", "reason")))
        told = Notice.objects.filter(occurrence__kind="funding.lapsed")
        assert set(told.values_list("reader__name", flat=True)) == {"Enterprise", "Colleague"}

    def test_an_award_does_not_lapse_while_the_days_to_accept_it_run(self, fund: Fund) -> None:
        """As many as a refusal can be appealed in, the last one included, counted from the last grant."""
        made = granted(fund)
        assert made.accept_until == timezone.localdate() + timedelta(days=30)
        made.decisions.update(at=timezone.now() - timedelta(days=30))
        assert made.accept_until == timezone.localdate()
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(fund.people.office, made, "lapse", note="x")
        made.decisions.update(at=timezone.now() - timedelta(days=31))
        assert fund.take(fund.people.office, made, "lapse", note="x").state == "lapsed"

    def test_days_to_accept_run_from_a_grant_on_appeal(self, fund: Fund) -> None:
        made = fund.take(fund.second_office, reviewed(fund), "refuse", text="x")
        made.decisions.update(at=timezone.now() - timedelta(days=31))
        assert made.accept_until is None
        made = fund.take(fund.people.enterprise, made, "appeal", text="y")
        made = fund.take(fund.third_office, made, "grant-appeal", amount=Decimal(1), text="z")
        assert made.accept_until == timezone.localdate() + timedelta(days=30)
        with pytest.raises(RefusedError, match="You may not do this"):
            fund.take(fund.people.office, made, "lapse", note="x")

    @pytest.mark.parametrize("first", ["accept", "lapse"])
    def test_of_accepting_and_lapsing_the_first_counts(self, fund: Fund, first: str) -> None:
        """The second holds the row as it was read before, as one who pressed at the same time."""
        stale = overdue(fund)
        steps = {"accept": (fund.people.enterprise, {}), "lapse": (fund.people.office, {"note": "x"})}
        who, values = steps.pop(first)
        fund.take(who, stale, first, **values)
        [(second, (who, values))] = steps.items()
        with pytest.raises(RefusedError, match="moved on"):
            fund.take(who, stale, second, **values)
        head = BudgetHead.objects.get()
        assert (Award.objects.count(), head.outstanding, head.entries_made) == (
            (1, Decimal(300_000), 2) if first == "accept" else (0, Decimal(0), 3))

    def test_withdrawing_ends_it(self, fund: Fund) -> None:
        assert fund.take(fund.people.enterprise, under_review(fund), "withdraw").state == "withdrawn"
        with pytest.raises(RefusedError, match="moved on"):
            fund.take(fund.people.enterprise, granted(fund), "withdraw")


class TestAwards:
    def test_accepting_publishes_the_award(self, fund: Fund) -> None:
        make_enterprise(fund.people)
        made = running(fund)
        award = Award.objects.get()
        assert (award.enterprise_en, award.amount, award.currency, award.year) == (
            "Test Works Ltd", Decimal(300_000), "CNY", timezone.localdate().year)
        assert Award.objects.visible_to(fund.people.visitor).exists()
        assert made.state == "running"

    def test_instalments_are_paid_by_milestone_up_to_the_grant(self, fund: Fund) -> None:
        from outward_portal.funding.awards import actions

        made, people, today = running(fund), fund.people, timezone.localdate()
        plan = {"milestone": "Site ready", "amount": Decimal(200_000), "due_on": today}
        first = actions.plan(Act(people.office), made, plan)
        with pytest.raises(RefusedError, match="100,000 CNY are not planned yet"):
            actions.plan(Act(people.office), made, plan)
        with pytest.raises(RefusedError, match="moved on"):
            fund.take(people.office, first, "pay", paid_on=today, reference="B1")
        first = fund.take(people.enterprise, first, "reach", evidence="photographs")
        with pytest.raises(RefusedError, match="still to come"):
            fund.take(people.office, first, "pay", paid_on=today + timedelta(days=1), reference="B1")
        first = fund.take(people.office, first, "pay", paid_on=today, reference="B1")
        head = BudgetHead.objects.get()
        assert (first.state, head.disbursed, head.outstanding) == ("paid", Decimal(200_000), Decimal(100_000))

    def test_nothing_is_paid_while_a_report_is_overdue(self, fund: Fund) -> None:
        from outward_portal.funding.awards import actions

        made, people, today = running(fund), fund.people, timezone.localdate()
        one = actions.plan(Act(people.office), made, {"milestone": "m", "amount": Decimal(10), "due_on": today})
        report = actions.ask_report(Act(people.office), made, {"title": "r", "due_on": today - timedelta(days=1)})
        one = fund.take(people.enterprise, one, "reach", evidence="x")
        with pytest.raises(RefusedError, match="A report is overdue"):
            fund.take(people.office, one, "pay", paid_on=today, reference="B")
        with pytest.raises(RefusedError, match="More cannot be spent"):
            fund.take(people.enterprise, report, "hand-in", text="t", spent=Decimal(1))
        report = fund.take(people.enterprise, report, "hand-in", text="t", spent=None)
        report = fund.take(people.office, report, "return", remark="more")
        with pytest.raises(RefusedError, match="A report is overdue"):
            fund.take(people.office, one, "pay", paid_on=today, reference="B")
        report = fund.take(people.enterprise, report, "hand-in", text="more", spent=None)
        assert fund.take(people.office, report, "accept", remark="").state == "accepted"
        assert fund.take(people.office, one, "pay", paid_on=today, reference="B").state == "paid"

    def test_money_is_claimed_back_no_more_than_was_paid_and_can_be_granted_again(self, fund: Fund) -> None:
        from outward_portal.funding.awards import actions

        made, people, today = running(fund), fund.people, timezone.localdate()
        one = actions.plan(Act(people.office), made, {"milestone": "m", "amount": Decimal(200_000), "due_on": today})
        one = fund.take(people.enterprise, one, "reach", evidence="x")
        fund.take(people.office, one, "pay", paid_on=today, reference="B")
        claim = {"reason_text": "Sold on", "due_on": today}
        with pytest.raises(RefusedError, match="Only 200,000 CNY were paid"):
            fund.take(people.office, made, "claim-back", amount=Decimal(200_001), **claim)
        made = fund.take(people.office, made, "claim-back", amount=Decimal(150_000), **claim)
        with pytest.raises(RefusedError, match="Only 50,000 CNY were paid"):
            fund.take(people.office, made, "claim-back", amount=Decimal(60_000), **claim)
        with pytest.raises(RefusedError, match="claimed back has not come back"):
            fund.take(people.office, made, "close")
        claimed = made.claw_backs.get()
        assert str(claimed) == str(made), "a page is headed by what it is about"
        fund.take(people.office, claimed, "returned", returned_on=today)
        head = BudgetHead.objects.get()
        assert (head.returned, head.available, head.paid) == (Decimal(150_000), Decimal(850_000), Decimal(50_000))
        made = fund.take(people.office, made, "close")
        head.refresh_from_db()
        assert (made.state, head.available, head.outstanding) == ("closed", Decimal(950_000), Decimal(0))
        made = fund.take(people.office, made, "claim-back", amount=Decimal(50_000), **claim)
        assert made.state == "closed", "what comes out later is claimed of a closed award too"
        fund.take(people.office, made.claw_backs.get(state="claimed"), "returned", returned_on=today)
        head.refresh_from_db()
        assert (head.available, head.paid) == (Decimal(1_000_000), Decimal(0))
        assert budgeting.balances([head])[0].adds_up

    def test_a_claim_that_is_dropped_may_be_made_again(self, fund: Fund) -> None:
        from outward_portal.funding.awards import actions

        made, people, today = running(fund), fund.people, timezone.localdate()
        one = actions.plan(Act(people.office), made, {"milestone": "m", "amount": Decimal(100), "due_on": today})
        one = fund.take(people.enterprise, one, "reach", evidence="x")
        fund.take(people.office, one, "pay", paid_on=today, reference="B")
        half = {"amount": Decimal(50), "reason_text": "x", "due_on": today}
        made = fund.take(people.office, made, "claim-back", **half)
        with pytest.raises(RefusedError, match="has not come back yet"):
            fund.take(people.office, made, "claim-back", **half)
        assert made.claw_backs.count() == 1, "a button that is pressed twice claims once"
        fund.take(people.office, made.claw_backs.get(), "drop", remark="They have shown it")
        made.refresh_from_db()
        assert made.claimed_back == 0

    def test_closing_waits_for_what_is_open(self, fund: Fund) -> None:
        from outward_portal.funding.awards import actions

        made, people, today = running(fund), fund.people, timezone.localdate()
        one = actions.plan(Act(people.office), made, {"milestone": "m", "amount": Decimal(100), "due_on": today})
        with pytest.raises(RefusedError, match="Instalments are still planned"):
            fund.take(people.office, made, "close")
        fund.take(people.office, one, "drop", remark="Not built")
        actions.ask_report(Act(people.office), made, {"title": "r", "due_on": today})
        asked = made.reports.get()
        with pytest.raises(RefusedError, match="A report is not accepted"):
            actions.ask_report(Act(people.office), made, {"title": "r", "due_on": today})
        with pytest.raises(RefusedError, match="A report is not accepted"):
            fund.take(people.office, made, "close")
        fund.take(people.office, asked, "drop", remark="The firm is no more")
        assert fund.take(people.office, made, "close").state == "closed"
        assert BudgetHead.objects.get().available == Decimal(1_000_000)


def test_samples_do_not_stand_for_real_ones(fund: Fund) -> None:
    """A sample officer is offered for sample applications only."""
    Organisation.objects.filter(pk=fund.people.works.pk).update(is_sample=True)
    User.objects.filter(pk=fund.people.enterprise.pk).update(is_sample=True)
    assert not set(eligible_officers(submitted(fund)))


def test_the_currency_of_a_programme_with_a_budget_stands(fund: Fund) -> None:
    from django.core.exceptions import ValidationError

    programme = Programme.objects.get(pk=fund.programme.pk)
    programme.currency = "USD"
    with pytest.raises(ValidationError, match="The budget is in CNY"):
        programme.clean()
