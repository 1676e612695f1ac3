"""The method pages say what the code does: their examples run, and the glossary names each term once."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from outward.indicators import traced

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["README", "breaks", "concentration", "constant-prices", "disclosure", "growth", "ranks", "specialisation",
         "stock-and-flow", "structure", "targets"]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_method_page_run(page: str) -> None:
    found = doctest.testfile(str(DOCS / "methods" / f"{page}.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 0
    assert found.failed == 0


def test_each_method_page_stands_in_the_list() -> None:
    listed = re.findall(r"\]\(([a-z-]+)\.md\)", (DOCS / "methods" / "README.md").read_text(encoding="utf-8"))
    assert set(PAGES) - {"README"} <= set(listed)
    assert len(listed) == len(set(listed))


def test_each_measure_on_figures_stands_in_the_list() -> None:
    listed = set(re.findall(r"`(?:traced\.)?([a-z_]+)`", (DOCS / "methods" / "README.md").read_text(encoding="utf-8")))
    assert set(traced.__all__) <= listed


def test_the_glossary_defines_each_term_once() -> None:
    rows = [line.split("|")[1:-1] for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
            if line.startswith("| ") and not line.startswith(("| term", "|---"))]
    assert all(len(row) == 7 and all(cell.strip() for cell in row) for row in rows)
    english, chinese = ([row[column].strip() for row in rows] for column in (0, 1))
    assert len(english) == len(set(english))
    assert len(chinese) == len(set(chinese))
    assert all(re.search(r"[\u4e00-\u9fff]", term) for term in chinese)
