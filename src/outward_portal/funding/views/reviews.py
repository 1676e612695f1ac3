"""An officer's part: the reviews that wait, and one with what the officer may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.funding.criteria import CRITERIA, points
from outward_portal.funding.models import Application, Review, ReviewPlace
from outward_portal.funding.views.showing import show
from outward_portal.theme.finding import there
from outward_portal.workflows.showing import offer


@login_required
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """List the officer's own places, those that wait first."""
    if viewer(request.user).role != Role.OFFICER:
        raise PermissionDenied
    places = ReviewPlace.objects.visible_to(request.user).select_related("application__programme").order_by("-pk")
    offers = [offer(request.user, each) for each in places[:200]]
    return show(request, "reviews", offers=sorted(offers, key=lambda each: each.state.is_end or not each.subject.waits))


@login_required
@require_safe
def place(request: HttpRequest, row: int) -> HttpResponse:
    """Show a place: before the officer has declared that nothing binds them, title and applicant alone."""
    found = there(ReviewPlace.objects.visible_to(request.user).select_related(
        "application__programme", "application__applicant", "officer__organisation").by_key(row))
    own = Review.objects.visible_to(request.user).filter(place=found.pk).first()
    return show(request, "place", place=found, application=found.application, offer=offer(request.user, found),
                review=own, points=points(own.scores) if own else None, criteria=CRITERIA,
                is_open=Application.objects.visible_to(request.user).filter(pk=found.application_id).exists())
