"""The diagnosis reproduces what the seed report itself prints, wherever that is consistent, to half its last digit.

Source: Asian Development Bank (2017), TA-9036, Technical Report 2. What is contradictory there is in
``test_diagnosis.py``: the diagnosis must say so rather than reproduce it.
"""

from __future__ import annotations

import pytest

from outward.studies.result import StudyResult
from outward.vocabulary.figures import Figure, walk


@pytest.fixture(scope="module")
def figures(diagnosis: StudyResult) -> dict[str, Figure]:
    return {figure.id: figure for figure in walk(figure for _, figure in diagnosis.figures())}


@pytest.mark.parametrize(
    ("sector", "printed"),
    [
        ("electrical-machinery", 8.53),
        ("transport-equipment", 25.19),
        ("metal-products", 5.80),
        ("computers-electronics", 38.15),
        ("general-equipment", 6.84),
        ("instruments", 13.65),
        ("special-equipment", 5.80),
    ],
)
def test_export_intensity_as_table_1_prints_it(figures: dict[str, Figure], sector: str, printed: float) -> None:
    assert figures[f"exports.intensity.{sector}"].value == pytest.approx(printed, abs=0.005)


@pytest.mark.parametrize(
    ("id", "printed", "half_a_unit"),
    [
        ("nation.each.sales-income.CN-LN", 74, 0.5),  # million CNY per enterprise, para 38
        ("nation.each.sales-income.CN-JS", 311, 0.5),
        ("nation.multiple-each.sales-income.CN-JS", 4.2, 0.05),
        ("nation.each.gross-output-value.CN-JS", 314, 0.5),  # printed as value added per enterprise
        ("capital.outside.CN-LN", 14.5, 0.05),  # Hong Kong, Macao, Taiwan and foreign capital, para 42
        ("capital.outside.CHN", 26.9, 0.05),
        ("capital.total.CHN", 49808, 0.5),  # the total row of Table 3
    ],
)
def test_what_the_paragraphs_work_out(figures: dict[str, Figure], id: str, printed: float, half_a_unit: float) -> None:
    assert figures[id].value == pytest.approx(printed, abs=half_a_unit)


@pytest.mark.parametrize(
    ("owner", "printed"),
    [("state", 8.6), ("collective", 1.8), ("corporate", 32.5), ("personal", 30.2), ("hmt", 9.3), ("foreign", 17.6)],
)
def test_the_mean_row_of_table_3(figures: dict[str, Figure], owner: str, printed: float) -> None:
    """Weights and shares are rounded themselves, so the mean may be off by another half unit of a share."""
    assert figures[f"capital.mean.{owner}-capital-share.CHN"].value == pytest.approx(printed, abs=0.1)
