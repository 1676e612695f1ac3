"""The measures on figures: each takes ``Figure``s and derives a ``Figure`` whose formula a reader can follow.

The same measures on arrays and labelled tables stand beside this package; a test holds the two to one another.
"""

from __future__ import annotations

from outward.indicators.traced.amounts import (
    amount_of_share,
    converted,
    count,
    deflated,
    difference,
    fixed_base_index,
    mean,
    per_employee,
    per_enterprise,
    stock_change,
    total,
    unexplained,
    weighted_mean,
    whole_of_share,
)
from outward.indicators.traced.growth import (
    compound_growth,
    contribution_to_growth,
    growth,
    level_before,
    points_change,
    rank_change,
)
from outward.indicators.traced.structure import (
    effective_number,
    herfindahl,
    largest_share,
    location_quotient,
    margin,
    multiple,
    normalised_herfindahl,
    rank_among,
    share,
    share_of_sum,
    specialisation,
)
from outward.indicators.traced.targets import (
    projection,
    projections_to,
    reaching,
    required_growth,
    target_gap,
    years_at_growth,
    years_at_points,
)

__all__ = [
    "amount_of_share",
    "compound_growth",
    "contribution_to_growth",
    "converted",
    "count",
    "deflated",
    "difference",
    "effective_number",
    "fixed_base_index",
    "growth",
    "herfindahl",
    "largest_share",
    "level_before",
    "location_quotient",
    "margin",
    "mean",
    "multiple",
    "normalised_herfindahl",
    "per_employee",
    "per_enterprise",
    "points_change",
    "projection",
    "projections_to",
    "rank_among",
    "rank_change",
    "reaching",
    "required_growth",
    "share",
    "share_of_sum",
    "specialisation",
    "stock_change",
    "target_gap",
    "total",
    "unexplained",
    "weighted_mean",
    "whole_of_share",
    "years_at_growth",
    "years_at_points",
]
