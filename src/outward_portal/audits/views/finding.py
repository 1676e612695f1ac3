"""From an address to a case and a finding."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from outward_portal.accounts.policy import may
from outward_portal.audits import queries
from outward_portal.audits.kept import KeptCell
from outward_portal.audits.queries import Found, Standing
from outward_portal.audits.readings import readings_of
from outward_portal.records.readable_cases import ReadableCase, readable_case


@dataclass(frozen=True, slots=True)
class At:
    """A finding, the case in which it stands, and its newest release."""

    case: ReadableCase
    release: str
    found: Found


def case_at(request: HttpRequest, case: str) -> ReadableCase:
    """Give a case that the reader may see; of others nothing is said, not even that they are there."""
    found = readable_case(case, request.user)
    if found is None:
        raise Http404
    return found


def standing_at(case: ReadableCase, as_of: str = "") -> Standing:
    """Give the audit of a case that has a release."""
    standing = queries.standing(case, as_of)
    if standing is None:
        raise Http404
    return standing


def finding_at(request: HttpRequest, case: str, key: str, *, as_of: str = "") -> At:
    """Give a finding that the reader may see."""
    readable = case_at(request, case)
    standing = standing_at(readable, as_of)
    found = queries.found_at(standing.audit, key, request.user) if standing.audit else None
    if found is None:
        raise Http404
    return At(readable, standing.release, found)


def finding_for(request: HttpRequest, case: str, key: str) -> At:
    """Give a finding on which the reader may decide."""
    at = finding_at(request, case, key)
    if not may(request.user, "audit.decide", at.case.audience):
        raise PermissionDenied
    return at


def as_it_reads_now(at: At, cells: list[KeptCell]) -> list[KeptCell]:
    """Give cells as the newest release reads them, which a finding of an earlier one may not."""
    told = readings_of(settings.WORKSPACE, at.case.id, at.release, [(cell.table, cell.row) for cell in cells])
    newest = {each.cell: each for each in reversed(told)}
    return [replace(cell, held=newest[cell.id].text, known_on=newest[cell.id].known_on)
            for cell in cells if cell.id in newest]
