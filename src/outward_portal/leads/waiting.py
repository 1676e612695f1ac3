"""What waits for somebody in this room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may
from outward_portal.leads import queries
from outward_portal.leads.days import today
from outward_portal.leads.fitting.fits import new_for
from outward_portal.leads.models import Interest
from outward_portal.work.waiting import Waiting

_NEW: Final = timedelta(days=14)


def waiting(user: Any) -> Iterator[Waiting]:
    """Say what waits for a person: interests to follow up, next steps, new leads that fit, ends that come near."""
    page = reverse("lead-interests")
    if may(user, "leads.matches"):
        seen = queries.interests(user)
        mine = queries.followed_by(user)
        yield Waiting(_("Interests in leads that nobody follows up"),
                      seen.filter(state=Interest.State.SHOWN).count(), page + "?state=shown")
        yield Waiting(_("Interests in leads whose next step is due"),
                      seen.filter(mine).filter(queries.is_due()).count(), page + "?mine=1&due=1")
    elif may(user, "leads.for-us"):
        own = list(queries.own_enterprises(user)[:queries.MOST_OWN])
        shown = queries.interests(user).filter(enterprise__in=own)
        known = set(shown.values_list("lead", flat=True))
        since = timezone.now() - _NEW
        fresh = {key for each in own for key in new_for(each, user, since)} - known
        yield Waiting(_("New leads that fit your enterprise"), len(fresh), reverse("leads-for-us"))
        last = (timezone.localdate() + timedelta(days=queries.CLOSING_DAYS)).isoformat()
        yield Waiting(_("Leads of interest to you that close within 14 days"), shown.filter(
            state__in=[Interest.State.SHOWN, Interest.State.FOLLOWED], lead__open_until__range=(today(), last)).count(),
            page + "?running=1")
        yield Waiting(_("Interests in leads whose next step is due"), shown.filter(queries.is_due()).count(),
                      page + "?due=1")
