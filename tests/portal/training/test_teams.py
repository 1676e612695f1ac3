"""Teams: what a profile asks for, how courses close gaps, and what is summed over enterprises."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act, command
from outward_portal.journal.models import Entry
from outward_portal.records.errors import RefusedError
from outward_portal.training.models import HeldSkill, ProfileNeed, TeamMember, TeamProfile
from outward_portal.training.teams import actions, aggregates, queries
from tests.portal.people import People, browser_of
from tests.portal.training.classes import a_course, certified, opened

pytestmark = pytest.mark.django_db


def member(people: People, label: str = "Engineer 1", **levels: int) -> TeamMember:
    made = actions.add_member(Act(people.enterprise), people.works, {"label": label, "work": "", "account": None})
    for skill, level in levels.items():
        actions.declare(Act(people.enterprise), made, skill.replace("_", "-"), level)
    return made


def profile(people: People, type: str = "sale", countries: str = "") -> TeamProfile:
    return actions.make_profile(Act(people.enterprise), people.works, {"name": f"{type} {countries}", "type": type,
                                                                       "countries": countries})


def test_a_profile_begins_from_the_list_with_its_countries(people: People) -> None:
    made = profile(people, "sale", "KAZ")
    needs = {each.skill: (each.level, each.people) for each in ProfileNeed.objects.filter(profile=made)}
    assert needs["country:KAZ"] == (2, 2)
    assert needs["russian"] == (3, 1)
    with pytest.raises(RefusedError, match="this name"):
        profile(people, "sale", "KAZ")


def test_a_certificate_closes_a_gap_and_the_plan_names_courses_and_open_sessions(people: People) -> None:
    course = a_course(teaches="insurance:0>3;foreign-exchange:0>2")
    session = opened(people, course)
    a_course(name_en="Not needed", teaches="german:0>4")
    made = profile(people)
    actions.add_member(Act(people.enterprise), people.works, {"label": "A", "work": "", "account": people.colleague})
    before = queries.read_profile(made, people.colleague)
    assert {gap.skill for gap in before.coverage.gaps} >= {"insurance", "foreign-exchange"}
    assert [(each.course.pk, dict(each.closes), [row.session.pk for row in each.sessions])
            for each in before.suggested] == [(course.pk, {"insurance": 1, "foreign-exchange": 1}, [session.pk])]
    assert "insurance" not in before.left
    certified(people, people.colleague, course=course)
    after = queries.read_profile(made, people.colleague)
    assert after.coverage.filled == before.coverage.filled + 2
    assert [each.skill for each in after.coverage.single_points] == ["insurance", "foreign-exchange"]
    assert after.suggested == ()


def test_a_course_that_a_reader_does_not_see_is_not_suggested(people: People) -> None:
    a_course(audience="agencies")
    made = profile(people)
    member(people)
    assert queries.read_profile(made, people.enterprise).suggested == ()


def test_the_manager_writes_and_a_member_declares_what_is_their_own(people: People) -> None:
    own = actions.add_member(Act(people.enterprise), people.works, {"label": "A", "work": "",
                                                                    "account": people.colleague})
    other = member(people, "B")
    colleague = browser_of(people.colleague)
    given = {"skill": "english", "level": "3"}
    assert colleague.post(f"/en/training/team/members/{own.pk}/", given).status_code == 302
    assert colleague.post(f"/en/training/team/members/{other.pk}/", given).status_code == 403
    assert colleague.post(f"/en/training/team/members/{own.pk}/remove").status_code == 403
    assert colleague.post("/en/training/team/members/new", {"label": "C"}).status_code == 403
    assert colleague.get(f"/en/training/team/members/{other.pk}/").status_code == 200
    assert HeldSkill.objects.get().member == own


def test_knowledge_of_a_country_asks_for_the_country(people: People) -> None:
    made = member(people)
    browser, address = browser_of(people.enterprise), f"/en/training/team/members/{made.pk}/"
    for country, status in (("", 422), ("World", 422), ("nowhere", 422), ("哈萨克斯坦", 302)):
        assert browser.post(address, {"skill": "country", "level": "2", "country": country}).status_code == status
    assert HeldSkill.objects.get().skill == "country:KAZ"
    browser.post(address, {"skill": "country", "level": "0", "country": "KAZ"})
    assert not HeldSkill.objects.exists()


def test_what_a_profile_asks_for_is_changed_line_by_line(people: People) -> None:
    made = profile(people)
    browser, address = browser_of(people.enterprise), f"/en/training/team/profiles/{made.pk}/change"
    needs = queries.requirements(made, people.enterprise)
    given: dict[str, object] = {}
    for need in needs:
        given |= {f"level_{need.skill}": need.level,
                  f"people_{need.skill}": 0 if need.skill == "english" else need.people}
    assert browser.post(address, {**given, "people_insurance": "x"}).status_code == 422
    assert browser.post(address, {**given, "more": "country", "more_level": "2", "more_people": "1"}).status_code == 422
    assert browser.post(address, {**given, "more": "insurance", "more_level": 2, "more_people": 1}).status_code == 422
    assert browser.post(address, {**given, "more": "hse", "more_level": "4", "more_people": "3"}).status_code == 302
    changed = {need.skill: (need.level, need.people) for need in queries.requirements(made, people.enterprise)}
    assert "english" not in changed
    assert changed["hse"] == (4, 3)
    assert len(changed) == len(needs)


def test_two_members_of_one_name_or_account_are_refused_with_what_was_typed(people: People) -> None:
    member(people, "A")
    browser = browser_of(people.enterprise)
    answer = browser.post("/en/training/team/members/new", {"label": "A", "work": "Zqwork"})
    assert answer.status_code == 422
    assert "Zqwork" in answer.content.decode()
    stranger = browser.post("/en/training/team/members/new", {"label": "B", "account": people.rival.pk})
    assert stranger.status_code == 422, "an account of another enterprise is no choice"


def test_removing_is_asked_for_and_takes_everything_that_was_kept(people: People) -> None:
    made, other = member(people, english=3), profile(people)
    browser = browser_of(people.enterprise)
    for address in (f"/en/training/team/members/{made.pk}/remove", f"/en/training/team/profiles/{other.pk}/remove"):
        assert browser.get(address).status_code == 200
        assert browser.post(address).status_code == 302
    assert not HeldSkill.objects.exists()
    assert not ProfileNeed.objects.exists()


def test_the_journal_tells_nothing_of_a_team_but_that_it_was_written(people: People) -> None:
    made = actions.add_member(Act(people.enterprise), people.works, {"label": "Zqlabel", "work": "Zqwork",
                                                                     "account": None})
    actions.declare(Act(people.enterprise), made, "insurance", 4)
    entries = Entry.objects.filter(action__startswith="training.").order_by("pk")
    assert [each.action for each in entries] == ["training.member-added", "training.skill-written"]
    assert not any(each.changes or each.record_id for each in entries)


def enterprises(count: int, *, lacking: int, is_sample: bool = False) -> None:
    for number in range(count):
        made = Organisation.objects.create(kind="enterprise", name_en=f"E{number}", is_sample=is_sample)
        actions.make_profile(command("a test"), made, {"name": "P", "type": "sale", "countries": "KAZ"})
        held = actions.add_member(command("a test"), made, {"label": "M", "work": "", "account": None})
        actions.declare(command("a test"), held, "insurance", 1 if number < lacking else 3)


def total(skill: str, *, of_samples: bool = False) -> aggregates.SkillTotal | None:
    return next((each for each in aggregates.totals(of_samples=of_samples) if each.skill == skill), None)


def test_sums_are_shown_from_five_enterprises_on_and_say_little_of_one(people: People) -> None:
    enterprises(4, lacking=4)
    assert aggregates.totals(of_samples=False) == []
    enterprises(1, lacking=0)
    found = total("insurance")
    assert found == aggregates.SkillTotal("insurance", 5, 8, 5), "four of five, four persons to the nearest five"
    assert total("country") is not None, "countries are one skill here"
    assert total("country:KAZ") is None
    assert aggregates.totals(of_samples=True) == []
    text = browser_of(people.office).get("/en/training/skills").content.decode()
    assert "Export credit and investment insurance" in text
    assert "E0" not in text


@pytest.mark.parametrize("name", ["visitor", "member", "enterprise", "provider", "contributor", "analyst",
                                  "administrator"])
def test_sums_are_for_the_leading_group(people: People, name: str) -> None:
    client: Client = browser_of(getattr(people, name))
    assert client.get("/en/training/skills").status_code in (302, 403)


def test_a_line_that_somebody_else_takes_out_meanwhile_shifts_no_other(people: People) -> None:
    made = profile(people)
    needs = queries.requirements(made, people.enterprise)
    given = {f"{what}_{need.skill}": getattr(need, what) for need in needs for what in ("level", "people")}
    actions.change_needs(Act(people.enterprise), made, needs[1:])
    address = f"/en/training/team/profiles/{made.pk}/change"
    assert browser_of(people.enterprise).post(address, {**given, "people_english": 4}).status_code == 302
    changed = {need.skill: (need.level, need.people) for need in queries.requirements(made, people.enterprise)}
    assert changed == {need.skill: (need.level, 4 if need.skill == "english" else need.people) for need in needs[1:]}


def test_more_profiles_are_read_with_no_more_questions(people: People,
                                                       django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = [profile(people, type) for type in ("sale", "contract", "plant")]
    team = queries.team_of(people.enterprise)
    with django_assert_num_queries(2):
        found = queries.read_profiles(team, people.enterprise)
    assert {each.profile.pk: each.coverage for each in found} == {
        each.pk: queries.read_profile(each, people.enterprise).coverage for each in made}


def test_of_two_courses_that_close_as_much_one_of_unknown_length_comes_last(people: People) -> None:
    a_course(name_en="Unknown", hours=None)
    known = a_course(name_en="Known")
    made = profile(people)
    member(people)
    assert [each.course.pk for each in queries.read_profile(made, people.enterprise).suggested] == [known.pk]
