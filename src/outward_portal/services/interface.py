"""What programs read and write of this room: requests, who fits them, invitations, offers; with the pages' rights.

Steps of life cycles are taken under ``/api/v1/workflows/``, as of every room.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Schema

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.policy import may
from outward_portal.api.answers import answered
from outward_portal.api.callers import Caller
from outward_portal.api.callers import caller as caller_of
from outward_portal.api.making import act_of, checked, created, done
from outward_portal.api.problems import ProblemError, wrong_parameters
from outward_portal.api.reading import MAX_KEY, Key, router
from outward_portal.records.table_files import citation
from outward_portal.services.models import ServiceOffer, ServiceRequest
from outward_portal.services.requests import actions, conflicts, matching, queries
from outward_portal.services.requests.forms import InviteForm, NewOfferForm, RequestForm
from outward_portal.services.requests.showing import ShownMatch, shown
from outward_portal.theme.lists import read

_LIST: Final = ("state", "service", "sort", "page")
_MOST: Final = 50
_ProviderKey = Annotated[int, Field(ge=1, le=MAX_KEY)]


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


class NewRequest(Schema):
    """A request to be drafted: a title and a need in one of the languages at least."""

    title_en: str = ""
    title_zh: str = ""
    service: str
    countries: list[str] = Field(default_factory=list)
    needs_country: bool = False
    languages: list[str] = Field(default_factory=list)
    needs_language: bool = False
    sector: str = ""
    needs_accreditation: bool = False
    need_en: str = ""
    need_zh: str = ""
    deadline: str
    budget: str | None = None
    currency: str = ""
    audience: str = ServiceRequest.Audience.INVITED.value
    text: str = ""  # in confidence
    project: str = ""  # name, number or address of one's own project
    counterparty: list[str] = Field(default_factory=list)  # names, or numbers or addresses of records
    adverse: list[str] = Field(default_factory=list)
    rival: list[str] = Field(default_factory=list)


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


class ProvidersToInvite(Schema):
    """Which providers are asked to offer, by key."""

    providers: list[_ProviderKey] = Field(min_length=1, max_length=actions.MOST_INVITED)


class OneInvitation(Schema):
    """An invitation; how it goes on is asked of ``/workflows/service-invitation/{key}``."""

    invitation: int
    provider: int
    state: str


class InvitationsMade(Schema):
    """The invitations of the providers that were named, and how many of them are asked anew."""

    request: int
    count: int
    items: list[OneInvitation]


class NewOffer(Schema):
    """An offer to be made, with a word on conflicts: that there is none, or what it is."""

    provider: _ProviderKey | None = None  # in whose name; needed by who has several records
    amount: str
    currency: str
    days: int
    text: str
    valid_until: str
    no_conflict: bool = False
    conflict: str = ""


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


@router.post("/services/requests", response={201: RequestForService}, summary="Draft a request of your enterprise")
def draft_service_request(request: HttpRequest, payload: NewRequest) -> HttpResponse:
    """Write a request down; nobody else reads it before the step ``post`` is taken."""
    caller = _reader(request)
    if not may(caller.user, "services.post"):
        raise ProblemError(403)
    owner = getattr(caller.user, "organisation", None)
    assert isinstance(owner, Organisation)  # the policy has seen to it
    given = payload.dict()
    lists = {"countries": "; ".join(payload.countries),
             **{role: "\n".join(given[role]) for role in ("counterparty", "adverse", "rival")}}
    form = checked(RequestForm(_form_data({**given, **lists}), user=caller.user), given)
    made = done(lambda: actions.draft(act_of(request, caller), owner, form.cleaned_data, form.parties()))
    return created(_item(_found(made.pk, caller), caller), f"/api/v1/services/requests/{made.pk}")


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


@router.post("/services/requests/{key}/invitations", response={201: InvitationsMade},
             summary="Ask providers to offer for your request")
def invite_providers(request: HttpRequest, payload: ProvidersToInvite, key: int = Key) -> HttpResponse:
    """Invite providers; all of them or, where one cannot be asked, none."""
    caller = _reader(request)
    found = _found(key, caller)
    if not may(caller.user, "services.manage", found):
        raise ProblemError(403)
    given = payload.dict()
    form = checked(InviteForm(given, providers=queries.invitable(found, caller.user)), given)
    chosen = list(form.cleaned_data["providers"])
    count = done(lambda: actions.invite(act_of(request, caller), found, chosen))
    keys = {each.pk for each in chosen}
    return created({"request": found.pk, "count": count, "items": [
        {"invitation": each.pk, "provider": each.provider_id, "state": each.state}
        for each in queries.invitations(found, caller.user) if each.provider_id in keys]})


@router.post("/services/requests/{key}/offers", response={201: OwnOffer}, summary="Offer for a request")
def make_service_offer(request: HttpRequest, payload: NewOffer, key: int = Key) -> HttpResponse:
    """Offer; only the enterprise that asks reads it."""
    caller = _reader(request)
    found = _found(key, caller)
    own = queries.offering_providers(found, caller.user)
    if not may(caller.user, "services.offer", found) or not own:
        raise ProblemError(403)
    given = payload.dict()
    form = checked(NewOfferForm(_form_data(given), providers=own), given)
    made = done(lambda: actions.offer(act_of(request, caller), found, form.provider(), form.cleaned_data))
    return created(_offer(ServiceOffer.objects.visible_to(caller.user).get(pk=made.pk)))


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


def _form_data(given: Mapping[str, Any]) -> dict[str, Any]:
    """Write values as the page's form takes them; what is empty, false or missing is not sent."""
    return {name: value if isinstance(value, list) else str(value)
            for name, value in given.items() if value is not None and value is not False and value not in ("", [])}


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
