"""Errors at about the rates of official reports: which kind is planted where, with what follows from it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.audit.corpus import misprints as m
from tests.audit.corpus.drafts import Draft, Number
from tests.audit.corpus.evidence import broken, carried_over, misgrouped, printed_values, unlike
from tests.audit.corpus.misprints import Changes, Make
from tests.audit.corpus.printing import read
from tests.audit.corpus.words import UNITS


@dataclass(frozen=True, slots=True)
class Plant:
    """One planted error.

    ``truth`` has the right text of each wrongly printed id, ``wrong`` what is printed; ``consequences`` are the right
    texts of numbers that a careless author computed from it. ``checks`` counts the hard relations that now fail; where
    it is one between two numbers, no examiner can tell which of them is wrong.
    """

    kind: str
    truth: dict[str, str]
    wrong: dict[str, str]
    consequences: dict[str, str] = field(default_factory=dict)
    checks: int = 0
    ambiguous: bool = False
    units: dict[str, str] = field(default_factory=dict)  # unit words printed in place of the right ones

    @property
    def is_exchange(self) -> bool:
        """Tell whether several numbers were exchanged."""
        return len(self.truth) > 1


ON_CELLS: dict[str, tuple[Make, float]] = {
    "unit slip": (m.unit_slip, 2),
    "transposition": (m.transposition, 2),
    "wrong digit": (m.wrong_digit, 2.5),
    "dropped or doubled digit": (m.dropped_or_doubled, 1),
    "sign": (m.sign, 0.7),
    "grouping": (m.grouping, 0.6),
    "arbitrary value": (m.arbitrary, 1.5),
    "exchanged in row": (m.exchanged_in_row, 0.8),
    "exchanged in column": (m.exchanged_in_column, 1),
    "rows exchanged": (m.rows_exchanged, 0.9),
    "columns exchanged": (m.columns_exchanged, 0.4),
    "exchanged between tables": (m.exchanged_between_tables, 0.7),
    "rows between tables": (m.rows_between_tables, 0.5),
    "years exchanged": (m.years_exchanged, 0.7),
    "stale year": (m.stale, 0.8),
    "growth for level": (m.growth_for_level, 0.4),
    "stale total": (m.stale_total, 1),
}
ON_CLAIMS: dict[str, tuple[Make, float]] = {
    "claim: unit slip": (m.unit_slip, 1.2),
    "claim: wrong digit": (m.wrong_digit, 1.2),
    "claim: transposition": (m.transposition, 1.2),
    "claim: direction": (m.sign, 0.8),
    "claim: wrong year": (m.stale, 0.9),
    "claim: arbitrary value": (m.arbitrary, 0.6),
    "claim: growth for level": (m.growth_for_level, 0.4),
    "claim: percent for points": (m.percent_for_points, 0.6),
    "claim: unit word": (m.unit_word, 0.8),
    "claims swapped": (m.claims_swapped, 0.7),
    "claim: dropped or doubled digit": (m.dropped_or_doubled, 0.4),
}


def plant(rng: random.Random, draft: Draft, texts: dict[str, str], touched: set[str]) -> Plant:
    """Plant one error that can be seen, away from ``touched``; changes ``texts`` and ``touched``."""
    while True:
        kinds = ON_CELLS if rng.random() < 0.65 else ON_CLAIMS
        kind = rng.choices(list(kinds), [weight for _, weight in kinds.values()])[0]
        candidates = [
            number
            for number in draft.numbers.values()
            if bool(number.table) == (kinds is ON_CELLS) and number.value and number.dimension not in ("rank", "noise")
        ]
        if kind == "stale total":
            candidates = [
                draft.numbers[link.target] for link in draft.links if link.kind.endswith("total") and link.derives
            ]
        elif kind == "claim: percent for points":
            candidates = [number for number in candidates if number.dimension == "points"]
        for _ in range(40):
            if candidates:
                number = rng.choice(candidates)
                found = _planted(rng, draft, texts, touched, kind, kinds[kind][0](rng, draft, number))
                if found:
                    return found


def _planted(
    rng: random.Random, draft: Draft, texts: dict[str, str], touched: set[str], kind: str, changes: Changes
) -> Plant | None:
    changes = {name: text for name, text in changes.items() if text != texts[name]}
    if not changes or touched & changes.keys():
        return None
    carried = {}
    if rng.random() < 0.5 and kind not in ("rows exchanged", "columns exchanged", "grouping"):
        carried = {name: text for name, text in carried_over(draft, changes).items() if name not in touched}
        carried = carried if _is_seen(draft, {**texts, **changes, **carried}, kind, changes, carried) else {}
    after = {**texts, **changes, **carried}
    if any(read(text) is None for text in changes.values()) or not _is_seen(draft, after, kind, changes, carried):
        return None
    own = frozenset({*changes, *carried})
    failing = broken(draft, after, own)
    pair = len(failing) == 1 and len(failing[0].ids) == 2
    units: dict[str, str] = {}
    if kind == "claim: unit word":
        units = {name: _unit_behind(draft.numbers[name], text) for name, text in changes.items()}
        after = after | {name: texts[name] for name in changes}
        changes = {name: texts[name] for name in changes}
    made = Plant(
        kind,
        {name: texts[name] for name in changes},
        changes,
        {name: texts[name] for name in carried},
        len(failing),
        pair,
        units,
    )
    texts.update(after)
    touched.update(own)
    for link in failing:
        touched.update(link.ids)
    return made


def _unit_behind(number: Number, amounting: str) -> str:
    """Give the unit that turns what is printed into what it amounts to."""
    factor = (read(amounting) or 0.0) / (read(number.text()) or 1.0)
    return min(UNITS[number.dimension], key=lambda unit: abs(unit[1] / number.scale / factor - 1))[0]


def _is_seen(draft: Draft, after: dict[str, str], kind: str, changes: Changes, carried: Changes) -> bool:
    own = frozenset({*changes, *carried})
    if kind == "grouping":
        return bool(misgrouped({name: after[name] for name in changes}))
    if broken(draft, after, own):
        return True
    values = printed_values(draft, after)
    return any(changes.keys() & unlike(draft, likeness, values) for likeness in draft.likenesses)
