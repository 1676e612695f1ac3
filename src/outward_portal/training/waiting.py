"""What waits for somebody in this room."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.training.sessions import queries
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> list[Waiting]:
    """Count requests and sessions for whoever organises, and sessions of which one has said nothing yet."""
    return [
        Waiting(_("Requests for a place in a session"), queries.to_decide(user), reverse("training") + "?state=open"),
        *(Waiting(_("Sessions that are over and not yet said to be held"), queries.to_settle(user, state),
                  f"{reverse('training')}?state={state}") for state in ("open", "running")),
        Waiting(_("Sessions that you attended: your opinion"), queries.learning_of(user).to_answer,
                reverse("training-mine")),
    ]
