"""Reading requests: the list, one with its parts as far as its reader sees them, and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.services.codes import Service
from outward_portal.services.models import (
    ConflictFlag,
    Engagement,
    Provider,
    Rating,
    RequestBrief,
    RequestParty,
    ServiceInvitation,
    ServiceOffer,
    ServiceRequest,
)
from outward_portal.theme.lists import Asked, ListShape, Narrowing

SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("state", _("State"), tuple(ServiceRequest.State.choices), "state"),
        Narrowing("service", pgettext_lazy("request", "Service"), tuple(Service.choices), "service"),
    ),
    sorts={"posted": "posted_at", "deadline": "deadline", "service": "service", "state": "state", "made": "made_at"},
    usual="-made",
)


def requests(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the requests that a list asks for, as far as a person may see them."""
    return asked.ordered(asked.narrowed(ServiceRequest.objects.visible_to(user))).select_related("owner")


def find(row: int, user: Any) -> ServiceRequest | None:
    """Give a request that a person may see."""
    seen = ServiceRequest.objects.visible_to(user).select_related("owner")
    return seen.by_key(row)


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An offer beside the others: with what is known of its provider."""

    offer: ServiceOffer
    conflicts: tuple[ConflictFlag, ...]

    @property
    def is_barred(self) -> bool:
        """Whether a conflict stands that is not waived."""
        return any(each.state == ConflictFlag.State.OPEN for each in self.conflicts)

    @property
    def is_valid(self) -> bool:
        """Whether it still binds its provider."""
        return self.offer.valid_until >= timezone.localdate()


def brief(request: ServiceRequest, user: Any) -> RequestBrief | None:
    """Give what a request says in confidence, to whoever may read it."""
    return RequestBrief.objects.visible_to(user).filter(request=request.pk).select_related("project").first()


def parties(request: ServiceRequest, user: Any) -> list[RequestParty]:
    """Give the other sides, to whoever may read of them."""
    return list(RequestParty.objects.visible_to(user).filter(request=request.pk))


def invitations(request: ServiceRequest, user: Any) -> list[ServiceInvitation]:
    """Give the invitations that a person may see: all of one's own request, or one's own."""
    return list(ServiceInvitation.objects.visible_to(user).filter(request=request.pk).select_related(
        "provider", "request"))


def offers(request: ServiceRequest, user: Any) -> list[ServiceOffer]:
    """Give the offers that a person may see: all for one's own request, or one's own."""
    return list(ServiceOffer.objects.visible_to(user).filter(request=request.pk).select_related("provider", "request"))


def engagement(request: ServiceRequest, user: Any) -> Engagement | None:
    """Give the newest engagement of a request, to its two sides."""
    return Engagement.objects.visible_to(user).filter(request=request.pk).select_related("provider", "offer").first()


def rating(request: ServiceRequest, user: Any) -> Rating | None:
    """Give the rating of a request, to its two sides."""
    return Rating.objects.visible_to(user).filter(engagement__request=request.pk).select_related("provider").first()


def own_providers(user: Any) -> QuerySet[Any]:
    """Give the records of a provider's own organisation."""
    own = viewer(user)
    if own.role != Role.PROVIDER or own.organisation is None:
        return Provider.objects.none()
    return Provider.objects.filter(owner=own.organisation, retired_at__isnull=True).order_by("name_en", "pk")


def invitable(request: ServiceRequest, user: Any) -> QuerySet[Any]:
    """Give the providers that can be invited to a request, of those that a person may see."""
    return Provider.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=request.is_sample)


def offering_providers(request: ServiceRequest, user: Any) -> list[Provider]:
    """Give the records for which a person may offer now: invited or of the service, without a conflict or an offer."""
    barred = ConflictFlag.objects.filter(request=request, state=ConflictFlag.State.OPEN).values("provider")
    made = ServiceOffer.objects.filter(request=request).exclude(state=ServiceOffer.State.WITHDRAWN).values("provider")
    invited = set(request.invitations.filter(state__in=("invited", "offered")).values_list("provider", flat=True))
    is_public = request.audience == ServiceRequest.Audience.PROVIDERS
    found = own_providers(user).filter(is_sample=request.is_sample).exclude(pk__in=barred).exclude(pk__in=made)
    return [each for each in found
            if each.pk in invited or (is_public and request.service in each.services.split(";"))]
