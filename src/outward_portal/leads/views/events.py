"""Events: the list, the briefing, and adding a lead that an event gave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.models import Audience
from outward_portal.accounts.policy import may, viewer
from outward_portal.accounts.requests import act
from outward_portal.leads import briefing as gathered
from outward_portal.leads import queries
from outward_portal.leads.models import Event, Lead
from outward_portal.records import actions, presentation
from outward_portal.records.forms import form_class
from outward_portal.records.kinds import KINDS
from outward_portal.theme import lists

_TYPE_OF = {Event.Type.VISIT: Lead.Type.VISIT, Event.Type.FORUM: Lead.Type.FORUM, Event.Type.FAIR: Lead.Type.FORUM,
            Event.Type.MEETING: Lead.Type.COOPERATION}


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """List the events to come, or those that are over."""
    asked = lists.read(request.GET, queries.EVENTS)
    return render(request, "leads/events.jinja", {
        "asked": asked, "page": asked.page_of(queries.events(asked, request.user)),
        "may_add": may(request.user, "record.create", KINDS["event"])})


def event_at(request: HttpRequest, key: int) -> Event:
    """Give an event that the reader sees."""
    found = queries.find_event(key, request.user)
    if found is None:
        raise Http404
    return found


@require_safe
def briefing(request: HttpRequest, key: int) -> HttpResponse:
    """Show the briefing of an event, with what the portal knows of its countries."""
    event = event_at(request, key)
    return render(request, "leads/briefing.jinja", {
        "event": event, "countries": gathered.briefing(event, request.user), "address": presentation.address,
        "leads": list(queries.leads(request.user).filter(event=event.pk).order_by("open_until", "pk"))})


@login_required
@require_http_methods(["GET", "POST"])
def add_lead(request: HttpRequest, key: int) -> HttpResponse:
    """Add a lead that an event gave: the register's form, filled in from the event."""
    event, kind = event_at(request, key), KINDS["lead"]
    if not may(request.user, "record.create", kind):
        raise PermissionDenied
    owner = viewer(request.user).adds_for
    form: Any = form_class(kind)(request.POST or None, kind=kind, user=request.user, initial={
        "audience": Audience.AGENCIES if owner is None else Audience.OWNER, "event": event.pk,
        "type": _TYPE_OF.get(Event.Type(event.type), ""), "countries": event.countries, "sector": event.sector,
        "source": presentation_name(event)})
    if request.method == "POST" and form.is_valid():
        made = actions.create(act(request, form.cleaned_data["reason"]), kind, form.values(), owner=owner,
                              is_sample=event.is_sample or getattr(request.user, "is_sample", False))
        messages.success(request, _("Added to the register."))
        return redirect(presentation.address(made))
    return render(request, "records/form.jinja", {"kind": kind, "form": form, "record": None, "conflict": None},
                  status=422 if request.method == "POST" else 200)


def presentation_name(event: Event) -> str:
    """Name an event as a lead's source."""
    return " / ".join(filter(None, (event.name_en, event.name_zh, event.begins)))[:300]
