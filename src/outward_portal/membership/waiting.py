"""What waits here for somebody: claims to enterprises, offers to share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.membership.queries import open_claims, proposals_to
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> list[Waiting]:
    """Say what waits for a person."""
    return [
        Waiting(_("Claims to enterprises to decide"), open_claims(user), reverse("claims")),
        Waiting(_("Offers to share private fields to answer"), len(proposals_to(user)), reverse("sharing")),
    ]
