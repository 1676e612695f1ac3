"""Prose about the tables: a sentence carries one to three claims."""

from __future__ import annotations

import math
from collections.abc import Callable

from tests.audit.corpus.claims import derived_claim, exact, growth_claim, level_claim
from tests.audit.corpus.drafts import Draft, Number, ratio
from tests.audit.corpus.sentences import (
    average,
    change_in,
    growth_alone,
    listed,
    of_an_unprinted_whole,
    printed_rate,
    ratio_to,
    sum_of_two,
)
from tests.audit.corpus.tables import by_key, rank_name
from tests.audit.corpus.wording import HEDGES, period_words, thing
from tests.audit.corpus.words import UNITS
from tests.audit.corpus.worlds import World

Clause = Callable[[Draft, World, Number], str | None]

LEVELS_EN = ("was {x}", "reached {x}", "amounted to {x}", "stood at {x}", "came to {x}")
LEVELS_ZH = ("为{x}", "达{x}", "达到{x}", "完成{x}", "是{x}")
WAYS_EN = (
    ("up", "down", ", {way} {x}% on the year before"),
    ("an increase", "a decrease", ", {way} of {x}% over the previous year"),
    ("rising", "falling", ", {way} by {x}% year on year"),
)
WAYS_ZH = (("增长", "下降", "，比上年{way}{x}%"), ("增长", "减少", "，同比{way}{x}%"))


def write(draft: Draft, world: World, count: int) -> None:
    """Write prose of about ``count`` claims."""
    levels = [
        number
        for number in draft.numbers.values()
        if number.table
        and number.dimension in UNITS
        and number.value is not None
        and ":" not in number.item
        and "：" not in number.item
    ]
    tries = 0
    while sum(1 for number in draft.numbers.values() if not number.table) < count and tries < 20 * count:
        tries += 1
        if draft.rng.random() < 0.08:
            _noise(draft, world)
        elif draft.rng.random() < 0.55:
            _about_a_level(draft, world, draft.rng.choice(levels))
        else:
            _alone(draft, world, draft.rng.choice(levels))


def _close(draft: Draft, text: str | None) -> None:
    if text:
        if draft.lang == "en":
            text = text[0].upper() + text[1:]
        draft.sentences.append(text + ("。" if draft.lang == "zh" else "."))


def _about_a_level(draft: Draft, world: World, number: Number) -> None:
    when = period_words(draft, number.period)
    claim = level_claim(draft, number)
    words = (
        HEDGES[claim.hedge][draft.lang == "zh"]
        + "{"
        + claim.id
        + "}"
        + ("" if draft.lang == "zh" else " ")
        + "{"
        + claim.id
        + ":unit}"
    )
    zh_verbs = LEVELS_ZH[:1] if claim.hedge else LEVELS_ZH
    verb = draft.rng.choice(zh_verbs if draft.lang == "zh" else LEVELS_EN).format(x=words)
    text = (
        f"{when}，{thing(draft, world, number)}{verb}"
        if draft.lang == "zh"
        else f"In {when}, {thing(draft, world, number)} {verb}"
    )
    follow: list[Clause] = [_growth_after, _share_after, _per_after, _rank_after]
    draft.rng.shuffle(follow)
    added = 0
    for clause in follow:
        if added < 2 and draft.rng.random() < 0.6 and (more := clause(draft, world, number)):
            text, added = text + more, added + 1
    _close(draft, text)


def _growth_after(draft: Draft, world: World, number: Number) -> str | None:
    rise, fall, text = draft.rng.choice(WAYS_ZH if draft.lang == "zh" else WAYS_EN)
    claim = growth_claim(draft, number, (rise, fall))
    return text.replace("{x}", "{" + claim.id + "}").replace("{way}", "{" + claim.id + ":way}") if claim else None


def _share_after(draft: Draft, world: World, number: Number) -> str | None:
    theme, zh = world.theme, draft.lang == "zh"
    choices = []
    if number.region == theme.province and (
        whole := draft.find(theme.nation, number.item, number.period, number.indicator)
    ):
        choices.append(
            (
                whole,
                f"占全国{number.indicator}比重" if zh else f"share of national {number.indicator}",
                "，占全国的{x}%" if zh else ", accounting for {x}% of the national total",
            )
        )
    if number.region in world.cities and (
        whole := draft.find(theme.province, number.item, number.period, number.indicator)
    ):
        choices.append(
            (
                whole,
                f"占全省{number.indicator}比重" if zh else f"share of provincial {number.indicator}",
                "，占全省的{x}%" if zh else ", accounting for {x}% of the provincial total",
            )
        )
    if not choices or not number.value:
        return None
    whole, indicator, text = draft.rng.choice(choices)
    claim = derived_claim(
        draft,
        number,
        indicator,
        "%",
        100 * number.value / exact(draft, whole),
        draft.rng.choice((1, 1, 2)),
        [number.id, whole],
        ratio(100),
    )
    return text.replace("{x}", "{" + claim.id + "}")


def _per_after(draft: Draft, world: World, number: Number) -> str | None:
    zh, den = draft.lang == "zh", by_key(world, draft.rng.choice(("people", "units")))
    count = draft.find(number.region, number.item, number.period, den.name)
    if (
        count is None
        or (number.value or 0) <= 0
        or number.dimension != by_key(world, "lead").units[0][0]
        or not number.value
    ):
        return None
    indicator = f"平均每{den.per}{number.indicator}" if zh else f"{number.indicator} per {den.per}"
    value = number.value / exact(draft, count)
    unit, scale = draft.rng.choice(
        [one for one in UNITS[number.dimension] if value / one[1] >= 1] or [UNITS[number.dimension][-1]]
    )
    if value / scale < 0.5:
        return None
    claim = derived_claim(
        draft,
        number,
        indicator,
        unit,
        value,
        max(0, 2 - math.floor(math.log10(value / scale))),
        [number.id, count],
        ratio(1),
        scale=scale,
        dimension="per",
    )
    x = "{" + claim.id + "}"
    return f"，平均每{den.per}{x}{unit}" if zh else f", or {x} {unit} per {den.per}"


def _rank_after(draft: Draft, world: World, number: Number) -> str | None:
    name = draft.find(number.region, number.item, number.period, rank_name(draft, number.indicator))
    if name is None:
        return None
    claim = draft.add_claim(
        (number.region, number.item, number.period),
        rank_name(draft, number.indicator),
        draft.numbers[name].unit,
        1.0,
        exact(draft, name),
        0,
        dimension="rank",
        count=True,
    )
    x = "{" + claim.id + "}"
    return f"，居第{x}位" if draft.lang == "zh" else f", ranking No. {x} among the compared regions"


def _alone(draft: Draft, world: World, number: Number) -> None:
    clause = draft.rng.choice(
        (
            growth_alone,
            average,
            ratio_to,
            change_in,
            sum_of_two,
            printed_rate,
            listed,
            listed,
            of_an_unprinted_whole,
        )
    )
    _close(draft, clause(draft, world, number))


def _noise(draft: Draft, world: World) -> None:
    sentence, indicator, unit, low, high = draft.rng.choice(world.theme.noise)
    claim = draft.add_claim(
        (world.theme.province, "", ""),
        indicator,
        unit,
        1.0,
        float(draft.rng.randint(int(low), int(high))),
        0,
        dimension="noise",
        comma=draft.rng.random() < 0.5,
    )
    _close(draft, sentence.replace("{x}", "{" + claim.id + "}").replace("{unit}", unit))


__all__ = ["level_claim", "period_words", "thing", "write"]
