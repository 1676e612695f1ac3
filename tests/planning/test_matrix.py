"""The policy matrix: what is written is read again, and what was spoilt by hand is named."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.errors import InvalidInputError, InvalidValueError
from outward.planning.matrix import (
    Line,
    PolicyMatrix,
    as_lines,
    differences,
    narrowed,
    policy_matrix,
    read_crossings,
)
from outward.vocabulary.labels import Label
from outward.workbooks.exports import write_table

keys = st.text("abcXYZ019-.", min_size=1, max_size=6).filter(lambda text: not text.startswith("-"))
texts = st.text(st.characters(codec="utf-8"), max_size=12)


@st.composite
def matrices(draw: st.DrawFn) -> PolicyMatrix:
    rows = [Line(key, Label(draw(texts), draw(texts))) for key in draw(st.lists(keys, unique=True, max_size=6))]
    columns = [Line(key, Label(draw(texts), draw(texts))) for key in draw(st.lists(keys, unique=True, max_size=6))]
    pairs = [(row.key, column.key) for row in rows for column in columns]
    return policy_matrix(rows, columns, draw(st.sets(st.sampled_from(pairs))) if pairs else ())


def as_csv(matrix: PolicyMatrix) -> str:
    header, rows = as_lines(matrix, "en")
    file = io.BytesIO()
    write_table(file, header, rows, [("Citation", "a test")], format="csv")
    return file.getvalue().decode("utf-8")


@given(matrices())
def test_an_exported_matrix_is_read_again_whatever_the_names(matrix: PolicyMatrix) -> None:
    read = read_crossings(as_csv(matrix), rows=[row.key for row in matrix.rows],
                          columns=[column.key for column in matrix.columns])
    assert read == matrix.crossings


@given(matrices())
def test_rows_and_columns_count_the_same_marks(matrix: PolicyMatrix) -> None:
    total = matrix.count()
    assert total == sum(matrix.count(row=row.key) for row in matrix.rows)
    assert total == sum(matrix.count(column=column.key) for column in matrix.columns)
    met = narrowed(matrix, only_met=True)
    assert met.crossings == matrix.crossings
    assert not met.empty_rows
    assert not met.empty_columns


ROWS = (Line("61", Label("Fund first sets", "支持首台套")), Line("62", Label("Draw in partners", "引进合作方")))
COLUMNS = (Line("A07", Label("Finance", "财政")), Line("A08", Label("Banks", "金融")))


def test_a_cell_that_is_no_mark_an_unknown_row_and_a_column_twice_are_named_by_place() -> None:
    spoilt = "key,measure,A07: Finance,A07: Finance\r\n61,Fund,yes,\r\n63,None,x,\r\n61,Again,,\r\n62,Wide,,,x\r\n"
    with pytest.raises(InvalidInputError) as raised:
        read_crossings(spoilt, rows=["61", "62"], columns=["A07", "A08"])
    assert [(problem.row, problem.column) for problem in raised.value.problems] == [
        (1, "A07"), (2, "A07"), (3, "key"), (4, "key"), (5, "")]


def test_another_file_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="header"):
        read_crossings("a,b\n1,2\n", rows=[], columns=[])
    with pytest.raises(InvalidInputError, match="header"):
        read_crossings("", rows=[], columns=[])


def test_lines_of_one_key_are_refused_and_strange_crossings_left_out() -> None:
    with pytest.raises(InvalidValueError, match="two rows '61'"):
        policy_matrix([ROWS[0], ROWS[0]], COLUMNS, [])
    assert policy_matrix(ROWS, COLUMNS, [("61", "A09"), ("60", "A07")]).crossings == frozenset()


def test_choosing_columns_keeps_the_rows_unless_only_what_meets_is_wanted() -> None:
    matrix = policy_matrix(ROWS, COLUMNS, [("61", "A07"), ("62", "A08")])
    assert [line.key for line in narrowed(matrix, columns=["A08"]).rows] == ["61", "62"]
    met = narrowed(matrix, columns=["A08"], only_met=True)
    assert ([line.key for line in met.rows], [line.key for line in met.columns]) == (["62"], ["A08"])
    assert differences(matrix.crossings, [("61", "A07"), ("61", "A08")]) == {
        "added": frozenset({("61", "A08")}), "removed": frozenset({("62", "A08")})}


def test_a_measure_below_an_empty_line_is_a_mistake_and_does_not_lose_its_marks_unseen() -> None:
    torn = "key,measure,A07: Finance\r\n61,Fund,x\r\n,,\r\n62,Draw,x\r\n,,\r\nCitation,a test\r\n"
    with pytest.raises(InvalidInputError, match="below an empty line") as raised:
        read_crossings(torn, rows=["61", "62"], columns=["A07"])
    assert [(problem.row, problem.column) for problem in raised.value.problems] == [(4, "key")]


def test_a_file_that_is_no_csv_is_refused_by_its_line() -> None:
    with pytest.raises(InvalidInputError, match="cannot be read"):
        read_crossings('key,measure,A07\r\n61,"' + "a" * 200_000, rows=["61"], columns=["A07"])
