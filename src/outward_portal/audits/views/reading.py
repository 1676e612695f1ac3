"""Reading audits: which there are, a case's findings, one finding with its history, files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.accounts.policy import may
from outward_portal.audits import downloads, queries
from outward_portal.audits.forms import DecisionForm, correctable
from outward_portal.audits.readings import readings_of
from outward_portal.audits.views.finding import case_at, finding_at, standing_at
from outward_portal.audits.words import SEVERITIES, STATES
from outward_portal.records.readable_cases import readable_cases
from outward_portal.theme.languages import current_language


@require_safe
def audits(request: HttpRequest) -> HttpResponse:
    """List the cases whose audit a person may read."""
    return render(request, "audits/audits.jinja", {"cases": readable_cases(request.user)})


@require_safe
def audit(request: HttpRequest, case: str) -> HttpResponse:
    """List what the audit of a case's newest release finds, with what was decided."""
    found = case_at(request, case)
    query = queries.read_query(request.GET)
    standing = queries.standing(found, query.as_of)
    rows = queries.found_in(standing.audit, request.user, newest=not query.as_of) \
        if standing is not None and standing.audit is not None else []
    counts = {state: sum(row.state == state for row in rows) for state in STATES}
    return render(request, "audits/audit.jinja", {
        "case": found, "standing": standing, "query": query, "page": queries.page_of(rows, query), "rows": rows,
        "tables": queries.tables_in(rows), "severities": SEVERITIES, "states": STATES, "counts": counts,
        "may_decide": may(request.user, "audit.decide", found.audience),
        "citation": downloads.citation(found, standing.audit, current_language())
        if standing is not None and standing.audit is not None else "",
    })


@require_safe
def finding(request: HttpRequest, case: str, finding: str) -> HttpResponse:
    """Show a finding: its arithmetic, the cells with all that was known of each, and the decisions on it."""
    as_of = queries.read_query(request.GET).as_of
    at = finding_at(request, case, finding, as_of=as_of)
    cells = [(cell.table, cell.row) for cell in at.found.cells.values() if cell.id in at.found.finding.named]
    may_decide = may(request.user, "audit.decide", at.case.audience)
    return render(request, "audits/finding.jinja", {
        "case": at.case, "release": at.release, "found": at.found, "severities": SEVERITIES, "states": STATES,
        "readings": readings_of(settings.WORKSPACE, at.case.id, at.release, cells), "may_decide": may_decide,
        "correctable": correctable(at.found), "decisions": queries.decisions_on(case, finding, request.user),
        "form": DecisionForm() if may_decide else None, "as_of": as_of,
    })


@require_safe
def download(request: HttpRequest, case: str, format: str) -> HttpResponse:
    """Send the findings and decisions as CSV or JSON, with how they are cited."""
    found = case_at(request, case)
    query = queries.read_query(request.GET)
    standing = standing_at(found, query.as_of)
    if standing.audit is None or format not in downloads.FORMATS:
        raise Http404
    rows = queries.narrowed(queries.found_in(standing.audit, request.user, newest=not query.as_of), query)
    return downloads.answer(found, standing.audit, rows, format, current_language())
