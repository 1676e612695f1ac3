"""What a manager does with the accounts of an organisation."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership.actions import places
from outward_portal.records.errors import RefusedError


def set_manager(act: Act, member: User, *, manages: bool) -> None:
    """Let somebody manage the organisation's accounts, or no longer.

    Raises
    ------
    RefusedError
        If nobody would be left to manage them.
    """
    with transaction.atomic():
        current = places.held(member)
        if current.organisation is None:
            raise RefusedError(_("This account acts for no organisation any longer."))
        if current.is_manager == manages:
            return
        if not manages:
            places.check_manager_can_go(current)
        current.is_manager = manages
        current.save(update_fields=["is_manager"])
        entries.write(act, "account.moved", current, changes={"is_manager": [not manages, manages]})


def remove(act: Act, member: User) -> None:
    """Take somebody out of the organisation: the account becomes a registered visitor's.

    Raises
    ------
    RefusedError
        If nobody would be left to manage the organisation's accounts.
    """
    with transaction.atomic():
        current = places.held(member)
        places.check_can_leave(current)
        changes = places.move(current, Role.MEMBER, None, is_manager=False)
        if changes:
            entries.write(act, "account.moved", current, changes=changes)
