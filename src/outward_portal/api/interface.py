"""The interface as a whole: its routes, how its errors are told, its OpenAPI document.

Other rooms add theirs in a module ``interface``. These are loaded here rather than when the rooms begin: commands and
workers have no use for them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from outward import __version__
from outward_portal.api import auditing, flows, notices, shapes, writing  # noqa: F401  (add their routes)
from outward_portal.api.answers import written
from outward_portal.api.problems import TITLES, ProblemError, problem
from outward_portal.api.reading import router

autodiscover_modules("interface")

api = NinjaAPI(
    title="Outward", version="1", docs_url=None, openapi_url=None, urls_namespace="api",
    description=f"The registers of this portal (Outward {__version__}) for programs. The same rules say who sees what "
                "as on its pages. Errors are problem+json; lists are paged by cursor.",
)
api.add_router("", router)


@api.exception_handler(ProblemError)
def _problem(request: HttpRequest, error: ProblemError) -> HttpResponse:  # noqa: ARG001
    return problem(error.status, error.detail, errors=error.errors, headers=error.headers)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    told = [(".".join(str(part) for part in each.get("loc", ())), str(each.get("msg", ""))) for each in error.errors]
    return problem(422, errors=told)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    return problem(error.status_code, error.message)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001
    return problem(404)


@api.exception_handler(OperationalError)
def _storage(request: HttpRequest, error: OperationalError) -> HttpResponse:  # noqa: ARG001
    return problem(503, _("The database is busy. Nothing was written; try again."), headers={"Retry-After": "5"})


def guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in JSON only, to those who take it; tell a method that is not taken as a problem too."""
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _takes_json(request.headers.get("Accept", "")):
            return problem(406)
        if request.method in ("POST", "PUT", "PATCH") and request.content_type != "application/json":
            return problem(415)
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return problem(405, headers={"Allow": response.headers["Allow"]})
        return response

    vars(answer)["read_only"] = _read_only
    return answer


def _read_only(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return problem(503, _("The portal is read only for a while. Nothing was written."))


def _takes_json(accept: str) -> bool:
    if not accept:
        return True
    ranges = [part.strip().lower().split(";") for part in accept.split(",")]
    return any(kind.strip() in ("*/*", "application/*", "application/json", "application/problem+json")
               and not any(each.strip() in ("q=0", "q=0.0") for each in rest) for kind, *rest in ranges)


def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer for an address that is none."""
    return problem(404)


def openapi(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    if request.method not in ("GET", "HEAD"):
        return problem(405, headers={"Allow": "GET, HEAD"})
    return HttpResponse(written(document()), content_type="application/json")


_READS: Final = (401, 404, 405, 406, 422, 429, 503)
_WRITES: Final = (400, 401, 403, 404, 405, 406, 409, 415, 422, 429, 503)


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Make the OpenAPI document: what ninja knows of the routes, with every error that they may give."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1"))
    components = made["components"]
    components.setdefault("schemas", {})["Problem"] = shapes.Problem.model_json_schema()
    components["securitySchemes"] = _security()
    for path in made["paths"].values():
        for method, operation in path.items():
            is_read = method == "get"
            operation["security"] = [*([{}] if is_read else []), {"token": []}, {"session": []}]
            operation["operationId"] = operation["operationId"].rpartition("outward_portal_api_")[2]
            told = operation["responses"]
            for status in (*(_READS if is_read else _WRITES), *((412, 428) if method == "patch" else ())):
                told[str(status)] = _told_problem(status)
            if is_read:
                told["304"] = {"description": "You have it already (If-None-Match)."}
    return made


def _security() -> dict[str, Any]:
    return {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of your account's page."},
        "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME,
                    "description": "The session of who has signed in; writing also needs the header X-CSRFToken."},
    }


def _told_problem(status: int) -> dict[str, Any]:
    return {"description": TITLES[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
