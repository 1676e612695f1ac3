"""What a folder may hold, and that whatever is wrong in it is said by file, row and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.audit import Cell, Document, Fact, audit
from outward.errors import InvalidInputError, NotFoundError
from outward.studies.auditing.facts import fact_problem
from outward.studies.auditing.folder import read_folder

HEADER = "doc,cell,table,region,item,period,indicator,unit,text\n"
ROW = "D1,1,1,Anyville,Pumps,2015,sales,million CNY,120.5\n"


def written(tmp_path: Path, **files: str | bytes) -> Path:
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (tmp_path / f"{name}.csv").write_bytes(data)
    return tmp_path


def problems(folder: Path) -> list[str]:
    with pytest.raises(InvalidInputError) as raised:
        read_folder(folder)
    return [str(problem) for problem in raised.value.problems]


def test_documents_by_id_with_their_rows(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        cells=HEADER + ROW.replace("D1", "D10") + ROW + ROW.replace("D1", "D2"),
        claims="claim,doc,sentence,extra\nc1,D2,Sales rose.,x\nc1,D3,Nothing.,\n",
    )
    documents = read_folder(folder)
    assert [document.id for document in documents] == ["D1", "D2", "D3", "D10"]
    assert documents[1].claims[0].sentence == "Sales rose."
    assert documents[0].cells[0].title == ""
    assert {document.facts for document in documents} == {None}


def test_facts_are_declared_for_all_documents_where_there_is_a_file(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        cells=HEADER + ROW + ROW.replace("D1", "D2"),
        facts='doc,json\nD2,"{""fact"": ""twin"", ""indicators"": [""a"", ""b""]}"\n',
    )
    assert [document.facts for document in read_folder(folder)] == [(), (Fact("twin", {"indicators": ["a", "b"]}),)]
    assert [document.facts for document in read_folder(folder, facts=False)] == [None, None]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_with_or_without_a_byte_order_mark_and_with_either_line_end(tmp_path: Path, mark: bytes) -> None:
    folder = written(tmp_path, cells=mark + (HEADER + ROW).replace("\n", "\r\n").encode())
    assert read_folder(folder)[0].cells[0].text == "120.5"


def test_a_folder_without_cells(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_folder(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cells.csv: the file is empty"),
        (b"doc,cell\n", "cells.csv, row 1, column table: the column is missing"),
        (f"{HEADER}{ROW}{ROW}".encode(), "cells.csv, row 3, column cell: '1' stands in cells.csv, row 2 too"),
        (f"{HEADER}\n{ROW}D1,2\n".encode(), "cells.csv, row 4: the row has 2 cells, too few for its columns"),
        (HEADER.encode() + ROW.replace("Pumps", "泵").encode("gbk"), "cells.csv, row 2: byte 0xb1 is not UTF-8"),
        (f"{HEADER}{ROW}".encode("utf-16"), "cells.csv: the file is UTF-16"),
        (f"{HEADER}{ROW}D1,\0,".encode(), "cells.csv, row 3: a NUL character"),
        (f'{HEADER}{ROW}D1,2,"1,A\n'.encode(), "cells.csv, row 3: the row cannot be read: unexpected end of data"),
        (
            f"{HEADER}{ROW}D1,2,1,{'x' * 200_000},a,b,c,d,e\n".encode(),
            "cells.csv, row 3: the row cannot be read: field larger",
        ),
        (
            f"{HEADER}{ROW}D1,2,1,{'x' * 40_000},a,b,c,d,e\n".encode(),
            "cells.csv, row 3, column region: 40,000 characters",
        ),
        (f"{HEADER}{ROW},2,1,A,a,b,c,d,e\n".encode(), "cells.csv, row 3, column doc: the id is missing"),
        (f"{HEADER}{ROW}D1,2;3,1,A,a,b,c,d,e\n".encode(), "cells.csv, row 3, column cell: '2;3' is no id"),
        (f"doc,{HEADER}{ROW}".encode(), "cells.csv, row 1, column doc: 2 columns of this name"),
    ],
)
def test_what_is_wrong_in_cells(tmp_path: Path, content: bytes, said: str) -> None:
    assert problems(written(tmp_path, cells=content))[0].startswith(said)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (
            "doc,claim,sentence\nD1,1,Sales rose.\n",
            "claims.csv, row 2, column claim: '1' stands in cells.csv, row 2 too",
        ),
        ("doc,claim,text,hedge\nD1,c1,5,over\n", "claims.csv, row 2, column hedge: 'over' is no hedge"),
        ("doc,claim\nD1,c1\n", "claims.csv, row 1, column sentence: neither sentences nor numbers"),
    ],
)
def test_what_is_wrong_in_claims(tmp_path: Path, claims: str, said: str) -> None:
    assert problems(written(tmp_path, cells=HEADER + ROW, claims=claims))[0].startswith(said)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("{", "a fact that is no JSON"),
        ("[" * 100_00, "a fact that is no JSON"),
        ("5", "no known kind of fact"),
        ('{"fact": "magic"}', "no known kind of fact: 'magic'"),
        ('{"fact": "total", "table": "1"}', "a fact 'total' without item, indicators"),
        ('{"fact": "twin", "indicators": 5}', "'indicators' of a fact 'twin' is no list of names"),
        (
            '{"fact": "ratio", "indicator": "a", "num": "b", "den": "c", "scale": "x"}',
            "'scale' of a fact 'ratio' is no number",
        ),
        (
            '{"fact": "ratio", "indicator": "a", "num": "b", "den": "c", "scale": NaN}',
            "'scale' of a fact 'ratio' is no number",
        ),
        (
            '{"fact": "ratio", "indicator": {"a": 1}, "num": "b", "den": "c"}',
            "'indicator' of a fact 'ratio' is no name",
        ),
        (
            '{"fact": "balance", "table": "1", "closing": "a", "terms": [[]]}',
            "'terms' of a fact 'balance' are no terms",
        ),
    ],
)
def test_what_is_wrong_in_facts(tmp_path: Path, fact: str, said: str) -> None:
    quoted = fact.replace('"', '""')
    found = problems(written(tmp_path, cells=HEADER + ROW, facts=f'doc,json\nD1,"{quoted}"\n'))
    assert found[0].startswith(f"facts.csv, row 2, column json: {said}")


def test_a_fact_of_no_document(tmp_path: Path) -> None:
    folder = written(tmp_path, cells=HEADER + ROW, facts="doc,json\nD9,{}\n")
    assert problems(folder) == [
        "facts.csv, row 2, column doc: no document 'D9'. Use a document of cells.csv or claims.csv."
    ]


def test_many_problems_are_counted_and_not_all_told(tmp_path: Path) -> None:
    found = problems(written(tmp_path, cells=HEADER + ROW * 2000))
    assert len(found) == 21
    assert found[-1].startswith("cells.csv: 1,979 problems more")


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    folder = written(tmp_path, cells=HEADER + ROW)
    (folder / "claims.csv").symlink_to("nowhere")
    assert problems(folder)[0].startswith("claims.csv: cannot be read: No such file")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
KINDS = {
    "total": ("table", "item", "indicators"),
    "balance": ("table", "closing", "terms"),
    "carry": ("table", "opening", "closing"),
    "ratio": ("indicator", "num", "den", "scale"),
    "stock_flow": ("stock", "flow", "band"),
    "composition": ("table", "indicators", "of", "total_item"),
    "two_way_total": ("table", "indicator", "rows", "cols", "total"),
    "period_total": ("table", "indicator", "suffixes"),
    "region_total": ("table", "indicators", "members", "total"),
    "of_which": ("table", "indicator", "item_prefix"),
    "region_part_of": ("part", "whole"),
    "related": ("indicators",),
    "share_of_hidden_total": ("indicator", "of"),
    "growth": ("indicator", "of"),
}


SMALL = tuple(
    Cell(f"{item}{year}", "1", "Anyville", item, year, "sales", "million CNY", text)
    for item, year, text in (
        ("Pumps", "2014", "120.5"),
        ("Pumps", "2015", "130.1"),
        ("Total", "2014", "200.0"),
        ("Total", "2015", "210.4"),
    )
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.data())
def test_facts_that_pass_can_be_worked_with(kind: str, data: st.DataObject) -> None:
    words = st.sampled_from(["1", "Pumps", "sales", "Anyville", "2015", ""])
    keys = {key: data.draw(words | st.lists(words, max_size=3) | JSON) for key in KINDS[kind]}
    fact = Fact(kind, json.loads(json.dumps(keys)))
    if fact_problem(fact) is None:
        audit(Document("D1", SMALL, (), (fact,)))
