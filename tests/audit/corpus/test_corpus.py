"""The examiner is examined: clean documents are clean, every planted error shows, the same seed makes the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from outward.audit.documents import Finding
from tests.audit.corpus.documents import Exam, make_exams
from tests.audit.corpus.evidence import broken, misgrouped, printed_values, unlike
from tests.audit.corpus.folders import read_findings, write_folder
from tests.audit.corpus.scoring import Score
from tests.audit.corpus.words import Family

FAMILIES: tuple[Family, ...] = ("industry", "other")
KINDS = {
    "total",
    "two_way_total",
    "region_total",
    "period_total",
    "composition",
    "ratio",
    "ratio_approx",
    "growth",
    "share_of_total",
    "share_of_hidden_total",
    "balance",
    "carry",
    "stock_flow",
    "of_which",
    "at_most",
    "region_part_of",
    "twin",
    "related",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_clean_documents_contradict_nothing(family: Family) -> None:
    for exam in make_exams(7, 40, family, errors=0):
        assert broken(exam.draft, exam.texts) == []
        values = printed_values(exam.draft, exam.texts)
        assert not any(unlike(exam.draft, likeness, values) for likeness in exam.draft.likenesses)
        assert not misgrouped(exam.texts)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_an_author_computes_follows_exactly_from_what_it_is_computed_from(family: Family) -> None:
    for exam in make_exams(8, 20, family, errors=0):
        numbers = exam.draft.numbers
        for link in exam.draft.links:
            if link.derives:
                computed = link.formula([numbers[name].value or 0.0 for name in link.parents])
                assert computed == pytest.approx(numbers[link.target].value, rel=1e-9, abs=1e-9), link


@pytest.mark.parametrize("family", FAMILIES)
def test_every_planted_error_shows(family: Family) -> None:
    for exam in make_exams(9, 60, family):
        values = printed_values(exam.draft, exam.texts)
        strange = misgrouped(exam.texts) | {
            name for one in exam.draft.likenesses for name in unlike(exam.draft, one, values)
        }
        for plant in exam.plants:
            own = frozenset({*plant.truth, *plant.consequences})
            shows = broken(exam.draft, exam.texts, own) or own & strange or plant.units
            assert shows, (exam.draft.id, plant)
            for name, text in plant.truth.items():
                assert exam.draft.numbers[name].text() == text
                assert (exam.texts[name] != text) != (name in plant.units)


def test_everything_that_contradicts_follows_from_what_is_planted() -> None:
    for exam in make_exams(10, 40, "industry"):
        own = {name for plant in exam.plants for name in (*plant.truth, *plant.consequences)}
        assert all(link.ids & own for link in broken(exam.draft, exam.texts))


@pytest.mark.parametrize("family", FAMILIES)
def test_all_kinds_of_facts_come_up(family: Family) -> None:
    exams = list(make_exams(11, 60, family, errors=0))
    assert {fact["fact"] for exam in exams for fact in exam.draft.facts} == KINDS
    assert {exam.draft.lang for exam in exams} == {"en", "zh"}
    sizes = [sum(1 for number in exam.draft.numbers.values() if number.table) for exam in exams]
    assert 200 <= sum(sizes) / len(sizes) <= 330


def test_every_sentence_holds_its_numbers() -> None:
    for exam in make_exams(12, 30, "other"):
        for claim in exam.document("given").claims:
            assert claim.text.removeprefix("-") in claim.sentence
            assert "{" not in claim.sentence
        assert all(not claim.text and claim.sentence for claim in exam.document("text").claims)


def test_the_same_seed_makes_the_same_in_every_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.audit.corpus", "--seed", "3", "--documents", "4", "--write"]
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        subprocess.run(
            [*command, str(folder)], check=True, env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed}
        )
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert set(made[0]) == {"cells.csv", "claims.csv", "facts.csv", "truth.csv"}


def _perfect(exam: Exam) -> list[Finding]:
    return [Finding("made", "error", 0.9, tuple(plant.truth), tuple(plant.truth), plant.truth) for plant in exam.plants]


def test_a_perfect_audit_scores_everything_and_an_empty_one_nothing() -> None:
    perfect, empty, noisy = Score(), Score(), Score()
    for exam in make_exams(13, 30):
        perfect.add(exam, _perfect(exam), "given")
        empty.add(exam, [], "given")
        noisy.add(exam, [Finding("made", "warning", 0.5, ("no such id",), ())], "given")
    assert all(outcome.detected and outcome.localised and outcome.repaired for outcome in perfect.outcomes)
    assert (perfect.precision(), perfect.false_alarms()) == (1.0, 0.0)
    assert not any(outcome.detected for outcome in empty.outcomes)
    assert (noisy.precision(), noisy.false_alarms()) == (0.0, 1.0)


def test_findings_are_read_back(tmp_path: Path) -> None:
    exams = list(make_exams(14, 2, errors=1))
    write_folder(tmp_path, exams, "found")
    assert not (tmp_path / "facts.csv").exists()
    (tmp_path / "findings.csv").write_text(
        "doc,finding,rule,severity,confidence,suspects,evidence,repair\n"
        'D1,1,total,error,0.9,t1:3,t1:1;t1:2;t1:3,"{""t1:3"": ""199.9""}"\n',
        encoding="utf-8",
    )
    (finding,) = read_findings(tmp_path / "findings.csv")["D1"]
    assert finding.suspects == ("t1:3",)
    assert finding.repair == {"t1:3": "199.9"}
