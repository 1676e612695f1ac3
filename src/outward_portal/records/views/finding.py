"""From an address to a register and a record, or to the page that says there is none."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from outward_portal.accounts.policy import may
from outward_portal.records import queries
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Record


def kind_at(slug: str) -> Kind:
    """Give the register at an address."""
    kind = KINDS.by_slug(slug)
    if kind is None:
        raise Http404
    return kind


def record_at(request: HttpRequest, slug: str, key: int) -> tuple[Kind, Record]:
    """Give a record that the reader may see; of others nothing is said, not even that they are there."""
    kind = kind_at(slug)
    record = queries.find(kind, key, request.user) if key < 2**63 else None
    if record is None:
        raise Http404
    return kind, record


def record_for(request: HttpRequest, slug: str, key: int, action: str) -> tuple[Kind, Record]:
    """Give a record to which the reader may do something."""
    kind, record = record_at(request, slug, key)
    if not may(request.user, action, record):
        raise PermissionDenied
    return kind, record
