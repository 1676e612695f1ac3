"""Sentences of a report's text, put to the claims by paragraph and printed figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from outward.audit import Claim, Document
from outward.errors import InvalidInputError, NotFoundError
from outward.studies.auditing.sentences import place, read_text

TEXT = """\
Contents
1. Sales\t3
1. Sales
The chapter on sales has 3.7% of nothing.

1. In 2015, exports fell by 3.7% to No. 3 in the country. They were 12.5 billion CNY, i.e. 13.7% of sales. All rest.
 Of 1,204 firms (e.g. Pump Co. Ltd.), four left.
- 2.** 出口额为12.5亿元，增长3.7%。排全国第五。进口额为8.1亿元。
Table 1\t12.5
2. Annex
"""


def sentences(*claims: Claim) -> dict[str, str]:
    return {claim.id: claim.sentence for claim in place(Document("D1", (), claims), TEXT).document.claims}


def test_by_paragraph_and_figure() -> None:
    found = sentences(
        Claim("c1", "", text="-3.7", para="1"),
        Claim("c2", "", text="3", para="1"),
        Claim("c3", "", text="13.7", para="1"),
        Claim("c4", "", text="1,204", para="1"),
        Claim("c5", "", text="4", para="1"),
        Claim("c6", "", text="12.5", para="2"),
        Claim("c7", "", text="5", para="2"),
    )
    assert found == {
        "c1": "In 2015, exports fell by 3.7% to No. 3 in the country.",
        "c2": "In 2015, exports fell by 3.7% to No. 3 in the country.",
        "c3": "They were 12.5 billion CNY, i.e. 13.7% of sales.",
        "c4": "Of 1,204 firms (e.g. Pump Co. Ltd.), four left.",
        "c5": "Of 1,204 firms (e.g. Pump Co. Ltd.), four left.",
        "c6": "出口额为12.5亿元，增长3.7%。",
        "c7": "排全国第五。",
    }


def test_claims_in_order_have_sentences_in_order() -> None:
    text = "1. Exports rose by 3%. Imports rose by 5%. Sales rose by 3%.\n"
    claims = tuple(Claim(id, "", text=figure, para="1") for id, figure in (("c9", "3"), ("c10", "5"), ("c11", "3")))
    placed = place(Document("D1", (), claims), text).document.claims
    assert [claim.sentence for claim in placed] == ["Exports rose by 3%.", "Imports rose by 5%.", "Sales rose by 3%."]


def test_what_has_no_sentence_is_named_and_what_has_one_keeps_it() -> None:
    placed = place(
        Document(
            "D1",
            (),
            (
                Claim("c1", "", text="99", para="1"),
                Claim("c2", "Mine.", text="3", para="1"),
                Claim("c3", "", text="", para="1"),
                Claim("c4", "", text="7", para="77"),
            ),
        ),
        TEXT,
    )
    assert placed.unplaced == ("c1", "c3", "c4")
    assert placed.document.claims[1].sentence == "Mine."


def test_sentences_with_figures_that_no_claim_covers() -> None:
    placed = place(Document("D1", (), (Claim("c1", "", text="12.5", para="2"),)), TEXT)
    assert placed.unclaimed == ("排全国第五。", "进口额为8.1亿元。")


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xff\xfe1\0", "not UTF-8"), ("泵".encode("gbk"), "not UTF-8"), (b"a\0b", "a NUL character")]
)
def test_what_is_no_text(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    with pytest.raises(InvalidInputError, match=said):
        read_text(path)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.txt"):
        with pytest.raises(NotFoundError):
            read_text(path)
