"""Calls: those that are open and to come, one with its programme's rules, and writing one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.funding.applications.writing import required_documents
from outward_portal.funding.models import Application, Call
from outward_portal.funding.programmes import actions, queries
from outward_portal.funding.programmes.forms import CallForm
from outward_portal.funding.qualifying import newest_versions
from outward_portal.funding.views.showing import ask, call_at, programme_at, show
from outward_portal.records import presentation
from outward_portal.records.errors import RefusedError
from outward_portal.theme.lists import read
from outward_portal.workflows.showing import offer


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls that the reader may see; those that are open come first."""
    asked = read(request.GET, queries.CALLS)
    page = asked.page_of(queries.calls(asked, request.user))
    return show(request, "calls", asked=asked, page=page, today=timezone.localdate(),
                may_qualify=may(request.user, "funding.qualify"), may_read=may(request.user, "applications.read"),
                may_read_budgets=may(request.user, "budgets.read"), any=Call.objects.visible_to(request.user).exists())


@require_safe
def call(request: HttpRequest, row: int) -> HttpResponse:
    """Show a call: its days, its programme's terms and rules, and the way to an application."""
    found = call_at(request, row)
    version = newest_versions([found.programme], request.user).get(found.programme_id)
    is_open = found.is_open(timezone.localdate())
    may_apply = may(request.user, "application.begin", found)
    return show(
        request, "call", call=found, programme=found.programme, address=presentation.address(found.programme),
        rule_version=version, rules=queries.rules_line(version) if version else None, is_open=is_open,
        documents=required_documents(found.programme), may_apply=may_apply and is_open,
        may_keep=may(request.user, "call.keep", found), offer=offer(request.user, found),
        own=list(Application.objects.visible_to(request.user).filter(call=found)[:20]) if may_apply else [])


@login_required
@require_http_methods(["GET", "POST"])
def write_call(request: HttpRequest, key: int) -> HttpResponse:
    """Write a call of a programme."""
    programme = programme_at(request, key, "programme.keep")
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.write_call(act(request), programme, form.cleaned_data)
        messages.success(request, _("Saved as a draft. Announce it when it is right."))
        return redirect("call", row=made.pk)
    return ask(request, form, _("Write a call"), presentation.address(programme), about=programme)


@login_required
@require_http_methods(["GET", "POST"])
def change_call(request: HttpRequest, row: int) -> HttpResponse:
    """Change a call that is not announced yet."""
    found = call_at(request, row, "call.keep")
    back = reverse("call", kwargs={"row": row})
    if found.state != "draft":
        messages.error(request, _("It was announced, and applicants rely on it as it is."))
        return redirect(back)
    initial = {name: getattr(found, name) for name in CallForm.base_fields}
    form = CallForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_call(act(request), found.programme, form.cleaned_data, found)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    return ask(request, form, _("Change a call"), back, about=found.programme)
