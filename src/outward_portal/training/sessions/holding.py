"""Taking hold of a session and of the places in it.

Whoever writes about places holds the session's row. A step of an enrolment holds its own row before it waits for the
session's, so whoever holds the session never waits for an enrolment: a row that somebody else holds is passed over, or
refused, else the two would wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from outward_portal.journal.entries import Deed
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.training.models import Enrolment, TrainingSession
from outward_portal.training.models.sessions import FILLING


def held_session(key: int) -> TrainingSession:
    """Take hold of a session until the transaction ends."""
    found: TrainingSession = TrainingSession._base_manager.select_for_update(of=("self",)).select_related(
        "course").get(pk=key)
    return found


def held_enrolments(session: TrainingSession, states: Iterable[str]) -> list[Enrolment]:
    """Take hold of a session's enrolments in some states.

    Raises
    ------
    RefusedError
        If somebody is just now changing one of them.
    """
    asked = Enrolment._base_manager.filter(session=session.pk, state__in=list(states)).order_by("pk")
    held = list(asked.select_for_update(of=("self",), skip_locked=True).select_related("person"))
    if len(held) < asked.count():
        raise RefusedError(_("Somebody is changing an enrolment just now. Try again in a moment."))
    return held


def free_places(session: TrainingSession, *, without: int = 0) -> int:
    """Count the places that nobody has; ``without``: an enrolment that is being given back."""
    filled = Enrolment._base_manager.filter(session=session.pk, state__in=FILLING).exclude(pk=without).count()
    return max(0, session.capacity - filled)


def move_up(session: TrainingSession, *, without: int = 0) -> list[Deed]:
    """Give free places to those who wait, in the order in which they began to; the session is held.

    Returns
    -------
    list of Deed
        What the journal is to be told.
    """
    deeds: list[Deed] = []
    if session.state != TrainingSession.State.OPEN:
        return deeds
    waiting = Enrolment._base_manager.filter(session=session.pk, state=Enrolment.State.WAITING).exclude(pk=without)
    free = free_places(session, without=without)
    held = waiting.order_by("waits_since", "pk").select_for_update(of=("self",), skip_locked=True)
    for next_one in list(held.select_related("person")[:free]):
        next_one.state = Enrolment.State.ACCEPTED
        next_one.save(update_fields=["state"])
        tell("training.moved-up", f"training.moved-up:{next_one.pk}", about=next_one,
             to=[next_one.person], values={"begins": session.begins_on.isoformat()})
        deeds.append(Deed("training.moved-up", next_one, None, {"state": ["waiting", "accepted"]}))
    return deeds
