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
_FOLLOW: Final = _("Follow what matters to you and be told of it")
_LEARN: Final = _("Ask for a place in courses; show your certificates to whom you like")
_PLAN: Final = _("Draw up plans, and read those that are being drawn up")
_HANDLE: Final = _("Do your agency's tasks in incidents, and write in them")
VISITOR: Final = (_("See, search and download what is public"),)
MAY: Final[dict[str, tuple[Promise, ...]]] = {
    Role.MEMBER: (_EVERYBODY, _("Claim your enterprise, or accept an invitation to one"), _("Keep lists as views"),
                  _FOLLOW, _LEARN),
    Role.ENTERPRISE: (
        _EVERYBODY,
        _("Add and change your enterprise's own records"),
        _("Keep private fields, and say for each who sees it"),
        _("See who read your private fields"),
        _("Weigh forecasts by your own projects, enter their covers, and answer the checklist of a purchase abroad"),
        _("Do your tasks in incidents that name your projects, and write of your own part"),
        _("See which leads fit you and why, show interest, and say how it goes on"),
        _("Ask for services, invite, compare offers, accept one and rate it; keep case files of disputes"),
        _("See what funds you qualify for and why, apply, appeal once, report"),
        _("Raise problems with the leading group, and accept or reopen its answer"),
        _("Keep your team's skills, which nobody else sees"),
        _ASK, _RANK, _FOLLOW, _LEARN,
    ),
    Role.PROVIDER: (
        _EVERYBODY, _("Add and change your own records"),
        _("Read requests for your services, offer, do what was awarded, answer a rating once"),
        _("Declare for whom you act, so that conflicts of interest are found"),
        _ASK, _RANK, _FOLLOW, _LEARN,
    ),
    Role.OFFICER: (
        _("See what the leading group's agencies may see, and private fields that are open to your agency"),
        _("Add records to every register, and change those that belong to no enterprise"),
        _("Merge, retire and bring back such records"),
        _("Follow up interests in leads; organise courses, keep attendance, give certificates"),
        _("Do your agency's tasks, propose what meetings talk about, answer problems or give an opinion"),
        _("Run your agency's programmes; review applications that nothing binds you to"),
        _PROPOSE, _REVIEW, _ASK, _RANK, _REPORT, _JUDGE, _WEIGH, _HANDLE, _PLAN, _FOLLOW, _LEARN,
    ),
    Role.OFFICE: (
        _("See all records but those that their owners keep to themselves"),
        _("Add records to every register, and change those that the agencies see"),
        _("Decide on claims to enterprises; make enterprises and service providers and invite their first managers"),
        _("Say who reads a case"),
        _("Open, lead and close incidents; set what events are assumed to take"),
        _("Plan meetings, keep minutes, give out and confirm tasks, name who answers problems"),
        _("Name reviewers and decide on applications that you have not reviewed; look after budgets and awards"),
        _("Adopt plans; accept factors; hide an abusive text of a rating"),
        _PROPOSE, _REVIEW, _ASK, _RANK, _REPORT, _JUDGE, _WEIGH, _PLAN, _FOLLOW, _LEARN,
    ),
    Role.CONTRIBUTOR: (
        _AGENCIES,
        _("Add records to the registers that are open to contributors"),
        _("Do the leading group's tasks that are given to your mission"),
        _PROPOSE, _ASK, _RANK, _WEIGH, _FOLLOW, _LEARN,
    ),
    Role.ANALYST: (_AGENCIES, _("Change nothing in the registers"), _PROPOSE, _ASK, _RANK, _REPORT,
                   _JUDGE, _WEIGH, _PLAN, _FOLLOW, _LEARN),
    Role.ADMINISTRATOR: (
        _("Invite people, give roles, close accounts, take off lost second factors"),
        _("Make and change organisations"),
        _("See that messages leave the portal and have them tried again, not what they say"),
        _("See nothing private of any enterprise"),
    ),
}


def what_may(user: User) -> tuple[Promise, ...]:
    """Say what an account may do."""
    managing = (_("Manage the accounts of your organisation"),) if user.is_manager else ()
    return (*MAY[Role(user.role)], *managing)
