"""Totals: every table adds up to the same, nothing is counted twice, and nobody learns what is hidden."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from outward_portal.records import actions
from outward_portal.records.listing import read_query
from outward_portal.registers.kinds import ENTERPRISES, PARKS, PROJECTS
from outward_portal.registers.models import Project
from outward_portal.registers.queries import Totals, divisions, totals
from tests.portal.people import People, browser_of
from tests.portal.registers.worlds import ACT, change_something, edit, project, world

pytestmark = pytest.mark.django_db
ADDRESS = "/en/registers/projects/totals"
USD = {"value": Decimal("100.01"), "currency": "USD"}


def ask(by: str = "country", user: Any = None, **given: str) -> Totals:
    return totals(read_query(PROJECTS, "en", given), user or AnonymousUser(), by)


def sums(of: Totals) -> dict[str, Decimal]:
    return {code: amount.value for code, amount in of.total.amounts.items()}


def by_key(of: Totals) -> dict[str, tuple[int, dict[str, Decimal]]]:
    return {row.key: (row.records, {code: amount.value for code, amount in row.amounts.items()}) for row in of.rows}


@pytest.mark.parametrize("seed", range(6))
def test_every_table_adds_up_to_the_sum_of_what_counts(seed: int) -> None:
    chance = random.Random(seed)
    made = world(chance, 20)
    for _ in range(8):
        change_something(chance, made)
    counted = [one for one in Project.objects.all() if one.counting in ("counts", "umbrella", "unvalued")]
    expected: dict[str, Decimal] = {}
    for one in counted:
        if one.value is not None:
            expected[one.currency] = expected.get(one.currency, Decimal()) + one.value
    for by in divisions(PROJECTS):
        found = ask(by)
        assert sums(found) == expected, by
        assert found.total.records == sum(row.records for row in found.rows) == len(counted), by
        for code in expected:
            assert sum(row.amounts[code].value for row in found.rows if code in row.amounts) == expected[code], by


def test_the_order_of_the_records_does_not_matter() -> None:
    values = [{"value": Decimal(value), "currency": "USD", "countries": country}
              for value, country in (("0.10", "KEN"), ("0.20", "ZMB"), ("9000000000000.99", "KEN"), ("0.03", "KEN"))]
    made = [project(**each) for each in values]
    first = by_key(ask())
    for one in made:
        actions.retire(ACT, one)
    for each in reversed(values):
        project(**each)
    assert by_key(ask()) == first
    assert sums(ask()) == {"USD": Decimal("9000000000001.32")}


def test_absurd_amounts_do_not_break_the_page() -> None:
    for _ in range(12):
        project(value=Decimal("999999999999999999"), currency="USD")
    assert sums(ask())["USD"] > Decimal("1e19") - 1


def test_a_project_in_several_countries_stands_in_one_row_of_its_own() -> None:
    project(countries="KEN;ZMB;IND", **USD)
    project(countries="KEN", **USD)
    usd = {"USD": Decimal("100.01")}
    assert by_key(ask()) == {"several": (1, usd), "KEN": (1, usd)}
    assert by_key(ask(country="KEN")) == {"several": (1, usd), "KEN": (1, usd)}  # narrowed: still one row of its own
    assert by_key(ask(country="ZMB")) == {"several": (1, usd)}


def test_a_part_under_a_valued_whole_changes_no_total() -> None:
    whole = project(countries="KEN", **USD)
    before = [by_key(ask(by)) for by in divisions(PROJECTS)]
    project(umbrella=whole, countries="ZMB", value=Decimal(60), currency="CNY")
    assert [by_key(ask(by)) for by in divisions(PROJECTS)] == before


def test_cancelling_takes_away_exactly_the_projects_value() -> None:
    kept, cancelled = project(**USD), project(value=Decimal("0.07"), currency="USD")
    edit(cancelled, stage="cancelled")
    found = ask()
    assert sums(found) == {"USD": kept.value}
    assert [(row.key, row.records, row.amounts["USD"].value) for row in found.left_out] == [
        ("cancelled", 1, Decimal("0.07"))]


def test_currencies_are_never_added() -> None:
    project(value=Decimal(1), currency="USD")
    project(value=Decimal(2), currency="CNY")
    assert sums(ask()) == {"USD": Decimal(1), "CNY": Decimal(2)}


@pytest.mark.parametrize(("hedges", "qualifier"), [
    (["more than", ""], "at-least"), (["less than"], "at-most"), (["nearly", ""], "at-most"), (["about"], "about"),
    (["more than", "less than"], "about"), (["more than", "about"], "about"), (["", ""], ""),
])
def test_a_sum_is_qualified_as_its_amounts_are(hedges: list[str], qualifier: str) -> None:
    for hedge in hedges:
        project(value_hedge=hedge, **USD)
    assert ask().total.amounts["USD"].qualifier == qualifier


def test_totals_are_of_what_the_list_shows() -> None:
    project(type="supply", stage="agreed", name_en="Metro cars", **USD)
    project(type="aid", stage="agreed", **USD)
    assert ask(type="supply").total.records == 1
    assert ask(q="metro").total.records == 1
    assert ask(type="supply", stage="idea").total.records == 0
    assert ask(retired="1").total.records == 2  # what is retired is never summed


def test_what_is_hidden_is_in_nobodys_total(people: People) -> None:
    enterprise = actions.create(ACT, ENTERPRISES, {"name_en": "Hidden Works", "audience": "office"})
    project(enterprise=enterprise, **USD)
    project(audience="office", enterprise=enterprise, **USD)
    for user, count, key in ((people.visitor, 1, "hidden"), (people.rival, 1, "hidden"),
                             (people.office, 2, str(enterprise.pk))):
        assert {row.key: row.records for row in ask("enterprise", user).rows} == {key: count}
    page = browser_of(people.visitor).get(f"{ADDRESS}?by=enterprise").content.decode()
    assert "Hidden Works" not in page
    assert "Enterprises not shown to you" in page
    assert "Hidden Works" not in browser_of(people.visitor).get(f"{ADDRESS}.csv?by=enterprise").content.decode()


def test_a_hidden_part_takes_no_project_out_of_the_total(people: People) -> None:
    whole = project()
    project(umbrella=whole, audience="owner", **USD)
    assert [ask(user=user).total.records for user in (people.visitor, people.office)] == [1, 1]


def test_a_part_of_what_the_reader_does_not_see_counts_by_itself(people: People) -> None:
    whole = project(audience="office", value=500, currency="USD")
    part = project(umbrella=whole, **USD)
    for user, value, left_out in ((people.visitor, USD["value"], []), (people.officer, USD["value"], []),
                                  (people.office, 500, [("part", 1)])):
        found = ask(user=user)
        assert (found.total.records, sums(found)) == (1, {"USD": value})
        assert [(row.key, row.records) for row in found.left_out] == left_out
    page = browser_of(people.visitor).get(f"/en/registers/projects/{part.pk}/").content.decode()
    assert "In totals of what you see it counts by itself" in page


def test_parks_are_summed_without_those_that_ended() -> None:
    for stage in ("under-way", "cancelled"):
        actions.create(ACT, PARKS, {"name_en": "Park", "audience": "public", "stage": stage, "countries": "UGA", **USD})
    found = totals(read_query(PARKS, "en", {}), AnonymousUser(), "country")
    assert by_key(found) == {"UGA": (1, {"USD": Decimal("100.01")})}
    assert [(row.key, row.records) for row in found.left_out] == [("cancelled", 1)]


def test_the_page_says_what_was_left_out_with_a_link_to_it(people: People) -> None:
    project(countries="KEN;ZMB", stage="cancelled", **USD)
    project(countries="KEN;ZMB", **USD)
    page = browser_of(people.visitor).get(f"{ADDRESS}?country=KEN").content.decode()
    assert 'href="/en/registers/projects/?country=KEN&amp;counting=cancelled"' in page
    assert 'href="/en/registers/projects/?country=KEN&amp;extent=%3B"' in page
    listed = browser_of(people.visitor).get("/en/registers/projects/?country=KEN&counting=cancelled").content.decode()
    assert "1 record" in listed


def test_the_file_names_its_sums_and_how_it_is_cited(people: People) -> None:
    enterprise = actions.create(ACT, ENTERPRISES, {"name_en": "=HYPERLINK(1)", "audience": "public"})
    project(enterprise=enterprise, value=Decimal(5), currency="USD", value_hedge="more than")
    reply = browser_of(people.visitor).get(f"{ADDRESS}.csv?by=enterprise")
    lines = list(csv.reader(reply.content.decode("utf-8-sig").splitlines()))
    assert lines[1] == ["total", "all", "Total", "1", "USD", "5", "at-least", "1"]
    assert lines[2][0:2] == ["enterprise", str(enterprise.pk)]
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]
    assert "http://testserver/en/registers/projects/totals.csv?by=enterprise" in lines[-1][0]


def test_a_register_without_values_has_no_totals(people: People) -> None:
    assert browser_of(people.visitor).get("/en/registers/brands/totals").status_code == 404
    assert browser_of(people.visitor).get("/en/registers/nonsense/totals").status_code == 404


def test_an_unknown_division_is_answered_by_country(people: People) -> None:
    assert browser_of(people.visitor).get(f"{ADDRESS}?by=nonsense").status_code == 200


def test_a_row_leads_to_a_list_only_where_the_list_is_of_the_same_records(people: People) -> None:
    project(sector="equipment-manufacturing")
    project(sector="machine-tools")
    page = browser_of(people.visitor).get(ADDRESS, {"by": "sector"}).content.decode()
    assert "?sector=machine-tools" in page
    assert "?sector=equipment-manufacturing" not in page
