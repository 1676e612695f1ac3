"""Packs of facts: switching them, closing their notice; and opening a dossier."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.dossiers import actions, packs, queries
from outward_portal.dossiers.models import Pack


def _refuse_others(request: HttpRequest, action: str) -> None:
    if not may(request.user, action):
        raise PermissionDenied


@login_required
@require_safe
def list_packs(request: HttpRequest) -> HttpResponse:
    """Show the packs: source, date, licence, how many facts, on or off."""
    _refuse_others(request, "pack.switch")
    return render(request, "dossiers/packs.jinja", {"packs": packs.shown_packs()})


@login_required
@require_POST
def switch(request: HttpRequest, key: str) -> HttpResponse:
    """Switch a pack on or off, at once."""
    _refuse_others(request, "pack.switch")
    if not Pack.objects.visible_to(request.user).filter(key=key).exists():
        raise Http404
    on = request.POST.get("to") == "on"
    packs.switch(act(request), key, on=on)
    messages.success(request, _("The pack is on: its facts are shown.") if on else _(
        "The pack is off: its facts are shown nowhere. Nothing was deleted; it can be switched on again."))
    return redirect("packs")


@login_required
@require_POST
def close_notice(request: HttpRequest, key: str) -> HttpResponse:
    """Close the notice of what was stale when a pack was loaded."""
    _refuse_others(request, "pack.switch")
    if not Pack.objects.visible_to(request.user).filter(key=key).exists():
        raise Http404
    packs.close_notice(act(request), key)
    return redirect("countries")


@login_required
@require_POST
def open_dossier(request: HttpRequest) -> HttpResponse:
    """Begin to keep a dossier of a country."""
    _refuse_others(request, "dossier.open")
    region = request.POST.get("region", "")
    if not queries.is_country(region):
        messages.error(request, _("Choose a country from the list."))
        return redirect("countries")
    actions.open_dossier(act(request), region)
    messages.success(request, _("The dossier is open. Facts of the packs have been put into it."))
    return redirect("dossier", region=region)
