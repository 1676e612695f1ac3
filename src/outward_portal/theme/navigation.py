"""The rooms that the masthead names, and the part of the help that speaks of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may
from outward_portal.theme.addresses import url


@dataclass(frozen=True, slots=True)
class Item:
    """A link to a room."""

    label: Promise
    purpose: Promise  # one sentence: what is found there
    address: str
    also: tuple[str, ...] = ()  # further addresses of the same room

    def is_here(self, path: str) -> bool:
        """Whether a page is in this room."""
        return path.startswith((self.address, *self.also))


@dataclass(frozen=True, slots=True)
class Part:
    """Rooms that belong together: the masthead names the part, and below it the rooms of the part one is in."""

    label: Promise
    items: tuple[Item, ...]

    @property
    def address(self) -> str:
        """Where the part begins: its first room."""
        return self.items[0].address

    def here(self, path: str) -> Item | None:
        """Give the room in which a page is: of rooms within one another the inner one."""
        here = (item for item in self.items if item.is_here(path))
        return max(here, key=lambda item: len(item.address), default=None)


@dataclass(frozen=True, slots=True)
class _Room:
    label: Promise
    name: str  # of its first address
    purpose: Promise
    also: tuple[str, ...] = ()
    action: str = ""  # of the policy, for those rooms that not everybody has


_PARTS: Final[tuple[tuple[Promise, tuple[_Room, ...]], ...]] = (
    (_("Information"), (
        _Room(_("Registers"), "registers", _("Key enterprises, projects, parks, products and agencies, each fact with "
                                             "its source.")),
        _Room(_("Library"), "library", _("Policies and laws at home and in host countries, procedures, instruments.")),
        _Room(_("Countries"), "countries", _("A page a host country: facts, laws, risks, projects, corridors.")),
    )),
    (_("Evidence"), (
        _Room(_("Reports"), "reports", _("The living report of each case and the audit of its figures."),
              also=("audits",)),
        _Room(_("Questions"), "questions", _("Put a question to the data; the answer says where each number comes "
                                             "from."), also=("runs",)),
        _Room(_("Rankings"), "workbench", _("Rank regions and host countries by an index of your own."),
              action="index.read"),
        _Room(_("Risks"), "risks", _("Forecasts, alerts, exposure and incidents."), action="forecasts.read"),
    )),
    (_("Business"), (
        _Room(_("Leads"), "leads", _("Tenders, cooperation lists, visits and forums, matched to enterprises.")),
        _Room(_("Services"), "services", _("Valuation, law, accounting, risk, insurance: providers, requests, offers; "
                                           "ways out of a dispute."),
              action="services.browse"),
        _Room(_("Funding"), "funding", _("Programmes and calls, what one qualifies for, applications, awards.")),
        _Room(_("Training"), "training", _("Courses and their sessions, certificates, the team's skills.")),
    )),
    (_("Leading group"), (
        _Room(_("Desk"), "group-board", _("Tasks of the agencies, meetings, decisions, calendar, quarterly digest."),
              action="group.read"),
        _Room(_("Problems"), "group-problems", _("What enterprises ask the leading group to solve, with its clock."),
              also=("group-answers",), action="problems.read"),
        _Room(_("Plans"), "plans", _("Goals, measures and tasks, targets, factors, the policy matrix.")),
        _Room(_("Review"), "review", _("What two persons publish: drafts, translations, what is overdue."),
              action="review.propose"),
    )),
)


def navigation(user: Any) -> tuple[Part, ...]:
    """Give the parts of the portal that a person has, with their rooms, in the present language."""
    parts = ((label, tuple(_item(room) for room in rooms if not room.action or may(user, room.action)))
             for label, rooms in _PARTS)
    return tuple(Part(label, items) for label, items in parts if items)


def _item(room: _Room) -> Item:
    return Item(room.label, room.purpose, url(room.name), tuple(url(name) for name in room.also))


_HELP: Final = (("registers", "registers"), ("library", "library"), ("countries", "countries"),
                ("reports", "reports"), ("audits", "audits"), ("questions", "questions"), ("runs", "questions"),
                ("workbench", "rankings"), ("risks", "risks"), ("review", "review"), ("search", "find"),
                ("tokens", "programs"), ("api-documentation", "programs"), ("account", "account"),
                ("jobs", "questions"), ("leads", "leads"), ("services", "services"), ("funding", "funding"),
                ("training", "training"), ("group-board", "leading-group"), ("plans", "plans"),
                ("notices", "notices"), ("workflows", "steps"))
"""Names of addresses, the narrower before the wider, with the part of the help for what begins with each."""


def help_address(path: str) -> str:
    """Give the address of the help, at the part that speaks of a page."""
    part = next((part for name, part in _HELP if path.startswith(url(name))), "find")
    return f"{url('help')}#{part}"
