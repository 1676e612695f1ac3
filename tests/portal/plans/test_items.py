"""Items: a tree that stays one, their progress by those who answer for them, tasks that are handed over."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import Task
from outward_portal.notices.models import Occurrence
from outward_portal.plans.actions import items, links
from outward_portal.plans.jobs import tell_dates
from outward_portal.plans.models import PlanItem
from outward_portal.plans.queries.plans import items_of, tree_of
from outward_portal.plans.waiting import waiting
from outward_portal.records.errors import RefusedError
from tests.portal.people import browser_of
from tests.portal.plans.drawn import Drawn, go

pytestmark = pytest.mark.django_db


def order(drawn: Drawn) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []

    def walk(branch: object) -> None:
        for row in branch:  # type: ignore[attr-defined]
            rows.append((row.number, row.item.title_en))
            walk(row.children)

    walk(tree_of(items_of(drawn.fresh(), drawn.people.office), drawn.people.office))
    return rows


class TestTree:
    def test_items_stand_in_their_order_with_their_numbers(self, drawn: Drawn) -> None:
        assert order(drawn) == [("1", "Zqgoal"), ("1.1", "Zqmeasure"), ("1.1.1", "Zqtask"), ("1.2", "Zqbare"),
                                ("2", "Zqother")]

    def test_buttons_move_up_and_down_and_stop_at_the_ends(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        assert client.post(f"/en/plans/items/{drawn.bare.pk}/up").status_code == 302
        assert [name for _number, name in order(drawn)][:2] == ["Zqgoal", "Zqbare"]
        client.post(f"/en/plans/items/{drawn.bare.pk}/up")
        assert [name for _number, name in order(drawn)][:2] == ["Zqgoal", "Zqbare"]
        client.post(f"/en/plans/items/{drawn.bare.pk}/down")
        assert order(drawn)[3] == ("1.2", "Zqbare")
        assert client.get(f"/en/plans/items/{drawn.bare.pk}/up").status_code == 405

    def test_a_measure_moves_with_its_task(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        answered = client.post(f"/en/plans/items/{drawn.measure.pk}/move", {"parent": drawn.other.pk})
        assert answered.status_code == 302
        assert order(drawn) == [("1", "Zqgoal"), ("1.1", "Zqbare"), ("2", "Zqother"), ("2.1", "Zqmeasure"),
                                ("2.1.1", "Zqtask")]

    def test_a_circle_and_a_wrong_parent_are_refused_and_change_nothing(self, drawn: Drawn) -> None:
        before = order(drawn)
        items.move(drawn.act, drawn.other, drawn.goal)
        for item, parent in ((drawn.goal, drawn.other), (drawn.goal, drawn.goal), (drawn.measure, None),
                             (drawn.task, drawn.goal), (drawn.goal, drawn.measure)):
            with pytest.raises(RefusedError, match="cannot stand there"):
                items.move(drawn.act, item, parent)
        items.move(drawn.act, PlanItem.objects.get(pk=drawn.other.pk), None)
        assert order(drawn) == before
        client = browser_of(drawn.people.office)
        assert client.post(f"/en/plans/items/{drawn.measure.pk}/move", {"parent": drawn.task.pk}).status_code == 422

    def test_an_item_of_another_plan_is_no_parent(self, drawn: Drawn) -> None:
        from tests.portal.plans.drawn import draw

        other = draw(drawn.people)
        with pytest.raises(RefusedError):
            items.move(drawn.act, drawn.measure, other.goal)
        with pytest.raises(RefusedError):
            items.add(drawn.act, drawn.plan, "measure", other.goal, {"title_en": "x"})
        client = browser_of(drawn.people.office)
        address = f"/en/plans/{drawn.plan.pk}/add?kind=measure&within={other.goal.pk}"
        assert client.get(address).status_code == 404

    def test_what_is_added_by_its_page_stands_last(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        address = f"/en/plans/{drawn.plan.pk}/add?kind=measure&within={drawn.goal.pk}"
        assert "Zqgoal" in client.get(address).content.decode()
        refused = client.post(address, {"title_en": "", "paragraphs": "61\x07"})
        assert refused.status_code == 422
        assert "Give it a title." in refused.content.decode()
        answered = client.post(address, {"title_en": "Zqadded", "agency": drawn.people.commerce.pk,
                                         "due_on": "2027-06-30", "target_value": "7", "reform": "opening"})
        assert answered.status_code == 302
        made = PlanItem.objects.get(title_en="Zqadded")
        assert (made.due_on, made.reform) == (datetime.date(2027, 6, 30), "opening")
        assert made.target_value == 7
        assert ("1.3", "Zqadded") in order(drawn)
        assert client.get(f"/en/plans/{drawn.plan.pk}/add?kind=measure").status_code == 404, "no measure at the top"
        assert client.get(f"/en/plans/{drawn.plan.pk}/add?kind=dream").status_code == 404

    def test_taking_out_asks_first_and_takes_all_within(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        assert "gone for good" in client.get(f"/en/plans/items/{drawn.measure.pk}/remove").content.decode()
        client.post(f"/en/plans/items/{drawn.measure.pk}/remove")
        assert order(drawn) == [("1", "Zqgoal"), ("1.1", "Zqbare"), ("2", "Zqother")]
        with pytest.raises(RefusedError, match="taken this item out"):
            items.remove(drawn.act, drawn.measure)

    def test_who_comes_second_overwrites_nothing(self, drawn: Drawn) -> None:
        items.change(drawn.act, drawn.bare, {"title_en": "Zqfirst"}, revision=1)
        with pytest.raises(RefusedError, match="meanwhile"):
            items.change(drawn.act, drawn.bare, {"title_en": "Zqsecond"}, revision=1)

    def test_officers_do_not_change_items_in_consultation(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.officer)
        assert client.get(f"/en/plans/items/{drawn.bare.pk}/change").status_code == 200
        go(drawn.people.office, drawn.plan, "consult")
        assert client.get(f"/en/plans/items/{drawn.bare.pk}/change").status_code == 403
        assert browser_of(drawn.people.office).get(f"/en/plans/items/{drawn.bare.pk}/change").status_code == 200


class TestProgress:
    def test_the_agency_writes_its_own_items_once_the_plan_is_adopted(self, drawn: Drawn) -> None:
        with pytest.raises(RefusedError):
            go(drawn.people.officer, drawn.measure, "start", {"progress": "x"})
        drawn.adopted()
        go(drawn.people.officer, drawn.measure, "start", {"progress": "Zqbegun"})
        with pytest.raises(RefusedError):
            go(drawn.people.other_officer, drawn.measure, "report", {"progress": "x"})
        with pytest.raises(RefusedError):
            go(drawn.people.officer, drawn.bare, "start", {"progress": "x"})
        go(drawn.people.office, drawn.bare, "start", {"progress": "by the office"})
        assert "Zqbegun" in Client().get(f"/en/plans/items/{drawn.measure.pk}/").content.decode()

    def test_done_names_a_day_that_is_not_to_come_and_can_be_taken_back(self, drawn: Drawn) -> None:
        drawn.adopted()
        client = browser_of(drawn.people.officer)
        address = f"/en/workflows/plan-item/{drawn.measure.pk}/finish"
        later = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
        assert client.post(address, {"progress": "done", "done_on": later}).status_code == 422
        today = timezone.localdate().isoformat()
        assert client.post(address, {"progress": "Zqdone", "done_on": today}).status_code == 302
        text = Client().get(f"/en/plans/{drawn.plan.pk}/").content.decode()
        assert "1 of 2 measures done" in text
        go(drawn.people.officer, drawn.measure, "reopen")
        drawn.measure.refresh_from_db()
        assert (drawn.measure.state, drawn.measure.done_on) == ("under-way", None)

    def test_a_goal_has_no_progress_of_its_own(self, drawn: Drawn) -> None:
        drawn.adopted()
        with pytest.raises(RefusedError):
            go(drawn.people.office, drawn.goal, "start", {"progress": "x"})

    def test_the_agency_is_told_before_and_after_the_day_each_once(self, drawn: Drawn) -> None:
        today = timezone.localdate()
        for item, days in ((drawn.measure, 10), (drawn.bare, -3), (drawn.task, 300)):
            items.change(drawn.act, item, {"due_on": today + datetime.timedelta(days=days)}, revision=1)
        assert tell_dates(today) == 0, "a draft binds nobody"
        drawn.adopted()
        assert tell_dates(today) == 2
        assert tell_dates(today) == 0, "told once"
        due, late = (Occurrence.objects.get(kind=kind) for kind in ("plan-item.due", "plan-item.late"))
        assert list(due.organisations.all()) == [drawn.people.commerce]
        assert list(late.organisations.all()) == [drawn.people.office.organisation], "nobody answers for it"
        assert tell_dates(today + datetime.timedelta(days=20)) == 1, "now the measure is late"

    def test_what_is_due_waits_for_its_agency_alone(self, drawn: Drawn) -> None:
        items.change(drawn.act, drawn.measure, {"due_on": timezone.localdate()}, revision=1)
        drawn.adopted()
        assert next(waiting(drawn.people.officer)).count == 1
        assert next(waiting(drawn.people.other_officer)).count == 0
        assert list(waiting(drawn.people.enterprise)) == []
        text = browser_of(drawn.people.officer).get("/en/plans/mine/").content.decode()
        assert "Zqmeasure" in text
        assert browser_of(drawn.people.enterprise).get("/en/plans/mine/").status_code == 403


class TestHandingOver:
    def test_a_task_becomes_the_leading_groups_and_shows_its_state(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        address = f"/en/plans/items/{drawn.task.pk}/hand-over"
        assert client.get(address).status_code == 403, "a draft binds nobody"
        drawn.adopted()
        due = timezone.localdate() + datetime.timedelta(days=5)
        assert client.post(address, {"owner": drawn.people.commerce.pk, "due_on": "2020-01-01"}).status_code == 422
        assert client.post(address, {"owner": drawn.people.commerce.pk, "due_on": due.isoformat()}).status_code == 302
        task = Task.objects.get()
        assert (task.title_en, task.owner, task.due_on) == ("Zqtask", drawn.people.commerce, due)
        assert "Handed over" in client.get(f"/en/plans/items/{drawn.task.pk}/").content.decode()
        public = Client().get(f"/en/plans/items/{drawn.task.pk}/").content.decode()
        assert "Handed over" in public
        assert str(task.get_state_display()) not in public, "the task's state is the leading group's"
        with pytest.raises(RefusedError):
            go(drawn.people.office, drawn.task, "start", {"progress": "x"})
        with pytest.raises(RefusedError, match="already"):
            links.hand_over(Act(drawn.people.office), drawn.task, {"owner": drawn.people.commerce, "due_on": due})
        assert Task.objects.count() == 1

    def test_measures_are_not_handed_over_and_officers_hand_nothing(self, drawn: Drawn) -> None:
        drawn.adopted()
        assert browser_of(drawn.people.office).get(f"/en/plans/items/{drawn.measure.pk}/hand-over").status_code == 403
        assert browser_of(drawn.people.officer).get(f"/en/plans/items/{drawn.task.pk}/hand-over").status_code == 403

    def test_what_the_leading_group_dropped_is_handed_over_again(self, drawn: Drawn) -> None:
        drawn.adopted()
        due = timezone.localdate() + datetime.timedelta(days=5)
        first = links.hand_over(drawn.act, drawn.task, {"owner": drawn.people.commerce, "due_on": due})
        client = browser_of(drawn.people.office)
        address = f"/en/plans/items/{drawn.task.pk}/hand-over"
        assert client.get(address).status_code == 403, "it is with the agency"
        go(drawn.people.office, first, "drop")
        asked = {"owner": drawn.people.commerce.pk, "due_on": due.isoformat()}
        assert client.post(address, asked | {"due_on": "9999-12-31"}).status_code == 422
        assert client.post(address, asked).status_code == 302
        drawn.task.refresh_from_db()
        assert drawn.task.task is not None
        assert (drawn.task.task == first, drawn.task.task.state) == (False, "open")

    def test_its_date_is_the_tasks_and_a_goal_is_never_late_itself(self, drawn: Drawn) -> None:
        past = timezone.localdate() - datetime.timedelta(days=3)
        for item in (drawn.goal, drawn.task):
            items.change(drawn.act, item, {"due_on": past}, revision=1)
        drawn.adopted()
        links.hand_over(drawn.act, drawn.task, {"owner": drawn.people.commerce, "due_on": timezone.localdate()})
        assert tell_dates(timezone.localdate()) == 0, "nobody could say that a goal is done"
        text = Client().get(f"/en/plans/{drawn.plan.pk}/").content.decode()
        assert '<span class="tag">handed over</span>' in text
        assert '<span class="tag stale">late</span>' not in text
        assert '<span class="tag stale">late</span>' not in Client().get(
            f"/en/plans/items/{drawn.goal.pk}/").content.decode()

    def test_its_details_come_in_the_language_in_which_they_stand(self, drawn: Drawn) -> None:
        items.change(drawn.act, drawn.task, {"details_zh": "示例说明"}, revision=1)
        drawn.adopted()
        assert "示例说明" in browser_of(drawn.people.office).get(
            f"/en/plans/items/{drawn.task.pk}/hand-over").content.decode()
