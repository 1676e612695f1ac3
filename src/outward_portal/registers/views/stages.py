"""The dates of a project's stages."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from outward_portal.accounts.requests import act
from outward_portal.records import presentation
from outward_portal.records.errors import ConflictError
from outward_portal.records.views.finding import record_for
from outward_portal.registers import actions, sections
from outward_portal.registers.forms import StageDatesForm
from outward_portal.registers.models import Project


@login_required
@require_http_methods(["GET", "POST"])
def stages(request: HttpRequest, key: int) -> HttpResponse:
    """Write when a project reached its stages; what somebody else changed meanwhile is shown beside what was typed."""
    kind, record = record_for(request, "projects", key, "record.change")
    assert isinstance(record, Project)
    form = StageDatesForm(request.POST or None, project=record, propose=request.GET.get("propose") == "1")
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.write_stage_dates(act(request, form.cleaned_data["reason"]), record, form.dates(),
                                                revision=form.cleaned_data["revision"])
        except ConflictError:
            conflict = True
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return redirect(presentation.address(record))
    return render(request, "registers/stage_dates.jinja", {
        "kind": kind, "record": record, "form": form, "conflict": conflict,
        "current": sections.stages(record, request.user),
    }, status=409 if conflict else 422 if request.method == "POST" else 200)
