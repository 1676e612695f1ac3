"""One enterprise against 500 rules, compiled once, beside a plain interpreter of the same trees; the goal is 20 ms.

Run: ``.venv/bin/python benchmarks/eligibility.py [RULES]``. Each rule has some ten conditions. The plain interpreter
says only whether rules are met; the compiled book also says why, and what is missing.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src"), str(Path(__file__).resolve().parents[1])]

from tests.eligibility.plain import interpret  # noqa: E402

from outward.eligibility import FactKind, Money, RuleBook, State, Weight, read_rules  # noqa: E402
from outward.vocabulary.labels import Label  # noqa: E402

RUNS = 21
GOAL_MS = 20.0
_CODES = {f"sector-{number}": Label("", "") for number in range(30)}
KINDS = {kind.id: kind for kind in (
    *(FactKind(f"choice-{number}", Label("", ""), "choice", _CODES) for number in range(6)),
    *(FactKind(f"money-{number}", Label("", ""), "money") for number in range(6)),
    *(FactKind(f"number-{number}", Label("", ""), "number") for number in range(6)),
    *(FactKind(f"answer-{number}", Label("", ""), "yes-no") for number in range(6)),
    *(FactKind(f"day-{number}", Label("", ""), "day") for number in range(6)))}


def leaf(chance: random.Random) -> dict[str, Any]:
    """Make up a condition."""
    kind = chance.choice(list(KINDS.values()))
    made: dict[str, Any] = {"fact": kind.id, "en": "made up"}
    if kind.shape == "choice":
        return made | {"is": "in", "value": chance.sample(sorted(_CODES), 8)}
    if kind.shape == "money":
        return made | {"is": ">=", "value": chance.randrange(10**8), "currency": "CNY"}
    if kind.shape == "number":
        return made | {"is": ">=", "value": chance.randrange(500)}
    if kind.shape == "day":
        return made | {"is": "<=", "value": f"20{chance.randrange(10, 30)}-06-30"}
    return made | {"value": chance.random() < 0.5}


def tree(chance: random.Random) -> dict[str, Any]:
    """Make up a rule of ten conditions: some that all must meet, two choices, and one thing that must not be."""
    return {"all": [*(leaf(chance) for _ in range(4)), {"any": [leaf(chance) for _ in range(3)]},
                    {"any": [leaf(chance), {"all": [leaf(chance), leaf(chance)]}]}, {"not": leaf(chance)}]}


def facts(chance: random.Random) -> dict[str, State]:
    """Make up what is known of an enterprise: four facts in five, most of them such that a rule's answer hangs on."""
    def value(kind: FactKind) -> Any:
        if kind.shape == "choice":
            return chance.choice(sorted(_CODES))
        if kind.shape == "money":
            return Money(Decimal(chance.randrange(10**8, 2 * 10**8)), "CNY")
        if kind.shape == "number":
            return Decimal(chance.randrange(400, 500))
        return "2012-03" if kind.shape == "day" else chance.random() < 0.5

    return {name: State(value(kind), Weight.REGISTER) for name, kind in KINDS.items() if chance.random() < 0.8}


def milliseconds(run: Callable[[], object]) -> float:
    """Return the median of a few runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    chance = random.Random(7)
    trees = {str(number): tree(chance) for number in range(count)}
    known = facts(chance)
    start = time.perf_counter()
    book = RuleBook({name: read_rules(each, KINDS) for name, each in trees.items()})
    made = (time.perf_counter() - start) * 1000
    verdicts = book.judge(known)
    assert {name: each.outcome for name, each in verdicts.items()} == {
        name: interpret(each, known) for name, each in trees.items()}
    plain = milliseconds(lambda: [interpret(each, known) for each in trees.values()])
    compiled = milliseconds(lambda: book.judge(known))
    print(f"{count:,} rules, {len(known)} facts of {len(KINDS)} known, median of {RUNS}")
    print(f"{'what':<58}{'ms':>9}{'times':>9}")
    print(f"{'plain interpreter, answers alone':<58}{plain:>9.2f}{1:>9.2f}")
    print(f"{'compiled book, answers with reasons and what is missing':<58}{compiled:>9.2f}{compiled / plain:>9.2f}")
    print(f"{'reading and compiling, once':<58}{made:>9.2f}{made / plain:>9.2f}")
    print(f"goal {GOAL_MS:.0f} ms: {'met' if compiled <= GOAL_MS else 'missed'}")


if __name__ == "__main__":
    main()
