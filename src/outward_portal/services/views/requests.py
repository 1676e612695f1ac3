"""Requests: the room's first page, the list, one of them, writing one down, who fits it, inviting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.errors import RefusedError
from outward_portal.records.table_files import FORMATS, citation, table_file
from outward_portal.services.codes import said_languages
from outward_portal.services.models import ServiceInvitation, ServiceRequest
from outward_portal.services.requests import actions, conflicts, matching, queries, showing
from outward_portal.services.requests.forms import RequestForm, written_parties
from outward_portal.services.views.finding import ask, request_at
from outward_portal.theme.finding import allowed
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer as standing

_MOST_IN_FILE = 5000
_COLUMNS = ("request", "title_en", "title_zh", "service", "countries", "sector", "deadline", "state", "posted",
            "sample")
_SHOWN = 50


@login_required
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Say what is here for whom: what waits, the newest requests, own records, ways on."""
    allowed(request, "services.browse")
    asked = read({}, queries.SHAPE)
    return render(request, "services/services.jinja", {
        "requests": list(queries.requests(asked, request.user)[:8]), "may_post": may(request.user, "services.post"),
        "may_provide": may(request.user, "services.provide"), "may_read": may(request.user, "services.read"),
        "may_hide": may(request.user, "services.hide-rating"), "may_cases": may(request.user, "disputes.read"),
        "providers": showing.own_providers(request.user), "invitations": showing.open_invitations(request.user)})


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that the reader may see."""
    allowed(request, "services.read")
    asked = read(request.GET, queries.SHAPE)
    return render(request, "services/requests.jinja", {
        "asked": asked, "page": asked.page_of(queries.requests(asked, request.user)),
        "may_post": may(request.user, "services.post"), "citation": citation(_("Requests for services"))})


@login_required
@require_safe
def requests_file(request: HttpRequest, format: str) -> HttpResponse:
    """Give the list as a file."""
    allowed(request, "services.read")
    if format not in FORMATS:
        raise Http404
    rows = queries.requests(read(request.GET, queries.SHAPE), request.user)[:_MOST_IN_FILE]
    items = ({"request": each.pk, "title_en": each.title_en, "title_zh": each.title_zh, "service": each.service,
              "countries": each.countries, "sector": each.sector, "deadline": each.deadline.isoformat(),
              "state": each.state, "posted": localdate(each.posted_at).isoformat() if each.posted_at else None,
              "sample": each.is_sample} for each in rows)
    return table_file("requests", _COLUMNS, items, format, citation(_("Requests for services")))


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a request down; ``?service=`` chooses the service."""
    allowed(request, "services.post")
    organisation = getattr(request.user, "organisation", None)
    assert isinstance(organisation, Organisation)  # the policy has seen to it
    form = RequestForm(request.POST or None, user=request.user, initial={"service": request.GET.get("service", "")})
    if request.method == "POST" and form.is_valid():
        made = actions.draft(act(request), organisation, form.cleaned_data, form.parties())
        messages.success(request, _("The draft is kept. Read it once more, then post it."))
        return redirect("service-request", row=made.pk)
    return ask(request, form, _("Ask for a service"), reverse("services"), submit=_("Keep the draft"),
               lead=_("Nobody else reads it before you post it."))


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, row: int) -> HttpResponse:
    """Write a draft anew."""
    found = request_at(request, row, "services.manage")
    form = RequestForm(request.POST or None, user=request.user, initial=_written(found, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(act(request), found, form.cleaned_data, form.parties())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("service-request", row=row)
    return ask(request, form, _("Edit the draft"), reverse("service-request", args=[row]), subject=str(found))


def _written(found: ServiceRequest, user: Any) -> dict[str, Any]:
    brief = queries.brief(found, user)
    return {**{field.name: getattr(found, field.name) for field in found._meta.concrete_fields},
            "text": brief.text if brief else "", "project": brief.project_id if brief else None,
            **written_parties(found.parties.all())}


@login_required
@require_safe
def service_request(request: HttpRequest, row: int) -> HttpResponse:
    """Show a request: to its enterprise with everything, to a provider what it may read, to the office that it is."""
    found = request_at(request, row)
    user = request.user
    offers = queries.offers(found, user)
    rating = queries.rating(found, user)
    is_own = may(user, "services.manage", found)
    return render(request, "services/request.jinja", {
        "service_request": found, "offer": standing(user, found), "is_own": is_own,
        "languages": said_languages(found.languages), "brief": queries.brief(found, user),
        "parties": queries.parties(found, user), "offers": offers,
        "offer_steps": [standing(user, each) for each in offers if not is_own],
        "invitations": [standing(user, each) for each in queries.invitations(found, user)],
        "engagement": queries.engagement(found, user), "rating": rating,
        "rating_steps": standing(user, rating) if rating is not None else None,
        "may_edit": is_own and found.state == ServiceRequest.State.DRAFT,
        "may_offer": may(user, "services.offer", found) and bool(queries.offering_providers(found, user))})


@login_required
@require_safe
def matches(request: HttpRequest, row: int) -> HttpResponse:
    """Say who fits a request and why, who does not and why not, and where a conflict stands in the way."""
    found = request_at(request, row, "services.manage")
    everybody = request.GET.get("all") == "1"
    matched = matching.top(found, request.user, most=_SHOWN, others=_SHOWN, of_service=not everybody)
    flags = conflicts.standing(found, request.user)
    known = {each.provider_id: each for each in queries.invitations(found, request.user)}
    return render(request, "services/matches.jinja", {
        "service_request": found, "matched": matched, "everybody": everybody,
        "fitting": [showing.shown(each, matched.providers, flags, known) for each in matched.fitting],
        "others": [showing.shown(each, matched.providers, flags, known) for each in matched.others],
        "may_invite": found.is_open and may(request.user, "services.manage", found)})


@login_required
@require_POST
def invite(request: HttpRequest, row: int) -> HttpResponse:
    """Ask the ticked providers to offer."""
    found = request_at(request, row, "services.manage")
    ticked = [int(key) for key in request.POST.getlist("provider") if key.isascii() and key.isdecimal()
              and len(key) < 18]
    chosen = list(queries.invitable(found, request.user).filter(pk__in=ticked))
    if not chosen:
        messages.error(request, _("Tick at least one provider."))
        return redirect("service-matches", row=row)
    try:
        count = actions.invite(act(request), found, chosen)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("service-matches", row=row)
    messages.success(request, _("Providers newly invited: %(count)d") % {"count": count})
    return redirect("service-request", row=row)


@login_required
@require_safe
def compare(request: HttpRequest, row: int) -> HttpResponse:
    """Set the offers beside one another; amounts of different currencies are never added or converted."""
    found = request_at(request, row, "services.manage")
    return render(request, "services/compare.jinja", {
        "service_request": found, "offer": standing(request.user, found),
        "columns": showing.compared(found, request.user),
        "declined": [each for each in queries.invitations(found, request.user)
                     if each.state == ServiceInvitation.State.DECLINED]})
