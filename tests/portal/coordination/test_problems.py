"""Problems: from raising to an answer that is accepted, with the clock; what the enterprise sees and what not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outward.vocabulary.workdays import WorkCalendar
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.coordination import members as group
from outward_portal.coordination.models import Opinion, Problem, ProblemPause, PublicAnswer
from outward_portal.coordination.problems.clock import clock, clocks
from outward_portal.coordination.problems.lateness import tell_of_late_problems
from outward_portal.coordination.waiting import waiting
from outward_portal.journal.models import Entry
from outward_portal.notices.models import Occurrence
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.showing import offer
from tests.portal.coordination.desk import page, raised, step, taken, today
from tests.portal.people import People, browser_of

pytestmark = pytest.mark.django_db


def finance(people: People) -> Organisation:
    assert people.other_officer.organisation is not None
    return people.other_officer.organisation


def answered(people: People) -> Problem:
    made: Problem = step(people.officer, taken(people), "answer", answer="Zqanswer")
    return made


def test_from_raising_to_a_published_answer(people: People) -> None:
    wrong = browser_of(people.enterprise).post("/en/coordination/problems/new", {"text": "Zqkept", "topic": "zq"})
    assert wrong.status_code == 422
    assert "Zqkept" in wrong.content.decode()
    made = browser_of(people.enterprise).post("/en/coordination/problems/new", {
        "title": "Zqproblem", "text": "Zqtext", "topic": "customs", "region": "KAZ"})
    assert made.status_code == 302
    problem = Problem.objects.get()
    assert (problem.organisation, problem.region, problem.state) == (people.works, "KAZ", "raised")
    assert [str(each.what) for each in waiting(people.office) if each.count] == ["Problems of enterprises to take"]
    problem = step(people.office, problem, "take", lead=people.commerce)
    assert list(Occurrence.objects.get(kind="problem.taken").organisations.all()) == [people.works]
    problem = step(people.officer, problem, "coordinate", agencies=[finance(people)])
    opinion = Opinion.objects.get()
    step(people.other_officer, opinion, "give", text="Zqopinion")
    with pytest.raises(RefusedError, match="moved on"):
        step(people.other_officer, opinion, "give", text="again")
    problem = step(people.officer, problem, "answer", answer="Zqanswer")
    assert [each.count for each in waiting(people.enterprise) if each.count] == [1]
    seen = page(browser_of(people.colleague), f"/en/coordination/problems/{problem.pk}/")
    assert "Zqanswer" in seen
    assert "Zqopinion" not in seen
    assert "Department of Finance" not in seen
    assert "Zqopinion" in page(browser_of(people.officer), f"/en/coordination/problems/{problem.pk}/")
    problem = step(people.enterprise, problem, "accept", may_publish=True)
    closing = f"/en/workflows/enterprise-problem/{problem.pk}/close"
    client = browser_of(people.office)
    refused = client.post(closing, {"question_en": "What did test works ask?", "answer_en": "Zq"})
    assert refused.status_code == 422
    assert "It names the enterprise." in refused.content.decode()
    assert client.post(closing, {"question_en": "Zqquestion"}).status_code == 422
    assert client.post(closing, {"question_en": "Zqquestion", "answer_zh": "Zq回答"}).status_code == 302
    told = page(browser_of(people.visitor), "/en/coordination/answers/")
    assert "Zqquestion" in told
    assert "Test Works" not in told
    assert b"Zqquestion" in browser_of(people.visitor).get("/en/coordination/answers/files/csv").content


def test_without_consent_nothing_is_published(people: People) -> None:
    problem = step(people.enterprise, answered(people), "accept", may_publish=False)
    shown = page(browser_of(people.office), f"/en/workflows/enterprise-problem/{problem.pk}/close")
    assert "question_en" not in shown
    browser_of(people.office).post(f"/en/workflows/enterprise-problem/{problem.pk}/close",
                                   {"question_en": "Zq", "answer_en": "Zq"})
    problem.refresh_from_db()
    assert (problem.state, PublicAnswer.objects.count()) == ("closed", 0)


def test_it_is_reopened_once(people: People) -> None:
    problem = step(people.enterprise, answered(people), "reopen", objection="Zqopen")
    assert (problem.first_answer, problem.answer, problem.answered_at) == ("Zqanswer", "", None)
    problem = step(people.officer, problem, "answer", answer="Zqbetter")
    with pytest.raises(RefusedError, match="reopened once already"):
        step(people.enterprise, problem, "reopen", objection="again")
    told = page(browser_of(people.enterprise), f"/en/coordination/problems/{problem.pk}/")
    for said in ("Zqanswer", "Zqopen", "Zqbetter"):
        assert said in told


def test_each_step_is_for_whom_it_is_for(people: People) -> None:
    problem = raised(people)
    assert {each.key for each in offer(people.enterprise, problem).steps} == {"withdraw"}
    assert {each.key for each in offer(people.office, problem).steps} == {"take"}
    problem = step(people.office, problem, "take", lead=people.commerce)
    assert {each.key for each in offer(people.officer, problem).steps} == {"coordinate", "ask", "answer"}
    for nobody in (people.rival, people.other_officer, people.contributor, people.analyst, people.administrator):
        assert not offer(nobody, problem).steps
        assert browser_of(nobody).get(f"/en/coordination/problems/{problem.pk}/").status_code == 404
    problem = step(people.office, problem, "give-on", "better placed", lead=finance(people))
    assert not offer(people.officer, problem).steps, "another agency leads now"
    with pytest.raises(RefusedError, match="leads already"):
        step(people.office, problem, "give-on", "why", lead=finance(people))
    step(people.enterprise, problem, "withdraw")
    with pytest.raises(RefusedError, match="moved on"):
        step(people.other_officer, problem, "answer", answer="too late")


def test_the_page_of_an_opinion_names_its_problem(people: People) -> None:
    problem = step(people.officer, taken(people), "coordinate", agencies=[finance(people)])
    address = f"/en/workflows/opinion/{problem.opinions.get().pk}/give"
    assert "Zqproblem" in page(browser_of(people.other_officer), address)


def test_an_answer_does_without_opinions_that_are_missing(people: People) -> None:
    problem = step(people.officer, taken(people), "coordinate", agencies=[finance(people)])
    step(people.officer, problem, "answer", answer="Zqanswer")
    assert Opinion.objects.get().state == "waived"
    assert Entry.objects.get(action="opinion.waived").changes == {"state": ["asked", "waived"]}


def test_the_office_closes_after_a_silence(people: People) -> None:
    problem = answered(people)
    with pytest.raises(RefusedError, match="10 working days"):
        step(people.office, problem, "close-unanswered")
    Problem.objects.filter(pk=problem.pk).update(answered_at=timezone.now() - timedelta(days=15))
    assert step(people.office, problem, "close-unanswered").state == "closed"


class TestClock:
    def test_it_stands_while_the_enterprise_has_to_reply(self, people: People) -> None:
        problem = step(people.officer, taken(people), "ask", question="Zqquestion")
        told = clocks([problem])[problem.pk]
        assert told.is_stopped
        assert told.due_on is None
        problem = step(people.enterprise, problem, "reply", reply="Zqreply")
        assert problem.state == "coordinated"
        assert not clocks([problem])[problem.pk].is_stopped
        assert ProblemPause.objects.get().reply == "Zqreply"

    def test_days_are_counted_by_the_groups_calendar(self, people: People) -> None:
        zone = timezone.get_current_timezone()

        def at(day: int) -> datetime:
            return datetime(2026, 10, day, 10, 0, tzinfo=zone)

        problem = Problem(state="taken", raised_at=at(8), organisation=people.works)
        stopped = ProblemPause(began_at=at(13), ended_at=at(15))
        plain = clock(problem, [stopped], WorkCalendar(), at(20).date())
        assert plain.days == 6, "9, 12, 13, 16, 19, 20 October"
        moved = WorkCalendar(frozenset({at(9).date()}), frozenset({at(10).date(), at(17).date()}))
        assert clock(problem, [stopped], moved, at(20).date()).days == 7
        assert plain.due_on == datetime(2026, 11, 2).date()  # noqa: DTZ001

    def test_what_is_urgent_is_late_sooner(self, people: People) -> None:
        for is_urgent, late in ((False, False), (True, True)):
            problem = raised(people, f"Zq{is_urgent}", is_urgent=is_urgent)
            Problem.objects.filter(pk=problem.pk).update(raised_at=timezone.now() - timedelta(days=10))
            problem.refresh_from_db()
            assert clocks([problem])[problem.pk].is_late == late

    def test_the_time_in_which_the_first_answer_was_read_does_not_count(self, people: People) -> None:
        problem = answered(people)
        now = timezone.now()
        Problem.objects.filter(pk=problem.pk).update(raised_at=now - timedelta(days=28),
                                                     answered_at=now - timedelta(days=21))
        problem = step(people.enterprise, problem, "reopen", objection="Zq")
        assert clocks([problem])[problem.pk].days == 5

    def test_what_is_past_its_term_is_told_once(self, people: People) -> None:
        problem = raised(people)
        assert tell_of_late_problems(today()) == 0
        assert tell_of_late_problems(today(9)) == 1
        assert list(Occurrence.objects.get(kind="problem.untaken").organisations.all()) == [people.office.organisation]
        problem = step(people.office, problem, "take", lead=people.commerce)
        assert [tell_of_late_problems(today(days)) for days in (9, 30, 31)] == [0, 1, 0]
        assert people.commerce in Occurrence.objects.get(kind="problem.late").organisations.all()
        step(people.officer, problem, "ask", question="Zq")
        assert tell_of_late_problems(today(90)) == 0

    def test_what_nobody_takes_is_also_told_of_when_its_answer_is_due(self, people: People) -> None:
        raised(people)
        assert [tell_of_late_problems(today(days)) for days in (9, 30, 31)] == [1, 1, 0]
        assert set(Occurrence.objects.filter(kind__startswith="problem.").values_list("kind", flat=True)) == {
            "problem.raised", "problem.untaken", "problem.late"}

    def test_entered_days_change_a_running_clock(self, people: People) -> None:
        problem = raised(people)
        Problem.objects.filter(pk=problem.pk).update(raised_at=timezone.now() - timedelta(days=7))
        problem.refresh_from_db()
        before = clocks([problem])[problem.pk].days
        monday = today(-today().weekday())
        day = monday if monday > today(-7) else today(-1)
        form = browser_of(people.office).post("/en/coordination/calendar/days/",
                                              {"days": f"{day} off Zqfeast\n\n{day + timedelta(days=365)} 班"})
        assert form.status_code == 302
        assert clocks([problem])[problem.pk].days == before - 1
        wrong = browser_of(people.office).post("/en/coordination/calendar/days/", {"days": "2026-02-30 off"})
        assert "Line 1 means no day: 2026-02-30 off" in wrong.content.decode()
        assert group.add_days(Act(people.office), [(day, False, "Zqfeast")]) == 0, "it is there already"
