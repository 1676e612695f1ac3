"""Claims on an enterprise: making one, and the office's queue."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Claim
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.membership import queries
from outward_portal.membership.actions import claims
from outward_portal.membership.forms import ClaimForm, DecisionForm
from outward_portal.membership.views.asking import allowed, one, tell
from outward_portal.records import presentation
from outward_portal.records.errors import RefusedError


@login_required
@allowed("claim.make")
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Claim to act for an enterprise; the answer does not tell whether the portal knows it."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claims.make(act(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your claim is with the leading group's office. You are told by e-mail what it "
                                        "decides."))
            return redirect("account")
    return render(request, "membership/claim_make.jinja", {"form": form},
                  status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take an open claim back."""
    claim = _claim(request, key, "claim.withdraw")
    try:
        claims.withdraw(act(request), claim)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The claim was withdrawn."))
    return redirect("account")


@login_required
@allowed("claims.read")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List the open claims, the oldest first, and those that were decided."""
    seen = Claim.objects.visible_to(request.user).select_related("claimant", "decided_by")
    decided = queries.page_of(seen.exclude(decision=Claim.Decision.OPEN), request.GET.get("page", ""))
    return render(request, "membership/claims.jinja", {
        "waiting": seen.filter(decision=Claim.Decision.OPEN).order_by("id")[:200], "decided": decided})


@login_required
@allowed("claims.read")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, key: int) -> HttpResponse:
    """Show a claim with what is here under its code, and decide on it."""
    claim = _claim(request, key)
    form = DecisionForm(request.POST or None) if may(request.user, "claim.decide", claim) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                _decide(request, claim, form.cleaned_data)
            except RefusedError as error:
                form.add_error(None, str(error))
            else:
                return redirect("claims")
    return render(request, "membership/claim.jinja", {
        "claim": claim, "form": form, "known": queries.known_of(claim, request.user), "address": presentation.address,
    }, status=422 if request.method == "POST" else 200)


def _decide(request: HttpRequest, claim: Claim, said: dict[str, str]) -> None:
    decision_act = act(request, said["reason"])
    to = claim.claimant.email
    if said["decision"] == Claim.Decision.REFUSED:
        claims.refuse(decision_act, claim)
        messages.success(request, _("The claim was refused. The claimant is told why."))
        tell(request, "claim_refused", to, {"name": claim.name, "reason": decision_act.reason,
                                            "link": request.build_absolute_uri(reverse("claim-make"))})
        return
    granted = claims.grant(decision_act, claim)
    messages.success(request, _("The claim was granted. The claimant manages the enterprise's accounts now."))
    tell(request, "claim_granted", to, {"name": claim.name,
                                        "link": request.build_absolute_uri(reverse("members"))})
    for manager in granted.managers_before:
        tell(request, "manager_added", manager.email, {
            "name": granted.organisation, "link": request.build_absolute_uri(reverse("members"))})


def _claim(request: HttpRequest, key: int, action: str = "") -> Claim:
    found: Claim = one(Claim.objects.visible_to(request.user).select_related("claimant", "decided_by"), key)
    if action and not may(request.user, action, found):
        raise PermissionDenied
    return found
