"""Pages of life cycles: all of them, one as a diagram with its table, and the page of a step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.theme.finding import allowed, row_at
from outward_portal.workflows import drawing
from outward_portal.workflows.flow import WORKFLOWS, Step, Workflow
from outward_portal.workflows.forms import step_form
from outward_portal.workflows.taking import take


@require_safe
def workflows(request: HttpRequest) -> HttpResponse:
    """List the life cycles."""
    return render(request, "workflows/workflows.jinja", {"flows": list(WORKFLOWS)})


@require_safe
def workflow(request: HttpRequest, flow: str) -> HttpResponse:
    """Show a life cycle as a diagram, and the same as a table."""
    found = _flow(flow)
    return render(request, "workflows/workflow.jinja", {
        "flow": found, "picture": drawing.picture(found), "steps": drawing.numbered(found)})


@require_safe
def diagram(request: HttpRequest, flow: str) -> HttpResponse:  # noqa: ARG001
    """Give the diagram as a file that is readable without the page."""
    return HttpResponse(drawing.picture(_flow(flow), is_alone=True), content_type="image/svg+xml",
                        headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"})


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, flow: str, row: int, step: str) -> HttpResponse:
    """Ask for what a step needs and for confirmation; take it."""
    found = _flow(flow)
    subject, asked = row_at(request, found.model, row), found.step(step)
    if asked is None:
        raise Http404
    allowed(request, asked.action, subject)
    if getattr(subject, found.field) not in asked.sources:
        messages.error(request, _("This can no longer be done: it has moved on to “%(state)s” meanwhile.") % {
            "state": found.state_of(subject).name})
        return redirect(found.page(subject))
    form = step_form(asked, request.user, subject)(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _taken(request, found, subject, asked, form):
        return redirect(_behind(found, request.user, row))
    return render(request, "workflows/step.jinja", {
        "flow": found, "step": asked, "subject": subject, "form": form, "page": found.page(subject),
        "state": found.state_of(subject)}, status=422 if form.errors else 200)


def _taken(request: HttpRequest, flow: Workflow, subject: Any, step: Step, form: forms.Form) -> bool:
    values = dict(form.cleaned_data)
    reason = values.pop("reason", "")
    try:
        now = take(act(request, reason), flow, subject, step, values)
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Done. It stands at “%(state)s”.") % {"state": flow.state_of(now).name})
    return True


def _behind(flow: Workflow, user: Any, key: int) -> str:
    """Give the address to go on from: the row's page, or the first page for whoever no longer sees the row."""
    objects: Any = flow.model._default_manager
    now = objects.visible_to(user).filter(pk=key).first()
    return reverse("home") if now is None else flow.page(now)


def _flow(key: str) -> Workflow:
    found = WORKFLOWS.get(key)
    if found is None:
        raise Http404
    return found
