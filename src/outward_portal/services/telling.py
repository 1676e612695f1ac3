"""Of what this room tells people: requests, invitations, offers, awards, ratings, deadlines."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.notices.telling import NoticeKind
from outward_portal.services.models import DisputeCase, Provider, Rating, ServiceRequest
from outward_portal.theme.words import plain_pair


def _request(request: ServiceRequest) -> str:
    return reverse("service-request", args=[request.pk])


def _rating(rating: Rating) -> str:
    return reverse("record", args=["providers", rating.provider_id])


def _rated(rating: Rating) -> str:
    return plain_pair(rating.provider.name_en, rating.provider.name_zh)


def _case(case: DisputeCase) -> str:
    return reverse("dispute-case", args=[case.pk])


KINDS: Final = (
    NoticeKind("service.request", _("Request for a service of yours"),
               _("A service of yours is sought: %(name)s. Offers until %(deadline)s."), _request),
    NoticeKind("service.invited", _("Invitation to offer"),
               _("You are invited to offer: %(name)s. Offers until %(deadline)s."), _request),
    NoticeKind("service.offer", _("Offer arrived"), _("An offer has arrived: %(name)s."), _request),
    NoticeKind("service.declined", _("Invitation declined"), _("An invited provider does not offer: %(name)s."),
               _request),
    NoticeKind("service.awarded", _("Request awarded to you"), _("Your offer is accepted: %(name)s."), _request),
    NoticeKind("service.not-awarded", _("Request awarded to another"), _("Another offer was accepted: %(name)s."),
               _request),
    NoticeKind("service.refused", _("Award not taken on"), _("The provider does not take it on: %(name)s."), _request),
    NoticeKind("service.begun", _("Work begun"), _("The provider has begun: %(name)s."), _request),
    NoticeKind("service.finished", _("Work ended"), _("The enterprise says that the work has ended: %(name)s."),
               _request),
    NoticeKind("service.cancelled", _("Request called off"), _("Called off: %(name)s."), _request),
    NoticeKind("service.closing", _("Offers due"), _("Offers are due until %(deadline)s: %(name)s."), _request),
    NoticeKind("service.decide", _("Offers to decide on"),
               _("The time for offers is over; decide on them: %(name)s."), _request),
    NoticeKind("service.rated", _("Rating received"), _("A service of yours was rated: %(name)s."), _rating,
               name_of=_rated),
    NoticeKind("service.answered", _("Rating answered"), _("The provider has answered your rating: %(name)s."),
               _rating, name_of=_rated),
    NoticeKind("dispute.limitation", _("Claim soon out of time"),
               _("The claim is out of time after %(date)s: %(name)s."), _case),
    NoticeKind("dispute.due", _("Next step of a case due"), _("The next step is due on %(date)s: %(name)s."), _case),
    NoticeKind("dispute.shared", _("Case file shared with the office"),
               _("An enterprise shares a case file: %(name)s."), _case),
)


def owners(providers: Any) -> list[Organisation]:
    """Give the organisations of providers, each once; providers that are nobody's are told nothing."""
    found = {each.owner_id for each in providers if each.owner_id is not None}
    return list(Organisation.objects.filter(pk__in=found))


def owner_of(provider: Provider) -> list[Organisation]:
    """Give the organisation of a provider, if it has one."""
    return owners([provider])


def topics(request: ServiceRequest) -> list[str]:
    """Give the topics under which a request is followed."""
    return ["room:services", f"service:{request.service}", *(f"country:{each}" for each in
            request.countries.split(";") if each), *([f"sector:{request.sector}"] if request.sector else [])]
