"""Laws of the audit: order, units and further rounding are no matter, repairs mend, and no text makes it fail."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from outward.audit import Audit, Cell, Claim, Document, Fact, audit
from outward.audit.documents import Hedge
from outward.audit.facts import NEEDED
from outward.audit.printed import Printed, print_like, read_printed
from outward.studies.auditing.written import Audited, findings_csv, numbers_of
from tests.audit.corpus.documents import Exam, make_exams
from tests.audit.made import alarms

LIKE = ["1,234.5", "1234.56", "16", "8.5%", "0.001", "2.55亿", "-3.7"]
SEEDS = st.sampled_from(range(24))


@lru_cache(maxsize=1)
def exams() -> tuple[Exam, ...]:
    """Made documents of both families, with errors and without."""
    return (*make_exams(61, 12), *make_exams(62, 12, "other"))


@lru_cache(maxsize=1)
def clean() -> tuple[Exam, ...]:
    return (*make_exams(63, 12, errors=0), *make_exams(64, 12, "other", errors=0))


def printed_like(text: str) -> Printed:
    printed = read_printed(text)
    assert printed is not None
    return printed


@given(st.floats(-1e9, 1e9), st.sampled_from(LIKE))
def test_what_is_printed_lies_in_the_box_of_its_print(value: float, like: str) -> None:
    scale = 1e8 if "亿" in like else 1.0
    printed = printed_like(print_like(value * scale, printed_like(like)))
    room = 1e-9 * (abs(value) * scale + 1)
    assert printed.low - room <= value * scale <= printed.high + room
    assert printed.step == pytest.approx(printed_like(like).step)


@given(st.floats(-1e9, 1e9), st.sampled_from(LIKE))
def test_a_print_read_and_printed_again_is_the_same(value: float, like: str) -> None:
    text = print_like(value, printed_like(like))
    assert print_like(printed_like(text).value, printed_like(text)).replace(",", "") == text.replace(",", "")


def shuffled(document: Document, seed: int) -> Document:
    rng = random.Random(seed)
    cells, claims = list(document.cells), list(document.claims)
    facts = None if document.facts is None else list(document.facts)
    for rows in (cells, claims, facts or []):
        rng.shuffle(rows)
    return Document(document.id, tuple(cells), tuple(claims), None if facts is None else tuple(facts))


def as_file(document: Document) -> bytes:
    return findings_csv([Audited(document, audit(document))])


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.sampled_from(["given", "found", "bare"]), st.integers(0, 1000))
def test_the_order_of_rows_changes_no_byte(at: int, mode: str, seed: int) -> None:
    document = exams()[at].document(mode)  # type: ignore[arg-type]
    assert as_file(document) == as_file(shuffled(document, seed))


def test_documents_know_nothing_of_one_another() -> None:
    documents = [exam.document("given") for exam in exams()[:6]]
    forwards = {document.id: audit(document) for document in documents}
    backwards = {document.id: audit(document) for document in reversed(documents)}
    assert forwards == backwards


def test_the_seed_of_hashes_changes_no_byte() -> None:
    program = (
        "import sys; from outward.audit import audit;"
        "from outward.studies.auditing.written import Audited, findings_csv;"
        "from tests.audit.corpus.documents import make_exams;"
        "made = [exam.document(mode) for mode in ('given', 'bare') for exam in make_exams(65, 5, errors=2)];"
        "sys.stdout.buffer.write(findings_csv([Audited(each, audit(each)) for each in made]))"
    )
    written = {
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True,
                       env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed}).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(written) == 1
    assert written.pop().count(b"\n") > 5


@settings(max_examples=16, deadline=None)
@given(SEEDS)
def test_a_clean_document_stays_clean_when_rounded_further(at: int) -> None:
    """One decimal fewer everywhere, rounded from the value itself: to round what is rounded is another matter."""
    exam = clean()[at]
    document = exam.document("given")
    numbers = exam.draft.numbers
    short = {id: replace(number, style=number.style.with_digits(max(0, number.style.digits - 1))).text()
             for id, number in numbers.items()}
    less = Document(document.id, tuple(replace(cell, text=short[cell.id]) for cell in document.cells),
                    facts=document.facts)
    assert [finding for finding in alarms(audit(less)) if finding.severity == "error"] == []


SMALLER = {"亿元": ("万元", 4), "100 million CNY": ("10 thousand CNY", 4), "billion CNY": ("million CNY", 3),
           "million CNY": ("thousand CNY", 3), "万元": ("元", 4), "million USD": ("thousand USD", 3),
           "million euros": ("thousand euros", 3)}


def times_ten(text: str, power: int) -> str:
    """A print of the same digits in a smaller unit: the point moved, and never a digit more or less."""
    if read_printed(text) is None or "%" in text:
        return text
    return f"{text}e{power}"


def in_smaller_units(document: Document) -> Document:
    cells = tuple(replace(cell, unit=SMALLER[cell.unit][0], text=times_ten(cell.text, SMALLER[cell.unit][1]))
                  if cell.unit in SMALLER else cell for cell in document.cells)
    claims = tuple(replace(claim, unit=SMALLER[claim.unit][0], text=times_ten(claim.text, SMALLER[claim.unit][1]))
                   if claim.unit in SMALLER else claim for claim in document.claims)
    return replace(document, cells=cells, claims=claims)


def told(found: Audit) -> list[tuple[str, tuple[str, ...]]]:
    return sorted((finding.rule, tuple(sorted(finding.suspects))) for finding in alarms(found))


AMOUNTS = st.lists(st.integers(1000, 99999), min_size=3, max_size=6)


@st.composite
def sums(draw: st.DrawFn) -> Document:
    """A total over two columns, with their ratio, and one misprint somewhere or none."""
    sales = draw(AMOUNTS)
    costs = [draw(st.integers(100, each - 1)) for each in sales]
    cells: list[Cell] = []
    for at, (sale, cost) in enumerate([*zip(sales, costs, strict=True), (sum(sales), sum(costs))]):
        item = "Total" if at == len(sales) else f"Item {at}"
        for indicator, unit, text in (("sales", "亿元", f"{sale / 10:.1f}"), ("costs", "亿元", f"{cost / 10:.1f}"),
                                      ("part", "%", f"{100 * cost / sale:.1f}")):
            cells.append(Cell(f"t:{len(cells) + 1}", "1", "Anyville", item, "2015", indicator, unit, text))
    wrong = draw(st.none() | st.integers(0, len(cells) - 1))
    if wrong is not None and cells[wrong].unit == "亿元":
        value = float(cells[wrong].text)
        cells[wrong] = replace(cells[wrong], text=f"{draw(st.sampled_from([value * 10, value + 3, value / 2])):.1f}")
    facts = (Fact("total", {"table": "1", "item": "Total", "indicators": ["sales", "costs"], "complete": True}),
             Fact("ratio", {"indicator": "part", "num": "costs", "den": "sales", "scale": 100}))
    return Document("D1", tuple(cells), facts=facts)


@settings(max_examples=60, deadline=None)
@given(sums())
def test_smaller_units_change_no_suspect(document: Document) -> None:
    smaller = replace(document, cells=tuple(
        replace(cell, unit="万元", text=f"{cell.text}e4") if cell.unit == "亿元" else cell for cell in document.cells))
    assert told(audit(smaller)) == told(audit(document))


@settings(max_examples=60, deadline=None)
@given(sums(), st.sampled_from(["万亿元", "million CNY", "元"]))
def test_another_unit_with_the_same_digits_changes_nothing(document: Document, unit: str) -> None:
    """Where every amount is in one unit, which one it is is no matter: totals and shares are what they were."""
    renamed = replace(document, cells=tuple(replace(cell, unit=unit) if cell.unit == "亿元" else cell
                                            for cell in document.cells))
    assert told(audit(renamed)) == told(audit(document))
    assert [finding.repair for finding in audit(renamed).findings] == [f.repair for f in audit(document).findings]


@settings(max_examples=14, deadline=None)
@given(SEEDS)
def test_what_was_found_in_other_units_is_the_same(at: int) -> None:
    """But ratios in other units than per cent: their scale is stated for the printed numbers."""
    document = exams()[at].document("given")
    facts = tuple(fact for fact in document.facts or () if fact.kind not in ("ratio", "ratio_approx"))
    document = replace(document, facts=facts)
    smaller = in_smaller_units(document)
    assume(smaller != document)
    assert told(audit(smaller)) == told(audit(document))


@settings(max_examples=20, deadline=None)
@given(SEEDS)
def test_a_repaired_document_has_fewer_errors(at: int) -> None:
    document = exams()[at].document("given")
    found = [finding for finding in audit(document).findings if finding.severity == "error" and finding.repair]
    assume(found)
    texts = {id: text for finding in found for id, text in finding.repair.items()}
    mended = replace(document,
                     cells=tuple(replace(cell, text=texts.get(cell.id, cell.text)) for cell in document.cells),
                     claims=tuple(replace(claim, text=texts[claim.id], sentence="") if claim.id in texts else claim
                                  for claim in document.claims))  # a sentence may say that the wrong one fell
    before, after = (sum(finding.severity == "error" for finding in audit(each).findings)
                     for each in (document, mended))
    assert after < before


WORDS = st.text(max_size=12) | st.sampled_from(
    ["Anyville", "Total", "合计", "2015", "2014-2015", "sales", "growth of sales", "占全国比重", "%", "亿元", "rank",
     "-", "1,234.5", "3,4512", "1e99", "9" * 50, "-0", "(5)", "１２", "\0", "\ud800", "a / Total", "/", "of which",
     "其中:"])
CELLS = st.builds(Cell, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS)
CLAIMS = st.builds(Claim, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS,
                   st.sampled_from(["", "about", "more than", "less than", "nearly"]), WORDS, WORDS)


@st.composite
def stated(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(sorted(NEEDED)))
    lists = {"indicators", "members", "suffixes"}
    keys: dict[str, object] = {key: draw(st.lists(WORDS, max_size=4)) if key in lists else draw(WORDS)
                               for key in NEEDED[kind]}
    if kind == "balance":
        keys["terms"] = [[draw(WORDS), draw(st.sampled_from([1, -1]))] for _ in range(draw(st.integers(0, 3)))]
    return Fact(kind, keys)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CELLS, max_size=14, unique_by=lambda cell: cell.id), st.lists(CLAIMS, max_size=5),
       st.none() | st.lists(stated(), max_size=4))
def test_hostile_text_never_raises_and_findings_name_known_ids(cells: list[Cell], claims: list[Claim],
                                                              facts: list[Fact] | None) -> None:
    named = {f"c{at}": claim for at, claim in enumerate(claims)}
    document = Document("D1", tuple(cells), tuple(replace(claim, id=id) for id, claim in named.items()),
                        None if facts is None else tuple(facts))
    ids = set(numbers_of(document))
    found = audit(document)
    for finding in found.findings:
        assert {*finding.suspects, *finding.evidence, *finding.repair} <= ids
    assert {*found.unread, *found.unlinked} <= ids
    findings_csv([Audited(document, found)])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["1", "0", "-5", "1e99", "9999999999", "0.0001", "3,4512", "50%"]), min_size=12,
                max_size=12), st.sampled_from(sorted(NEEDED)), st.none() | st.just("declared"))
def test_odd_numbers_under_every_fact_never_raise(texts: list[str], kind: str, declared: str | None) -> None:
    rows = [("Anyville", "A", "2014"), ("Anyville", "B", "2014"), ("Anyville", "Total", "2014"),
            ("Anyland", "A", "2015"), ("Anyland", "B", "2015"), ("Anyland", "Total", "2015")]
    cells = tuple(Cell(f"{at}", "1", *rows[at // 2], ("sales", "part")[at % 2], ("million CNY", "%")[at % 2], text)
                  for at, text in enumerate(texts))
    likely: dict[str, object] = {
        "table": "1", "item": "Total", "indicators": ["sales", "part"], "indicator": "part", "of": "sales",
        "num": "sales", "den": "sales", "total": "Total", "members": ["Anyville"], "suffixes": ["Q1", "Q2"],
        "closing": "sales", "opening": "part", "terms": [["part", 1]], "stock": "sales", "flow": "part",
        "item_prefix": "A", "part": "Anyville", "whole": "Anyland"}
    fact = Fact(kind, {key: likely[key] for key in NEEDED[kind]})
    audit(Document("D1", cells, facts=(fact,) if declared else None))


def test_a_hedge_is_one_of_five() -> None:
    hedges: tuple[Hedge, ...] = ("", "about", "more than", "less than", "nearly")
    for hedge in hedges:
        audit(Document("D1", (), (Claim("c1", "", indicator="sales", text="5", hedge=hedge),)))
