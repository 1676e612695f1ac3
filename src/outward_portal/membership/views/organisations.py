"""Organisations: for the administrator, and for the office those from outside."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.membership import queries
from outward_portal.membership.actions import administration as actions
from outward_portal.membership.administration_forms import OrganisationForm
from outward_portal.membership.forms import InviteForm
from outward_portal.membership.views.asking import allowed, one, sensitive, signed_in
from outward_portal.membership.views.invitations import invite_to
from outward_portal.records.errors import RefusedError


@login_required
@allowed("organisation.keep")
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations."""
    asked = {name: request.GET.get(name, "") for name in ("q", "kind")}
    return render(request, "membership/organisations.jinja", {
        "page": queries.page_of(queries.organisations(request.user, asked), request.GET.get("page", "")),
        "asked": asked, "kinds": Organisation.Kind.choices,
        "query": urlencode({name: value for name, value in asked.items() if value}),
    })


@sensitive
@allowed("organisation.keep")
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make an organisation."""
    form = OrganisationForm(request.POST or None, user=signed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_organisation(act(request, form.cleaned_data["reason"]), form.values())
        except RefusedError as error:
            form.add_error("credit_code", str(error))
        else:
            messages.success(request, _("The organisation is made. Invite its people now."))
            return redirect("organisation", key=made.pk)
    return render(request, "membership/organisation_form.jinja", {"form": form, "organisation": None},
                  status=422 if request.method == "POST" else 200)


@login_required
@allowed("organisation.keep")
@require_safe
def organisation(request: HttpRequest, key: int) -> HttpResponse:
    """Show an organisation, its people and its open invitations, as far as the reader may see them."""
    return _page(request, _organisation(request, key), InviteForm())


@sensitive
@allowed("organisation.keep")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change an organisation."""
    found = _organisation(request, key, "organisation.keep")
    form = OrganisationForm(request.POST or None, instance=found, user=signed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_organisation(act(request, form.cleaned_data["reason"]), found, form.values())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            return redirect("organisation", key=found.pk)
    return render(request, "membership/organisation_form.jinja", {"form": form, "organisation": found},
                  status=422 if request.method == "POST" else 200)


@sensitive
@allowed("organisation.keep")
@require_POST
def invite(request: HttpRequest, key: int) -> HttpResponse:
    """Invite somebody to an organisation, with the role that its people have."""
    found = _organisation(request, key, "organisation.invite")
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    invite_to(request, form.cleaned_data["email"], role=found.role, organisation=found,
              as_manager=form.cleaned_data["as_manager"])
    return redirect("organisation", key=found.pk)


def _page(request: HttpRequest, found: Organisation, form: InviteForm, status: int = 200) -> HttpResponse:
    counted = queries.organisations(request.user, {}).get(pk=found.pk)
    return render(request, "membership/organisation.jinja", {
        "organisation": counted, "form": form, "people": queries.people_of(found, request.user),
        "invitations": queries.invitations_of(request.user, found)}, status=status)


def _organisation(request: HttpRequest, key: int, action: str = "") -> Organisation:
    found: Organisation = one(Organisation.objects.visible_to(request.user), key)
    if action and not may(request.user, action, found):
        raise PermissionDenied
    return found
