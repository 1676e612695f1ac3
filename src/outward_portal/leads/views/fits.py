"""Which leads fit whom: for an enterprise its leads, for the leading group the enterprises of a lead."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.accounts.policy import may
from outward_portal.leads import queries
from outward_portal.leads.fitting.fits import enterprises_that_fit, leads_that_fit
from outward_portal.leads.models import Lead


@login_required
@require_safe
def for_us(request: HttpRequest) -> HttpResponse:
    """Give an enterprise the leads that fit it, the best first, and say of the others why not."""
    if not may(request.user, "leads.for-us"):
        raise PermissionDenied
    own = list(queries.own_enterprises(request.user))
    asked = request.GET.get("enterprise", "")
    chosen = next((each for each in own if str(each.pk) == asked), own[0] if own else None)
    interests = {} if chosen is None else {
        each.lead_id: each for each in queries.interests(request.user).filter(enterprise=chosen.pk)}
    fits = leads_that_fit(chosen, request.user) if chosen is not None else None
    standings = {each.key: queries.standing(each.subject) for each in (*fits.matches, *fits.others)} if fits else {}
    return render(request, "leads/for_us.jinja", {
        "own": own, "chosen": chosen, "fits": fits, "interests": interests, "standings": standings})


def lead_at(request: HttpRequest, key: int) -> Lead:
    """Give a lead that the reader sees."""
    found = queries.find_lead(key, request.user)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def enterprises(request: HttpRequest, key: int) -> HttpResponse:
    """Give the leading group the enterprises that a lead fits, as far as it sees them."""
    lead = lead_at(request, key)
    if not may(request.user, "leads.matches"):
        raise PermissionDenied
    interests = {each.enterprise_id: each for each in queries.interests(request.user).filter(lead=lead.pk)}
    return render(request, "leads/enterprises.jinja", {
        "lead": lead, "standing": queries.standing(lead), "fits": enterprises_that_fit(lead, request.user),
        "interests": interests})
