"""What is compared of a lead and an enterprise; one pair is judged alike whichever of the two looks for the other."""

from __future__ import annotations

from functools import cache
from typing import Final

from outward.matching import AnyOf, AtMost, Branch, Criterion, Tokens
from outward.matching.rules import JOINING
from outward.vocabulary.sectors import sectors

SECTOR: Final = "sector"
WANTED: Final = "wanted"
COUNTRY: Final = "country"
SIZE: Final = "size"
KEYS: Final = (SECTOR, WANTED, COUNTRY, SIZE)

LEAST_SCORE: Final = 0.3
LEAST_KNOWN: Final = 0.4
"""Share of the weight of all criteria of which both sides must state something."""
LARGEST_STEP: Final = 4.0
"""How many times the value of an enterprise's largest project so far a lead may have without any doubt."""
_DOUBTFUL_UP_TO: Final = 12.0  # times: beyond, the size speaks fully against it

_TOO_WIDE: Final = frozenset({"all-sectors", "industry", "manufacturing", "equipment-manufacturing"})
_SAID_BY_ALL: Final = frozenset({
    "company", "contract", "equipment", "group", "project", "projects", "sample", "services", "supply", "system",
    "works", "公司", "集团", "项目", "设备", "供应", "采购", "工程", "样例", "制造", "生产"})
WEIGHTS: Final = {SECTOR: 3.0, WANTED: 2.0, COUNTRY: 2.0, SIZE: 1.0}
IGNORED: Final = JOINING | _SAID_BY_ALL


@cache
def criteria(*, of_leads: bool) -> tuple[Criterion, ...]:
    """Give the criteria; ``of_leads`` where leads are the candidates, otherwise enterprises are."""
    parents = {sector.id: sector.parent for sector in sectors().values()}
    return (
        Criterion(SECTOR, Branch("sector", parents, _TOO_WIDE, is_reversed=of_leads), WEIGHTS[SECTOR],
                  is_required=True),
        Criterion(WANTED, Tokens("words", enough=2, ignored=IGNORED), WEIGHTS[WANTED]),
        Criterion(COUNTRY, AnyOf("countries"), WEIGHTS[COUNTRY]),
        Criterion(SIZE, AtMost("stretch", tolerance=_DOUBTFUL_UP_TO / LARGEST_STEP - 1), WEIGHTS[SIZE]),
    )
