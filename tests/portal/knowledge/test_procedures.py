"""Procedures: steps with who, where, cost and time; totals in ranges, each currency by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from outward_portal.knowledge.models import Procedure, Step
from outward_portal.knowledge.queries import totals
from outward_portal.review.models import Draft
from tests.portal.knowledge.law import document, propose, review
from tests.portal.people import People, browser_of


def step(**values: Any) -> Step:
    return Step(position=1, name_en="A step", **values)


def test_costs_are_added_by_currency_and_never_across() -> None:
    found = totals([step(cost_least=Decimal(10), cost_most=Decimal(20), currency="USD"),
                    step(cost_least=Decimal(5), currency="USD"), step(cost_most=Decimal(700), currency="KES"), step()])
    assert [(cost.currency, int(cost.least), int(cost.most)) for cost in found.costs] == [("KES", 700, 700),
                                                                                         ("USD", 15, 25)]
    assert found.without_cost == 1


def test_days_are_added_in_ranges_and_unknown_ones_counted() -> None:
    found = totals([step(days_least=1, days_most=3), step(days_most=5), step(days_least=0, days_most=0), step()])
    assert (found.days_least, found.days_most, found.without_days, found.steps) == (6, 8, 1, 4)


@settings(deadline=None)  # machines under load are slow, not wrong
@given(st.lists(st.tuples(st.sampled_from(["USD", "KES", "CNY"]), st.integers(0, 99), st.integers(0, 99)), max_size=8))
def test_totals_do_not_depend_on_the_order(costs: list[tuple[str, int, int]]) -> None:
    steps = [step(currency=code, cost_least=Decimal(low), cost_most=Decimal(low + more)) for code, low, more in costs]
    assert totals(steps) == totals(steps[::-1])
    assert sum(cost.most for cost in totals(steps).costs) == sum(low + more for _, low, more in costs)


def given_steps(*steps: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {"name_en": "Register a company", "countries": "KEN", "step-TOTAL_FORMS": len(steps),
                             "step-INITIAL_FORMS": 0}
    for n, each in enumerate(steps):
        given |= {f"step-{n}-{name}": value for name, value in each.items()}
    return given


NAME = {"position": 1, "name_en": "Reserve a name", "office_en": "Registry", "cost_least": "100", "cost_most": "150",
        "currency": "KES", "days_least": "1", "days_most": "2"}
FILE = {"position": 2, "name_en": "File the papers", "cost_most": "10", "currency": "USD", "days_most": "5"}


@pytest.mark.django_db
def test_a_procedure_goes_through_review_with_its_steps(people: People) -> None:
    law = document()
    draft = propose(people.analyst, "procedure", given_steps(
        FILE, {**NAME, "basis": law.pk, "basis_article": "3"}, {}))
    procedure = Procedure.objects.get()
    page = f"/en/registers/procedures/{procedure.pk}/"
    assert Client().get(page).status_code == 404
    review(draft, people.analyst, people.office)
    shown = Client().get(page).content.decode()
    assert shown.index("Reserve a name") < shown.index("File the papers")
    assert "100 to 150 KES" in shown
    assert "6 to 7 days" in shown
    assert "article 3" in shown
    assert Client().get(f"/en/library/procedures/{procedure.pk}/print").status_code == 200
    assert "Reserve a name" in Client().get(f"/en/registers/documents/{law.pk}/").content.decode()


@pytest.mark.django_db
def test_changed_steps_wait_for_review_while_the_old_stand(people: People) -> None:
    review(propose(people.analyst, "procedure", given_steps(NAME)), people.analyst, people.office)
    procedure = Procedure.objects.get()
    client = browser_of(people.analyst)
    address = client.post(f"/en/review/procedure/{procedure.pk}/propose")["Location"]
    changed = {**given_steps({**NAME, "days_most": "9"}, FILE), "revision": 1, "reason": "a new fee"}
    assert client.post(address, changed).status_code == 302
    assert [each.days_most for each in procedure.steps.all()] == [2]
    review(Draft.objects.latest("pk"), people.analyst, people.office)
    assert [each.days_most for each in procedure.steps.all()] == [9, 5]


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "problem"), [
    ({"cost_least": "200"}, "less than the least"), ({"currency": ""}, "Name the currency"),
    ({"days_least": "9"}, "less than the least"), ({"currency": "ABX"}, "is no currency"),
    ({"name_en": ""}, "at least one"),
])
def test_a_wrong_step_is_refused_and_nothing_is_written(people: People, wrong: dict[str, str], problem: str) -> None:
    response = browser_of(people.analyst).post("/en/review/new/procedure", given_steps({**NAME, **wrong}))
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert Procedure.objects.count() == 0


@pytest.mark.django_db
def test_a_legal_basis_that_may_not_be_seen_is_not_named(people: People) -> None:
    hidden = document(name_en="zqhidden", audience="office")
    draft = propose(people.office, "procedure", given_steps({**NAME, "basis": hidden.pk}))
    review(draft, people.office, people.officer)
    procedure = Procedure.objects.get()
    for address in (f"/en/registers/procedures/{procedure.pk}/", f"/en/library/procedures/{procedure.pk}/print"):
        assert "zqhidden" not in Client().get(address).content.decode()
    assert "zqhidden" in browser_of(people.office).get(f"/en/registers/procedures/{procedure.pk}/").content.decode()
    form = browser_of(people.analyst).get("/en/review/new/procedure").content.decode()
    assert "zqhidden" not in form
