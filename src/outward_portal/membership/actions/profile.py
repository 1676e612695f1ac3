"""What a person does with their own account: name and language, sessions, taking the data out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from outward_portal.accounts.models import Session, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.membership import sessions
from outward_portal.membership.export import personal_data


def edit(act: Act, user: User, values: Mapping[str, str]) -> None:
    """Change name and language."""
    with transaction.atomic():
        for name, value in values.items():
            setattr(user, name, value)
        user.save(update_fields=list(values))
        entries.write(act, "account.edited", user)


def end_session(act: Act, user: User, session: Session) -> None:
    """End one of the person's sessions."""
    with transaction.atomic():
        sessions.end(session)
        entries.write(act, "account.session-ended", user)


def end_other_sessions(act: Act, user: User, request: HttpRequest) -> None:
    """End every session but that of the request."""
    with transaction.atomic():
        sessions.end_others(request, user)
        entries.write(act, "account.sessions-ended", user)


def take_out(act: Act, user: User) -> dict[str, Any]:
    """Give everything that is kept about the person, and write down that it was given."""
    with transaction.atomic():
        entries.write(act, "account.exported", user)
        return personal_data(user)
