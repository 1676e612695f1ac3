"""Taking a step: the row as it stands decides, the rule is asked again, the journal is told, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django import forms

from outward_portal.accounts.requests import Act, command
from outward_portal.journal.models import Entry
from outward_portal.records.errors import RefusedError
from outward_portal.review.models import Draft
from outward_portal.workflows.flow import State, Step, Workflow
from outward_portal.workflows.forms import step_form
from outward_portal.workflows.taking import steps_for, take
from tests.portal.knowledge.law import propose
from tests.portal.people import People

pytestmark = pytest.mark.django_db


def refuse(_act: Act, subject: Any, _values: Mapping[str, Any]) -> None:
    subject.title_en = "changed"
    raise RefusedError("not today")


def rename(_act: Act, subject: Any, values: Mapping[str, Any]) -> None:
    subject.reason = values["text"]


class TextForm(forms.Form):
    """A form of one field."""

    text = forms.CharField(max_length=20)


HAND_IN = Step("hand-in", "Hand in", ("draft", "returned"), "waiting", "review.write", "draft.submitted", "its author",
               form=TextForm, do=rename, hidden=("text",))
REFUSED = Step("refused", "Refused", ("draft",), "waiting", "review.write", "draft.submitted", "nobody", do=refuse)
STAY = Step("stay", "Stay", ("draft",), "", "review.write", "draft.saved", "its author")
EITHER = Step("either", "Either", ("draft",), "waiting", "review.write", "draft.saved", "its author",
              becomes=lambda _subject, values: "withdrawn" if values.get("out") else "waiting")
STATES = tuple(State(key, key.title()) for key in ("draft", "waiting", "returned", "withdrawn"))
FLOW = Workflow("drafts", "Drafts", "For a test.", Draft, STATES, (HAND_IN, REFUSED, STAY, EITHER),
                page=lambda draft: f"/{draft.pk}")
LAW = {"name_en": "A law", "countries": "KEN", "type": "law", "status": "in-force"}


def test_a_step_moves_the_row_and_is_written_down_without_what_is_hidden(people: People) -> None:
    draft = propose(people.analyst, "document", LAW)
    now = take(Act(people.analyst, "ready"), FLOW, draft, HAND_IN, {"text": "zqsecret"})
    assert now.state == "waiting"
    assert Draft.objects.get(pk=draft.pk).state == "waiting"
    entry = Entry.objects.first()
    assert entry is not None
    assert (entry.action, entry.reason, entry.actor) == ("draft.submitted", "ready", people.analyst)
    assert entry.changes == {"state": ["draft", "waiting"], "text": [None, None]}


def test_a_row_that_has_moved_on_is_left_alone(people: People) -> None:
    draft = propose(people.analyst, "document", LAW)
    take(Act(people.analyst), FLOW, draft, HAND_IN, {"text": "one"})
    count = Entry.objects.count()
    with pytest.raises(RefusedError, match="moved on to “Waiting”"):
        take(Act(people.analyst), FLOW, draft, HAND_IN, {"text": "two"})
    assert Entry.objects.count() == count


def test_the_rule_is_asked_of_the_row_as_it_stands(people: People) -> None:
    draft = propose(people.analyst, "document", LAW)
    with pytest.raises(RefusedError, match="as things stand"):
        take(Act(people.enterprise), FLOW, draft, HAND_IN, {"text": "x"})
    assert take(command("by the machine"), FLOW, draft, HAND_IN, {"text": "x"}).state == "waiting"


def test_what_a_refused_step_has_written_is_undone(people: People) -> None:
    draft = propose(people.analyst, "document", LAW)
    count = Entry.objects.count()
    with pytest.raises(RefusedError, match="not today"):
        take(Act(people.analyst), FLOW, draft, REFUSED)
    assert Draft.objects.get(pk=draft.pk).state == "draft"
    assert Entry.objects.count() == count


def test_a_step_may_stay_and_may_depend_on_its_values(people: People) -> None:
    draft = propose(people.analyst, "document", LAW)
    assert take(Act(people.analyst), FLOW, draft, STAY).state == "draft"
    assert Entry.objects.first().changes == {}  # type: ignore[union-attr]
    assert take(Act(people.analyst), FLOW, draft, EITHER, {"out": True}).state == "withdrawn"


def test_only_steps_that_lead_on_and_are_allowed_are_offered(people: People) -> None:
    draft = propose(people.analyst, "document", LAW)
    assert steps_for(FLOW, people.analyst, draft) == [HAND_IN, REFUSED, STAY, EITHER]
    assert steps_for(FLOW, people.enterprise, draft) == []
    draft.state = "waiting"
    assert steps_for(FLOW, people.analyst, draft) == []


def test_a_reason_is_asked_for_and_needed_where_the_step_says_so() -> None:
    form = step_form(HAND_IN, None, None)
    assert list(form({}).fields) == ["text", "reason"]
    assert form({"text": "x"}).is_valid()
    needed = Step("n", "N", ("draft",), "", "review.write", "draft.saved", "author", needs_reason=True)
    assert not step_form(needed, None, None)({}).is_valid()


@pytest.mark.parametrize(("states", "steps"), [
    (STATES, (HAND_IN, HAND_IN)), (STATES[:1], (HAND_IN,)), ((*STATES, STATES[0]), ()),
])
def test_a_life_cycle_that_contradicts_itself_is_refused(states: tuple[State, ...], steps: tuple[Step, ...]) -> None:
    with pytest.raises(LookupError):
        Workflow("x", "X", "", Draft, states, steps, page=str)
