"""How projects count: each on one side only, whatever was done to it, its umbrella or its parts, in any order."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from outward_portal.records import actions
from outward_portal.registers.counting import counting_of
from outward_portal.registers.models import Project
from tests.portal.registers.worlds import ACT, change_something, edit, project, world

pytestmark = pytest.mark.django_db
USD = {"value": Decimal(100), "currency": "USD"}


def counting(one: Project) -> str:
    return Project.objects.get(pk=one.pk).counting


@pytest.mark.parametrize(("values", "how"), [
    (USD, "counts"), ({}, "unvalued"), (USD | {"stage": "cancelled"}, "cancelled"),
    (USD | {"stage": "suspended"}, "cancelled"), (USD | {"is_programme": True}, "programme"),
    ({"is_programme": True, "stage": "cancelled"}, "programme"), (USD | {"countries": "KEN;ZMB"}, "counts"),
])
def test_a_project_by_itself_counts_as_it_states(values: dict[str, object], how: str) -> None:
    assert counting(project(**values)) == how


def test_a_valued_umbrella_counts_for_its_parts() -> None:
    whole = project(**USD)
    part = project(umbrella=whole, **USD)
    assert (counting(whole), counting(part)) == ("umbrella", "part")


def test_the_parts_of_an_umbrella_without_a_value_count() -> None:
    whole = project()
    part = project(umbrella=whole, **USD)
    assert (counting(whole), counting(part)) == ("split", "counts")
    edit(whole, **USD)
    assert (counting(whole), counting(part)) == ("umbrella", "part")
    edit(whole, value=None)
    assert (counting(whole), counting(part)) == ("split", "counts")


@pytest.mark.parametrize(("whole", "part", "how"), [
    ("public", "members", "unvalued"), ("public", "owner", "unvalued"), ("agencies", "office", "unvalued"),
    ("agencies", "agencies", "split"), ("office", "public", "split"),
])
def test_parts_that_not_everybody_sees_take_nothing_from_their_whole(whole: str, part: str, how: str) -> None:
    umbrella = project(audience=whole)
    parts = [project(umbrella=umbrella, audience=part, **USD) for _ in range(2)]
    assert (counting(umbrella), counting(parts[0])) == (how, "counts")
    for each in parts:
        edit(each, audience=whole)
    assert counting(umbrella) == "split"
    for each in parts:
        edit(each, audience=part)
    assert counting(umbrella) == how


def test_an_umbrella_whose_parts_have_all_fallen_away_counts_itself() -> None:
    whole = project()
    parts = [project(umbrella=whole, **USD) for _ in range(3)]
    edit(parts[0], stage="cancelled")
    edit(parts[1], umbrella=None)
    assert counting(whole) == "split"
    actions.retire(ACT, parts[2])
    assert counting(whole) == "unvalued"
    actions.restore(ACT, parts[2])
    assert counting(whole) == "split"


@pytest.mark.parametrize("end", ["retire", "cancel", "programme"])
def test_an_umbrella_that_falls_away_leaves_its_parts_to_count(end: str) -> None:
    whole = project(**USD)
    part = project(umbrella=whole, **USD)
    if end == "retire":
        actions.retire(ACT, whole)
    else:
        edit(whole, **({"stage": "cancelled"} if end == "cancel" else {"is_programme": True}))
    assert counting(part) == "counts"
    if end == "retire":
        assert counting(whole) == "retired"
        actions.restore(ACT, whole)
        assert (counting(whole), counting(part)) == ("umbrella", "part")


def test_a_part_that_moves_settles_both_umbrellas() -> None:
    first, second = project(**USD), project(**USD)
    part = project(umbrella=first, **USD)
    edit(part, umbrella=second)
    assert (counting(first), counting(second), counting(part)) == ("counts", "umbrella", "part")


def test_settling_another_project_writes_nothing_else_of_it() -> None:
    whole = project(**USD)
    before = Project.objects.get(pk=whole.pk)
    project(umbrella=whole, **USD)
    after = Project.objects.get(pk=whole.pk)
    assert after.counting == "umbrella"
    assert (after.revision, after.changed_at) == (before.revision, before.changed_at)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_kept_agrees_with_the_rules_after_any_edits(seed: int) -> None:
    chance = random.Random(seed)
    made = world(chance)
    for _ in range(25):
        change_something(chance, made)
        wrong = {one.name_en: (one.counting, counting_of(one)) for one in Project.objects.all()
                 if one.counting != counting_of(one)}
        assert wrong == {}
