"""``facts.csv``: what holds between numbers by definition, as the audit reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from outward.casebook.definitions import Definitions
from outward.casebook.sheets import Sheet
from outward.errors import Problem
from outward.vocabulary.facts import FACT_KEYS

_INDICATORS: Final = ("indicator", "indicators", "of", "num", "den", "stock", "flow", "whole_indicator")
"""Keys that name indicators; ``part`` and ``whole`` do in ``at_most``, regions in ``region_part_of``."""


def read_facts(sheet: Sheet | None, definitions: Definitions) -> tuple[tuple[Mapping[str, Any], ...], list[Problem]]:
    """Read the facts: a JSON object a row, whose key ``fact`` says of which kind it is."""
    facts: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    if sheet is None:
        return (), problems
    for position, text in sheet.cells("fact"):
        try:
            fact = json.loads(text, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            problems.append(sheet.problem(position, "fact", f"not JSON: {error}",
                                          'Write an object such as {"fact": "twin", "indicators": [...]}.'))
            continue
        found = list(_problems(fact, definitions))
        problems += [sheet.problem(position, "fact", *said) for said in found]
        if not found:
            facts.append(fact)
    return tuple(facts), problems


def _no_constant(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def _problems(fact: object, definitions: Definitions) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a fact, and how to mend it."""
    kind = fact.get("fact") if isinstance(fact, dict) else None
    if not isinstance(fact, dict) or not isinstance(kind, str) or kind not in FACT_KEYS:
        yield f"no object with a known 'fact': {kind!r}", f"Known are {', '.join(FACT_KEYS)}."
        return
    missing = [key for key in FACT_KEYS[kind] if key not in fact]
    if missing:
        yield f"a fact {kind!r} without {', '.join(missing)}", f"It needs {', '.join(FACT_KEYS[kind])}."
    for id in _named(fact, (*_INDICATORS, *(("part", "whole") if kind == "at_most" else ()))):
        if id not in definitions.indicators:
            yield f"indicator {id!r} is not defined", "Use an indicator's id."
    for id in _named(fact, ("part", "whole", "members") if kind in ("region_part_of", "region_total") else ()):
        if not isinstance(id, str) or id not in definitions.regions:
            yield f"region {id!r} is not defined", "Use a region's id."


def _named(fact: Mapping[str, Any], keys: tuple[str, ...]) -> Iterator[object]:
    for key in keys:
        named = fact.get(key, ())
        yield from named if isinstance(named, list | tuple) else (named,)
