"""The drills' pages, beside the portal's own."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

from outward_portal.accounts.requests import command
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.urls import handler400, handler403, handler404, handler500, urlpatterns
from outward_portal.work.queue import enqueue

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def slow(request: HttpRequest) -> HttpResponse:
    """Answer after a while."""
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("whole")


def write(request: HttpRequest) -> HttpResponse:
    """Add a record as the portal's own actions do: record, country, search words, journal."""
    actions.create(command("a drill"), KINDS["enterprise"],
                   {"name_en": request.GET["name"], "countries": "KEN", "audience": "public"})
    return HttpResponse(request.GET["name"])


def work(request: HttpRequest) -> HttpResponse:
    """Ask for work."""
    job = enqueue(command("a drill"), "drill.write", request.GET["key"], {"seconds": float(request.GET["seconds"])})
    return HttpResponse(str(job.pk))


def form(request: HttpRequest) -> HttpResponse:
    """Give what a form needs to be sent."""
    return HttpResponse(get_token(request))


def secret(request: HttpRequest) -> HttpResponse:
    """Fail with what somebody typed in the error, as a database's own message would have it."""
    raise RuntimeError(f"duplicate key (email)=({request.POST['email']}) session={request.POST['session']}")


urlpatterns = [*urlpatterns, path("drill/slow", slow), path("drill/write", write), path("drill/work", work),
               path("drill/form", form), path("drill/secret", secret)]
