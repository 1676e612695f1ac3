"""What waits here for somebody: drafts of others to decide on, and own ones that came back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may, viewer
from outward_portal.review import queries
from outward_portal.review.models import Draft
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> Iterator[Waiting]:
    """Say what waits for a person."""
    if not may(user, "review.propose"):
        return
    drafts = queries.drafts(user)
    to_decide = [draft for draft in drafts.filter(state=Draft.State.WAITING) if may(user, "review.decide", draft)]
    yield Waiting(_("Drafts of others to review"), len(to_decide), reverse("review"))
    yield Waiting(_("Drafts of yours that were returned"),
                  drafts.filter(state=Draft.State.RETURNED, author=viewer(user).user).count(),
                  reverse("review") + "?mine=1")
