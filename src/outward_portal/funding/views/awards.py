"""Awards: planning instalments and reports, and the public list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from outward_portal.accounts.requests import act
from outward_portal.funding import budgeting, public_list
from outward_portal.funding.awards import actions
from outward_portal.funding.awards.forms import InstalmentForm, ReportForm
from outward_portal.funding.views.showing import application_at, ask, show
from outward_portal.records import table_files
from outward_portal.records.errors import RefusedError
from outward_portal.theme.lists import read


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, row: int) -> HttpResponse:
    """Plan an instalment of an award."""
    found = application_at(request, row, "application.handle")
    back = reverse("application", kwargs={"row": row})
    form = InstalmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan(act(request), found, form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Planned."))
            return redirect(back)
    left = budgeting.money(found.granted - actions.planned(found), found.currency)
    return ask(request, form, _("Plan an instalment"), back, about=found,
               lead=_("Of the award %(left)s are not planned yet.") % {"left": left})


@login_required
@require_http_methods(["GET", "POST"])
def ask_report(request: HttpRequest, row: int) -> HttpResponse:
    """Ask for a report on an award."""
    found = application_at(request, row, "application.handle")
    back = reverse("application", kwargs={"row": row})
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_report(act(request), found, form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked for. The enterprise is told."))
            return redirect(back)
    return ask(request, form, _("Ask for a report"), back, about=found)


@require_safe
def awards(request: HttpRequest) -> HttpResponse:
    """List the awards that everybody may read, with totals within each currency."""
    asked = read(request.GET, public_list.SHAPE)
    found = public_list.awards(asked, request.user)
    return show(request, "awards", asked=asked, page=asked.page_of(found), totals=public_list.totals(found),
                citation=table_files.citation(_("Awards of funds")))


@require_safe
def download(request: HttpRequest, format: str) -> HttpResponse:
    """Give the list as a file."""
    if format not in table_files.FORMATS:
        raise Http404
    found = public_list.awards(read(request.GET, public_list.SHAPE), request.user)
    return table_files.table_file("awards", public_list.COLUMNS, public_list.items(found), format,
                                  table_files.citation(_("Awards of funds")))
