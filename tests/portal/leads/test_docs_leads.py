"""docs/how-to/follow-up-leads.md says what the code does: criteria, limits, steps, commands."""

from __future__ import annotations

from pathlib import Path

from django.core.management import get_commands

from outward_portal.leads.fitting.criteria import LARGEST_STEP, LEAST_KNOWN, LEAST_SCORE, WEIGHTS, criteria
from outward_portal.leads.flow import INTEREST
from outward_portal.leads.jobs import NEAR_DAYS
from tests.composite.test_docs_composite import table

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "follow-up-leads.md"
NAMES = {"sector": "sector", "products wanted": "wanted", "country known": "country", "size": "size"}


def test_the_table_of_criteria_is_the_codes() -> None:
    rows = table(PAGE, "criterion", "weight")
    assert {NAMES[row[0]]: float(row[1]) for row in rows} == WEIGHTS
    required = {each.key for each in criteria(of_leads=False) if each.is_required}
    assert {NAMES[row[0]] for row in rows if row[3] != "-"} == required


def test_the_limits_are_the_codes() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"A score below {100 * LEAST_SCORE:.0f} %, or one that rests on less than {100 * LEAST_KNOWN:.0f} %" in text
    assert LARGEST_STEP == 4
    assert "up to four times it counts fully" in text
    assert NEAR_DAYS == (14, 3)
    assert "at fourteen and at three days" in text


def test_every_step_stands_in_the_table() -> None:
    rows = " ".join(row[0] for row in table(PAGE, "step", "from"))
    for step in INTEREST.steps:
        words = {"follow": "follow up", "hand-over": "hand over", "no-bid": "no bid", "offer": "offer made",
                 "again": "show interest again"}.get(step.key, step.key)
        assert words in rows, step.key


def test_the_commands_are_there() -> None:
    assert {"sample_accounts", "sample_records", "sample_leads"} <= set(get_commands())
