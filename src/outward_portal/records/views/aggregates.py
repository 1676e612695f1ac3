"""Totals of what enterprises report in confidence."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from outward_portal.accounts.policy import may
from outward_portal.records.private.queries import amount_text


@login_required
@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """Show the totals of one private field by period and sector, as far as no single enterprise can be made out."""
    if not may(request.user, "aggregates.read"):
        raise PermissionDenied
    from outward_portal.records.private import aggregates  # which brings pandas

    choices = {f"{kind.key}.{type.key}": (kind, type) for kind, type in aggregates.fields()}
    chosen = request.GET.get("field", "")
    if chosen not in choices:
        chosen = next(iter(choices), "")
    of_samples = request.GET.get("of", "sample" if getattr(request.user, "is_sample", False) else "real") == "sample"
    kind, type = choices.get(chosen, (None, None))
    found = aggregates.tables(kind, type, of_samples=of_samples) if kind and type else []
    return render(request, "records/aggregates.jinja", {
        "choices": choices, "chosen": chosen, "type": type, "kind": kind, "tables": found, "of_samples": of_samples,
        "rule": aggregates.RULE, "amount_text": amount_text})
