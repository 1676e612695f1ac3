"""Which relations the printed numbers break, beyond their rounding; and what an author computes from a wrong number."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping

from tests.audit.corpus.drafts import Draft, Likeness, Link
from tests.audit.corpus.printing import is_well_grouped, read

Texts = Mapping[str, str]


def printed_values(draft: Draft, texts: Texts) -> dict[str, float]:
    """Read all printed numbers into base units; dashes are left out."""
    return {
        name: value * draft.numbers[name].scale for name, text in texts.items() if (value := read(text)) is not None
    }


def is_broken(draft: Draft, link: Link, values: Mapping[str, float]) -> bool:
    """Tell whether a relation fails beyond what rounding allows (to first order)."""
    if any(name not in values for name in link.ids):
        return False
    at = [values[name] for name in link.parents]
    middle = link.formula(at)
    if not math.isfinite(middle):
        return True
    slack = draft.numbers[link.target].half if link.target else 0.0
    for place, name in enumerate(link.parents):
        half = draft.numbers[name].half
        ends = [link.formula([*at[:place], at[place] + sign * half, *at[place + 1 :]]) for sign in (-1, 1)]
        slack += max(abs(end - middle) for end in ends) if half else 0.0
    slack = (
        1.02 * slack + link.band * abs(values[link.slack_of] if link.slack_of else middle) + 1e-9 * abs(middle) + 1e-12
    )
    gap = (values[link.target] if link.target else link.constant) - middle
    return gap > slack if link.sense == "<=" else gap < -slack if link.sense == ">=" else abs(gap) > slack


def broken(draft: Draft, texts: Texts, among: frozenset[str] | None = None) -> list[Link]:
    """Give the relations that fail, of those that rest on ``among``."""
    values = printed_values(draft, texts)
    return [link for link in draft.links if (among is None or link.ids & among) and is_broken(draft, link, values)]


def unlike(draft: Draft, likeness: Likeness, values: Mapping[str, float]) -> frozenset[str]:
    """Give the pairs whose ratio is far from the others'."""
    logs = {
        pair: math.log(values[pair[0]] / values[pair[1]])
        for pair in likeness.pairs
        if values.get(pair[0], 0) > 0 and values.get(pair[1], 0) > 0
    }
    lost = {name for pair in likeness.pairs if pair not in logs and set(pair) <= values.keys() for name in pair}
    for pair, log in logs.items():
        others = [other for key, other in logs.items() if key != pair]
        if len(others) >= 2 and abs(log - statistics.median(others)) > likeness.spread:
            lost |= set(pair)
    return frozenset(lost)


def misgrouped(texts: Texts) -> frozenset[str]:
    """Give the numbers whose commas stand where no thousands are."""
    return frozenset(name for name, text in texts.items() if not is_well_grouped(text))


def carried_over(draft: Draft, wrong: Mapping[str, str]) -> dict[str, str]:
    """Compute what depends on wrong numbers as a careless author would; gives the new texts of the dependents."""
    exact = {name: number.value for name, number in draft.numbers.items() if number.value is not None}
    changed = set()
    for name, text in wrong.items():
        value = read(text)
        if value is not None:
            exact[name] = value * draft.numbers[name].scale
            changed.add(name)
    texts = {}
    for link in draft.links:
        if link.derives and link.target not in wrong and changed & set(link.parents):
            value = link.formula([exact[name] for name in link.parents])
            if math.isfinite(value):
                exact[link.target] = value
                changed.add(link.target)
                texts[link.target] = draft.numbers[link.target].text(value)
    return {name: text for name, text in texts.items() if text != draft.numbers[name].text()}
