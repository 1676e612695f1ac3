"""What stays of training when an account is erased: that a place was taken and a certificate issued, no name."""

from __future__ import annotations

from typing import Any

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import command
from outward_portal.journal import entries
from outward_portal.journal.entries import Deed
from outward_portal.training.models import Certificate, Enrolment, HeldSkill, TeamMember, TrainingSession
from outward_portal.training.sessions.holding import move_up


def forget(user: User, **_: Any) -> None:
    """Give open places back, take names and remarks off, and unlink the account from teams.

    What a team said of a linked member goes with the member: whoever is erased is not to be found by their skills.
    """
    own = Enrolment._base_manager.filter(person=user)
    coming = own.filter(state__in=["asked", "waiting", "accepted"], session__state__in=["planned", "open", "running"])
    sessions = set(coming.values_list("session", flat=True))
    given_back = [Deed("training.withdrawn", each, changes={"state": [each.state, Enrolment.State.WITHDRAWN]})
                  for each in coming.order_by("pk")]
    coming.update(state=Enrolment.State.WITHDRAWN)
    own.update(remark="", reply="")
    Certificate._base_manager.filter(holder=user).update(holder_name="", shows_initials=False)
    Certificate._base_manager.filter(holder=user).exclude(reason="").update(reason="—")
    members = TeamMember._base_manager.filter(account=user)
    HeldSkill._base_manager.filter(member__in=members).delete()
    members.delete()
    held = TrainingSession._base_manager.select_for_update().filter(pk__in=sessions).order_by("pk")
    deeds = [*given_back, *(deed for session in held for deed in move_up(session))]
    if deeds:
        entries.write_all(command("account erased"), deeds)
