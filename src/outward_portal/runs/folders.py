"""What the parts of an answer's folder are called; who only shows them need not bring what makes them."""

from __future__ import annotations

from typing import Final

RESULTS: Final = "results"
CHARTS: Final = "charts"
TABLES: Final = "tables.xlsx"
