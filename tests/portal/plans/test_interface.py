"""Plans for programs: the tree, the matrix, progress written by a step; the same rights as on the pages."""

from __future__ import annotations

import pytest

from outward_portal.plans.actions import links
from tests.portal.api.calling import Program, said
from tests.portal.plans.drawn import Drawn, draw, factor

pytestmark = pytest.mark.django_db


def test_a_visitors_program_reads_adopted_plans_alone(drawn: Drawn) -> None:
    public = draw(drawn.people, title_en="Zqpublic")
    public.adopted()
    visitor, office = Program(), Program(drawn.people.office)
    assert [row["title_en"] for row in said(visitor.get("/plans"))["items"]] == ["Zqpublic"]
    assert {row["title_en"] for row in said(office.get("/plans?sort=title"))["items"]} == {"Zqplan", "Zqpublic"}
    said(visitor.get(f"/plans/{drawn.plan.pk}"), 404)
    said(visitor.get(f"/plans/{drawn.plan.pk}/matrix"), 404)
    tree = said(visitor.get(f"/plans/{public.plan.pk}"))["items"]
    assert [(row["number"], row["title_en"], row["parent"]) for row in tree] == [
        ("1", "Zqgoal", None), ("1.1", "Zqmeasure", public.goal.pk), ("1.1.1", "Zqtask", public.measure.pk),
        ("1.2", "Zqbare", public.goal.pk), ("2", "Zqother", None)]


def test_the_matrix_names_its_crossings(drawn: Drawn) -> None:
    threat = factor()
    links.link(drawn.act, drawn.measure, threat, "answers")
    drawn.adopted()
    found = said(Program().get(f"/plans/{drawn.plan.pk}/matrix?by=factors"))
    assert found["crossings"] == [[str(drawn.measure.pk), str(threat.pk)]]
    assert [row["name_en"] for row in found["rows"]] == ["Zqmeasure", "Zqbare"]


@pytest.mark.parametrize("path", ["/plans?page=9", "/plans?state=x", "/plans?nonsense=1", "/plans/1/matrix?by=x",
                                  "/plans/99999999999999999999"])
def test_what_an_address_cannot_mean_is_an_error_in_words(drawn: Drawn, path: str) -> None:
    del drawn
    assert Program().get(path).status_code in (404, 422)


def test_progress_is_written_by_a_step_with_the_rights_of_its_page(drawn: Drawn) -> None:
    path = f"/workflows/plan-item/{drawn.measure.pk}/start"
    body = {"fields": {"progress": "Zqbegun"}}
    officer = Program(drawn.people.officer)
    said(officer.send("POST", path, body), 403)
    drawn.adopted()
    said(Program(drawn.people.other_officer).send("POST", path, body), 403)
    said(officer.send("POST", path, {"fields": {}}), 422)
    assert said(officer.send("POST", path, body))["state"] == "under-way"
    said(officer.send("POST", path, body), 409)
    assert said(Program().get(f"/plans/{drawn.plan.pk}"))["items"][1]["progress"] == "Zqbegun"
