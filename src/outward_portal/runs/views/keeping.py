"""Sharing, naming and retiring a run."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.requests import act
from outward_portal.journal import worked_out
from outward_portal.runs.forms import RunForm
from outward_portal.runs.questions import name_of
from outward_portal.runs.views.finding import run_for


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Call a run otherwise, and say who sees it."""
    run = run_for(request, key, "run.change")
    form = RunForm(request.POST or None, run=run, user=request.user)
    if request.method == "POST" and form.is_valid():
        changed = worked_out.change(act(request), run, title=form.cleaned_data["title"],
                                 audience=form.cleaned_data["audience"])
        messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect("run", key=run.pk)
    return render(request, "runs/change.jinja", {"run": run, "name": name_of(run.question), "form": form},
                  status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then put a run aside."""
    run = run_for(request, key, "run.retire")
    if request.method == "POST":
        worked_out.retire(act(request), run)
        messages.success(request, _("Put aside. It can be brought back."))
        return redirect("runs")
    return render(request, "runs/retire.jinja", {"run": run, "name": name_of(run.question)})


@login_required
@require_POST
def restore(request: HttpRequest, key: int) -> HttpResponse:
    """Bring a run back."""
    run = run_for(request, key, "run.retire")
    worked_out.restore(act(request), run)
    messages.success(request, _("Brought back."))
    return redirect("run", key=run.pk)
