"""What the office assumes that events take: the whole table, and the form in which the office sets a row of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.risks.exposure import actions, assumed
from outward_portal.risks.exposure.forms import ForgetForm, SeverityForm
from outward_portal.risks.models import AssumedSeverities


@login_required
@require_safe
def assumptions(request: HttpRequest) -> HttpResponse:
    """Show every assumption that holds, the office's own before those that are shipped, and the versions."""
    if not may(request.user, "exposure.read"):
        raise PermissionDenied
    versions = list(AssumedSeverities.objects.visible_to(request.user).select_related("set_by")[:50])
    newest = versions[0] if versions else None
    return render(request, "risks/assumptions.jinja", {
        "versions": versions, "newest": newest, "own": assumed.own_rows(newest), "shipped": assumed.shipped_rows(),
        "covers": assumed.cover_rows(), "may_set": may(request.user, "severities.set")})


@login_required
@require_http_methods(["GET", "POST"])
def assume(request: HttpRequest) -> HttpResponse:
    """Set an assumption of the office's own; ``?from=`` names the shipped row that the form begins with."""
    if not may(request.user, "severities.set"):
        raise PermissionDenied
    form = SeverityForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        row = form.row()
        try:
            actions.assume(act(request, row["reason_en"] or row["reason_zh"]), row)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved as a new version. Every exposure is weighed by it from now on."))
        return redirect("assumptions")
    return render(request, "risks/assume.jinja", {"form": form}, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, Any]:
    place = request.GET.get("from", "")
    rows = assumed.shipped_rows()
    number = int(place) if place.isascii() and place.isdecimal() and len(place) < 6 else len(rows)
    return rows[number].initial if number < len(rows) else {}


@login_required
@require_http_methods(["GET", "POST"])
def forget(request: HttpRequest, row: int) -> HttpResponse:
    """Ask why, then take an assumption of the office's own out."""
    if not may(request.user, "severities.set"):
        raise PermissionDenied
    newest = AssumedSeverities.objects.visible_to(request.user).first()
    rows = assumed.own_rows(newest)
    if newest is None or row >= len(rows):
        return redirect("assumptions")
    form = ForgetForm(request.POST or None, initial={"number": newest.number})
    if request.method == "POST" and form.is_valid():
        try:
            actions.forget(act(request, form.cleaned_data["reason"]), row, form.cleaned_data["number"])
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Taken out. What is shipped holds again."))
        return redirect("assumptions")
    return render(request, "risks/forget.jinja", {"form": form, "row": rows[row]}, status=422 if form.errors else 200)
