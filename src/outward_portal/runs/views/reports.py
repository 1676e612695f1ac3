"""The living reports: which there are, reading one, its files, and who reads them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from outward.errors import OutwardError
from outward.report.framed import FramedReport
from outward.vocabulary.labels import Language
from outward_portal.accounts.policy import may
from outward_portal.accounts.requests import act
from outward_portal.records.readable_cases import ReadableCase, readable_case, readable_cases
from outward_portal.runs import actions, queries
from outward_portal.runs.assets import asset_address
from outward_portal.runs.cases import readable_report_file, report_folder
from outward_portal.runs.forms import CaseForm
from outward_portal.runs.views.finding import data_answer, download
from outward_portal.theme.languages import current_language, other_language


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """List the cases with their releases and reports."""
    return render(request, "runs/reports.jinja", {"cases": readable_cases(request.user)})


@require_safe
def report(request: HttpRequest, case: str) -> HttpResponse:
    """Show a case's report in the page's language; where it is missing in it, say so and lead to the other."""
    found = _case_at(request, case)
    language = current_language()
    framed, trouble = _framed(request, case, language)
    shown = {"case": found, "framed": framed, "trouble": trouble,
             "files": found.entry.reports[language], "in_other": bool(found.entry.reports[other_language(language)])}
    if framed is None:
        return render(request, "runs/report.jinja", shown)
    return render(request, "runs/report.jinja", {
        **shown, "body": Markup(framed.body),  # noqa: S704  (the report's own template escaped it)
        "data": reverse("report-data", args=[case]), "css": asset_address("css"), "script": asset_address("js"),
    })


def _framed(request: HttpRequest, case: str, language: Language) -> tuple[FramedReport | None, OutwardError | None]:
    """Read the report, or give the reason why it cannot be shown; nothing where there is none."""
    folder = report_folder(case, language, request.user)
    if folder is None:
        return None, None
    try:
        return queries.framed_report(folder), None
    except OutwardError as error:
        return None, error


@require_safe
def data(request: HttpRequest, case: str) -> HttpResponseBase:
    """Send the traces of a report's numbers."""
    framed, _trouble = _framed(request, case, current_language())
    if framed is None:
        raise Http404
    return data_answer(request, framed.data, framed.content)


@require_safe
def report_file(request: HttpRequest, case: str, language: str, file: str) -> HttpResponseBase:
    """Send a file of a report."""
    path = readable_report_file(case, language, file, request.user)
    if path is None:
        raise Http404
    return download(path, f"{case}-{language}-{file}")


@login_required
@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest, case: str) -> HttpResponse:
    """Decide who sees what is made from a case."""
    found = _case_at(request, case)
    if not may(request.user, "case.open"):
        raise PermissionDenied
    form = CaseForm(request.POST or None, initial={"audience": found.audience})
    if request.method == "POST" and form.is_valid():
        actions.open_case(act(request, form.cleaned_data["reason"]), case, form.cleaned_data["audience"])
        messages.success(request, _("Saved."))
        return redirect("reports")
    return render(request, "runs/open.jinja", {"case": found, "form": form}, status=422 if form.errors else 200)


def _case_at(request: HttpRequest, case: str) -> ReadableCase:
    found = readable_case(case, request.user)
    if found is None:
        raise Http404
    return found


