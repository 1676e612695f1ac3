"""What somebody may mean by the letters typed so far."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from outward_portal.records.choosing import suggestions
from outward_portal.records.models import Record
from outward_portal.records.views.finding import kind_at


@require_safe
def of_register(request: HttpRequest, slug: str) -> JsonResponse:
    """Suggest records of a register."""
    return _answer(request, kind_at(slug).model)


@require_safe
def of_all(request: HttpRequest) -> JsonResponse:
    """Suggest records of any register."""
    return _answer(request, Record)


def _answer(request: HttpRequest, model: type[Record]) -> JsonResponse:
    text = request.GET.get("q", "")[:200]
    return JsonResponse({"records": suggestions(model, text, request.user) if text.strip() else []})
