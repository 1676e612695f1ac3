"""A person's own account."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Claim, Session, SharingProposal
from outward_portal.accounts.requests import act
from outward_portal.membership import queries, sessions
from outward_portal.membership.actions import profile
from outward_portal.membership.forms import ProfileForm
from outward_portal.membership.roles import what_may
from outward_portal.membership.views.asking import one, sensitive, signed_in


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what the account is and may do, and what waits for an answer."""
    user = signed_in(request)
    return render(request, "membership/account.jinja", {
        "deeds": what_may(user), "has_second_factor": is_mfa_enabled(user), "languages": dict(settings.LANGUAGES),
        "claims": Claim.objects.visible_to(user).filter(claimant=user)[:20],
        "open_claims": queries.open_claims(user), "proposals": len(queries.proposals_to(user)),
        "CLAIM_OPEN": Claim.Decision.OPEN, "PROPOSAL_OPEN": SharingProposal.Answer.OPEN,
    })


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Change name and language."""
    user = signed_in(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        profile.edit(act(request), user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account")
    return render(request, "membership/edit.jinja", {"form": form}, status=422 if request.method == "POST" else 200)


@login_required
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """List where the person is signed in."""
    return render(request, "membership/sessions.jinja", {"sessions": sessions.listed(request, signed_in(request))})


@sensitive
@require_POST
def end_session(request: HttpRequest, key: int) -> HttpResponse:
    """End one of the person's other sessions."""
    user = signed_in(request)
    others = Session.objects.visible_to(user).filter(user=user).exclude(key=request.session.session_key)
    profile.end_session(act(request), user, one(others, key))
    messages.success(request, _("The session has ended."))
    return redirect("sessions")


@sensitive
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End all of the person's sessions but this one."""
    profile.end_other_sessions(act(request), signed_in(request), request)
    messages.success(request, _("All other sessions have ended."))
    return redirect("sessions")
