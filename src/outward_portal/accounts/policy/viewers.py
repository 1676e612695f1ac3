"""Who asks, as far as it matters to a rule, and to which audiences they belong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from outward_portal.accounts.models import (
    LEADING_GROUP,
    Audience,
    Role,
    Sharing,
    User,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, as far as it matters to a rule."""

    user: int | None  # None: a visitor
    role: str  # a value of Role, or "visitor"
    organisation: int | None
    manages: bool  # the organisation's accounts
    sharing: tuple[int, ...]  # organisations that share their private fields with this viewer's, by mutual consent

    @property
    def own(self) -> tuple[int, ...]:
        """The viewer's organisation and those that share with it."""
        return (*(() if self.organisation is None else (self.organisation,)), *self.sharing)

    @property
    def adds_for(self) -> int | None:
        """Whose a record is that the viewer adds: nobody's where the leading group does, else the organisation's."""
        return None if self.leads else self.organisation

    @property
    def leads(self) -> bool:
        """Whether the viewer acts for the leading group: an agency's officer or its office."""
        return self.role in LEADING_GROUP


REVIEWED_KINDS = frozenset({"document", "procedure", "fact"})
"""Kinds of records that two persons publish: nobody writes them at once, everything goes through a draft."""

REVIEW_ROLES = frozenset({Role.OFFICER, Role.OFFICE, Role.CONTRIBUTOR, Role.ANALYST})
"""Roles that propose what two persons publish."""

FORECAST_READERS = LEADING_GROUP | {Role.CONTRIBUTOR, Role.ANALYST, Role.ENTERPRISE, Role.PROVIDER}
"""Roles that read what is forecast of countries, with its record."""

EXPOSURE_READERS = LEADING_GROUP | {Role.CONTRIBUTOR, Role.ANALYST, Role.ENTERPRISE}
"""Roles that weigh forecasts by projects: those that they see, and an enterprise by its own alone."""

VISITOR = Viewer(None, "visitor", None, manages=False, sharing=())


def viewer(user: Any) -> Viewer:
    """Sum up an account; an inactive one is a visitor.

    Parameters
    ----------
    user : User or AnonymousUser
        Who asks. The answer is kept on the object for the length of a request.
    """
    if not isinstance(user, User) or not user.is_active or user.pk is None:
        return VISITOR
    known: Viewer | None = getattr(user, "_viewer", None)
    if known is None:
        known = Viewer(user.pk, user.role, user.organisation_id, user.is_manager, _partners(user.organisation_id))
        user._viewer = known  # type: ignore[attr-defined]
    return known


def _partners(organisation: int | None) -> tuple[int, ...]:
    if organisation is None:
        return ()
    agreed = Sharing.objects.filter(parent_agreed_at__isnull=False, subsidiary_agreed_at__isnull=False)
    pairs = agreed.filter(Q(parent=organisation) | Q(subsidiary=organisation)).values_list("parent", "subsidiary")
    return tuple(sorted({one for pair in pairs for one in pair} - {organisation}))


def viewers_of(users: Iterable[User]) -> dict[int, Viewer]:
    """Sum up many accounts by their keys, with one question for who shares with whom; inactive ones are left out."""
    active = [user for user in users if user.is_active and user.pk is not None]
    sharing: dict[int, set[int]] = {}
    agreed = Sharing.objects.filter(parent_agreed_at__isnull=False, subsidiary_agreed_at__isnull=False)
    for parent, subsidiary in agreed.values_list("parent", "subsidiary"):
        sharing.setdefault(parent, set()).add(subsidiary)
        sharing.setdefault(subsidiary, set()).add(parent)
    return {user.pk: Viewer(user.pk, user.role, user.organisation_id, user.is_manager,
                            tuple(sorted(sharing.get(user.organisation_id or 0, ())))) for user in active}


def levels(v: Viewer) -> list[str]:
    """The audiences to which a viewer belongs, from everybody to the office."""
    levels: list[str] = [Audience.PUBLIC]
    if v.user is not None:
        levels.append(Audience.MEMBERS)
    if v.leads or v.role in (Role.CONTRIBUTOR, Role.ANALYST):
        levels.append(Audience.AGENCIES)
    if v.role == Role.OFFICE:
        levels.append(Audience.OFFICE)
    return levels
