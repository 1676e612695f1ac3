"""A person's place: role, organisation, whether they manage it; and whom a place may not lose."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from outward_portal.accounts.models import ROLE_OF_KIND, Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError

_FREE = frozenset({Role.MEMBER, Role.ADMINISTRATOR})
"""Roles that act for no organisation."""


def check_place(role: str, organisation: Organisation | None) -> None:
    """Refuse a role that does not fit the organisation.

    Raises
    ------
    RefusedError
        With what would fit.
    """
    if role in _FREE:
        if organisation is not None:
            raise RefusedError(_("This role acts for no organisation. Leave the organisation empty."))
        return
    kind = next(kind for kind, its in ROLE_OF_KIND.items() if its == role)
    if organisation is None or organisation.kind != kind:
        raise RefusedError(_("This role acts for an organisation of the kind: %(kind)s. Choose one.")
                           % {"kind": kind.label})


def open_account(email: str, password: str | None, *, name: str, role: str = Role.MEMBER,
                 organisation: Organisation | None = None, is_manager: bool = False, **more: object) -> User:
    """Make an account whose address is known to be the person's own; the caller's transaction must be open."""
    check_place(role, organisation)
    more.setdefault("is_sample", organisation is not None and organisation.is_sample)
    user = User.objects.create_user(email, password, name=name.strip(), role=role, organisation=organisation,
                                    is_manager=is_manager, **more)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def move(user: User, role: str, organisation: Organisation | None, *, is_manager: bool) -> dict[str, list[object]]:
    """Give an account another place and say what changed; the caller has asked whether the old one can be left."""
    check_place(role, organisation)
    before = _place(user)
    if user.organisation != organisation:  # what was shown to colleagues was not meant for the next ones
        user.saved_views.filter(is_shared=True).update(is_shared=False)
    user.role, user.organisation, user.is_manager = role, organisation, is_manager
    user.save(update_fields=["role", "organisation", "is_manager"])
    return entries.differences(before, _place(user))


def _place(user: User) -> dict[str, object]:
    return {"role": user.role, "organisation": user.organisation_id, "is_manager": user.is_manager}


def check_can_leave(user: User) -> None:
    """Refuse to take an account from its place if nobody would be left to do what it does.

    Rows that this looks at are held until the transaction ends, so that two managers cannot leave at once.

    Raises
    ------
    RefusedError
        If it is the last administrator, or the last manager of an organisation that manages itself.
    """
    if user.role == Role.ADMINISTRATOR and user.is_active:
        others = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
        if not [each for each in others if user.is_sample or not each.is_sample]:  # samples can be removed at any time
            raise RefusedError(_("This is the last administrator. Give somebody else the role first."))
    check_manager_can_go(user)


def check_manager_can_go(user: User) -> None:
    """Refuse to let the last manager of an enterprise or a service provider go."""
    if not user.is_manager or user.organisation is None or not user.organisation.manages_itself:
        return
    Organisation.objects.select_for_update().get(pk=user.organisation.pk)
    others = User.objects.filter(organisation=user.organisation, is_manager=True, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise RefusedError(_("This is the last manager of %(name)s. Make somebody else its manager first.")
                           % {"name": user.organisation})


def held(user: User) -> User:
    """Read an account anew and hold its row until the transaction ends."""
    return User.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=user.pk)


def make_organisation(act: Act, values: dict[str, str], *, is_sample: bool = False) -> Organisation:
    """Make an organisation; the caller's transaction must be open."""
    made = Organisation.objects.create(is_sample=is_sample, **values)
    entries.write(act, "organisation.created", made,
                  changes={name: [None, value] for name, value in values.items() if value})
    return made
