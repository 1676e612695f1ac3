"""What an evaluation says: the answer, each condition's own answer, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from outward.eligibility.facts import DatedRate, State
from outward.eligibility.rules import Condition


class Outcome(IntEnum):
    """Kleene's three values, in the order of truth: a conjunction is the least of its parts, a disjunction the most."""

    NOT_MET = 0
    UNKNOWN = 1
    MET = 2


class Unsettled(StrEnum):
    """Why a condition is neither met nor not met."""

    MISSING = "missing"  # nothing is known of the fact
    WEIGHT = "weight"  # it is declared, and a register's entry is asked for
    CURRENCY = "currency"  # it is in another currency, and no dated rate was given
    PRECISION = "precision"  # the day is not known as exactly as the answer needs


@dataclass(frozen=True, slots=True)
class Finding:
    """What one condition came to, from what statement, and at which rate money was compared."""

    condition: Condition
    outcome: Outcome
    state: State | None = None
    why: Unsettled | None = None
    rate: DatedRate | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether rules are met, with reasons.

    ``findings`` hold each condition in the order of the rules. ``reasons`` are the places in ``findings`` that decide
    the answer, met or not met; an unknown one has none. ``matter`` names the facts that
    can still change an unknown answer, ``shortest`` a smallest choice of them after which it can be met; both are empty
    where the answer is known, and ``shortest`` also where the rules cannot be met any more.
    """

    outcome: Outcome
    findings: tuple[Finding, ...]
    reasons: tuple[int, ...]
    matter: tuple[str, ...]
    shortest: tuple[str, ...]
