"""The bundled case with more observations loaded."""

from __future__ import annotations

import pandas as pd

from outward.studies.holdings import Holdings
from outward.vocabulary.observations import COLUMNS

ROW = {
    "indicator": "total-assets",
    "region": "CN-LN",
    "sector": "equipment-manufacturing",
    "coverage": "",
    "partner": "",
    "product": "",
    "subject": "",
    "period": "2014",
    "unit": "100 million CNY",
    "value": 12000.0,
    "value_as_printed": "12000",
    "status": "imported",
    "break_before": "",
    "table": "added",
    "row": "1",
    "source": "adb-2017",
    "paragraph": "",
    "known_on": "2018-01-01",
    "note": "",
}


def with_rows(holdings: Holdings, *rows: dict[str, object]) -> Holdings:
    """The same case with more observations loaded."""
    added = pd.DataFrame([{**ROW, **row} for row in rows], columns=list(COLUMNS))
    return Holdings(holdings.casebook, pd.concat([holdings.observations, added], ignore_index=True))
