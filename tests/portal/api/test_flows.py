"""Life cycles by programs: what there are, where a thing stands, and taking a step with the checks of its page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms

from outward_portal.accounts.requests import command
from outward_portal.api.callers import Caller
from outward_portal.api.flows import Taken, _checked
from outward_portal.api.problems import ProblemError
from outward_portal.journal.models import Entry
from outward_portal.plans.models import Factor
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.workflows.flow import WORKFLOWS, Step
from tests.portal.api.calling import Program, said
from tests.portal.people import People

pytestmark = pytest.mark.django_db
ACCEPT = "/workflows/factor/{}/accept"


@pytest.fixture
def factor(people: People) -> Factor:
    """A factor that the agencies see, proposed."""
    del people
    kind = KINDS["factor"]
    required = {name: kind.field(name).flatchoices[0][0] for name in kind.form_fields
                if kind.field(name).choices and not kind.field(name).blank and name != "audience"}
    made = actions.create(command("a test"), kind, {**required, "name_en": "Skilled workers", "audience": "agencies"})
    assert isinstance(made, Factor)
    return made


def test_all_life_cycles_are_told_to_everybody() -> None:
    told = said(Program().get("/workflows"))["items"]
    assert [each["key"] for each in told] == [flow.key for flow in WORKFLOWS]
    flow = next(each for each in told if each["key"] == "factor")
    assert [state["key"] for state in flow["states"]] == ["proposed", "accepted", "superseded"]
    assert flow["name_en"] == "Factor"
    assert flow["name_zh"] != "Factor"


def test_a_thing_says_where_it_stands_and_what_its_reader_may_do(people: People, factor: Factor) -> None:
    path = f"/workflows/factor/{factor.pk}"
    found = said(Program(people.office).get(path))
    assert (found["state"], [step["key"] for step in found["steps"]]) == ("proposed", ["accept", "supersede"])
    assert [field["name"] for field in found["steps"][1]["fields"]][-1] == "reason"
    assert said(Program(people.officer).get(path))["steps"] == []
    for user in (None, people.enterprise):
        said(Program(user).get(path), 404)


def test_a_step_is_taken_once_and_written_down(people: People, factor: Factor) -> None:
    program = Program(people.office)
    found = said(program.send("POST", ACCEPT.format(factor.pk), {"reason": "checked"}))
    assert found["state"] == "accepted"
    entry = Entry.objects.filter(action="factor.accepted").get()
    assert (entry.actor, entry.reason, entry.record_id) == (people.office, "checked", factor.pk)
    told = said(program.send("POST", ACCEPT.format(factor.pk), {}), 409)
    assert "moved on" in told["detail"]
    assert Entry.objects.filter(action="factor.accepted").count() == 1


def test_who_may_not_is_refused_and_who_may_not_see_finds_nothing(people: People, factor: Factor) -> None:
    path = ACCEPT.format(factor.pk)
    said(Program().send("POST", path, {}), 401)
    said(Program(people.enterprise).send("POST", path, {}), 404)
    said(Program(people.officer).send("POST", path, {}), 403)
    said(Program(people.office, "read").send("POST", path, {}), 403)
    assert Factor.objects.get().state == "proposed"


@pytest.mark.parametrize("path", ["/workflows/none/1/accept", "/workflows/factor/999999/accept",
                                  "/workflows/factor/{}/fly"])
def test_what_is_not_there_is_not_found(people: People, factor: Factor, path: str) -> None:
    said(Program(people.office).send("POST", path.format(factor.pk), {}), 404)


def test_what_the_steps_form_refuses_is_refused_by_field(people: People, factor: Factor) -> None:
    program, path = Program(people.office), f"/workflows/factor/{factor.pk}/supersede"
    for body, wrong in (({"fields": {"colour": "red"}}, "colour"), ({"reason": ""}, "reason"),
                        ({"reason": "\ud800"}, "reason"),
                        ({"reason": "x", "fields": {"follower": ["\x00"]}}, "follower"),
                        ({"reason": "x", "fields": {"follower": "999999"}}, "follower")):
        told = said(program.send("POST", path, body), 422)["errors"]
        assert [each["in"] for each in told] == [wrong]
    assert Factor.objects.get().state == "proposed"


class DayForm(forms.Form):
    """A form of fields that are not texts."""

    day = forms.DateField()
    ticked = forms.MultipleChoiceField(choices=[("1", "One"), ("2", "Two")])
    number = forms.IntegerField()
    is_true = forms.BooleanField()


@pytest.mark.parametrize("day", [20261126, ["2026-11-26"], {"a": 1}, 1.5, True])
def test_whatever_json_holds_is_told_wrong_by_field(people: People, day: Any) -> None:
    step = Step("day", "Day", ("proposed",), "", "factor.accept", "factor.accepted", "somebody", form=DayForm)
    given = {"ticked": [1, "2"], "number": 3, "is_true": True}
    caller = Caller(people.office, may_write=True)
    with pytest.raises(ProblemError) as told:
        _checked(step, caller, None, Taken(fields={**given, "day": day}))
    assert [name for name, _said in told.value.errors] == ["day"]
    values = _checked(step, caller, None, Taken(fields={**given, "day": "2026-11-26"}))
    assert values == {"day": date(2026, 11, 26), "ticked": ["1", "2"], "number": 3, "is_true": True, "reason": ""}
