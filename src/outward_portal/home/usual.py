"""What each role usually comes for: the first page leads there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer


@dataclass(frozen=True, slots=True)
class Usual:
    """Something that people of a role usually do."""

    label: Promise
    purpose: Promise  # one sentence: what comes of it
    name: str  # of the address where it begins


_FOLLOW: Final = Usual(_("Choose what you follow"), _("Countries, sectors, projects, laws and calls: you are told when "
                                                      "something changes."), "following")
_LEADS: Final = Usual(_("Look at leads"), _("Tenders, cooperation lists and visits, with deadline and source."),
                      "leads")
_COUNTRIES: Final = Usual(_("Read a country's page"), _("Facts, laws, risks and projects of a host country."),
                          "countries")
_TASKS: Final = Usual(_("Go to your agency's desk"), _("Tasks with their dates, meetings and problems given to you."),
                      "group-desk")

USUAL: Final[Mapping[str, tuple[Usual, ...]]] = {
    Role.MEMBER: (_LEADS, _COUNTRIES, _FOLLOW),
    Role.ENTERPRISE: (
        Usual(_("Find leads that fit"), _("Matched to your enterprise, each with the reasons for and against."),
              "leads-for-us"),
        Usual(_("See what funds you qualify for"), _("By programme: what is met, what is missing, how to apply."),
              "qualify"),
        Usual(_("Ask for a service"), _("Valuation, law, accounting, risk, insurance: explained matches, offers to "
                                        "compare."), "service-request-new"),
        Usual(_("Raise a problem"), _("The leading group names who answers, and by when."), "group-problem-new"),
        Usual(_("Weigh your risks"), _("What forecasts mean for your own projects."), "exposure"),
        Usual(_("Close your team's gaps"), _("Skills that your projects need, who has them, which course helps."),
              "team"),
        _FOLLOW,
    ),
    Role.PROVIDER: (
        Usual(_("Answer requests"), _("Requests for your services, invitations, your offers and engagements."),
              "service-requests"),
        Usual(_("Look after your services"), _("What you offer, your mandates, and what enterprises say of your work."),
              "services"),
        _FOLLOW,
    ),
    Role.OFFICER: (
        _TASKS,
        Usual(_("Answer problems of enterprises"), _("Give your agency's opinion, or the answer."), "group-problems"),
        Usual(_("Follow up leads"), _("Interests of enterprises that wait for somebody to take them up."),
              "lead-interests"),
        Usual(_("Review applications for funds"), _("Two officers, each for themselves, and a third who decides."),
              "reviews"),
        Usual(_("Read the plans"), _("Goals, measures and tasks, with who does what by when."), "plans"),
    ),
    Role.OFFICE: (
        Usual(_("Give out tasks"), _("The board of all agencies, with what is late."), "group-board"),
        Usual(_("Take up problems"), _("Name the agency that answers, within the time that is set."), "group-problems"),
        Usual(_("Prepare a meeting"), _("Agenda, decisions, minutes, and the tasks that follow from them."),
              "group-meetings"),
        Usual(_("Decide on funds"), _("Applications that two officers have reviewed, and what is left of each budget."),
              "applications"),
        Usual(_("Keep the plans"), _("From factors to recommendations, measures and results; the policy matrix."),
              "plans"),
        Usual(_("Have the quarter's digest written"), _("As PDF and Word file, in both languages."), "group-digests"),
    ),
    Role.CONTRIBUTOR: (
        _LEADS,
        Usual(_("Prepare a visit or forum"), _("Its briefing, and the leads that come of it."), "lead-events"),
        _COUNTRIES, _FOLLOW,
    ),
    Role.ANALYST: (
        Usual(_("Put a question to the data"), _("The answer says where each number comes from."), "questions"),
        Usual(_("Rank regions and countries"), _("By an index of your own, with how sure each rank is."), "workbench"),
        Usual(_("Check the figures of a case"), _("What cannot be right, and what it probably was."), "reports"),
        Usual(_("Read the plans"), _("Goals, measures and tasks, and how near the targets are."), "plans"),
    ),
    Role.ADMINISTRATOR: (
        Usual(_("Manage accounts"), _("Invite people, give roles, close accounts."), "accounts"),
        Usual(_("Look at messages that were not sent"), _("Without their contents; send them again."),
              "notices-outbox"),
    ),
}


def usual_for(user: Any) -> tuple[Usual, ...]:
    """Give what a person usually comes for; nothing for a visitor."""
    return USUAL.get(viewer(user).role, ())
