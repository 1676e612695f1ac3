"""Saving a version, taking a copy, sharing, naming and retiring an index."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.journal import worked_out
from outward_portal.records.errors import RefusedError
from outward_portal.workbench import actions
from outward_portal.workbench.forms import SaveForm, Sharing
from outward_portal.workbench.models import IndexAssessment, IndexVersion
from outward_portal.workbench.views.finding import index_at, index_for


@login_required
@require_POST
def save(request: HttpRequest, key: int) -> HttpResponse:
    """Save what is changed on the bench as the next version."""
    index = index_for(request, key, "index.change")
    base, choices, weights = _asked(request, index)
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["note"])))
        return redirect("index", key=key)
    try:
        saved = actions.save(act(request), index, base, choices=choices, weights=weights,
                             note=form.cleaned_data["note"])
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        if saved is None:
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(request, _("Version %(number)s is saved.") % {"number": saved.number})
    return redirect("index", key=key)


@login_required
@require_POST
def copy(request: HttpRequest, key: int) -> HttpResponse:
    """Begin an index of one's own from what stands on the bench."""
    index = index_at(request, key)
    if not may(request.user, "index.make"):
        raise PermissionDenied
    base, choices, weights = _asked(request, index)
    title = _("Copy of %(title)s") % {"title": index.title}
    made = actions.copy(act(request), base, title=title[:200], choices=choices, weights=weights)
    messages.success(request, _("This copy is yours alone until you share it."))
    return redirect("index", key=made.pk)


def _asked(request: HttpRequest, index: IndexAssessment) -> tuple[IndexVersion, dict[str, Any], dict[str, float]]:
    """Read what stands on the bench: a version, and the choices and weights that then differ from its framework's."""
    from outward_portal.workbench import asking  # brings the engine

    bench = asking.bench_at(index, request.POST)
    choices, weights = asking.to_save(bench)
    return bench.version, choices, weights


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Call an index otherwise, and say who sees it."""
    index = index_for(request, key, "index.change")
    form = Sharing(request.POST or None, user=request.user, index=index,
                   initial={"title": index.title, "audience": index.audience})
    if request.method == "POST" and form.is_valid():
        changed = worked_out.change(act(request), index, title=form.cleaned_data["title"],
                                 audience=form.cleaned_data["audience"])
        messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
        return redirect("index", key=key)
    return render(request, "workbench/change.jinja", {"index": index, "form": form},
                  status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, key: int) -> HttpResponse:
    """Ask once more, then put an index aside."""
    index = index_for(request, key, "index.retire")
    if request.method == "POST":
        worked_out.retire(act(request), index)
        messages.success(request, _("Put aside. It can be brought back."))
        return redirect("workbench")
    return render(request, "workbench/retire.jinja", {"index": index})


@login_required
@require_POST
def restore(request: HttpRequest, key: int) -> HttpResponse:
    """Bring an index back."""
    index = index_for(request, key, "index.retire")
    worked_out.restore(act(request), index)
    messages.success(request, _("Brought back."))
    return redirect("index", key=key)
