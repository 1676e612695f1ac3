"""Pages of a list: each row once, in order, forwards and back, read by an index however far down they are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet

from outward.vocabulary.labels import Language
from outward_portal.records import paging, queries
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.listing import ListQuery, Place, read_query
from outward_portal.records.models import Record
from outward_portal.registers.models import Enterprise, Project
from tests.portal.people import People

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def projects() -> list[int]:
    """Twenty-three projects: equal names and values, values left empty, some that a visitor does not see."""
    made = []
    for number in range(23):
        value = None if number % 4 == 0 else Decimal(number % 3) * 1000
        made.append(Project.objects.create(
            name_en=f"Project {number % 5}", name_zh="" if number % 2 else f"项目{number % 3}", value=value,
            stage="agreed",
            type=("supply", "", "aid")[number % 3], currency="" if value is None else ("USD", "CNY")[number % 2],
            countries=("KEN", "ZMB;KEN", "")[number % 3], audience="office" if number % 7 == 6 else "public").pk)
    return made


def sorted_ways() -> list[tuple[str, bool, Language]]:
    """Every column by which projects are sorted, both ways, in both languages."""
    languages: tuple[Language, ...] = ("en", "zh")
    return [(column.key, descending, language) for column in KINDS["project"].columns if column.is_sortable
            for descending in (False, True) for language in languages]


@pytest.mark.parametrize(("sort", "descending", "language"), sorted_ways())
def test_each_row_comes_once_and_in_order(
    projects: list[int], sort: str, descending: bool, language: Language
) -> None:
    query = ListQuery(KINDS["project"], language, sort=sort, descending=descending, rows=4)
    whole = list(paging.ordered(queries.selected(query, VISITOR), query).values_list("pk", flat=True))
    assert len(whole) == 20
    pages = [queries.read_page(query, VISITOR)]
    while pages[-1].last is not None:
        pages.append(queries.read_page(query.at(pages[-1].last), VISITOR))
    assert [row[0] for page in pages for row in page.rows] == whole
    assert [page.number for page in pages] == [1, 2, 3, 4, 5] == list(range(1, pages[0].pages + 1))
    back = [pages[-1]]
    while back[-1].first is not None:
        back.append(queries.read_page(query.at(back[-1].first), VISITOR))
    assert [page.rows for page in reversed(back)] == [page.rows for page in pages]


@pytest.mark.parametrize("descending", [False, True])
def test_amounts_stand_in_the_order_of_their_currency_first(projects: list[int], descending: bool) -> None:
    query = ListQuery(KINDS["project"], "en", sort="value", descending=descending)
    whole: QuerySet[Any] = paging.ordered(queries.selected(query, VISITOR), query)
    rows = list(whole.values_list("currency", "value", "pk"))
    valued = [row for row in rows if row[1] is not None]
    assert valued == sorted(valued, reverse=descending)
    assert rows[: len(valued)] == valued  # those without a value come last
    assert {row[0] for row in valued} == {"CNY", "USD"}


@pytest.mark.parametrize("value", ["none", "", "NaN", "9" * 40, None])
@pytest.mark.parametrize("sort", ["name", "value", "-value", "stage"])
def test_a_place_that_somebody_made_up_is_no_error(projects: list[int], sort: str, value: str | None) -> None:
    for before in (False, True):
        for unit in ("", "USD", "\x00", "x" * 500):
            asked = {"sort": sort, "at": Place(value, 3, 2, before, unit).encoded()}
            queries.read_page(read_query(KINDS["project"], "en", asked), VISITOR)


def plan_of(rows: QuerySet[Record]) -> str:
    """The database's own words on how it reads the first rows, where it need not sort."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL enable_sort = off")  # it sorts only where there is no other way
    return rows.explain()


@pytest.mark.parametrize("kind", ["project", "enterprise"])
@pytest.mark.parametrize("descending", [False, True])
def test_no_order_of_a_large_register_is_sorted_by_the_database(
    people: People, projects: list[int], kind: str, descending: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        Enterprise.objects.create(name_en=f"Works {number}", audience="public")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for column in KINDS[kind].columns:
        for language in ("en", "zh"):
            for user in (VISITOR, people.enterprise, people.office):
                if column.is_sortable:
                    query = ListQuery(KINDS[kind], language, sort=column.key, descending=descending)
                    check_plans(query, KINDS[kind], user, monkeypatch)


def check_plans(query: ListQuery, kind: Kind, user: object, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[QuerySet[Record]] = []
    own_table_first = paging._own_table_first

    def noted(records: QuerySet[Record], query: ListQuery) -> QuerySet[Record]:
        read.append(own_table_first(records, query))
        return read[-1]

    with monkeypatch.context() as patched:
        patched.setattr(paging, "_own_table_first", noted)
        page = queries.read_page(replace(query, rows=3), user)
        assert page.last is not None
        queries.read_page(replace(query, rows=3).at(page.last), user)
    for rows in read:
        plan = plan_of(rows[:51])
        assert "USE TEMP B-TREE" not in plan, (query.sort, plan)
        assert "Sort" not in plan, (query.sort, plan)
