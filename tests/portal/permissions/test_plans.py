"""Who sees and does what of plans and factors: every model, page, file and channel, against tables written by hand."""

from __future__ import annotations

from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser

from outward_portal.accounts.policy import may
from outward_portal.plans.actions import factors, links
from outward_portal.plans.models import (
    Factor,
    FactorEvidence,
    ItemRecord,
    ItemRelation,
    ItemResult,
    Opinion,
    Plan,
    PlanItem,
    TargetReading,
)
from outward_portal.records.cases import access_to
from outward_portal.records.models import CaseAccess
from tests.portal.api.calling import Program, said
from tests.portal.people import People, browser_of
from tests.portal.permissions.expected import ROLES
from tests.portal.plans.drawn import Drawn, draw, factor, go

pytestmark = pytest.mark.django_db

DRAWS: Final = frozenset({"officer", "other_officer", "office", "analyst"})
"""Who sees plans that nobody has adopted."""

SIGNED_IN: Final = frozenset(ROLES) - {"visitor"}

SEES: Final[dict[str, frozenset[str]]] = {
    "draft": DRAWS,
    "consultation": DRAWS,
    "public": frozenset(ROLES),
    "members": SIGNED_IN,
    "agencies": DRAWS | {"contributor"},
}
"""Which roles see a plan: a draft and one in consultation whatever audience they name; adopted ones by audience."""

MAY: Final[dict[str, dict[str, frozenset[str]]]] = {
    "draft": {
        "plan.change": DRAWS, "plan.offer": frozenset({"office", "officer"}), "plan.opine": frozenset(),
        "plan.adopt": frozenset({"office"}), "plan.revise": frozenset(), "plan.discard": frozenset({"office"}),
        "plan-item.change": DRAWS, "plan-item.link": DRAWS, "plan-item.progress": frozenset(),
        "plan-item.result": frozenset(), "plan-item.hand": frozenset(),
    },
    "consultation": {
        "plan.change": frozenset({"office"}), "plan.offer": frozenset({"office", "officer"}), "plan.opine": DRAWS,
        "plan.adopt": frozenset({"office"}), "plan.revise": frozenset(), "plan.discard": frozenset(),
        "plan-item.change": frozenset({"office"}), "plan-item.link": DRAWS, "plan-item.progress": frozenset(),
        "plan-item.result": frozenset(), "plan-item.hand": frozenset(),
    },
    "adopted": {
        "plan.change": frozenset(), "plan.offer": frozenset({"office", "officer"}), "plan.opine": frozenset(),
        "plan.adopt": frozenset({"office"}), "plan.revise": frozenset({"office"}), "plan.discard": frozenset(),
        "plan-item.change": frozenset(), "plan-item.link": DRAWS,
        "plan-item.progress": frozenset({"office", "officer"}),
        "plan-item.result": frozenset({"office", "officer"}), "plan-item.hand": frozenset({"office"}),
    },
    "closed": {
        "plan.change": frozenset(), "plan.opine": frozenset(), "plan.revise": frozenset(),
        "plan.discard": frozenset(), "plan-item.change": frozenset(), "plan-item.link": frozenset(),
        "plan-item.progress": frozenset(), "plan-item.result": frozenset(), "plan-item.hand": frozenset(),
    },
}
"""Who may do what, by the plan's state: of a plan of the commerce department, its measure and its task; `officer` is
of that department, `other_officer` of another."""


def person(people: People, role: str) -> Any:
    return getattr(people, role)


def in_state(people: People, state: str, audience: str = "public") -> Drawn:
    """A plan of the commerce department in a state, with everything hanging on it."""
    drawn = draw(people, audience=audience, owner=people.commerce)
    threat = factor(f"Zqfactor{audience}")
    links.link(drawn.act, drawn.measure, threat, "answers")
    links.relate(drawn.act, drawn.measure, drawn.bare)
    ItemResult.objects.create(item=drawn.measure, text_en="Zqresult", source="s")
    Opinion.objects.create(plan=drawn.plan, text="Zqopinion", by=people.officer)
    if state != "draft":
        go(people.office, drawn.fresh(), "consult")
    if state in ("adopted", "closed"):
        go(people.office, drawn.fresh(), "adopt")
    if state == "closed":
        go(people.office, drawn.fresh(), "close")
    for item in (drawn.measure, drawn.bare, drawn.task):
        item.refresh_from_db()
    return drawn


@pytest.fixture
def shelf(people: People) -> dict[str, Drawn]:
    """A plan of each kind of the table ``SEES``."""
    return {"draft": in_state(people, "draft"), "consultation": in_state(people, "consultation"),
            **{audience: in_state(people, "adopted", audience) for audience in ("public", "members", "agencies")}}


@pytest.mark.parametrize("role", ROLES)
def test_rows_of_every_model_are_seen_with_their_plan(people: People, shelf: dict[str, Drawn], role: str) -> None:
    user = person(people, role)
    for name, drawn in shelf.items():
        sees = role in SEES[name]
        rows: dict[Any, dict[str, Any]] = {
            Plan: {"pk": drawn.plan.pk}, PlanItem: {"plan": drawn.plan},
            **{model: {"item__plan": drawn.plan} for model in (ItemRecord, ItemRelation, ItemResult)}}
        for model, condition in rows.items():
            assert model.objects.visible_to(user).filter(**condition).exists() == sees, (name, model.__name__)
        assert Opinion.objects.visible_to(user).filter(plan=drawn.plan).exists() == (role in DRAWS), name


@pytest.mark.parametrize("role", ROLES)
def test_every_page_file_and_channel_shows_a_plan_to_whom_it_is_shown(
        people: People, shelf: dict[str, Drawn], role: str) -> None:
    client, program = browser_of(person(people, role)), Program(person(people, role))
    for name, drawn in shelf.items():
        Plan.objects.filter(pk=drawn.plan.pk).update(title_en=f"Zqtitle{name}")
        wanted = 200 if role in SEES[name] else 404
        plan, item = f"/en/plans/{drawn.plan.pk}/", f"/en/plans/items/{drawn.measure.pk}/"
        for address in (plan, f"{plan}items.csv", f"{plan}matrix/?by=factors", f"{plan}matrix/matrix.csv",
                        f"{plan}loose-ends", f"{plan}compare", item):
            assert client.get(address).status_code == wanted, (address, name)
        for path in (f"/plans/{drawn.plan.pk}", f"/plans/{drawn.plan.pk}/matrix", f"/workflows/plan/{drawn.plan.pk}",
                     f"/workflows/plan-item/{drawn.measure.pk}"):
            if role not in ("administrator",):
                status = program.get(path).status_code
                assert status in ((wanted,) if wanted == 404 or path.startswith("/plans") else (200, 401, 403)), path
    seen = {name for name in shelf if role in SEES[name]}
    for address in ("/en/plans/", "/en/plans/files/plans.csv", "/en/plans/files/plans.json"):
        text = client.get(address).content.decode()
        assert {name for name in shelf if f"Zqtitle{name}" in text} == seen, address
    titles = {row["title_en"].removeprefix("Zqtitle") for row in said(program.get("/plans"))["items"]}
    assert titles == seen


@pytest.mark.parametrize("state", sorted(MAY))
def test_who_may_do_what_follows_the_table(people: People, state: str) -> None:
    drawn = in_state(people, state)
    plan = drawn.fresh()
    for action, allowed in MAY[state].items():
        item = drawn.task if action == "plan-item.hand" else drawn.measure
        subject = item if action.startswith("plan-item") else plan
        found = {role for role in ROLES if may(person(people, role), action, subject)}
        assert found == allowed, (state, action)


def test_who_makes_a_plan_throws_their_own_draft_away(people: People) -> None:
    plan = draw(people).plan
    Plan.objects.filter(pk=plan.pk).update(made_by=people.analyst)
    plan.refresh_from_db()
    assert {role for role in ROLES if may(person(people, role), "plan.discard", plan)} == {"office", "analyst"}
    assert {role for role in ROLES if may(person(people, role), "plan.make")} == DRAWS
    assert {role for role in ROLES if may(person(people, role), "plan.working")} == DRAWS


@pytest.mark.parametrize(("state", "cites"), [
    ("proposed", DRAWS), ("accepted", frozenset({"office"})), ("superseded", frozenset())])
def test_who_cites_for_a_factor_follows_its_state(people: People, state: str, cites: frozenset[str]) -> None:
    found = factor(state=state)
    assert {role for role in ROLES if may(person(people, role), "factor.cite", found)} == cites
    assert {role for role in ROLES if may(person(people, role), "factor.accept", found)} == {"office"}


@pytest.mark.parametrize("role", ROLES)
def test_writing_addresses_refuse_whom_the_tables_refuse(people: People, role: str) -> None:
    """A form that somebody may not send is not shown either, and nothing changes."""
    drawn = in_state(people, "consultation")
    client = browser_of(person(people, role))
    before = list(PlanItem.objects.order_by("pk").values_list("pk", "title_en", "parent", "place"))
    for address in (f"/en/plans/{drawn.plan.pk}/change", f"/en/plans/{drawn.plan.pk}/add?kind=goal",
                    f"/en/plans/items/{drawn.bare.pk}/change", f"/en/plans/items/{drawn.bare.pk}/move",
                    f"/en/plans/items/{drawn.bare.pk}/remove"):
        status = client.get(address).status_code
        expected = 200 if role == "office" else 302 if role == "visitor" else 403 if role in DRAWS else 404
        assert status == expected, (role, address)
    if role != "office":
        for address in (f"/en/plans/items/{drawn.bare.pk}/up", f"/en/plans/items/{drawn.bare.pk}/remove",
                        f"/en/plans/{drawn.plan.pk}/discard"):
            assert client.post(address).status_code in (302, 403, 404)
    assert list(PlanItem.objects.order_by("pk").values_list("pk", "title_en", "parent", "place")) == before


def test_a_figure_is_seen_with_its_factor_and_its_case(people: People) -> None:
    open_factor, closed = factor("Zqopen"), factor("Zqclosed", audience="agencies")
    for each in (open_factor, closed):
        factors.cite(draw(people).act, each, "liaoning", "cell:claims:C185")
    TargetReading.objects.create(access=access_to("liaoning"), release="r1")
    anybody = AnonymousUser()
    assert [row.factor for row in FactorEvidence.objects.visible_to(anybody)] == [open_factor]
    assert TargetReading.objects.visible_to(anybody).exists()
    assert FactorEvidence.objects.visible_to(people.contributor).count() == 2
    CaseAccess.objects.filter(case="liaoning").update(audience="office")
    for model in (FactorEvidence, TargetReading):
        assert {role for role in ROLES if model.objects.visible_to(person(people, role)).exists()} == {"office"}
    assert Factor.objects.visible_to(anybody).count() == 1, "the factor is seen without its figures"
