"""Plans from draft to end: who takes which step, what follows, what is refused; versions side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.notices.models import Occurrence
from outward_portal.plans.actions import items, links, plans
from outward_portal.plans.models import ItemRecord, Opinion, Plan, PlanItem
from outward_portal.plans.queries.comparing import differences
from outward_portal.plans.queries.plans import versions_of
from outward_portal.records.errors import RefusedError
from tests.portal.people import People, browser_of
from tests.portal.plans.drawn import Drawn, draw, factor, go

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    answered = client.get(address)
    assert answered.status_code == status, (address, answered.status_code)
    return answered.content.decode()


class TestMaking:
    def test_the_office_begins_a_plan_and_is_asked_for_a_title(self, people: People) -> None:
        client = browser_of(people.office)
        refused = client.post("/en/plans/new", {"audience": "public", "begins": "2026", "ends": "2025"})
        assert refused.status_code == 422
        assert "Give it a title." in refused.content.decode()
        assert "It ends before it begins." in refused.content.decode()
        made = client.post("/en/plans/new", {"title_en": "Zqnew", "audience": "members", "begins": "2026"})
        plan = Plan.objects.get()
        assert made.url == f"/en/plans/{plan.pk}/"  # type: ignore[attr-defined]
        assert (plan.state, plan.version, plan.made_by) == ("draft", 1, people.office)
        assert Entry.objects.filter(action="plan.made").exists()
        assert "The plan is empty." in page(client, f"/en/plans/{plan.pk}/")

    def test_an_enterprise_may_not_begin_one(self, people: People) -> None:
        client = browser_of(people.enterprise)
        assert client.get("/en/plans/new").status_code == 403
        assert "Begin a plan" not in page(client, "/en/plans/")

    def test_who_comes_second_overwrites_nothing(self, drawn: Drawn) -> None:
        client = browser_of(drawn.people.office)
        given = {"title_en": "Zqsecond", "title_zh": "", "audience": "public", "revision": "1"}
        plans.change(drawn.act, drawn.plan, {"title_en": "Zqfirst"}, revision=1)
        answered = client.post(f"/en/plans/{drawn.plan.pk}/change", given)
        assert answered.status_code == 422
        assert "Zqsecond" in answered.content.decode(), "what was typed still stands"
        assert drawn.fresh().title_en == "Zqfirst"

    def test_a_draft_is_thrown_away_by_the_office_and_an_adopted_plan_is_not(self, drawn: Drawn) -> None:
        adopted = draw(drawn.people)
        adopted.adopted()
        client = browser_of(drawn.people.office)
        assert client.post(f"/en/plans/{adopted.plan.pk}/discard").status_code == 403
        assert browser_of(drawn.people.analyst).post(f"/en/plans/{drawn.plan.pk}/discard").status_code == 403
        assert client.post(f"/en/plans/{drawn.plan.pk}/discard").status_code == 302
        assert list(Plan.objects.all()) == [adopted.plan]


class TestAdoption:
    def test_an_empty_plan_is_not_put_to_anybody_and_one_without_a_measure_not_adopted(self, people: People) -> None:
        plan = plans.make(Act(people.office), {"title_en": "Zqempty"})
        with pytest.raises(RefusedError, match="empty"):
            go(people.office, plan, "consult")
        items.add(Act(people.office), plan, "goal", None, {"title_en": "Zqgoal"})
        go(people.office, plan, "consult")
        with pytest.raises(RefusedError, match="without a measure"):
            go(people.office, plan, "adopt")
        plan.refresh_from_db()
        assert (plan.state, plan.adopted_on) == ("consultation", None)

    def test_agencies_that_answer_for_items_are_told_and_opine_enterprises_are_not(self, drawn: Drawn) -> None:
        go(drawn.people.office, drawn.plan, "consult")
        told = Occurrence.objects.get(kind="plan.consulted")
        assert list(told.organisations.all()) == [drawn.people.commerce]
        go(drawn.people.officer, drawn.fresh(), "opine", {"text": "Zqopinion"})
        assert Opinion.objects.get().organisation == drawn.people.commerce
        assert "Zqopinion" in page(browser_of(drawn.people.analyst), f"/en/plans/{drawn.plan.pk}/")
        assert not Entry.objects.filter(changes__icontains="Zqopinion").exists(), "the journal keeps no words of it"
        with pytest.raises(RefusedError):
            go(drawn.people.enterprise, drawn.fresh(), "opine", {"text": "x"})
        drawn.plan.refresh_from_db()
        go(drawn.people.office, drawn.plan, "adopt")
        assert "Zqopinion" not in page(browser_of(drawn.people.enterprise), f"/en/plans/{drawn.plan.pk}/")

    def test_only_the_office_adopts_and_an_officer_of_the_owner_offers(self, people: People) -> None:
        drawn = draw(people, owner=people.commerce)
        with pytest.raises(RefusedError):
            go(people.other_officer, drawn.plan, "consult")
        go(people.officer, drawn.plan, "consult")
        with pytest.raises(RefusedError):
            go(people.officer, drawn.fresh(), "adopt")
        go(people.office, drawn.fresh(), "adopt")
        assert drawn.fresh().adopted_on is not None

    def test_an_adopted_plan_is_read_by_its_audience_and_no_longer_changed(self, drawn: Drawn) -> None:
        visitor = Client()
        assert visitor.get(f"/en/plans/{drawn.plan.pk}/").status_code == 404
        drawn.adopted()
        assert "Zqmeasure" in page(visitor, f"/en/plans/{drawn.plan.pk}/")
        for do in (lambda: items.add(drawn.act, drawn.fresh(), "goal", None, {"title_en": "x"}),
                   lambda: items.move(drawn.act, drawn.measure, drawn.other),
                   lambda: items.remove(drawn.act, drawn.bare),
                   lambda: items.change(drawn.act, drawn.bare, {"title_en": "x"}, revision=1),
                   lambda: plans.change(drawn.act, drawn.plan, {"title_en": "x"}, revision=9)):
            with pytest.raises(RefusedError, match="next version"):
                do()
        assert browser_of(drawn.people.office).get(f"/en/plans/items/{drawn.bare.pk}/change").status_code == 403

    def test_closing_asks_why_and_ends_writing(self, drawn: Drawn) -> None:
        drawn.adopted()
        client = browser_of(drawn.people.office)
        address = f"/en/workflows/plan/{drawn.plan.pk}/close"
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "Zqover"}).status_code == 302
        assert "Zqover" in page(client, f"/en/plans/{drawn.plan.pk}/")
        assert client.get(f"/en/plans/items/{drawn.measure.pk}/result").status_code == 403


class TestVersions:
    @pytest.fixture
    def second(self, drawn: Drawn) -> Plan:
        ItemRecord.objects.create(item=drawn.measure, record=factor(), role="answers")
        drawn.adopted()
        go(drawn.people.office, drawn.fresh(), "revise")
        return Plan.objects.get(version=2)

    def test_a_next_version_has_all_items_and_links_and_the_first_holds_meanwhile(self, drawn: Drawn, second: Plan
                                                                                ) -> None:
        assert drawn.fresh().state == "adopted"
        assert second.state == "draft"
        assert set(second.items.values_list("lineage", flat=True)) == set(
            drawn.plan.items.values_list("lineage", flat=True))
        copy = second.items.get(title_en="Zqtask")
        assert copy.parent is not None
        assert copy.parent.title_en == "Zqmeasure"
        assert copy.parent.plan == second
        assert ItemRecord.objects.filter(item__plan=second).count() == 1
        assert second.pk not in {each.pk for each in versions_of(drawn.plan, drawn.people.enterprise)}, "a draft"

    def test_a_second_next_version_is_refused(self, drawn: Drawn, second: Plan) -> None:
        del second
        with pytest.raises(RefusedError, match="begun already"):
            go(drawn.people.office, drawn.fresh(), "revise")

    def test_adopting_it_closes_the_first_and_tells_followers_once(self, drawn: Drawn, second: Plan) -> None:
        for step in ("consult", "adopt"):
            go(drawn.people.office, Plan.objects.get(pk=second.pk), step)
        assert drawn.fresh().state == "closed"
        told = Occurrence.objects.get(kind="plan.changed")
        assert told.values == {"version": 2}
        assert Occurrence.objects.filter(kind="plan.adopted").count() == 1, "of the first version"
        assert "Zqplan" in page(Client(), "/en/plans/")
        assert page(Client(), "/en/plans/").count(">Zqplan<") == 1, "the older one is left out of the list"

    def test_what_was_written_while_the_next_one_was_drawn_up_is_not_lost(self, drawn: Drawn, second: Plan) -> None:
        """The first held meanwhile: its agency reported, results came, a task was handed over."""
        due = timezone.localdate() + timedelta(days=5)
        go(drawn.people.officer, drawn.measure, "finish", {"progress": "Zqdone", "done_on": timezone.localdate()})
        links.add_result(drawn.act, drawn.measure, {"text_en": "Zqresult", "source": "a test"})
        task = links.hand_over(drawn.act, drawn.task, {"owner": drawn.people.commerce, "due_on": due})
        copy = second.items.get(title_en="Zqmeasure")
        items.change(drawn.act, copy, {"title_en": "Zqrenamed"}, revision=copy.revision)
        items.add(drawn.act, second, "measure", copy.parent, {"title_en": "Zqadded"})
        for step in ("consult", "adopt"):
            go(drawn.people.office, Plan.objects.get(pk=second.pk), step)
        copy.refresh_from_db()
        assert (copy.title_en, copy.state, copy.progress) == ("Zqrenamed", "done", "Zqdone")
        assert copy.done_on == timezone.localdate()
        assert [each.text_en for each in copy.results.all()] == ["Zqresult"]
        assert second.items.get(title_en="Zqtask").task == task
        assert second.items.get(title_en="Zqadded").state == "open"
        assert [each.text_en for each in drawn.measure.results.all()] == ["Zqresult"], "the first keeps its own"

    def test_measures_of_other_plans_carry_out_the_new_versions_items(self, drawn: Drawn, second: Plan) -> None:
        other, over = draw(drawn.people, title_en="Zqother"), draw(drawn.people, title_en="Zqover")
        for plan in (other, over):
            links.relate(drawn.act, plan.measure, drawn.measure)
        copy = second.items.get(title_en="Zqmeasure")
        links.relate(drawn.act, other.bare, drawn.bare)
        links.relate(drawn.act, other.bare, second.items.get(title_en="Zqbare"))  # said of both already
        over.adopted()
        go(drawn.people.office, over.fresh(), "close")
        for step in ("consult", "adopt"):
            go(drawn.people.office, Plan.objects.get(pk=second.pk), step)
        assert [each.recommendation for each in other.measure.carries_out.all()] == [copy]
        assert [each.recommendation.plan for each in other.bare.carries_out.all()] == [second]
        assert [each.recommendation for each in over.measure.carries_out.all()] == [drawn.measure], "what is over stays"

    def test_versions_are_compared_by_what_became_of_each_item(self, drawn: Drawn, second: Plan) -> None:
        measure, bare = (second.items.get(title_en=name) for name in ("Zqmeasure", "Zqbare"))
        items.change(drawn.act, measure, {"title_en": "Zqrenamed"}, revision=measure.revision)
        items.move(drawn.act, bare, second.items.get(title_en="Zqother"))
        items.remove(drawn.act, second.items.get(title_en="Zqtask"))
        items.add(drawn.act, second, "goal", None, {"title_en": "Zqadded"})
        found = differences(drawn.plan, second, drawn.people.office)
        assert {(each.title.en, each.difference.change) for each in found} == {
            ("Zqrenamed", "changed"), ("Zqbare", "moved"), ("Zqtask", "removed"), ("Zqadded", "added")}
        text = page(browser_of(drawn.people.office), f"/en/plans/{second.pk}/compare")
        assert "<del>Zqmeasure</del>" in text
        assert "<ins>Zqrenamed</ins>" in text
        hidden = browser_of(drawn.people.enterprise).get(f"/en/plans/{drawn.plan.pk}/compare?with={second.pk}")
        assert hidden.status_code == 404


class TestList:
    def test_it_is_narrowed_ordered_and_says_what_it_does_not_understand(self, drawn: Drawn) -> None:
        draw(drawn.people, title_zh="规划乙", title_en="Zqsecond").adopted()
        client = browser_of(drawn.people.office)
        text = page(client, "/en/plans/?state=adopted&sort=title")
        assert "Zqsecond" in text
        assert ">Zqplan<" not in text
        assert "state" in page(client, "/en/plans/?state=nonsense")
        assert "No plan fits." in page(client, "/en/plans/?q=nowhere")
        assert "规划乙" in page(client, "/zh-hans/plans/?q=规划乙")

    @pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
    def test_files_hold_what_the_reader_sees_and_a_citation(self, drawn: Drawn, format: str) -> None:
        public = draw(drawn.people, title_en="Zqpublic")
        public.adopted()
        answered = Client().get(f"/en/plans/files/plans.{format}")
        assert answered.status_code == 200
        if format != "xlsx":
            text = answered.content.decode()
            assert "Zqpublic" in text
            assert "Zqplan" not in text
            assert "Outward" in text
        tree = Client().get(f"/en/plans/{public.plan.pk}/items.{format}")
        assert tree.status_code == 200
        assert Client().get(f"/en/plans/{drawn.plan.pk}/items.{format}").status_code == 404
        assert Client().get("/en/plans/files/plans.exe").status_code == 404

    def test_text_is_never_run_as_a_formula(self, people: People) -> None:
        drawn = draw(people, title_en="=HYPERLINK(1)")
        drawn.adopted()
        assert '"=HYPERLINK' not in Client().get("/en/plans/files/plans.csv").content.decode()
        assert "'=HYPERLINK(1)" in Client().get("/en/plans/files/plans.csv").content.decode()
        assert "&lt;" not in page(Client(), "/en/plans/")


def test_two_who_begin_a_next_version_at_once_make_one(drawn: Drawn) -> None:
    """The second finds the first's row by the constraint, also where it looked before it was there."""
    plan = drawn.adopted()
    plans.revise(drawn.act, plan)
    with pytest.raises(RefusedError, match="begun already"):
        plans.revise(drawn.act, plan)
    assert Plan.objects.filter(follows=plan).count() == 1
    assert PlanItem.objects.filter(plan__follows=plan).count() == 5
