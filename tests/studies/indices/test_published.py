"""What is told of a published ranking: Table 5 of the case, and tables in which something cannot be."""

from __future__ import annotations

import pandas as pd

from outward.studies.holdings import Holdings
from outward.studies.indices.published import published_items
from outward.studies.result import Heading, Item, Remark, ResultTable
from outward.vocabulary.figures import Figure, walk
from outward.vocabulary.formulas import evaluate
from outward.vocabulary.statements import Between
from tests.studies.loading import ROW

PILLARS = ("competitiveness-scale", "competitiveness-efficiency", "competitiveness-innovation",
           "competitiveness-international")
FIELD = 31


def told(holdings: Holdings) -> dict[str, Item]:
    items = published_items(holdings, PILLARS, FIELD)
    assert len({item.id for item in items}) == len(items)
    return {item.id: item for item in items}


def table_of(items: dict[str, Item], coverage: str) -> ResultTable:
    found = items[f"published.table.{coverage}"]
    assert isinstance(found, ResultTable)
    return found


def values(table: ResultTable, province: str) -> list[float | None]:
    row = next(row for row in table.rows if row.key == province)
    return [cell.value if isinstance(cell, Figure) else None for cell in row.cells]


def with_places(holdings: Holdings, *places: tuple[str, str, str, int]) -> Holdings:
    """Put a case's places beside others: pillar, coverage, province and place."""
    rows = [{**ROW, "indicator": f"{pillar}.rank", "coverage": coverage, "region": province, "value": float(place),
             "value_as_printed": str(place), "unit": "rank", "period": "2014", "table": "planted", "row": str(row)}
            for row, (pillar, coverage, province, place) in enumerate(places)]
    added = pd.DataFrame(rows, columns=holdings.observations.columns)
    return Holdings(holdings.casebook, pd.concat([holdings.observations, added], ignore_index=True))


def without_places(holdings: Holdings) -> Holdings:
    ranked = holdings.observations["indicator"].str.startswith("competitiveness-")
    return Holdings(holdings.casebook, holdings.observations[~ranked])


class TestTable5:
    """ADB (2017), Technical Report 2, Table 5."""

    def test_it_begins_with_what_cannot_be_concluded(self, liaoning: Holdings) -> None:
        first, second, *_ = published_items(liaoning, PILLARS, FIELD)
        assert isinstance(first, Heading)
        assert isinstance(second, Remark)
        assert "neither scores, weights nor indicators" in second.text.en
        assert "未公布得分、权重和指标" in second.text.zh

    def test_nothing_in_it_is_impossible(self, liaoning: Holdings) -> None:
        items = told(liaoning)
        assert "published.clean" in items
        assert not [id for id in items if id.startswith("impossible")]

    def test_places_as_printed_and_the_bounds_of_their_mean(self, liaoning: Holdings) -> None:
        items = told(liaoning)
        traditional, full = table_of(items, "traditional"), table_of(items, "full")
        assert [column.key for column in full.columns] == [*PILLARS, "low", "high"]
        assert values(traditional, "CN-LN") == [5, 10, 10, 7, 8, 8]
        assert values(full, "CN-LN") == [8, 8, 10, None, 9.25, 14.25]
        assert values(full, "CN-JS") == [1, 4, 2, 2, 2.25, 2.25]
        assert values(traditional, "CN-BJ") == [None, 6, 1, None, (6 + 1 + 11 + 11) / 4, (6 + 1 + 31 + 31) / 4]
        assert {row.key for row in traditional.rows} >= {"CN-LN", "CN-JL", "CN-SX"}

    def test_every_number_is_a_cell_of_table_5_or_follows_from_some(self, liaoning: Holdings) -> None:
        figures = [cell for coverage in ("traditional", "full") for row in table_of(told(liaoning), coverage).rows
                   for cell in row.cells if isinstance(cell, Figure)]
        for figure in walk(figures):
            if figure.cell is None:
                assert evaluate(figure.formula, [each.value for each in figure.inputs]) == figure.value
            else:
                assert (figure.cell.table, figure.cell.paragraph) == ("5", "48")
        assert sum(figure.cell is not None for figure in walk(figures)) == 80

    def test_what_is_said_of_liaoning(self, liaoning: Holdings) -> None:
        items = told(liaoning)
        for coverage, low, high in (("traditional", 8, 8), ("full", 9.25, 14.25)):
            said = items[f"published.mean.{coverage}.CN-LN"]
            assert isinstance(said, Between)
            assert (said.low.value, said.high.value, said.period) == (low, high, "2014")
        ahead = items["published.traditional.ahead"]
        assert isinstance(ahead, Remark)
        assert ahead.text.en.endswith("(traditional coverage): Jiangsu, Shandong, Shanghai.")
        assert ahead.text.zh.endswith("江苏、山东、上海。")
        assert "published.full.behind" not in items  # whoever is printed once only may stand before it


class TestPlanted:
    """What no ranking can be is told by name."""

    def test_a_province_at_two_places(self, liaoning: Holdings) -> None:
        held = without_places(liaoning)
        ranks = [(pillar, "traditional", province, place) for pillar in PILLARS[:2]
                 for place, province in enumerate(("CN-JS", "CN-LN", "CN-GD"), 1)]
        items = told(with_places(held, *ranks))
        assert "published.clean" in items
        table = with_places(held, *ranks).observations
        again = table[(table["region"] == "CN-LN") & (table["indicator"] == f"{PILLARS[0]}.rank")].assign(
            value=4.0, value_as_printed="4", row="99")
        items = told(Holdings(held.casebook, pd.concat([table, again], ignore_index=True)))
        wrong = items["impossible.published.1"]
        assert isinstance(wrong, Remark)
        assert wrong.text.en.startswith("Liaoning stands at several places of one column (")
        assert wrong.text.zh.startswith("辽宁在同一栏（")
        assert "published.clean" not in items

    def test_a_place_that_is_left_out(self, liaoning: Holdings) -> None:
        held = without_places(liaoning)
        ranks = [(pillar, "full", province, place) for pillar in PILLARS[:2]
                 for place, province in ((1, "CN-JS"), (2, "CN-LN"), (4, "CN-GD"))]
        items = told(with_places(held, *ranks))
        assert len([id for id in items if id.startswith("impossible")]) == 2  # a third place in either column
        wrong = items["impossible.published.1"]
        assert isinstance(wrong, Remark)
        assert "left out, or beyond the number of provinces" in wrong.text.en

    def test_a_place_beyond_the_field_is_told_and_stops_nothing(self, liaoning: Holdings) -> None:
        held = without_places(liaoning)
        ranks = [(pillar, "full", province, place) for pillar in PILLARS[:2]
                 for place, province in ((1, "CN-JS"), (40, "CN-LN"))]
        assert [id for id in told(with_places(held, *ranks)) if id.startswith("impossible")]

    def test_one_column_alone_says_nothing_of_a_mean(self, liaoning: Holdings) -> None:
        held = without_places(liaoning)
        assert published_items(with_places(held, (PILLARS[0], "full", "CN-LN", 1)), PILLARS, FIELD) == []
        assert published_items(held, PILLARS, FIELD) == []

    def test_places_of_two_years_are_two_rankings(self, liaoning: Holdings) -> None:
        table = liaoning.observations
        later = table[table["indicator"].str.startswith("competitiveness-")].assign(period="2015", table="later")
        items = told(Holdings(liaoning.casebook, pd.concat([table, later], ignore_index=True)))
        assert not [id for id in items if id.startswith("impossible")]
