"""What each role may do, in plain words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role, User

_EVERYBODY: Final = _("See what everybody with an account may see")
_MAY: Final[dict[str, tuple[Promise, ...]]] = {
    Role.MEMBER: (_EVERYBODY, _("Claim your enterprise, or accept an invitation to one")),
    Role.ENTERPRISE: (
        _EVERYBODY,
        _("Add and change your enterprise's own records"),
        _("Keep private fields, and say for each who sees it"),
        _("See who read your private fields"),
    ),
    Role.PROVIDER: (_EVERYBODY, _("Change your own records")),
    Role.OFFICER: (
        _("See what the leading group's agencies may see, and private fields that are open to your agency"),
        _("Add records to every register, and change those that belong to no enterprise"),
        _("Merge, retire and bring back such records"),
    ),
    Role.OFFICE: (
        _("See all records but those that their owners keep to themselves"),
        _("Add records to every register, and change those that the agencies see"),
        _("Decide on claims to enterprises; make enterprises and service providers and invite their first managers"),
    ),
    Role.CONTRIBUTOR: (
        _("See what the leading group's agencies may see"),
        _("Add records to the registers that are open to contributors"),
    ),
    Role.ANALYST: (_("See what the leading group's agencies may see"), _("Change nothing in the registers")),
    Role.ADMINISTRATOR: (
        _("Invite people, give roles, close accounts, take off lost second factors"),
        _("Make and change organisations"),
        _("See nothing private of any enterprise"),
    ),
}


def what_may(user: User) -> tuple[Promise, ...]:
    """Say what an account may do."""
    managing = (_("Manage the accounts of your organisation"),) if user.is_manager else ()
    return (*_MAY[Role(user.role)], *managing)
