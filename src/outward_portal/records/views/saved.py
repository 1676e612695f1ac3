"""Saving a list's filters and order under a name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import SavedView
from outward_portal.records.saved import actions, queries
from outward_portal.records.saved.forms import ViewForm
from outward_portal.records.views.finding import kind_at


@login_required
@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the present list under a name."""
    kind = kind_at(slug)
    actor = act(request)
    if not may(request.user, "view.save") or actor.actor is None:
        raise PermissionDenied
    query = queries.understood(kind, request.POST.get("query", "")).encoded(with_place=False)
    form = ViewForm(request.POST, user=request.user)
    if not form.is_valid() or len(query) > queries.LONGEST_QUERY:
        messages.error(request, _("Give the view a name of at most 100 characters; nothing was saved."))
    elif actions.save(actor, actor.actor, kind.key, query, name=form.cleaned_data["name"],
                      is_shared=form.cleaned_data.get("is_shared", False)):
        messages.success(request, _("Saved in place of your view of that name."))
    else:
        messages.success(request, _("Saved. You find it under “Saved views”."))
    return redirect(_list(kind, query))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Rename a view, share it or stop sharing it."""
    kind, view = _own(request, key)
    form = ViewForm(request.POST or None, user=request.user, initial={"name": view.name, "is_shared": view.is_shared})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(act(request), view, name=form.cleaned_data["name"],
                           is_shared=form.cleaned_data.get("is_shared", False))
        except RefusedError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(_list(kind, view.query))
    return render(request, "records/saved_view.jinja", {"kind": kind, "view": view, "form": form},
                  status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Ask, then delete a view."""
    kind, view = _own(request, key)
    if request.method == "POST":
        actions.delete(act(request), view)
        messages.success(request, _("The view was deleted; the records stay."))
        return redirect("records", slug=kind.slug)
    return render(request, "records/delete_view.jinja", {"kind": kind, "view": view})


def _list(kind: Kind, query: str) -> str:
    return reverse("records", args=[kind.slug]) + (f"?{query}" if query else "")


def _own(request: HttpRequest, key: int) -> tuple[Kind, SavedView]:
    view = SavedView.objects.visible_to(request.user).by_key(key)
    if view is None:
        raise Http404
    if not may(request.user, "view.change", view):
        raise PermissionDenied
    return KINDS[view.kind], view
