"""A regression test, not a validation: made documents with planted errors, and floors a little below what was measured.

The numbers are our own (``docs/methods/audit.md`` says how they were measured, and on how many more documents).
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from outward.audit import audit
from tests.audit.corpus.documents import Mode, make_exams
from tests.audit.corpus.scoring import Score
from tests.audit.corpus.words import Family

FAMILIES: tuple[Family, ...] = ("industry", "other")
DOCUMENTS = 25  # of each family
SEED = 20


@lru_cache(maxsize=4)
def score(mode: Mode) -> Score:
    """Audit both families in one mode."""
    total = Score()
    for family in FAMILIES:
        for exam in make_exams(SEED, DOCUMENTS, family):
            total.add(exam, audit(exam.document(mode)).findings, mode)
    return total


@pytest.mark.parametrize(
    ("mode", "detected", "localised", "repaired", "precision", "false_alarms"),
    [("given", 0.93, 0.85, 0.65, 0.92, 0.1), ("found", 0.88, 0.80, 0.60, 0.90, 0.1),
     ("bare", 0.88, 0.80, 0.60, 0.90, 0.1)],
)
def test_no_worse_than_measured(mode: Mode, detected: float, localised: float, repaired: float, precision: float,
                                false_alarms: float) -> None:
    found = score(mode)
    count = len(found.outcomes)
    assert count > 50
    assert sum(outcome.detected for outcome in found.outcomes) / count >= detected
    assert sum(outcome.localised for outcome in found.outcomes) / count >= localised
    assert sum(outcome.repaired for outcome in found.outcomes) / count >= repaired
    assert found.precision() >= precision
    assert found.false_alarms() <= false_alarms


def test_what_is_told_with_confidence_is_right() -> None:
    sure = [is_right for stated, is_right in score("given").confidences if stated >= 0.9]
    assert len(sure) > 30
    assert sum(sure) / len(sure) >= 0.9
