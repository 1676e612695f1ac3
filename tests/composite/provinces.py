"""A made-up table of 31 provinces for the framework ``regional-competitiveness``, and what was planted in it.

Every number is drawn: nothing here is a statistic of any province. ``python -m tests.composite.provinces`` writes
``data/synthetic-provinces.csv``.

In all provinces but the planted ones the electronics sector is exactly a quarter of the traditional six in everything.
Amounts then grow by the same factor and ratios stay, so full coverage moves nobody but the planted provinces up.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("data") / "synthetic-provinces.csv"
HEADER: Final = ("unit", "variable", "value", "year", "sector", "status")
YEAR: Final = "2014"
SEED: Final = 20171231

TRADITIONAL: Final = ("metal-products", "general-equipment", "special-equipment", "transport-equipment",
                      "electrical-machinery", "instruments")
ELECTRONICS: Final = "computers-electronics"

AREAS: Final[Mapping[str, tuple[str, ...]]] = {  # as the bureau groups provinces since 2011
    "east": ("CN-BJ", "CN-TJ", "CN-HE", "CN-SH", "CN-JS", "CN-ZJ", "CN-FJ", "CN-SD", "CN-GD", "CN-HI"),
    "central": ("CN-SX", "CN-AH", "CN-JX", "CN-HA", "CN-HB", "CN-HN"),
    "west": ("CN-NM", "CN-GX", "CN-CQ", "CN-SC", "CN-GZ", "CN-YN", "CN-XZ", "CN-SN", "CN-GS", "CN-QH", "CN-NX",
             "CN-XJ"),
    "northeast": ("CN-LN", "CN-JL", "CN-HL"),
}
BY_SIZE: Final = ("CN-JS", "CN-GD", "CN-SD", "CN-ZJ", "CN-SH", "CN-HA", "CN-AH", "CN-HB", "CN-HE", "CN-LN", "CN-TJ",
                  "CN-HN", "CN-FJ", "CN-JL", "CN-BJ", "CN-JX", "CN-SC", "CN-GX", "CN-CQ", "CN-SN", "CN-SX", "CN-NM",
                  "CN-HL", "CN-YN", "CN-GZ", "CN-GS", "CN-XJ", "CN-NX", "CN-QH", "CN-HI", "CN-XZ")

RISERS: Final = ("CN-CQ", "CN-SC", "CN-SN", "CN-JX")
"""The planted effect of coverage: provinces that stand higher once electronics are counted, and nobody else does."""

OUTLIERS: Final[Mapping[tuple[str, str], float]] = {  # (province, variable) -> what its amount is multiplied by
    ("CN-HL", "technology-absorption-expenditure"): 25.0,
    ("CN-BJ", "valid-patents"): 12.0,
    ("CN-SX", "unprofitable-enterprises"): 5.0,
    ("CN-GD", "ofdi-stock"): 6.0,
    ("CN-SH", "ofdi-stock"): 6.0,
}
TREATED: Final = frozenset({("CN-HL", "technology-absorption-ratio"), ("CN-BJ", "valid-patents-per-employee"),
                            ("CN-SX", "loss-making-share"), ("CN-GD", "ofdi-stock"), ("CN-SH", "ofdi-stock")})
"""The cells of indicators that the outliers make."""

BLANK: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {  # (province, variable) -> sectors printed without a value
    ("CN-HI", "technology-import-expenditure"): (*TRADITIONAL, ELECTRONICS),
    ("CN-QH", "hmt-and-foreign-capital"): ("special-equipment",),
    ("CN-NX", "general-trade-export-value"): ("",),
    ("CN-SC", "valid-patents"): (ELECTRONICS,),
    **{("CN-XZ", variable): (*TRADITIONAL, ELECTRONICS)
       for variable in ("rd-expenditure", "research-projects", "technology-import-expenditure",
                        "technology-absorption-expenditure", "patent-applications", "invention-patent-applications",
                        "valid-patents")},
}
EXCLUDED: Final = ("CN-XZ", "competitiveness-innovation", 0, 6)
"""Who is not ranked: the unit, the pillar that is wanting, indicators that are there, and of how many."""
GAPS: Final = frozenset({("CN-HI", "technology-absorption-ratio"), ("CN-QH", "hmt-and-foreign-capital-share"),
                         ("CN-NX", "general-trade-share")})
"""The cells of ranked provinces' indicators that are missing under either coverage."""
FULL_GAPS: Final = frozenset({("CN-SC", "valid-patents-per-employee")})
"""Those that are missing under full coverage alone: a sum without one of its sectors is no sum."""

COUNTS: Final = frozenset({"number-of-enterprises", "unprofitable-enterprises", "research-projects",
                           "patent-applications", "invention-patent-applications", "valid-patents",
                           "ofdi-projects-cumulative"})
UNDIVIDED: Final = ("export-value", "general-trade-export-value", "ofdi-stock", "ofdi-projects-cumulative")
"""Variables that are published without a sector."""

_RISE: Final[Mapping[str, int]] = {  # electronics of the planted provinces, in quarters of the traditional six
    "principal-revenue": 3, "sales-value": 3, "total-assets": 3, "employees": 3, "total-profit": 3,
    "selling-expenses": 2, "number-of-enterprises": 3, "unprofitable-enterprises": 2, "export-delivery-value": 6,
    "rd-expenditure": 4, "research-projects": 3, "technology-import-expenditure": 2,
    "technology-absorption-expenditure": 2, "patent-applications": 3, "invention-patent-applications": 4,
    "valid-patents": 3, "paid-in-capital": 3, "hmt-and-foreign-capital": 4,
}


def _totals(draw: random.Random, province: str) -> dict[str, float]:
    """Draw a province's amounts: of the traditional six sectors, or of all where there is no sector."""
    between = draw.uniform
    is_east = province in AREAS["east"]
    share = 1 - BY_SIZE.index(province) / len(BY_SIZE)
    revenue = 40 + 18_000 * share**2 * between(0.9, 1.1)
    found = {"principal-revenue": revenue, "sales-value": revenue * between(0.97, 1.05),
             "total-assets": revenue * between(0.7, 1.2)}
    found["employees"] = employees = found["sales-value"] / between(70, 130)
    found["total-profit"] = revenue * between(0.03, 0.09)
    found["selling-expenses"] = revenue * between(0.015, 0.035)
    found["number-of-enterprises"] = enterprises = revenue / between(1.5, 2.5)
    found["unprofitable-enterprises"] = enterprises * between(0.08, 0.2)
    found["export-delivery-value"] = found["sales-value"] * (between(0.1, 0.2) if is_east else between(0.04, 0.12))
    found["rd-expenditure"] = revenue * between(0.006, 0.02)
    found["research-projects"] = employees * between(20, 60)
    found["technology-import-expenditure"] = imported = revenue * between(0.001, 0.003)
    found["technology-absorption-expenditure"] = imported * between(0.15, 0.6)
    found["patent-applications"] = patents = employees * between(40, 160)
    found["invention-patent-applications"] = patents * between(0.2, 0.45)
    found["valid-patents"] = employees * between(30, 110)
    found["paid-in-capital"] = capital = found["total-assets"] * between(0.12, 0.25)
    found["hmt-and-foreign-capital"] = capital * (between(0.15, 0.5) if is_east else between(0.03, 0.25))
    found["export-value"] = exports = found["export-delivery-value"] / 6.14 * between(0.9, 1.2)
    found["general-trade-export-value"] = exports * between(0.3, 0.8)
    found["ofdi-stock"] = outward = 1 + 40 * share * between(0.6, 1.2)
    found["ofdi-projects-cumulative"] = 10 + outward * between(6, 14)
    return {variable: amount * OUTLIERS.get((province, variable), 1.0) for variable, amount in found.items()}


def _split(total: int, draw: random.Random) -> list[int]:
    """Divide a whole number among the traditional sectors."""
    shares = [draw.uniform(0.5, 2.0) for _ in TRADITIONAL]
    ends = [round(total * sum(shares[:place + 1]) / sum(shares)) for place in range(len(shares))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _printed(amount: int, variable: str) -> str:
    return str(amount) if variable in COUNTS else f"{amount // 100}.{amount % 100:02d}"


def rows() -> Iterator[tuple[str, ...]]:
    """Make the rows of the table, ``HEADER`` without; the same whenever and wherever they are made."""
    for province in sorted(BY_SIZE):
        draw = random.Random(f"{SEED} {province}")  # noqa: S311: nothing secret
        area = next(area for area, provinces in AREAS.items() if province in provinces)
        yield province, "area", area, "", "", "synthetic"
        for variable, amount in _totals(draw, province).items():
            whole = amount if variable in COUNTS else 100 * amount  # in units, or in hundredths
            quarter = max(1, round(whole / 4))
            if variable in UNDIVIDED:
                cells = {"": round(whole)}
            else:
                electronics = quarter * (_RISE[variable] if province in RISERS else 1)
                cells = {**dict(zip(TRADITIONAL, _split(4 * quarter, draw), strict=True)), ELECTRONICS: electronics}
            for sector, cell in cells.items():
                is_blank = sector in BLANK.get((province, variable), ())
                yield (province, variable, "" if is_blank else _printed(cell, variable), YEAR, sector, "synthetic")


def text() -> str:
    """Write the table as it stands in the file."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows())
    return written.getvalue()


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8", newline="")
