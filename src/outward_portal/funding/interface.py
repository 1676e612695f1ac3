"""What programs read of this room: what an enterprise qualifies for, applications, awards; the same rights as pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from outward.eligibility import Outcome
from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import router
from outward_portal.funding import facts, public_list, qualifying
from outward_portal.funding.applications import listing, queries
from outward_portal.records import table_files
from outward_portal.theme.lists import Asked, ListShape, read

_ANSWERS = {Outcome.MET: "met", Outcome.UNKNOWN: "unknown", Outcome.NOT_MET: "not-met"}


class FundingCondition(Schema):
    """A condition of a programme's rules and what it came to."""

    fact: str
    en: str
    zh: str
    outcome: str
    why: str | None
    source: str | None


class FundingQualification(Schema):
    """How the caller's enterprise stands to a programme."""

    programme: int
    name_en: str
    name_zh: str
    version: int
    outcome: str
    missing: list[str]
    shortest: list[str]
    calls: list[int]
    conditions: list[FundingCondition]


class FundingQualifications(Schema):
    """How the caller's enterprise stands to every programme that has rules."""

    items: list[FundingQualification]


class FundingApplication(Schema):
    """An application; amounts are texts, because they are exact."""

    application: int
    number: str
    programme_en: str
    programme_zh: str
    applicant_en: str
    applicant_zh: str
    title: str
    state: str
    currency: str
    eligible_cost: str
    asked: str
    granted: str
    disbursed: str
    submitted_on: str
    sample: bool


class FundingApplications(Schema):
    """A page of applications."""

    count: int
    page: int
    pages: int
    items: list[FundingApplication]


class FundingAward(Schema):
    """An award that everybody may read."""

    award: int
    programme: int
    programme_en: str
    programme_zh: str
    enterprise_en: str
    enterprise_zh: str
    amount: str
    currency: str
    accepted_on: str
    sample: bool


class FundingAwards(Schema):
    """A page of awards."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[FundingAward]


def _parameters(shape: ListShape) -> dict[str, Any]:
    return {"parameters": [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
                           for name in _names(shape)]}


def _names(shape: ListShape) -> list[str]:
    return ["q", *(each.key for each in shape.narrowings), "sort", "page"]


def _asked(request: HttpRequest, shape: ListShape) -> Asked:
    asked = read(request.GET, shape)
    wrong = [*asked.misunderstood, *(name for name in request.GET
                                     if name not in _names(shape) or len(request.GET.getlist(name)) > 1)]
    if wrong or request.GET.get("page", "1") != str(asked.page):
        raise wrong_parameters(wrong or ["page"])
    return asked


def _page(asked: Asked, found: Any, item: Any) -> dict[str, Any]:
    page = asked.page_of(found)
    if page.number != asked.page:
        raise wrong_parameters(["page"])
    return {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages,
            "items": list(item(page.object_list))}


@router.get("/funding/qualify", response={200: FundingQualifications},
            summary="What your enterprise qualifies for, with reasons and what is missing")
def funding_qualify(request: HttpRequest) -> HttpResponse:
    """Hold the newest rules of every running programme against what is known of the caller's enterprise."""
    caller = caller_of(request)
    if not may(caller.user, "funding.qualify"):
        raise ProblemError(404)
    return answered(request, caller, lambda: _qualifications(caller))


def _qualifications(caller: Caller) -> dict[str, Any]:
    standing = qualifying.standing(caller.user)
    return {"items": [{
        "programme": each.programme.pk, "name_en": each.programme.name_en, "name_zh": each.programme.name_zh,
        "version": each.version.number, "outcome": _ANSWERS[each.verdict.outcome],
        "missing": list(each.verdict.matter), "shortest": list(each.verdict.shortest),
        "calls": [call.pk for call in each.calls],
        "conditions": [{
            "fact": found.condition.fact, "en": found.condition.text.en, "zh": found.condition.text.zh,
            "outcome": _ANSWERS[found.outcome], "why": found.why.value if found.why else None,
            "source": facts.catalogue()[found.condition.fact].where if found.state else None,
        } for found in each.verdict.findings]} for each in standing.found]}


@router.get("/funding/applications", response={200: FundingApplications}, summary="Applications that you may see",
            openapi_extra=_parameters(queries.SHAPE))
def funding_applications(request: HttpRequest) -> HttpResponse:
    """List applications, narrowed and ordered as on their page."""
    caller = caller_of(request)
    if not may(caller.user, "applications.read"):
        raise ProblemError(404)
    asked = _asked(request, queries.SHAPE)
    return answered(request, caller, lambda: _page(asked, queries.applications(asked, caller.user), listing.items))


@router.get("/funding/awards", response={200: FundingAwards}, summary="Awards that everybody may read",
            openapi_extra=_parameters(public_list.SHAPE))
def funding_awards(request: HttpRequest) -> HttpResponse:
    """List awards, narrowed and ordered as on their page."""
    caller = caller_of(request)
    asked = _asked(request, public_list.SHAPE)
    cited = table_files.citation("Awards of funds")
    return answered(request, caller, lambda: {"citation": cited, **_page(
        asked, public_list.awards(asked, caller.user), public_list.items)})
