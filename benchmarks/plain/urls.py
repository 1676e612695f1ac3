"""One page and its rows as JSON."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.generic import ListView

from outward_portal.registers.models import Project


class Projects(ListView):  # type: ignore[type-arg]
    """What anybody writes first: all rows in the order of their keys, asking nobody who may see them."""

    queryset = Project.objects.select_related("enterprise").order_by("pk")
    paginate_by = 50
    template_name = "list.html"


def rows(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Give the first 50 as JSON."""
    return JsonResponse({"items": list(Project.objects.order_by("pk").values()[:50])})


urlpatterns = [path("projects/", Projects.as_view()), path("rows", rows)]
