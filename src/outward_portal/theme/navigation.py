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
    """A link of the masthead."""

    label: Promise
    address: str
    also: tuple[str, ...] = ()  # further addresses of the same room

    def is_here(self, path: str) -> bool:
        """Whether a page is in this room."""
        return path.startswith((self.address, *self.also))


@dataclass(frozen=True, slots=True)
class _Room:
    label: Promise
    name: str  # of its first address
    also: tuple[str, ...] = ()
    action: str = ""  # of the policy, for those rooms that not everybody has


_ROOMS: Final = (
    _Room(_("Registers"), "registers"), _Room(_("Library"), "library"), _Room(_("Countries"), "countries"),
    _Room(_("Reports"), "reports", also=("audits",)), _Room(_("Questions"), "questions", also=("runs",)),
    _Room(_("Risks"), "risks", action="forecasts.read"), _Room(_("Rankings"), "workbench", action="index.read"),
    _Room(_("Review"), "review", action="review.propose"),
)


def navigation(user: Any) -> tuple[Item, ...]:
    """Give a person's links in the present language."""
    return tuple(Item(room.label, url(room.name), tuple(url(name) for name in room.also))
                 for room in _ROOMS if not room.action or may(user, room.action))


_HELP: Final = (("registers", "registers"), ("library", "library"), ("countries", "countries"),
                ("reports", "reports"), ("audits", "audits"), ("questions", "questions"), ("runs", "questions"),
                ("workbench", "rankings"), ("risks", "risks"), ("review", "review"), ("search", "find"),
                ("tokens", "programs"), ("api-documentation", "programs"), ("account", "account"),
                ("jobs", "questions"))
"""Names of addresses, the narrower before the wider, with the part of the help for what begins with each."""


def help_address(path: str) -> str:
    """Give the address of the help, at the part that speaks of a page."""
    part = next((part for name, part in _HELP if path.startswith(url(name))), "find")
    return f"{url('help')}#{part}"
