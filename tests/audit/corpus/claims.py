"""Claims about printed cells: levels in other units and hedges, growth, and whatever follows from cells."""

from __future__ import annotations

import math
from collections.abc import Callable

from outward.audit.documents import Hedge
from tests.audit.corpus.drafts import Draft, Number, growth
from tests.audit.corpus.tables import growth_name
from tests.audit.corpus.words import UNITS


def level_claim(draft: Draft, number: Number) -> Number:
    """Repeat a cell in the prose, perhaps in another unit or hedged."""
    assert number.value is not None
    units = [unit for unit in UNITS[number.dimension] if 0.5 <= abs(number.value) / unit[1] < 2e6] or [
        (number.unit, number.scale)
    ]
    spoken = [unit for unit in units if not unit[0][0].isdigit()] or units
    own = draft.rng.random() < (0.15 if number.unit[0].isdigit() else 0.6)
    unit, scale = (number.unit, number.scale) if own else draft.rng.choice(spoken)
    hedge: Hedge = ""
    value, digits = number.value, number.style.digits + round(math.log10(scale / number.scale))
    if not number.count and draft.rng.random() < 0.6:
        digits = min(digits, max(0, 3 - math.floor(math.log10(abs(value) / scale))))
    digits = 0 if number.count else max(0, min(digits, 4))
    if draft.rng.random() < 0.15:
        hedge = draft.rng.choice(("about", "more than", "less than", "nearly"))
        step = 10.0 ** (math.floor(math.log10(abs(value) / scale)) - 1)
        printed = value / scale / step
        printed = {"about": round(printed * 10) / 10, "more than": math.floor(printed)}.get(
            hedge, math.ceil(printed)
        ) * step
        digits = max(0, -math.floor(math.log10(step)) + (1 if hedge == "about" else 0))
        value = round(printed, digits) * scale
        if hedge == "nearly" and abs(value / number.value) > 1.03:
            hedge = "less than"
    return draft.add_claim(
        (number.region, number.item, number.period),
        number.indicator,
        unit,
        scale,
        value,
        digits,
        dimension=number.dimension,
        count=number.count,
        hedge=hedge,
        comma=draft.rng.random() < 0.5,
    )


def derived_claim(
    draft: Draft,
    number: Number,
    indicator: str,
    unit: str,
    value: float,
    digits: int,
    parents: list[str],
    formula: Callable[..., float],
    *,
    scale: float = 1.0,
    dimension: str = "percent",
    words: tuple[str, str] | None = None,
    period: str | None = None,
    count: bool = False,
) -> Number:
    claim = draft.add_claim(
        (number.region, number.item, period or number.period),
        indicator,
        unit,
        scale,
        value,
        digits,
        dimension=dimension,
        words=words,
        count=count,
    )
    draft.link("claim", claim.id, parents, formula, derives=False)
    return claim


def year_before(draft: Draft, number: Number) -> Number | None:
    name = draft.find(number.region, number.item, str(int(number.period[:4]) - 1) + number.period[4:], number.indicator)
    return draft.numbers[name] if name else None


def exact(draft: Draft, name: str) -> float:
    value = draft.numbers[name].value
    assert value is not None
    return value


def growth_claim(draft: Draft, number: Number, words: tuple[str, str] | None) -> Number | None:
    """Growth on the year before, where both levels are printed or the growth is."""
    before = year_before(draft, number)
    indicator = growth_name(draft, number.indicator)
    printed = draft.find(number.region, number.item, number.period, indicator)
    if before is None or (before.value or 0) <= 0 or not number.value or before.value is None:
        if printed is None or draft.numbers[printed].value is None:
            return None
        return draft.add_claim(
            (number.region, number.item, number.period),
            indicator,
            "%",
            1.0,
            exact(draft, printed),
            draft.numbers[printed].style.digits,
            dimension="percent",
            words=words,
        )
    return derived_claim(
        draft,
        number,
        indicator,
        "%",
        growth([number.value, before.value]),
        draft.rng.choice((1, 1, 2)),
        [number.id, before.id],
        growth,
        words=words,
    )
