"""Members of one's own organisation: for its manager."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.membership import queries
from outward_portal.membership.actions import members as actions
from outward_portal.membership.forms import InviteForm
from outward_portal.membership.views.asking import one, own_organisation, sensitive
from outward_portal.membership.views.invitations import invite_to
from outward_portal.records.errors import RefusedError


@login_required
@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """List the members and the open invitations."""
    organisation = _managed(request)
    return _page(request, organisation, InviteForm())


@sensitive
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to the organisation, with the role that its people have."""
    organisation = _managed(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invite_to(request, form.cleaned_data["email"], role=organisation.role, organisation=organisation,
                  as_manager=form.cleaned_data["as_manager"])
        return redirect("members")
    return _page(request, organisation, form, 422 if request.method == "POST" else 200)


@sensitive
@require_POST
def set_manager(request: HttpRequest, key: int) -> HttpResponse:
    """Let a member manage the accounts, or no longer."""
    member = _member(request, key)
    manages = request.POST.get("manages") == "1"
    try:
        actions.set_manager(act(request), member, manages=manages)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("members")
    messages.success(request, _("%(name)s manages the accounts now.") % {"name": member} if manages else
                     _("%(name)s no longer manages the accounts.") % {"name": member})
    return redirect("account" if member == request.user and not manages else "members")


@sensitive
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Ask, then take a member out of the organisation."""
    member = _member(request, key)
    if request.method == "POST":
        try:
            actions.remove(act(request), member)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(name)s no longer acts for the organisation.") % {"name": member})
            return redirect("account" if member == request.user else "members")
        return redirect("members")
    return render(request, "membership/member_remove.jinja", {"member": member})


def _page(request: HttpRequest, organisation: Organisation, form: InviteForm, status: int = 200) -> HttpResponse:
    return render(request, "membership/members.jinja", {
        "organisation": organisation, "form": form, "people": queries.people_of(organisation, request.user),
        "invitations": queries.invitations_of(request.user, organisation)}, status=status)


def _managed(request: HttpRequest) -> Organisation:
    organisation = own_organisation(request)
    if not may(request.user, "members.manage", organisation):
        raise PermissionDenied
    return organisation


def _member(request: HttpRequest, key: int) -> User:
    found: User = one(queries.people_of(_managed(request), request.user), key)
    return found
