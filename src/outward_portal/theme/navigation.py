"""The rooms that the masthead names."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.theme.addresses import url


@dataclass(frozen=True, slots=True)
class Item:
    """A link of the masthead."""

    label: Promise
    address: str

    def is_here(self, path: str) -> bool:
        """Whether a page is in this room."""
        return path.startswith(self.address)


_ROOMS = ((_("Registers"), "registers"), (_("Library"), "library"), (_("Countries"), "countries"),
          (_("Reports"), "reports"), (_("Questions"), "questions"))


def navigation() -> tuple[Item, ...]:
    """Give the links in the present language."""
    return tuple(Item(label, url(name)) for label, name in _ROOMS)
