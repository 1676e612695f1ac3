"""The panel: its files, families and gaps; sending a file, taking one out, having an outlook made."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.risks import keeping
from outward_portal.risks import panel as panels
from outward_portal.risks.actions import panels as actions
from outward_portal.risks.forms import PanelFileForm
from outward_portal.risks.jobs import OUTLOOK
from outward_portal.risks.models import PanelFile
from outward_portal.risks.views.finding import reader
from outward_portal.work.models import Job


@login_required
@require_http_methods(["GET", "POST"])
def panel(request: HttpRequest) -> HttpResponse:
    """Show what the panel holds; send a file of it."""
    reader(request, "panel.read")
    form = PanelFileForm(request.POST or None, request.FILES or None)
    problems: list[object] = []
    if request.method == "POST":
        if not may(request.user, "panel.keep"):
            raise PermissionDenied
        if form.is_valid():
            try:
                made = actions.send(act(request), form.cleaned_data["file"], source=form.cleaned_data["source"],
                                    is_synthetic=form.cleaned_data["is_synthetic"])
            except actions.ProblemsError as error:
                form.add_error("file", str(error))
                problems = error.problems
            except RefusedError as error:
                form.add_error("file", str(error))
            else:
                messages.success(request, _("%(name)s is in the panel. An outlook that is made now takes it in.")
                                 % {"name": made.name})
                return redirect("risk-panel")
    made_last = keeping.newest()
    return render(request, "risks/panel.jinja", {
        "families": panels.held_families(), "unknown": panels.unknown_files(), "is_empty": panels.is_empty(),
        "form": form, "problems": problems, "made": made_last, "is_kept": keeping.kept_outlook(made_last) is not None,
        "job": Job.objects.filter(kind=OUTLOOK).select_related("enqueued_by").first(),
        "is_synthetic": panels.is_synthetic(), "may_keep": may(request.user, "panel.keep"),
    }, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Have an outlook made."""
    reader(request, "outlook.make")
    if panels.is_empty():
        messages.error(request, _("The panel is empty. Send a file of it first."))
    else:
        actions.ask_for_outlook(act(request))
        messages.success(request, _("The outlook is being made. This takes some minutes."))
    return redirect("risk-panel")


@login_required
@require_http_methods(["GET", "POST"])
def take_out(request: HttpRequest, key: int) -> HttpResponse:
    """Take a file out of the panel, once one has said yes."""
    reader(request, "panel.keep")
    found = PanelFile.objects.visible_to(request.user).filter(pk=key, retired_at__isnull=True).first() \
        if key < 2**63 else None
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.take_out(act(request), found)
        messages.success(request, _("%(name)s is no longer in the panel.") % {"name": found.name})
        return redirect("risk-panel")
    return render(request, "risks/take_out.jinja", {"file": found})
