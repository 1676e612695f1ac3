"""What programs read of this room: requests, who fits them, one's own offers; the same rights as on its pages."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Schema

from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import Key, router
from outward_portal.records.table_files import citation
from outward_portal.services.models import ServiceOffer, ServiceRequest
from outward_portal.services.requests import conflicts, matching, queries
from outward_portal.services.requests.showing import ShownMatch, shown
from outward_portal.theme.lists import read

_LIST: Final = ("state", "service", "sort", "page")
_MOST: Final = 50


class RequestForService(Schema):
    """A request, as far as its reader sees it."""

    request: int
    title_en: str
    title_zh: str
    service: str
    countries: list[str]
    languages: list[str]
    sector: str
    need_en: str
    need_zh: str
    deadline: str
    budget: str | None
    currency: str
    state: str
    audience: str
    posted: str | None
    is_own: bool
    sample: bool


class RequestsForServices(Schema):
    """A page of requests."""

    citation: str
    count: int
    page: int
    pages: int
    items: list[RequestForService]


class CriterionOfMatch(Schema):
    """What one criterion says of a provider."""

    criterion: str
    says: str
    wanted: str
    there: str
    degree: float | None
    share: float
    is_required: bool
    excludes: bool


class ConflictOfMatch(Schema):
    """A conflict of interest."""

    kind: str
    party: str
    state: str


class ProviderMatch(Schema):
    """A provider against a request."""

    provider: int
    name_en: str
    name_zh: str
    verdict: str
    place: int
    score: float | None
    coverage: float
    criteria: list[CriterionOfMatch]
    conflicts: list[ConflictOfMatch]
    invited: str


class ProviderMatches(Schema):
    """Who fits a request, and who does not."""

    request: int
    count: int
    fitting: list[ProviderMatch]
    others: list[ProviderMatch]


class OwnOffer(Schema):
    """An offer that the caller has made or received."""

    offer: int
    request: int
    provider: int
    amount: str
    currency: str
    days: int
    text: str
    valid_until: str
    state: str
    conflict: str


class OwnOffers(Schema):
    """Offers."""

    items: list[OwnOffer]


@router.get("/services/requests", response={200: RequestsForServices}, summary="Requests for services that you may see",
            openapi_extra={"parameters": [{"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
                                          for name in _LIST]})
def service_requests(request: HttpRequest) -> HttpResponse:
    """List requests, narrowed and ordered as on their page."""
    caller = _reader(request)
    asked = read(request.GET, queries.SHAPE)
    wrong = [*asked.misunderstood, *(name for name in request.GET
                                     if name not in _LIST or len(request.GET.getlist(name)) > 1)]
    if wrong or request.GET.get("page", "1") != str(asked.page):
        raise wrong_parameters(wrong or ["page"])

    def listed() -> dict[str, Any]:
        page = asked.page_of(queries.requests(asked, caller.user))
        if page.number != asked.page:
            raise wrong_parameters(["page"])
        return {"citation": citation("Requests for services"), "count": page.paginator.count, "page": page.number,
                "pages": page.paginator.num_pages, "items": [_item(each, caller) for each in page.object_list]}

    return answered(request, caller, listed, also=timezone.localdate().isoformat())


@router.get("/services/requests/{key}", response={200: RequestForService}, summary="A request for a service")
def service_request(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Give a request; steps in its life are taken under workflows/service-request."""
    caller = _reader(request)
    found = _found(key, caller)
    return answered(request, caller, lambda: _item(found, caller), also=timezone.localdate().isoformat())


@router.get("/services/requests/{key}/matches", response={200: ProviderMatches},
            summary="Who fits your request, by which criterion, and why others do not")
def service_matches(request: HttpRequest, key: int = Key) -> HttpResponse:
    """Match your own request; a provider's other engagements are told to nobody."""
    caller = _reader(request)
    found = _found(key, caller)
    if not may(caller.user, "services.manage", found):
        raise ProblemError(403)

    def matched() -> dict[str, Any]:
        result = matching.top(found, caller.user, most=_MOST, others=_MOST, of_service=True)
        flags = conflicts.standing(found, caller.user)
        known = {each.provider_id: each for each in queries.invitations(found, caller.user)}
        return {"request": found.pk, "count": result.count,
                "fitting": [_match(shown(each, result.providers, flags, known)) for each in result.fitting],
                "others": [_match(shown(each, result.providers, flags, known)) for each in result.others]}

    return answered(request, caller, matched, also=timezone.localdate().isoformat())


@router.get("/services/offers", response={200: OwnOffers}, summary="Offers that you made or received")
def service_offers(request: HttpRequest) -> HttpResponse:
    """List the offers of your organisation; at most 500, the newest first."""
    caller = _reader(request)
    return answered(request, caller, lambda: {"items": [
        _offer(each) for each in ServiceOffer.objects.visible_to(caller.user).order_by("-pk")[:500]]})


def _reader(request: HttpRequest) -> Caller:
    """Give the caller; for those who have nothing to do with requests nothing is here."""
    caller = caller_of(request)
    if not may(caller.user, "services.read"):
        raise ProblemError(404)
    return caller


def _found(key: int, caller: Caller) -> ServiceRequest:
    found = queries.find(key, caller.user)
    if found is None:
        raise ProblemError(404)
    return found


def _item(each: ServiceRequest, caller: Caller) -> dict[str, Any]:
    return {"request": each.pk, "title_en": each.title_en, "title_zh": each.title_zh, "service": each.service,
            "countries": [code for code in each.countries.split(";") if code],
            "languages": [code for code in each.languages.split(";") if code], "sector": each.sector,
            "need_en": each.need_en, "need_zh": each.need_zh, "deadline": each.deadline.isoformat(),
            "budget": None if each.budget is None else str(each.budget), "currency": each.currency,
            "state": each.state, "audience": each.audience,
            "posted": each.posted_at.strftime("%Y-%m-%dT%H:%M:%SZ") if each.posted_at else None,
            "is_own": may(caller.user, "services.manage", each), "sample": each.is_sample}


def _match(each: ShownMatch) -> dict[str, Any]:
    return {"provider": each.provider.pk, "name_en": each.provider.name_en, "name_zh": each.provider.name_zh,
            "verdict": each.match.verdict.value, "place": each.match.place, "score": each.match.score,
            "coverage": each.match.coverage,
            "criteria": [{"criterion": said.key, "says": reason.says.value, "wanted": said.wanted, "there": said.there,
                          "degree": said.degree, "share": said.share, "is_required": said.is_required,
                          "excludes": said.excludes}
                         for said, reason in zip(each.reasons, each.match.reasons, strict=True)],
            "conflicts": [{"kind": flag.kind, "party": flag.party.name if flag.party else "", "state": flag.state}
                          for flag in each.flags],
            "invited": each.invitation.state if each.invitation else ""}


def _offer(each: ServiceOffer) -> dict[str, Any]:
    return {"offer": each.pk, "request": each.request_id, "provider": each.provider_id, "amount": str(each.amount),
            "currency": each.currency, "days": each.days, "text": each.text,
            "valid_until": each.valid_until.isoformat(), "state": each.state, "conflict": each.conflict}
