"""Invitations: accepting one by its link, and withdrawing one."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from outward_portal.accounts.models import Invitation, Organisation, Role, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import Act, act, request_number
from outward_portal.membership.actions import invitations
from outward_portal.membership.forms import NewAccountForm
from outward_portal.membership.views.asking import one, tell
from outward_portal.records.errors import RefusedError


def invite_to(request: HttpRequest, email: str, *, role: str, organisation: Organisation | None,
              as_manager: bool) -> None:
    """Invite somebody and send the link; the answer is the same whether or not the address has an account."""
    made, token = invitations.invite(act(request), email, role=role, organisation=organisation, as_manager=as_manager)
    link = request.build_absolute_uri(reverse("invitation-accept", args=[token]))
    messages.success(request, _("The invitation is on its way. It is good for seven days."))
    tell(request, "invitation", made.email, {"inviter": act(request).actor, "organisation": organisation,
                                             "role": Role(role).label, "link": link})


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what is offered; whoever accepts joins with the account of this address, or makes one.

    The link shows that its reader has the address, so that saying whether it has an account gives nothing away.
    """
    invitation = invitations.found(token)
    if invitation is None:
        return render(request, "membership/invitation_over.jinja", status=404)
    shown: dict[str, Any] = {"invitation": invitation, "role": Role(invitation.role).label, "form": None,
                             "refusal": "", "known": False}
    if isinstance(request.user, User):
        return _accept_with(request, token, invitation, request.user, shown)
    shown["known"] = User.objects.filter(email__iexact=invitation.email).exists()
    if shown["known"]:
        return render(request, "membership/invitation.jinja", shown)
    form = shown["form"] = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept_with_new_account(
                Act(None, "", request_number(request)), token, name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"], language=get_language() or "en")
        except RefusedError as error:
            shown["refusal"] = str(error)
        else:
            login = Login(user=user, email=user.email, redirect_url=reverse("account"))
            return perform_password_login(request, {"email": user.email}, login)
    return render(request, "membership/invitation.jinja", shown, status=422 if request.method == "POST" else 200)


def _accept_with(request: HttpRequest, token: str, invitation: Invitation, user: User,
                 shown: dict[str, Any]) -> HttpResponse:
    shown["is_theirs"] = user.email.lower() == invitation.email.lower()
    if request.method == "POST":
        try:
            invitations.accept(act(request), token, user)
        except RefusedError as error:
            shown["refusal"] = str(error)
        else:
            messages.success(request, _("You have accepted the invitation."))
            return redirect("account")
    return render(request, "membership/invitation.jinja", shown, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Withdraw an invitation."""
    invitation = one(Invitation.objects.visible_to(request.user).select_related("organisation"), key)
    if not may(request.user, "organisation.invite", invitation.organisation):
        raise PermissionDenied
    invitations.withdraw(act(request), invitation)
    messages.success(request, _("The invitation was withdrawn. Its link no longer works."))
    return redirect(_back(request, invitation))


def _back(request: HttpRequest, invitation: Invitation) -> str:
    own = isinstance(request.user, User) and request.user.organisation_id == invitation.organisation_id
    if invitation.organisation_id is None:
        return reverse("accounts")
    return reverse("members") if own else reverse("organisation", args=[invitation.organisation_id])
