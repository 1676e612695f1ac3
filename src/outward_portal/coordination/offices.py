"""To whom the room turns: the office, and those who lead an agency."""

from __future__ import annotations

from django.db.models import QuerySet

from outward_portal.accounts.models import Organisation, User


def offices() -> list[Organisation]:
    """Give the organisations that are the office of the group."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.OFFICE))


def heads(organisation: Organisation) -> list[User]:
    """Give those who manage an organisation's accounts; all of its people where nobody does."""
    people: QuerySet[User] = User.objects.filter(organisation=organisation, is_active=True, erased_at__isnull=True)
    return list(people.filter(is_manager=True)) or list(people)

