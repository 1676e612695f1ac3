"""What waits in this room for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.services.models import DisputeCase, Engagement, Rating, ServiceInvitation, ServiceRequest
from outward_portal.work.waiting import Waiting

_S = ServiceRequest.State
_SOON = timedelta(days=30)


def waiting(user: Any) -> Iterable[Waiting]:
    """Say what waits for an enterprise, a provider, the office."""
    role = viewer(user).role
    if role == Role.ENTERPRISE:
        yield from _for_enterprise(user)
    elif role == Role.PROVIDER:
        yield from _for_provider(user)
    elif role == Role.OFFICE:
        shared = DisputeCase.objects.visible_to(user).exclude(state=DisputeCase.State.CLOSED)
        yield Waiting(_("Case files that enterprises share with you"), shared.count(), reverse("disputes"))


def _for_enterprise(user: Any) -> Iterable[Waiting]:
    own = ServiceRequest.objects.visible_to(user)
    listed = reverse("service-requests")
    yield Waiting(_("Requests with offers to decide on"), own.filter(state=_S.OFFERS).count(),
                  listed + "?state=offers")
    yield Waiting(_("Services to rate"), own.filter(state=_S.DONE).count(), listed + "?state=done")
    soon = timezone.localdate() + _SOON
    cases = DisputeCase.objects.visible_to(user).exclude(state=DisputeCase.State.CLOSED)
    yield Waiting(_("Case files with a step due within 30 days"), cases.filter(next_due__lte=soon).count(),
                  reverse("disputes") + "?sort=due")
    yield Waiting(_("Claims out of time within 30 days"), cases.filter(limitation_on__lte=soon).count(),
                  reverse("disputes") + "?sort=limitation")


def _for_provider(user: Any) -> Iterable[Waiting]:
    listed = reverse("service-requests")
    invited = ServiceInvitation.objects.visible_to(user).filter(
        state=ServiceInvitation.State.INVITED, request__state__in=(_S.OPEN, _S.OFFERS),
        request__deadline__gte=timezone.localdate())
    yield Waiting(_("Invitations to offer"), invited.count(), listed)
    begun = Engagement.objects.visible_to(user).filter(ended_at__isnull=True, began_at__isnull=True)
    yield Waiting(_("Awards to take on"), begun.count(), listed + "?state=awarded")
    own = Rating.objects.filter(provider__owner=viewer(user).organisation, state=Rating.State.GIVEN)
    yield Waiting(_("Ratings that you can answer"), own.count(), reverse("services"))
