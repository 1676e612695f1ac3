"""Kinds of fact: what may hold between printed numbers by definition, and what each kind has to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FACT_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "total": ("table", "item", "indicators"),
    "two_way_total": ("table", "indicator", "rows", "cols", "total"),
    "region_total": ("table", "indicators", "members", "total"),
    "period_total": ("table", "indicator", "suffixes"),
    "composition": ("table", "indicators", "of"),
    "ratio": ("indicator", "num", "den", "scale"),
    "ratio_approx": ("indicator", "num", "den", "scale", "band"),
    "growth": ("indicator", "of"),
    "share_of_total": ("table", "indicator", "of", "total"),
    "share_of_hidden_total": ("indicator", "of"),
    "balance": ("table", "closing", "terms"),
    "carry": ("table", "opening", "closing"),
    "stock_flow": ("stock", "flow"),
    "of_which": ("table", "indicator", "item_prefix", "whole_table", "whole_indicator"),
    "at_most": ("part", "whole"),
    "region_part_of": ("part", "whole"),
    "twin": ("indicators",),
    "related": ("indicators",),
}
"""The kinds of fact, and the keys that each has; ``docs/how-to/make-a-case.md`` tells them."""
