"""Coverage of required skills, gaps, single points of failure, and courses that close gaps."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outward.errors import InvalidValueError, UnknownCodeError
from outward.skills import (
    Levels,
    Offer,
    Requirement,
    Teaching,
    close_gaps,
    cover,
    groups,
    known_skill,
    levels,
    profiles,
    required_for,
    skill_name,
    skills,
)

SKILLS = ("a", "b", "c", "d")
teams = st.dictionaries(st.sampled_from("ABCDEF"), st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 4)),
                        max_size=6)
needs = st.lists(st.builds(Requirement, st.sampled_from(SKILLS), st.integers(1, 4), st.integers(1, 4)),
                 unique_by=lambda need: need.skill)
teachings = st.tuples(st.sampled_from(SKILLS), st.integers(1, 4), st.integers(0, 3)).filter(
    lambda given: given[2] < given[1]).map(lambda given: Teaching(*given))
offers = st.lists(st.builds(lambda given, hours: (tuple(given), hours), st.lists(teachings, max_size=3),
                            st.integers(0, 40)), max_size=5).map(
    lambda found: [Offer(f"o{n}", taught, hours) for n, (taught, hours) in enumerate(found)])


def test_one_person_fills_places_of_several_skills_and_a_lower_level_fills_none() -> None:
    found = cover({"A": {"a": 4, "b": 2}, "B": {"a": 1}}, [Requirement("a", 2, 2), Requirement("b", 2)])
    assert [(each.filled, each.missing, each.holders, each.below) for each in found.skills] == [
        (1, 1, ("A",), ("B",)), (1, 0, ("A",), ())]
    assert found.share == pytest.approx(2 / 3)
    assert [each.skill for each in found.single_points] == ["a", "b"]


def test_an_empty_team_fills_nothing_and_no_requirement_gives_no_share() -> None:
    found = cover({}, [Requirement("a", 1, 3)])
    assert (found.filled, found.people, found.single_points, found.skills[0].best) == (0, 3, (), 0)
    assert cover({"A": {"a": 4}}, []).share is None


@pytest.mark.parametrize(("team", "required"), [
    ({"A": {"a": 5}}, []), ({"A": {"a": -1}}, []), ({}, [Requirement("a", 0)]), ({}, [Requirement("a", 5)]),
    ({}, [Requirement("a", 1, 0)]), ({}, [Requirement("a", 1), Requirement("a", 2)])])
def test_what_means_nothing_is_refused(team: Mapping[str, Levels], required: list[Requirement]) -> None:
    with pytest.raises(InvalidValueError):
        cover(team, required)


@given(teams, needs)
def test_places_are_filled_or_missing_and_shares_stay_within_bounds(team: Any, required: Any) -> None:
    found = cover(team, required)
    assert found.filled + sum(gap.missing for gap in found.gaps) == found.people
    assert found.share is None or 0 <= found.share <= 1
    assert all(len(each.holders) == 1 for each in found.single_points)


@given(teams, needs, st.sampled_from("ABCDEF"), st.sampled_from(SKILLS))
def test_learning_never_opens_a_gap(team: Any, required: Any, who: str, skill: str) -> None:
    better = {**team, who: {**team.get(who, {}), skill: 4}}
    for before, after in zip(cover(team, required).skills, cover(better, required).skills, strict=True):
        assert after.missing <= before.missing


@given(teams, needs, offers)
def test_the_order_of_members_and_offers_changes_no_number(team: Any, required: Any, given_offers: Any) -> None:
    turned = dict(reversed(team.items()))
    one, other = cover(team, required), cover(turned, required)
    assert [(each.filled, each.best) for each in one.skills] == [(each.filled, each.best) for each in other.skills]
    assert close_gaps(team, one, given_offers) == close_gaps(turned, other, given_offers[::-1])


@given(teams, needs, offers)
def test_each_course_closes_something_no_gap_is_closed_twice_and_what_is_left_is_said(team: Any, required: Any,
                                                                                     given_offers: Any) -> None:
    coverage = cover(team, required)
    plan = close_gaps(team, coverage, given_offers)
    closed = sum(step.places for step in plan.steps)
    assert all(step.places > 0 and step.places == sum(step.closes.values()) for step in plan.steps)
    assert closed + sum(plan.left.values()) == sum(gap.missing for gap in coverage.gaps)
    gains = [step.places for step in plan.steps]
    assert gains == sorted(gains, reverse=True), "a submodular function: no later course gains more than an earlier one"


@given(teams, needs, offers)
def test_greedy_fills_at_least_the_proven_share_of_the_best(team: Any, required: Any, given_offers: Any) -> None:
    """Nemhauser, Wolsey and Fisher (1978): k greedy steps reach 1 - (1 - 1/k)**k of the best k courses."""
    coverage = cover(team, required)
    whole = close_gaps(team, coverage, given_offers)
    for k in range(1, len(given_offers) + 1):
        best = max((sum(step.places for step in close_gaps(team, coverage, chosen).steps)
                    for chosen in itertools.combinations(given_offers, k)), default=0)
        reached = sum(step.places for step in whole.steps[:k])
        assert reached >= (1 - (1 - 1 / k) ** k) * best - 1e-9
    assert sum(step.places for step in whole.steps) == sum(
        step.places for step in close_gaps(team, coverage, given_offers).steps)


@given(teams, needs, offers)
@example({"A": {}}, [Requirement("b", 3)], [Offer("o", (Teaching("b", 3), Teaching("b", 3, 1)))])
def test_a_course_that_was_taken_leaves_what_the_plan_said(team: Any, required: Any, given_offers: Any) -> None:
    """Raise as many members as the plan says by each course: exactly the places that it names are left open."""
    coverage = cover(team, required)
    plan = close_gaps(team, coverage, given_offers)
    learned = {member: dict(held) for member, held in team.items()}
    teaches = {offer.id: offer.teaches for offer in given_offers}
    for step in plan.steps:
        for skill, places in step.closes.items():
            wanted = next(need.level for need in required if need.skill == skill)
            least = min(each.entry for each in teaches[step.offer] if each.skill == skill and each.level >= wanted)
            pupils = [member for member, held in learned.items() if least <= held.get(skill, 0) < wanted]
            pupils.sort(key=lambda member: -learned[member].get(skill, 0))
            for member in pupils[:places]:
                learned[member][skill] = wanted
    after = cover(learned, required)
    assert {gap.skill: gap.missing for gap in after.gaps} == plan.left


def test_of_equal_courses_the_shorter_comes_first_then_the_id() -> None:
    coverage = cover({"A": {}}, [Requirement("a", 1)])
    offered = [Offer("z", (Teaching("a", 1),), 8), Offer("y", (Teaching("a", 1),), 16), Offer("x", (Teaching("a", 1),),
                                                                                              16)]
    assert [step.offer for step in close_gaps({"A": {}}, coverage, offered).steps] == ["z"]
    assert [step.offer for step in close_gaps({"A": {}}, coverage, offered[1:]).steps] == ["x"]


@pytest.mark.parametrize("given_offers", [
    [Offer("o", (Teaching("a", 1),)), Offer("o", ())], [Offer("o", (Teaching("a", 5),))],
    [Offer("o", (Teaching("a", 2, 2),))]])
def test_an_offer_that_means_nothing_is_refused(given_offers: list[Offer]) -> None:
    with pytest.raises(InvalidValueError):
        close_gaps({"A": {}}, cover({"A": {}}, [Requirement("a", 1)]), given_offers)


def test_the_lists_are_whole_in_both_languages() -> None:
    named: list[Any] = [*skills().values(), *groups().values(), *levels(), *profiles().values()]
    assert all(each.name.en and each.name.zh for each in named)
    assert all(each.means.en and each.means.zh for each in levels())
    for profile in profiles():
        assert cover({}, required_for(profile, ("KAZ", "CHL"))).people > 0


def test_a_country_adds_its_knowledge_and_its_language_once() -> None:
    wanted = [need.skill for need in required_for("contract", ("KAZ", "UZB"))]
    assert [skill for skill in wanted if skill in ("russian", "country:KAZ", "country:UZB")] == [
        "country:KAZ", "country:UZB", "russian"]
    assert len(wanted) == len(set(wanted))


@pytest.mark.parametrize("id", ["", "nothing", "country", "country:XXX", "insurance:KAZ", "country:", "country:WLD"])
def test_what_is_no_skill_is_refused(id: str) -> None:
    with pytest.raises(UnknownCodeError):
        known_skill(id)


def test_an_unknown_id_stands_for_itself_and_an_unknown_profile_is_refused() -> None:
    assert skill_name("gone").zh == "gone"
    with pytest.raises(UnknownCodeError):
        required_for("picnic")
