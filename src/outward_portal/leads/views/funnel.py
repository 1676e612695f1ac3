"""The funnel of leads over a period, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outward_portal.accounts.policy import may
from outward_portal.leads import downloads
from outward_portal.leads import funnel as counted
from outward_portal.records.table_files import FORMATS, citation

_YEARS: Final = range(1900, 9999)
"""Years of which every day is one in every time zone."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the address asks for."""

    first: date
    last: date
    by: str
    of_samples: bool
    misunderstood: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """The period in figures."""
        return f"{self.first.isoformat()} - {self.last.isoformat()}"

    def encoded(self) -> str:
        """Write the question as the query of an address."""
        return urlencode({"from": self.first.isoformat(), "to": self.last.isoformat(), "by": self.by,
                          **({"samples": "1"} if self.of_samples else {})})


def read(given: Mapping[str, str]) -> Question:
    """Understand an address; without a period, the last twelve months."""
    last, wrong = timezone.localdate(), []
    first = last - timedelta(days=365)
    for name in ("from", "to"):
        try:
            day = date.fromisoformat(given[name]) if given.get(name) else None
            if day is not None and day.year not in _YEARS:
                raise ValueError(name)
        except ValueError:
            day = None
            wrong.append(name)
        if day is not None and name == "from":
            first = day
        elif day is not None:
            last = day
    if first > last:
        first, last = last, first
    by = given.get("by", "country") or "country"
    if by not in counted.BY:
        wrong.append("by")
        by = "country"
    return Question(first, last, by, given.get("samples") == "1", tuple(wrong))


@login_required
@require_safe
def funnel(request: HttpRequest) -> HttpResponse:
    """Show what became of the leads of a period."""
    if not may(request.user, "leads.funnel"):
        raise PermissionDenied
    asked = read(request.GET)
    found = counted.funnel(request.user, first=asked.first, last=asked.last, by=asked.by, of_samples=asked.of_samples)
    return render(request, "leads/funnel.jinja", {
        "asked": asked, "found": found, "by": counted.BY,
        "cited": citation(_("Funnel of leads, %(period)s") % {"period": asked.period})})


@login_required
@require_safe
def funnel_file(request: HttpRequest, format: str) -> HttpResponse:
    """Give the funnel as a file."""
    if not may(request.user, "leads.funnel"):
        raise PermissionDenied
    if format not in FORMATS:
        raise Http404
    asked = read(request.GET)
    found = counted.funnel(request.user, first=asked.first, last=asked.last, by=asked.by, of_samples=asked.of_samples)
    return downloads.funnel_file(found, asked.period, format)
