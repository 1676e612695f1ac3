"""Life cycles for programs: what there are, where a thing stands, which steps the caller may take, and taking one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Path, Schema

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act, request_number
from outward_portal.api.answers import answered, written
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError
from outward_portal.api.reading import Key, Slug, router
from outward_portal.api.texts import unstorable
from outward_portal.records.errors import RefusedError
from outward_portal.records.exporting import labels
from outward_portal.workflows.flow import WORKFLOWS, Step, Workflow
from outward_portal.workflows.forms import step_form
from outward_portal.workflows.taking import steps_for, take


class FlowState(Schema):
    """A state."""

    key: str
    name_en: str
    name_zh: str
    is_end: bool


class FlowStep(Schema):
    """A step."""

    key: str
    label_en: str
    label_zh: str
    sources: list[str]
    target: str
    needs_reason: bool


class Flow(Schema):
    """A life cycle."""

    key: str
    name_en: str
    name_zh: str
    states: list[FlowState]
    steps: list[FlowStep]


class Flows(Schema):
    """All life cycles."""

    items: list[Flow]


class StepField(Schema):
    """A field that a step asks for."""

    name: str
    label_en: str
    label_zh: str
    is_required: bool
    choices: list[str]


class OpenStep(Schema):
    """A step that the caller may take now."""

    key: str
    label_en: str
    label_zh: str
    fields: list[StepField]


class Standing(Schema):
    """Where a thing stands."""

    flow: str
    key: int
    state: str
    page: str
    steps: list[OpenStep]


class Taken(Schema):
    """What a step is given: its fields, and why it is taken."""

    fields: dict[str, Any] = Field(default_factory=dict)
    reason: str = ""


@router.get("/workflows", response={200: Flows}, summary="Life cycles: states, and steps between them")
def workflows(request: HttpRequest) -> HttpResponse:
    """List the life cycles."""
    caller = caller_of(request)
    return answered(request, caller, lambda: {"items": [_flow(each) for each in WORKFLOWS]})


@router.get("/workflows/{flow}/{key}", response={200: Standing}, summary="Where a thing stands, and what you may do")
def standing(request: HttpRequest, flow: str = Slug, key: int = Key) -> HttpResponse:
    """Say where a thing stands and which steps the caller may take."""
    caller, found = caller_of(request), _found(flow)
    subject = _subject(found, caller, key)
    return HttpResponse(written(_standing(found, subject, caller)), content_type="application/json",
                        headers={"Cache-Control": "no-store"})


@router.post("/workflows/{flow}/{key}/{step}", response={200: Standing}, summary="Take a step")
def step(request: HttpRequest, payload: Taken, flow: str = Slug, key: int = Key,
         step: str = Path(..., min_length=1, max_length=50)) -> HttpResponse:
    """Take a step; what it asks for is checked as on its page."""
    caller, found = caller_of(request), _found(flow)
    subject, asked = _subject(found, caller, key), found.step(step)
    if asked is None:
        raise ProblemError(404)
    if not may(caller.user, asked.action, subject):
        raise ProblemError(403)
    values = _checked(asked, caller, subject, payload)
    reason = values.pop("reason", "")
    assert isinstance(caller.user, User)
    try:
        now = take(Act(caller.user, str(reason).strip(), request_number(request)), found, subject, asked, values)
    except RefusedError as error:
        raise ProblemError(409, str(error)) from error
    return HttpResponse(written(_standing(found, now, caller)), content_type="application/json",
                        headers={"Cache-Control": "no-store"})


def _found(key: str) -> Workflow:
    found = WORKFLOWS.get(key)
    if found is None:
        raise ProblemError(404)
    return found


def _subject(flow: Workflow, caller: Caller, key: int) -> Any:
    objects: Any = flow.model._default_manager
    subject = objects.visible_to(caller.user).filter(pk=key).first()
    if subject is None:
        raise ProblemError(404)
    return subject


def _checked(step: Step, caller: Caller, subject: Any, payload: Taken) -> dict[str, Any]:
    """Check what the step is given by its form; what the form does not know is refused."""
    form_type = step_form(step, caller.user, subject)
    form = form_type({**_form_data(payload.fields, form_type().fields), "reason": payload.reason})
    errors = [(name, _("No field of this step.")) for name in payload.fields
              if name not in form.fields or name == "reason"]
    errors += unstorable({**payload.fields, "reason": payload.reason})
    if not errors and not form.is_valid():
        errors = [(name, " ".join(str(each) for each in said)) for name, said in form.errors.items()]
    if errors:
        raise ProblemError(422, errors=errors)
    return dict(form.cleaned_data)


def _form_data(given: Mapping[str, Any], fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    """Write values as the form takes them, texts and lists of texts; what is false or missing is not sent."""
    several = {name for name, field in fields.items()
               if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)}
    return {name: [str(each) for each in value] if name in several and isinstance(value, list) else str(value)
            for name, value in given.items() if value is not None and value is not False}


def _flow(flow: Workflow) -> dict[str, Any]:
    return {**_named("name", flow.name), "key": flow.key,
            "states": [{"key": each.key, **_named("name", each.name), "is_end": each.is_end} for each in flow.states],
            "steps": [{"key": each.key, **_named("label", each.label), "sources": list(each.sources),
                       "target": each.target, "needs_reason": each.needs_reason} for each in flow.steps]}


def _standing(flow: Workflow, subject: Any, caller: Caller) -> dict[str, Any]:
    return {"flow": flow.key, "key": subject.pk, "state": getattr(subject, flow.field), "page": flow.page(subject),
            "steps": [{"key": each.key, **_named("label", each.label),
                       "fields": [_field(name, field) for name, field in
                                  step_form(each, caller.user, subject)().fields.items()]}
                      for each in steps_for(flow, caller.user, subject)]}


def _field(name: str, field: forms.Field) -> dict[str, Any]:
    choices = [str(value) for value, _label in getattr(field, "choices", ())][:500]
    return {"name": name, **_named("label", field.label or name), "is_required": field.required, "choices": choices}


def _named(what: str, text: Any) -> dict[str, str]:
    en, zh = labels(text)
    return {f"{what}_en": en, f"{what}_zh": zh}
