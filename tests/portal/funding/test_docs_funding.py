"""The pages on funds and on eligibility: their lines run, their rules are read."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

from outward.eligibility import read_rules
from outward_portal.funding import facts

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_page_on_the_method_runs() -> None:
    failed, tried = doctest.testfile(str(DOCS / "methods" / "eligibility.md"), module_relative=False)
    assert (failed, tried > 3) == (0, True)


def test_the_rules_of_the_how_to_are_read() -> None:
    text = (DOCS / "how-to" / "apply-for-funds.md").read_text(encoding="utf-8")
    found = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert [len(read_rules(json.loads(each), facts.kinds()).facts) for each in found] == [3]
