"""How figures and shares are written on the pages of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from outward.errors import OutwardError
from outward.vocabulary.units import units
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import number

if TYPE_CHECKING:
    from outward.vocabulary.figures import Figure


def unit_name(code: str) -> str:
    """Name a unit in the page's language; one that only the case knows stands for itself."""
    try:
        return units()[code].header(current_language())
    except OutwardError:
        return code


def figure_text(figure: Figure, unit: str = "") -> str:
    """Write a figure with its unit; ``unit`` is its name where the case has it."""
    written = number(figure.rounded, digits=figure.digits)
    named = unit or unit_name(figure.unit)
    if figure.kind == "rank":
        return f"第{written}位" if current_language() == "zh" else f"no. {written}"
    if named == "%":
        return f"{written}%"
    if named[:1].isdigit():  # 92.3 (100 million USD): two numbers side by side would be read as one
        return f"{written} ({named})"
    return f"{written}{named}" if current_language() == "zh" else f"{written} {named}"


HEDGES: Final = {"about": _("about %(value)s"), "more than": _("more than %(value)s"),
                 "less than": _("less than %(value)s"), "nearly": _("nearly %(value)s")}
"""How a source's reserve about a number is written with it."""


def hedged(text: str, hedge: str) -> str:
    """Write a number with the reserve that its source makes."""
    return str(HEDGES[hedge] % {"value": text}) if hedge in HEDGES else text


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure that a page writes in its own language."""

    figure: Figure

    @property
    def id(self) -> str:
        """Its id in the trace."""
        return self.figure.id

    @property
    def text(self) -> str:
        """The figure with its unit."""
        return figure_text(self.figure)

    @property
    def is_printed(self) -> bool:
        """Whether it stands in a cell of the case, so that it has a page of its own."""
        return self.figure.cell is not None


def percent(share: float | None) -> str:
    """Write a share of counts; nothing where there is nothing to count."""
    return "–" if share is None else f"{share:.0%}"
