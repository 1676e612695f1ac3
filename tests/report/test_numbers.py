"""numbers.csv: every row can be worked out again from the rows that it names, by a program that is not ours."""

from __future__ import annotations

import csv
import io
import re
import statistics
from collections.abc import Iterator
from dataclasses import replace

import pytest

from outward.errors import InvalidValueError, NotFoundError
from outward.report.build import Report, build_report, no_picture
from outward.report.document import Number, spans_of
from outward.report.numbers import COLUMNS, number_rows, numbers_csv, table_name
from outward.report.trace import nested_trace, trace_text
from outward.vocabulary.figures import Cell, printed
from outward.vocabulary.labels import LANGUAGES, Language
from tests.worlds import results

REPORTS: dict[Language, Report] = {
    language: build_report([results.result()], language=language, describe=no_picture) for language in LANGUAGES
}


def rows_of(language: Language) -> list[dict[str, str]]:
    text = numbers_csv(REPORTS[language].numbers).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def independent(formula: str, values: list[float]) -> float:
    """Evaluate a formula with Python itself: another program than the one that made the value."""
    names: dict[str, object] = {f"x{index}": value for index, value in enumerate(values, start=1)}
    names |= {"sum": lambda *args: sum(args), "mean": lambda *args: statistics.fmean(args), "min": min, "max": max,
                 "rank": lambda first, *others: 1 + sum(other > first for other in others)}
    assert re.fullmatch(r"[0-9x+\-*/(). ,a-z]+", formula)
    return float(eval(formula, {"__builtins__": {}}, names))


def test_no_source_becomes_a_formula_of_a_spreadsheet() -> None:
    [first, *_] = REPORTS["en"].numbers
    text = numbers_csv([replace(first, source='=HYPERLINK("http://x")')]).decode("utf-8")
    assert next(csv.DictReader(io.StringIO(text)))["source"] == "'=HYPERLINK(\"http://x\")"


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_give_values_back(language: Language) -> None:
    rows = rows_of(language)
    values = {row["id"]: float(row["value"]) for row in rows}
    derived = [row for row in rows if row["formula"]]
    assert len(derived) > 20
    for row in derived:
        inputs = [values[id] for id in row["inputs"].split(";")]
        assert independent(row["formula"], inputs) == pytest.approx(values[row["id"]], rel=1e-12, abs=1e-12), row["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_is_the_value_rounded(language: Language) -> None:
    for row in rows_of(language):
        shown = float(row["text"].replace(",", ""))
        assert abs(shown - float(row["value"])) <= 0.5 * 10 ** -int(row["digits"]) + 1e-9
        assert len(row["text"].partition(".")[2]) == int(row["digits"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_cells_have_no_formula_and_inputs_come_first(language: Language) -> None:
    seen: set[str] = set()
    for row in rows_of(language):
        assert tuple(row) == COLUMNS
        assert (row["formula"] == "") == row["id"].startswith("cell:") == (row["inputs"] == "")
        assert set(filter(None, row["inputs"].split(";"))) <= seen
        seen.add(row["id"])


def test_ids_inputs_and_order_are_alike_in_both_languages() -> None:
    english, chinese = rows_of("en"), rows_of("zh")
    assert [(row["id"], row["section"], row["kind"], row["inputs"]) for row in english] == [
        (row["id"], row["section"], row["kind"], row["inputs"]) for row in chinese]
    differ = {row["id"] for row, other in zip(english, chinese, strict=True) if row["value"] != other["value"]}
    assert differ
    assert all(id.startswith(("shown:", "magnitude:shown:")) for id in differ)
    assert {row["id"] for row, other in zip(english, chinese, strict=True)
            if (row["digits"], row["formula"]) != (other["digits"], other["formula"])} <= differ


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_document_has_its_row(language: Language) -> None:
    rows = {row["id"]: row["text"] for row in rows_of(language)}
    shown = [span for block in REPORTS[language].document.blocks for span in spans_of(block)
             if isinstance(span, Number)]
    assert len(shown) > 80
    for span in shown:
        assert rows[span.id] == span.text


def test_a_shown_unit_is_a_row_of_its_own() -> None:
    english, chinese = ({row["id"]: row for row in rows_of(language)} for language in LANGUAGES)
    id = "shown:cell:1:2"
    assert (english[id]["text"], english[id]["unit"], english[id]["formula"]) == ("19.753", "billion CNY", "x1/10")
    assert (chinese[id]["text"], chinese[id]["unit"], chinese[id]["formula"]) == ("197.53", "亿元", "x1")
    assert english["magnitude:sales.growth.2015"]["text"] == "3.7"
    assert float(english["sales.growth.2015"]["value"]) < 0


def test_sources_are_cited_with_table_row_and_paragraph() -> None:
    english, chinese = ({row["id"]: row for row in rows_of(language)} for language in LANGUAGES)
    assert english["cell:1:2"]["source"] == "Anyville Statistical Yearbook, Table 1, row 2, paragraph 12"
    assert chinese["cell:1:2"]["source"] == "《某市统计年鉴》，表1，第2行，第12段"
    assert english["firms.count"]["source"] == "Anyville's registers, register of enterprises"
    assert english["target.gap"]["source"] == "Anyville Statistical Yearbook, Table 1, text"


@pytest.mark.parametrize(("table", "english", "chinese"), [
    ("3", "Table 3", "表3"), ("3.1", "Table 3.1", "表3.1"), ("claims", "text", "文中数据"),
    ("表3-1", "table 表3-1", "表3-1"), ("gdp-2016", "table gdp-2016", "表“gdp-2016”"),
    ("targets.threshold", "register of targets", "名录targets"), ("parks", "register of parks", "名录parks"),
])
def test_a_table_is_a_register_only_where_it_is_one(table: str, english: str, chinese: str) -> None:
    assert table_name(table, "en", {"parks"}) == english
    assert table_name(table, "zh", {"parks"}) == chinese
    figure = printed(Cell(table, "1", "5", "S"), 5.0, unit="%", digits=0, kind="share")
    row = number_rows([("s", figure)], {}, "en", registers={"parks"})[0]
    assert (row.place, row.source) == (f"{english}, row 1", f"S, {english}, row 1")


def test_an_unknown_source_is_cited_by_its_id() -> None:
    figure = printed(Cell("1", "1", "5", "nobody"), 5.0, unit="%", digits=0, kind="share")
    assert number_rows([("s", figure)], {}, "en")[0].source == "nobody, Table 1, row 1"


def test_two_figures_of_one_id_are_refused() -> None:
    one, other = (printed(Cell("1", "1", "5", "S"), value, unit="%", digits=0, kind="share") for value in (5.0, 6.0))
    with pytest.raises(InvalidValueError, match="two figures"):
        number_rows([("a", one), ("b", other)], {}, "en")


def test_traces_go_down_to_printed_cells() -> None:
    def leaves(trace: dict[str, object]) -> Iterator[dict[str, object]]:
        inputs = trace.get("inputs", [])
        assert isinstance(inputs, list)
        if not inputs:
            yield trace
        for one in inputs:
            yield from leaves(one)

    for row in REPORTS["en"].numbers:
        for leaf in leaves(nested_trace(row.id, REPORTS["en"].numbers)):
            assert "cell" in leaf or leaf["told"] == "above"


def test_a_trace_is_drawn_as_a_tree() -> None:
    drawn = trace_text("magnitude:sales.growth.2015", REPORTS["en"].numbers, "en").splitlines()
    assert drawn[0] == "3.7 (%)  [magnitude:sales.growth.2015]  = -x1"
    assert drawn[1] == "└─ x1 = -3.7 (%)  [sales.growth.2015]  = 100*(x1/x2-1)"
    assert drawn[2].startswith("   ├─ x1 = 197.53 (100 million CNY)  [cell:1:2]  printed \"197.53\", Anyville")
    chinese = trace_text("sales.hhi.2015", REPORTS["zh"].numbers, "zh")
    assert "刊印为“120.53”" in chinese


def test_a_number_told_above_is_not_told_again() -> None:
    drawn = trace_text("target.years", REPORTS["en"].numbers, "en")
    assert drawn.count("printed") == len(set(re.findall(r"\[cell:[^\]]+\]", drawn)))


def test_an_unknown_id_names_its_neighbours() -> None:
    with pytest.raises(NotFoundError, match=r"sales\.growth\.2015"):
        trace_text("sales.growth.2016", REPORTS["en"].numbers, "en")
