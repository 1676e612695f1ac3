"""docs/methods/matching.md says what the code does: its example, its rules, its degrees."""

from __future__ import annotations

import doctest
from pathlib import Path

import outward.matching
from outward.matching import Branch
from tests.composite.test_docs_composite import cells, coded

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "matching.md"


def test_the_example_runs() -> None:
    done = doctest.testfile(str(PAGE), module_relative=False)
    assert (done.failed, done.attempted > 0) == (0, True)


def test_every_rule_has_its_line() -> None:
    text = PAGE.read_text(encoding="utf-8")
    named = {name for line in text.splitlines() if line.startswith("| `") for name in coded(cells(line)[0])}
    others = {"Candidates", "Criterion", "Match", "Matches", "Reason", "Rule", "Says", "Verdict", "match"}
    assert named == set(outward.matching.__all__) - others


def test_the_degrees_of_a_branch_are_those_of_the_code() -> None:
    branch = Branch("v")
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `Branch`"))
    for degree in (branch.narrower, branch.broader, branch.beside):
        assert f"{degree:g} " in line
