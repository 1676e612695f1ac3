"""Who sees and does what in the room ``services``: requests, invitations, offers, conflicts, ratings, case files.

A request is its enterprise's; a provider reads what it may offer for, and of other providers nothing at all. A conflict
of interest that is not waived hides the request, whoever invited: it is a condition of the rows, not of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import NOBODY
from outward_portal.accounts.policy.viewers import Viewer

RATINGS_TOLD_FROM: Final = 3
"""From so many ratings of a provider on they are told: of fewer it could be made out whose they are."""

_RUNNING = ("open", "offers")
_INVITED = ("invited", "offered")


def _rows(name: str) -> Any:
    return apps.get_model("services", name)._base_manager


def _is_enterprise(v: Viewer) -> bool:
    return v.role == Role.ENTERPRISE and v.organisation is not None


def _is_provider(v: Viewer) -> bool:
    return v.role == Role.PROVIDER and v.organisation is not None


def _in_conflict(request: Any, provider: Any) -> Exists:
    """A conflict between a request and a provider that nobody has waived."""
    return Exists(_rows("ConflictFlag").filter(request=request, provider=provider, state="open"))


def _invited_to(v: Viewer) -> Any:
    """Give the requests to which a viewer's provider is invited and in which it has no conflict."""
    return _rows("ServiceInvitation").filter(
        ~_in_conflict(OuterRef("request"), OuterRef("provider")), provider__owner=v.organisation,
        provider__retired_at__isnull=True, state__in=_INVITED).exclude(request__state="draft").values("request")


def _offered_for(v: Viewer) -> Any:
    return _rows("ServiceOffer").filter(provider__owner=v.organisation).values("request")


def _open_to(v: Viewer) -> Q:
    """Requests that every provider of the service may read, where the viewer is one without a conflict."""
    own = _rows("Provider").filter(
        ~_in_conflict(OuterRef(OuterRef("pk")), OuterRef("pk")), owner=v.organisation, retired_at__isnull=True,
        is_sample=OuterRef("is_sample"), services__contains=OuterRef("service"))
    return Q(Exists(own), audience="providers", state__in=_RUNNING)


def _request(v: Viewer) -> Q:
    """A request: its enterprise; providers that may offer or have; the office once it is posted."""
    if _is_enterprise(v):
        return Q(owner=v.organisation)
    if _is_provider(v):
        return Q(pk__in=_invited_to(v)) | Q(pk__in=_offered_for(v)) | _open_to(v)
    return Q(posted_at__isnull=False) if v.role == Role.OFFICE else NOBODY


def _in_confidence(v: Viewer) -> Q:
    """What a request says in confidence, and who is on the other side: its enterprise and the invited."""
    if _is_enterprise(v):
        return Q(request__owner=v.organisation)
    return Q(request__in=_invited_to(v)) if _is_provider(v) else NOBODY


def _invitation(v: Viewer) -> Q:
    """An invitation: who invites, and who is invited as long as it stands without a conflict."""
    if _is_enterprise(v):
        return Q(request__owner=v.organisation)
    if _is_provider(v):
        return Q(~_in_conflict(OuterRef("request"), OuterRef("provider")), provider__owner=v.organisation) & ~Q(
            state="withdrawn") & ~Q(request__state="draft")
    return NOBODY


def _offer(v: Viewer) -> Q:
    """An offer: who made it, and the enterprise that asked; nobody else, the office neither."""
    if _is_enterprise(v):
        return Q(request__owner=v.organisation)
    return Q(provider__owner=v.organisation) if _is_provider(v) else NOBODY


def _conflict(v: Viewer) -> Q:
    """Why a provider is excluded: told to the enterprise, which may waive it."""
    return Q(request__owner=v.organisation) if _is_enterprise(v) else NOBODY


def _mandate(v: Viewer) -> Q:
    """For whom a provider acts elsewhere: only the provider reads it."""
    return Q(provider__owner=v.organisation) if _is_provider(v) else NOBODY


def _engagement(v: Viewer) -> Q:
    if _is_enterprise(v):
        return Q(enterprise=v.organisation)
    return Q(provider__owner=v.organisation) if _is_provider(v) else NOBODY


def _rating(v: Viewer) -> Q:
    """A rating: who gave it and who is rated, the office; everybody with an account where there are several."""
    if v.user is None:
        return NOBODY
    told = _rows("Rating").values("provider").annotate(given=Count("pk")).filter(given__gte=RATINGS_TOLD_FROM)
    seen = Q(provider__in=told.values("provider"))
    if _is_enterprise(v):
        seen |= Q(engagement__enterprise=v.organisation)
    if _is_provider(v):
        seen |= Q(provider__owner=v.organisation)
    return Q() if v.role == Role.OFFICE else seen


def _case(at: str = "") -> Callable[[Viewer], Q]:
    """A case file and what is in it: its enterprise, and the office if it is shared."""
    def rule(v: Viewer) -> Q:
        if _is_enterprise(v):
            return Q(**{f"{at}owner": v.organisation})
        return Q(**{f"{at}is_shared": True}) if v.role == Role.OFFICE else NOBODY
    return rule


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "services.Mandate": _mandate,
    "services.ServiceRequest": _request,
    "services.RequestBrief": _in_confidence,
    "services.RequestParty": _in_confidence,
    "services.ServiceInvitation": _invitation,
    "services.ServiceOffer": _offer,
    "services.ConflictFlag": _conflict,
    "services.Engagement": _engagement,
    "services.Rating": _rating,
    "services.DisputeCase": _case(),
    "services.CaseItem": _case("case__"),
    "services.CaseEntry": _case("case__"),
    "services.CaseReference": _case("case__"),
}


def _signed_in(v: Viewer, _: Any) -> bool:
    return v.user is not None


def _posts(v: Viewer, _: Any) -> bool:
    return _is_enterprise(v)


def _manages(v: Viewer, request: Any) -> bool:
    """Post, invite, award, cancel, rate: the enterprise whose request it is."""
    return _is_enterprise(v) and request.owner_id == v.organisation


def _manages_part(v: Viewer, part: Any) -> bool:
    """The same, of an invitation or a conflict of a request."""
    return _manages(v, part.request)


def _provides(v: Viewer, _: Any) -> bool:
    return _is_provider(v)


def _offers(v: Viewer, request: Any) -> bool:
    """Offer: a provider that is invited or of the service, without a conflict, while offers are taken."""
    if not (_is_provider(v) and request.is_open):
        return False
    reader = Q(pk__in=_invited_to(v)) | _open_to(v)
    return bool(_rows("ServiceRequest").filter(reader, pk=request.pk).exists())


def _own_part(v: Viewer, part: Any) -> bool:
    """A provider's own invitation, offer or rating."""
    return _is_provider(v) and part.provider.owner_id == v.organisation


def _own_open_offer(v: Viewer, offer: Any) -> bool:
    """Change or take back an offer while the request waits for its decision."""
    return _own_part(v, offer) and offer.request.is_running


def _accepts(v: Viewer, offer: Any) -> bool:
    """Accept an offer: the enterprise, where no conflict stands that it has not waived."""
    conflicts = _rows("ConflictFlag").filter(request=offer.request_id, provider=offer.provider_id, state="open")
    return _manages(v, offer.request) and offer.state == "made" and not conflicts.exists()


def _engaged(v: Viewer, request: Any) -> bool:
    """Begin the work, or not take it on: the provider to which it was awarded."""
    return _is_provider(v) and bool(_rows("Engagement").filter(
        request=request.pk, provider__owner=v.organisation, ended_at__isnull=True).exists())


def _office(v: Viewer, _: Any) -> bool:
    return v.role == Role.OFFICE


def _keeps_mandates(v: Viewer, provider: Any) -> bool:
    return _is_provider(v) and provider.owner_id == v.organisation


def _own_case(v: Viewer, case: Any) -> bool:
    return _is_enterprise(v) and case.owner_id == v.organisation


def _shares_case(v: Viewer, case: Any) -> bool:
    return _own_case(v, case) and not case.is_shared


def _unshares_case(v: Viewer, case: Any) -> bool:
    return _own_case(v, case) and case.is_shared


def _reads_cases(v: Viewer, _: Any) -> bool:
    return _is_enterprise(v) or v.role == Role.OFFICE


def _reads_requests(v: Viewer, _: Any) -> bool:
    return _is_enterprise(v) or _is_provider(v) or v.role == Role.OFFICE


ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "services.browse": _signed_in,
    "services.read": _reads_requests,
    "services.post": _posts,
    "services.manage": _manages,
    "services.manage-part": _manages_part,
    "services.provide": _provides,
    "services.offer": _offers,
    "services.own-invitation": _own_part,
    "services.own-offer": _own_open_offer,
    "services.accept": _accepts,
    "services.engaged": _engaged,
    "services.answer-rating": _own_part,
    "services.hide-rating": _office,
    "services.mandates": _keeps_mandates,
    "disputes.open": _posts,
    "disputes.read": _reads_cases,
    "disputes.write": _own_case,
    "disputes.share": _shares_case,
    "disputes.unshare": _unshares_case,
}
