"""What each role may do, in plain words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role, User

_EVERYBODY: Final = _("See what everybody with an account may see")
_AGENCIES: Final = _("See what the leading group's agencies may see")
_PROPOSE: Final = _("Propose texts, facts and translations for the library and the countries")
_REVIEW: Final = _("Publish or return what others have proposed")
_ASK: Final = _("Put questions to the data and share the answers")
_RANK: Final = _("Rank regions and countries by an index of your own, and share it")
_REPORT: Final = _("Have the living report written anew")
_JUDGE: Final = _("Accept, dismiss or correct what the audit finds in a case's figures")
_WEIGH: Final = _("Weigh forecasts by the projects that you see")
_HANDLE: Final = _("Do your agency's tasks in incidents, and write in them")
VISITOR: Final = (_("See, search and download what is public"),)
MAY: Final[dict[str, tuple[Promise, ...]]] = {
    Role.MEMBER: (_EVERYBODY, _("Claim your enterprise, or accept an invitation to one"), _("Keep lists as views")),
    Role.ENTERPRISE: (
        _EVERYBODY,
        _("Add and change your enterprise's own records"),
        _("Keep private fields, and say for each who sees it"),
        _("See who read your private fields"),
        _("Weigh forecasts by your own projects, enter their covers, and answer the checklist of a purchase abroad"),
        _("Do your tasks in incidents that name your projects, and write of your own part"),
        _ASK, _RANK,
    ),
    Role.PROVIDER: (_EVERYBODY, _("Change your own records"), _ASK, _RANK),
    Role.OFFICER: (
        _("See what the leading group's agencies may see, and private fields that are open to your agency"),
        _("Add records to every register, and change those that belong to no enterprise"),
        _("Merge, retire and bring back such records"),
        _PROPOSE, _REVIEW, _ASK, _RANK, _REPORT, _JUDGE, _WEIGH, _HANDLE,
    ),
    Role.OFFICE: (
        _("See all records but those that their owners keep to themselves"),
        _("Add records to every register, and change those that the agencies see"),
        _("Decide on claims to enterprises; make enterprises and service providers and invite their first managers"),
        _("Say who reads a case"),
        _("Open, lead and close incidents; set what events are assumed to take"),
        _PROPOSE, _REVIEW, _ASK, _RANK, _REPORT, _JUDGE, _WEIGH,
    ),
    Role.CONTRIBUTOR: (
        _AGENCIES,
        _("Add records to the registers that are open to contributors"),
        _PROPOSE, _ASK, _RANK, _WEIGH,
    ),
    Role.ANALYST: (_AGENCIES, _("Change nothing in the registers"), _PROPOSE, _ASK, _RANK, _REPORT, _JUDGE, _WEIGH),
    Role.ADMINISTRATOR: (
        _("Invite people, give roles, close accounts, take off lost second factors"),
        _("Make and change organisations"),
        _("See nothing private of any enterprise"),
    ),
}


def what_may(user: User) -> tuple[Promise, ...]:
    """Say what an account may do."""
    managing = (_("Manage the accounts of your organisation"),) if user.is_manager else ()
    return (*MAY[Role(user.role)], *managing)
