"""What is not wrong with a case, and leaves something out of its report all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from outward.casebook.folder import Casebook
from outward.casebook.layout import SETTINGS
from outward.errors import Problem


def cautions(casebook: Casebook, indicators: Collection[str], sectors: Collection[str]) -> Iterator[Problem]:
    """Name settings without which numbers that the case holds do nothing.

    Parameters
    ----------
    casebook : Casebook
        The case.
    indicators, sectors : collection of str
        Ids that its numbers have.
    """
    held = sorted(id for id in indicators if "price-index" in id.partition(".")[0])
    if held and not casebook.case.price_index:
        yield Problem(SETTINGS, 0, "price_index", f"{held[0]} is loaded and deflates nothing",
                      f'Write price_index = "{held[0]}" and base_period = "2010" (a year of the index), for growth in '
                      "constant prices.")
    parts = [part.id for part in casebook.sectors.parts_of(casebook.case.sector) if part.id in sectors]
    if parts and not casebook.case.sectors:
        listed = ", ".join(f'"{part}"' for part in parts)
        yield Problem(SETTINGS, 0, "sectors", f"the list is empty, though there are numbers of {', '.join(parts)}: the "
                      "report has no table of parts", f"Write sectors = [{listed}], in the order of tables.")


def cautions_of(casebook: Casebook) -> tuple[Problem, ...]:
    """Name the same of a case's own tables and claims."""
    both = (casebook.tables, casebook.claims)
    return tuple(cautions(casebook, *({str(id) for table in both for id in table[column].unique()}
                                      for column in ("indicator", "sector"))))
