"""The first page, and what is said once about the whole portal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outward_portal.accounts.models import Role
from outward_portal.home.usual import usual_for
from outward_portal.membership.roles import MAY, VISITOR
from outward_portal.records.queries import cards_seen_by
from outward_portal.work.waiting import WAITING


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the portal holds and where to begin."""
    return render(request, "home/home.jinja", {
        "registers": cards_seen_by(request.user), "waiting": WAITING.for_person(request.user),
        "usual": usual_for(request.user)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how the portal is used, by role."""
    return render(request, "home/help.jinja", {
        "roles": [(_("Visitor"), VISITOR), *((Role(role).label, deeds) for role, deeds in MAY.items())]})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """State how accessible the portal is."""
    return render(request, "home/accessibility.jinja")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """State what is kept of whom, and how to get or erase it."""
    return render(request, "home/privacy.jinja")
