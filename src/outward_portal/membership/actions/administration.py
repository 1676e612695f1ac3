"""What administrators do with accounts and organisations; each with a reason."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership import sessions
from outward_portal.membership.actions import places
from outward_portal.records.errors import RefusedError


def change_place(act: Act, user: User, *, role: str, organisation: Organisation | None,
                 is_manager: bool) -> dict[str, list[object]]:
    """Give an account another role, organisation or manager's right, and say what changed.

    Raises
    ------
    RefusedError
        If the role does not fit the organisation, or nobody would be left to do what the account does.
    """
    with transaction.atomic():
        current = _living(user)
        leaves = (role, organisation) != (current.role, current.organisation)
        if leaves:
            places.check_can_leave(current)
        elif current.is_manager and not is_manager:
            places.check_manager_can_go(current)
        changes = places.move(current, role, organisation, is_manager=is_manager and organisation is not None)
        if changes:
            entries.write(act, "account.moved", current, changes=changes)
    return changes


def set_active(act: Act, user: User, *, active: bool) -> None:
    """Close an account, with all its sessions, or open it again.

    An enterprise may be left without a manager by this, for an account in wrong hands must be closed at once; the
    last administrator's cannot be.
    """
    with transaction.atomic():
        current = _living(user)
        if current.is_active == active:
            return
        if not active and current.role == "administrator":
            places.check_can_leave(current)
        current.is_active = active
        current.save(update_fields=["is_active"])
        sessions.end_all(current)
        entries.write(act, "account.reopened" if active else "account.closed", current)


def reset_second_factor(act: Act, user: User) -> None:
    """Take a lost second factor off an account and end its sessions; staff set up another at the next sign-in."""
    with transaction.atomic():
        current = _living(user)
        Authenticator.objects.filter(user=current).delete()
        sessions.end_all(current)
        entries.write(act, "account.second-factor-reset", current)


def create_organisation(act: Act, values: dict[str, Any]) -> Organisation:
    """Make an organisation.

    Raises
    ------
    RefusedError
        If another has the credit code.
    """
    try:
        with transaction.atomic():
            return places.make_organisation(act, values)
    except IntegrityError as error:
        raise _taken() from error


def change_organisation(act: Act, organisation: Organisation, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Change an organisation's names, kind or credit code, and say what changed.

    Raises
    ------
    RefusedError
        If it has people and would be of another kind, or if another has the credit code.
    """
    try:
        with transaction.atomic():
            current = Organisation.objects.select_for_update().get(pk=organisation.pk)
            if values["kind"] != current.kind and current.people.exists():
                raise RefusedError(_("It has people, whose role follows from its kind. Move them first."))
            before = {name: getattr(current, name) for name in values}
            for name, value in values.items():
                setattr(current, name, value)
            changes = entries.differences(before, values)
            if changes:
                current.save(update_fields=list(values))
                entries.write(act, "organisation.changed", current, changes=changes)
    except IntegrityError as error:
        raise _taken() from error
    return changes


def _living(user: User) -> User:
    current = places.held(user)
    if current.erased_at is not None:
        raise RefusedError(_("This account was erased."))
    return current


def _taken() -> RefusedError:
    return RefusedError(_("Another organisation has this credit code."))
