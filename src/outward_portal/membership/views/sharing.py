"""Sharing with parent or subsidiary: for the manager of an enterprise."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Sharing, SharingProposal
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.membership import queries
from outward_portal.membership.actions import sharing as actions
from outward_portal.membership.forms import ProposalForm
from outward_portal.membership.views.asking import allowed, one, own_organisation, sensitive
from outward_portal.records.errors import RefusedError


@login_required
@allowed("sharing.agree")
@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    """Show with whom the enterprise shares, what waits for an answer, and what sharing means."""
    return _page(request, ProposalForm())


@login_required
@allowed("sharing.agree")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to share; the answer does not tell whether the other enterprise is here."""
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(act(request), own_organisation(request), **form.cleaned_data,
                            link=request.build_absolute_uri(reverse("sharing")))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("If an enterprise with this code is here, its manager can now agree. Nothing "
                                        "is shared before that."))
            return redirect("sharing")
    return _page(request, form, 422 if request.method == "POST" else 200)


@sensitive
@allowed("sharing.agree")
@require_POST
def answer(request: HttpRequest, key: int) -> HttpResponse:
    """Agree to a proposal or decline it."""
    proposal = _proposal(request, key, "sharing.answer")
    agrees = request.POST.get("agree") == "1"
    try:
        if agrees:
            actions.agree(act(request), proposal, own_organisation(request))
        else:
            actions.decline(act(request), proposal)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You share with one another now.") if agrees else _("You have declined."))
    return redirect("sharing")


@login_required
@allowed("sharing.agree")
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Take a proposal back."""
    try:
        actions.withdraw(act(request), _proposal(request, key, "sharing.withdraw"))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The proposal was withdrawn."))
    return redirect("sharing")


@login_required
@allowed("sharing.agree")
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: int) -> HttpResponse:
    """Ask, then end sharing."""
    found = one(Sharing.objects.visible_to(request.user).select_related("parent", "subsidiary"), key)
    if not may(request.user, "sharing.agree", found):
        raise PermissionDenied
    if request.method == "POST":
        actions.end(act(request), found)
        messages.success(request, _("Nothing is shared any longer."))
        return redirect("sharing")
    own = own_organisation(request)
    return render(request, "membership/sharing_end.jinja", {
        "sharing": found, "partner": found.subsidiary if found.parent_id == own.pk else found.parent})


def _page(request: HttpRequest, form: ProposalForm, status: int = 200) -> HttpResponse:
    return render(request, "membership/sharing.jinja", {
        "form": form, "organisation": own_organisation(request), "sharings": queries.sharings_of(request.user),
        "to_us": queries.proposals_to(request.user), "by_us": queries.proposals_by(request.user),
    }, status=status)


def _proposal(request: HttpRequest, key: int, action: str) -> SharingProposal:
    found: SharingProposal = one(SharingProposal.objects.visible_to(request.user), key)
    if not may(request.user, action, found):
        raise PermissionDenied
    return found
