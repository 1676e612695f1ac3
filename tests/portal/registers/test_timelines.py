"""The timeline: in the order of time, as exact as the dates are, undated ones apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from outward_portal.records import actions
from outward_portal.records.listing import read_query
from outward_portal.registers import chronology as reading
from outward_portal.registers.bars import WIDTH, bars
from outward_portal.registers.chronology import Chronology, Dated, chronology
from outward_portal.registers.kinds import FACILITIES, PROJECTS
from outward_portal.registers.models import Project, StageDate
from tests.portal.people import People, browser_of
from tests.portal.registers.worlds import ACT, project

pytestmark = pytest.mark.django_db
ADDRESS = "/en/registers/projects/timeline"


def ask(user: Any = None, after: str = "", **given: str) -> Chronology:
    return chronology(read_query(PROJECTS, "en", given), user or AnonymousUser(), after)


def test_made_up_records_are_never_mixed_with_real_ones(people: People) -> None:
    project(name_en="real", begins="2016")
    Project.objects.filter(pk=project(name_en="made up", begins="2015").pk).update(is_sample=True)
    found = ask()
    assert (names(found.dated), found.count, found.others) == (["real"], 1, 1)
    page = browser_of(people.visitor).get(ADDRESS).content.decode()
    assert "1 sample record, which is made up, is not counted here." in page
    assert f"{ADDRESS}?&amp;samples=1" in page
    page = browser_of(people.visitor).get(ADDRESS, {"samples": "1"}).content.decode()
    assert ">made up<" in page
    assert ">real<" not in page


def names(rows: tuple[Dated, ...]) -> list[str]:
    return [row.name_en for row in rows]


def test_records_stand_in_the_order_of_their_first_date() -> None:
    project(name_en="third", begins="2016")
    project(name_en="first", ends="2014")
    second = project(name_en="second", ends="2020")
    StageDate.objects.create(project=second, stage="agreed", date="2015-02")
    project(name_en="never")
    found = ask()
    assert names(found.dated) == ["first", "second", "third"]
    assert found.dated[1].stages == (("agreed", "2015-02"),)
    assert (names(found.undated), found.count, found.undated_count) == (["never"], 3, 1)


def test_pages_follow_one_another_without_gap_or_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS", 3)
    for n in range(8):
        project(name_en=f"P{n}", begins=f"{2010 + n // 3}")
    seen: list[str] = []
    after = ""
    for _ in range(9):
        page = ask(after=after)
        seen += names(page.dated)
        after = page.next
        if not after:
            break
    assert seen == [f"P{n}" for n in range(8)]
    assert names(ask(after="nonsense").dated) == ["P0", "P1", "P2"]


def test_the_timeline_is_of_what_the_reader_sees_and_the_list_shows(people: People) -> None:
    project(name_en="open", begins="2015", type="aid")
    project(name_en="hidden", begins="2015", audience="office")
    project(name_en="hidden too", audience="office")
    assert (names(ask().dated), ask().undated_count) == (["open"], 0)
    assert len(ask(people.office).dated) == 2
    assert names(ask(type="supply").dated) == []


@pytest.mark.parametrize(("begins", "ends", "x", "width"), [
    ("2010", "2019", 0, WIDTH), ("2010-01-01", "2014", 0, WIDTH / 2), ("2015", "", WIDTH / 2, WIDTH / 10),
    ("2012-07", "2012-12", WIDTH / 4, WIDTH / 20),
])
def test_a_bar_is_as_long_as_what_is_known(begins: str, ends: str, x: float, width: float) -> None:
    scale = Dated(1, "scale", "", False, "2010", "2019")
    drawn = bars([scale, Dated(2, "bar", "", False, begins, ends)]).rows[1]
    assert (drawn.x, drawn.width) == pytest.approx((x, width), abs=0.2)
    assert drawn.is_open == (ends == "")


def test_marks_stand_at_the_beginning_of_their_date() -> None:
    drawn = bars([Dated(1, "a", "", False, "2010", "2019", (("agreed", "2015"),))])
    assert drawn.rows[0].marks == (WIDTH / 2,)


def test_the_page_is_readable_as_a_table(people: People) -> None:
    one = project(name_en="Works", begins="2015-06", stage="agreed")
    StageDate.objects.create(project=one, stage="agreed", date="2015-02")
    page = browser_of(people.visitor).get(ADDRESS).content.decode()
    assert "<td>2015-06</td>" in page
    assert "Agreed 2015-02" in page
    assert "style=" not in page


def test_other_registers_have_timelines_too(people: People) -> None:
    values = {"name_en": "Laboratory", "type": "research", "audience": "public", "begins": "2014"}
    actions.create(ACT, FACILITIES, values)
    assert "Laboratory" in browser_of(people.visitor).get("/en/registers/facilities/timeline").content.decode()
    assert browser_of(people.visitor).get("/en/registers/enterprises/timeline").status_code == 404


def test_an_empty_timeline_says_what_to_do(people: People) -> None:
    assert "Fill in when a record begins" in browser_of(people.visitor).get(ADDRESS).content.decode()
