"""What programs read of this room: plans, a plan's tree, its matrix. Steps are taken by ``/workflows``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Schema

from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import Key, router
from outward_portal.plans import downloads
from outward_portal.plans.models import Plan
from outward_portal.plans.queries import plans as queries
from outward_portal.plans.queries.matrix import BY, matrix_of
from outward_portal.records.table_files import citation
from outward_portal.theme.lists import read

_PARAMETERS = ("q", "state", "audience", "older", "sort", "page")


class PlanRow(Schema):
    """A plan."""

    plan: int
    title_en: str
    title_zh: str
    state: str
    version: int
    begins: str
    ends: str
    audience: str
    owner_en: str
    owner_zh: str
    adopted_on: str | None
    measures: int
    measures_done: int
    sample: bool


class PlanRows(Schema):
    """A page of plans."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[PlanRow]


class PlanItemRow(Schema):
    """An item of a plan; ``parent`` is the item within which it stands."""

    item: int
    number: str
    kind: str
    parent: int | None
    title_en: str
    title_zh: str
    details_en: str
    details_zh: str
    state: str
    progress: str
    due_on: str | None
    done_on: str | None
    agency_en: str
    agency_zh: str
    named_agency_en: str
    named_agency_zh: str
    paragraphs: str
    priority: str
    reform: str
    area: str
    targets: str
    indicator_en: str
    indicator_zh: str
    baseline: float | None
    target_value: float | None
    unit: str
    task: int | None


class PlanTree(Schema):
    """A plan with its items, in reading order."""

    citation: str
    plan: int
    title_en: str
    title_zh: str
    state: str
    version: int
    items: list[PlanItemRow]


class MatrixLine(Schema):
    """A row or a column."""

    key: str
    name_en: str
    name_zh: str


class PlanMatrix(Schema):
    """Which measure meets which column; a crossing is a row's key and a column's."""

    citation: str
    plan: int
    by: str
    rows: list[MatrixLine]
    columns: list[MatrixLine]
    crossings: list[list[str]]


@router.get("/plans", response={200: PlanRows}, summary="Plans that you may see, page by page", openapi_extra={
    "parameters": [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
                   for name in _PARAMETERS]})
def plans(request: HttpRequest) -> HttpResponse:
    """List plans, narrowed and ordered as on their page."""
    caller = caller_of(request)
    asked = read(request.GET, queries.SHAPE)
    wrong = [*asked.misunderstood, *(name for name in request.GET
                                     if name not in _PARAMETERS or len(request.GET.getlist(name)) > 1)]
    if wrong or request.GET.get("page", "1") != str(asked.page):
        raise wrong_parameters(wrong or ["page"])

    def page() -> dict[str, Any]:
        found = asked.page_of(queries.plans(asked, caller.user))
        if found.number != asked.page:
            raise wrong_parameters(["page"])
        return {"citation": citation(_("Plans")), "count": found.paginator.count, "page": found.number,
                "pages": found.paginator.num_pages, "items": [downloads.plan_item(each) for each in found.object_list]}

    return answered(request, caller, page)


@router.get("/plans/{key}", response={200: PlanTree}, summary="A plan as a tree")
def plan(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Give a plan's items in reading order, each with the one within which it stands."""
    caller = caller_of(request)
    found = _plan(key, caller)
    return answered(request, caller, lambda: {
        "citation": downloads.cited(found), "plan": found.pk, "title_en": found.title_en, "title_zh": found.title_zh,
        "state": found.state, "version": found.version,
        "items": downloads.item_rows(queries.items_of(found, caller.user))})


@router.get("/plans/{key}/matrix", response={200: PlanMatrix}, summary="A plan's policy matrix")
def plan_matrix(request: HttpRequest, key: int = Key, by: str = Query("goals", max_length=20)) -> HttpResponse:
    """Lay a plan's measures against goals, factors, recommendations, results, areas, agencies, instruments and more."""
    caller = caller_of(request)
    if by not in BY:
        raise wrong_parameters(["by"])
    found = _plan(key, caller)

    def matrix() -> dict[str, Any]:
        shown = matrix_of(found, by, caller.user).matrix
        return {"citation": downloads.cited(found), "plan": found.pk, "by": by,
                "rows": [_line(each) for each in shown.rows], "columns": [_line(each) for each in shown.columns],
                "crossings": sorted([row, column] for row, column in shown.crossings)}

    return answered(request, caller, matrix)


def _line(line: Any) -> dict[str, str]:
    return {"key": line.key, "name_en": line.name.en, "name_zh": line.name.zh}


def _plan(key: int, caller: Caller) -> Plan:
    found = queries.find(key, caller.user)
    if found is None:
        raise ProblemError(404)
    return found
