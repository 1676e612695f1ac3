"""Accounts, for the administrator."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.requests import act
from outward_portal.journal.models import Entry
from outward_portal.membership import queries
from outward_portal.membership.actions import administration as actions
from outward_portal.membership.administration_forms import ChangePlaceForm, InviteAccountForm
from outward_portal.membership.forms import ReasonForm
from outward_portal.membership.views.asking import allowed, one, sensitive, signed_in, tell
from outward_portal.membership.views.invitations import invite_to
from outward_portal.records.errors import RefusedError


@login_required
@allowed("accounts.administer")
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts, and the invitations that were not accepted yet."""
    asked = {name: request.GET.get(name, "") for name in ("q", "role", "state", "organisation", "sort")}
    return render(request, "membership/accounts.jinja", {
        "page": queries.page_of(queries.accounts(request.user, asked), request.GET.get("page", "")), "asked": asked,
        "roles": Role.choices, "organisations": queries.organisations(request.user, {}),
        "invitations": queries.invitations_of(request.user)[:100], "query": _query(asked),
    })


@sensitive
@allowed("accounts.administer")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to the portal, in any role; the account is made when the invitation is accepted."""
    form = InviteAccountForm(request.POST or None, user=signed_in(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        invite_to(request, said["email"], role=said["role"], organisation=said["organisation"],
                  as_manager=said["is_manager"] and said["organisation"] is not None)
        return redirect("accounts")
    return render(request, "membership/account_invite.jinja", {"form": form},
                  status=422 if request.method == "POST" else 200)


@login_required
@allowed("accounts.administer")
@require_safe
def account(request: HttpRequest, key: int) -> HttpResponse:
    """Show an account and what can be done with it."""
    return _page(request, _account(request, key))


@sensitive
@allowed("accounts.administer")
@require_http_methods(["GET", "POST"])
def change_role(request: HttpRequest, key: int) -> HttpResponse:
    """Give an account another role, organisation or manager's right."""
    user = _account(request, key)
    form = ChangePlaceForm(request.POST or None, user=signed_in(request), initial={
        "role": user.role, "organisation": user.organisation_id, "is_manager": user.is_manager})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        change_act = act(request, said["reason"])
        try:
            changed = actions.change_place(change_act, user, role=said["role"], organisation=said["organisation"],
                                           is_manager=said["is_manager"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            if changed:
                _tell(request, user, Role(said["role"]).label, change_act.reason)
            return redirect("account-page", key=user.pk)
    return render(request, "membership/account_role.jinja", {"form": form, "account": user},
                  status=422 if request.method == "POST" else 200)


@sensitive
@allowed("accounts.administer")
@require_POST
def set_active(request: HttpRequest, key: int) -> HttpResponse:
    """Close an account or open it again."""
    user = _account(request, key)
    active = request.POST.get("active") == "1"

    def do(reason: str) -> str:
        actions.set_active(act(request, reason), user, active=active)
        return _("The account is open again.") if active else _("The account is closed, and its sessions have ended.")

    return _with_reason(request, user, "active", do)


@sensitive
@allowed("accounts.administer")
@require_POST
def reset_second_factor(request: HttpRequest, key: int) -> HttpResponse:
    """Take a lost second factor off an account."""
    user = _account(request, key)

    def do(reason: str) -> str:
        actions.reset_second_factor(act(request, reason), user)
        return _("The second factor is off, and all sessions have ended.")

    return _with_reason(request, user, "second_factor", do)


def _with_reason(request: HttpRequest, user: User, which: str, do: Any) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, user, {which: form}, 422)
    try:
        done = do(form.cleaned_data["reason"])
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
        _tell(request, user, done, form.cleaned_data["reason"])
    return redirect("account-page", key=user.pk)


def _tell(request: HttpRequest, user: User, what: Any, reason: str) -> None:
    tell(request, "account_changed", user.email, {"changes": [what], "reason": reason})


def _page(request: HttpRequest, user: User, forms: dict[str, ReasonForm] | None = None,
          status: int = 200) -> HttpResponse:
    forms = forms or {}
    journal = Entry.objects.visible_to(request.user).filter(subject=f"accounts.user:{user.pk}").select_related("actor")
    return render(request, "membership/account_page.jinja", {
        "account": user, "has_second_factor": is_mfa_enabled(user), "journal": journal[:100],
        "roles": dict(Role.choices),
        "active_form": forms.get("active", ReasonForm(auto_id="active_%s")),
        "second_factor_form": forms.get("second_factor", ReasonForm(auto_id="second_%s")),
    }, status=status)


def _account(request: HttpRequest, key: int) -> User:
    found: User = one(User.seen.visible_to(request.user).select_related("organisation"), key)
    return found


def _query(asked: dict[str, str]) -> str:
    return urlencode({name: value for name, value in asked.items() if value})

