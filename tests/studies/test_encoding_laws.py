"""Encoding of results: what is read back is what was written, whatever stands in it, and damage is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.errors import InvalidInputError
from outward.studies.encoding import decode, encode
from outward.studies.result import (
    Column,
    Gap,
    Heading,
    Point,
    Remark,
    ResultChart,
    ResultTable,
    Row,
    Section,
    StudyResult,
)
from outward.vocabulary.figures import Cell, Figure, derive, printed, walk
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.statements import Level, Trend
from tests.worlds import results

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LABELS = st.builds(Label, TEXTS, TEXTS)


@st.composite
def study_results(draw: st.DrawFn) -> StudyResult:
    values = draw(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=5))
    cells = [printed(Cell(draw(TEXTS), str(row), draw(TEXTS), "s"), value, unit="%", digits=1, kind="share")
             for row, value in enumerate(values)]
    total = derive("total", "sum(" + ",".join(f"x{n + 1}" for n in range(len(cells))) + ")", cells, unit="%", digits=1,
                   kind="share", note=draw(TEXTS))
    above = derive("above", "x1-x2", [total, cells[0]], unit="%", digits=0, kind="points")
    table = ResultTable("t", draw(LABELS), draw(LABELS), (Column("c", draw(LABELS), "%"),),
                        (Row("r", draw(LABELS), (above,)), Row("n", draw(LABELS), (None,)),
                         Row("w", draw(LABELS), (draw(LABELS),), is_total=draw(st.booleans()))), (draw(LABELS),))
    chart = ResultChart("c", draw(LABELS), "bars", draw(LABELS), draw(LABELS), "%",
                        tuple(Point(draw(LABELS), Label(""), each) for each in cells))
    level = Level("l", draw(LABELS), draw(LABELS), "2015", total, growth=draw(st.sampled_from([None, above])))
    trend = Trend("p", draw(LABELS), draw(LABELS), tuple((str(year), each) for year, each in enumerate(cells)))
    items = (level, table, Heading("h", draw(LABELS)), chart, trend, Gap("g", draw(LABELS), draw(LABELS)),
             Remark("m", draw(LABELS)))
    return StudyResult("s", results.result().case, "r0001-aa", draw(TEXTS), (Section("a", draw(LABELS), items),),
                       (Source("s", draw(LABELS), draw(LABELS)),))


@settings(max_examples=40, deadline=None)
@given(study_results())
def test_what_is_read_back_is_what_was_written(result: StudyResult) -> None:
    assert decode(encode(result)) == result


def test_every_statement_pattern_comes_back() -> None:
    result = results.result()
    assert decode(encode(result)) == result


def test_the_bundled_cases_diagnosis_comes_back_number_by_number(diagnosis: StudyResult) -> None:
    written = encode(diagnosis)
    again = decode(written)
    assert encode(again) == written
    assert [(figure.id, figure.value) for figure in walk(one for _, one in again.figures())] == [
        (figure.id, figure.value) for figure in walk(one for _, one in diagnosis.figures())]


def test_a_figure_that_is_shown_twice_is_one_figure_again() -> None:
    again = decode(encode(results.result()))
    by_id: dict[str, Figure] = {}
    for _, figure in again.figures():
        assert by_id.setdefault(figure.id, figure) is figure


@pytest.mark.parametrize("damage", [
    lambda content: content.update(version=99),
    lambda content: content.update(format="something else"),
    lambda content: content.pop("figures"),
    lambda content: content["result"].update({"is": "Popen"}),
    lambda content: content["result"].pop("sections"),
    lambda content: content.update(result=content["figures"][0]),
    lambda content: content["figures"].reverse(),
    lambda content: content["figures"][0].update(colour="red"),
])
def test_another_version_or_a_damaged_result_is_refused(damage: object) -> None:
    content = json.loads(encode(results.result()))
    damage(content)  # type: ignore[operator]
    with pytest.raises(InvalidInputError, match=r"result\.json"):
        decode(json.dumps(content).encode())


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"{}", b'{"format":'])
def test_what_is_no_result_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        decode(data)
