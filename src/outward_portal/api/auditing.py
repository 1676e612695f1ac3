"""What can be read of audits: the findings in a case's newest release, with what was decided on each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query

from outward_portal.api import shapes
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import router
from outward_portal.audits import downloads, queries
from outward_portal.records.readable_cases import readable_case


@router.get("/cases/{case}/audit", response={200: shapes.CaseAudit}, summary="What the audit of a case finds")
def case_audit(request: HttpRequest, case: str = Path(..., min_length=1, max_length=64),
               as_of: str = Query("", max_length=10)) -> HttpResponse:
    """Give the findings, the gravest first, and the decisions that you may see; ``as_of`` is an ISO date."""
    caller = caller_of(request)
    if as_of and not queries.is_day(as_of):
        raise wrong_parameters(["as_of"])
    release = _newest(case, caller)  # a new release is no entry of the journal: it must be in the tag
    return answered(request, caller, lambda: _told(case, release, as_of, caller), also=release)


def _newest(case: str, caller: Caller) -> str:
    found = readable_case(case, caller.user)
    if found is None or not found.release_names:
        raise ProblemError(404)
    return found.release_names[0]


def _told(case: str, release: str, as_of: str, caller: Caller) -> dict[str, Any]:
    found = readable_case(case, caller.user)
    standing = queries.standing(found, as_of) if found is not None else None
    if standing is None:
        raise ProblemError(404)
    if standing.before_all:
        return {"case": case, "release": release, "as_of": as_of, "items": []}
    if standing.audit is None:
        raise ProblemError(404, _("This release has not been audited yet. Its page has it audited."))
    rows = queries.narrowed(queries.found_in(standing.audit, caller.user, newest=not as_of), queries.AuditQuery())
    return {"case": case, "release": standing.release, "as_of": as_of or None, "items": list(downloads.items(rows))}
