"""Every life cycle that a room declares: its words, its rules, its pictures, and that each state can be come to."""

from __future__ import annotations

import re

import pytest
from django.db import models
from django.test import Client

from outward_portal.accounts.policy import ruled_actions
from outward_portal.journal.deeds import DEEDS
from outward_portal.workflows.flow import WORKFLOWS, Workflow
from tests.portal.people import People, browser_of

FLOWS = {flow.key: flow for flow in WORKFLOWS}
each_flow = pytest.mark.parametrize("flow", FLOWS.values(), ids=FLOWS)


@each_flow
def test_the_policy_and_the_journal_know_every_step(flow: Workflow) -> None:
    assert [step.key for step in flow.steps if step.action not in ruled_actions()] == []
    assert [step.key for step in flow.steps if step.deed not in DEEDS] == []


@each_flow
def test_the_states_are_those_of_the_model(flow: Workflow) -> None:
    field = flow.model._meta.get_field(flow.field)
    assert isinstance(field, models.CharField)
    keys = [state.key for state in flow.states]
    assert [key for key, _name in field.flatchoices] in ([], keys)  # named by the model, or by the life cycle alone
    assert field.get_default() == keys[0]
    assert all(len(key) <= (field.max_length or 0) for key in keys)


@each_flow
def test_every_state_can_be_come_to_and_left_unless_it_is_an_end(flow: Workflow) -> None:
    reached = {flow.states[0].key, *flow.also, *(step.target for step in flow.steps if step.target)}
    left = {source for step in flow.steps for source in step.sources if step.target != source}
    assert [state.key for state in flow.states if state.key not in reached] == []
    assert [state.key for state in flow.states if not state.is_end and state.key not in left] == []


@pytest.mark.django_db
@each_flow
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_help_shows_each_step_in_the_picture_and_in_the_table(flow: Workflow, language: str) -> None:
    page = Client().get(f"/{language}/workflows/{flow.key}/").content.decode()
    picture, table = page.partition('<svg class="flow"')[2].partition("</svg>")[::2]
    drawn = {int(number) for number in re.findall(r'<text x="[\d.-]+" y="[\d.-]+">(\d+)</text></g>', picture)}
    moving = {number for number, step in enumerate(flow.steps, 1) if any(
        step.target and step.target != source for source in step.sources)}
    assert drawn == moving
    assert len(re.findall(r'<tr><td class="number">\d+</td>', table)) == len(flow.steps)
    assert picture.count("<rect") == len(flow.states)


@pytest.mark.django_db
def test_the_list_names_every_life_cycle(people: People) -> None:
    page = browser_of(people.member).get("/en/workflows/").content.decode()
    assert re.findall(r'href="/en/workflows/([a-z-]+)/"', page) == list(FLOWS)


@pytest.mark.django_db
def test_the_picture_can_be_taken_as_a_file_that_needs_no_page() -> None:
    flow = next(iter(FLOWS.values()))
    assert f'href="/en/workflows/{flow.key}/diagram.svg"' in Client().get(f"/en/workflows/{flow.key}/").content.decode()
    answer = Client().get(f"/en/workflows/{flow.key}/diagram.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "style-src" in answer.headers["Content-Security-Policy"]
    assert "<style>" in answer.content.decode()
