"""Sentences that stand alone: growth, averages, ratios, changes, sums, rates, lists."""

from __future__ import annotations

import math

from tests.audit.corpus.claims import derived_claim, exact, growth_claim, year_before
from tests.audit.corpus.drafts import Draft, Number, average_growth, difference, ratio, total
from tests.audit.corpus.wording import bare, period_words, thing
from tests.audit.corpus.worlds import World


def growth_alone(draft: Draft, world: World, number: Number) -> str | None:
    zh = draft.lang == "zh"
    words = (("增长", "下降") if zh else ("rose", "fell")) if draft.rng.random() < 0.7 else None
    claim = growth_claim(draft, number, words)
    if claim is None:
        return None
    x, when = "{" + claim.id + "}", period_words(draft, number.period)
    if words is None:
        what = thing(draft, world, number, claim.indicator)
        return f"{when}{what}为{x}%" if zh else f"In {when}, {what} was {x}%"
    what = thing(draft, world, number)
    way = "{" + claim.id + ":way}"
    return f"{when}，{what}比上年{way}{x}%" if zh else f"{what} {way} by {x}% in {when}"


def average(draft: Draft, world: World, number: Number) -> str | None:
    firsts = [year for year in world.years if year <= int(number.period[:4]) - 2]
    found = [
        (year, name) for year in firsts if (name := draft.find(number.region, number.item, str(year), number.indicator))
    ]
    if len(number.period) != 4 or not found or (number.value or 0) <= 0 or number.value is None:
        return None
    zh, (first, start) = draft.lang == "zh", draft.rng.choice(found)
    span = f"{first}-{number.period}"
    formula = average_growth(int(number.period) - first)
    if (draft.numbers[start].value or 0) <= 0:
        return None
    words = ("年均增长", "年均下降") if zh else ("grew", "shrank")
    indicator = f"{number.indicator}年均增速" if zh else f"average growth of {number.indicator}"
    claim = derived_claim(
        draft,
        number,
        indicator,
        "%",
        formula([number.value, exact(draft, start)]),
        draft.rng.choice((1, 2)),
        [number.id, start],
        formula,
        words=words,
        period=span,
    )
    x, what = "{" + claim.id + "}", thing(draft, world, number)
    way = "{" + claim.id + ":way}"
    return (
        f"{span}年，{what}{way}{x}%"
        if zh
        else f"From {first} to {number.period}, {what} {way} by {x}% a year on average"
    )


def ratio_to(draft: Draft, world: World, number: Number) -> str | None:
    places = [
        place
        for place in (*world.cities, *world.rivals, world.theme.nation)
        if place != number.region and draft.find(place, number.item, number.period, number.indicator)
    ]
    if not places or not number.value:
        return None
    zh, place = draft.lang == "zh", draft.rng.choice(places)
    other = draft.find(place, number.item, number.period, number.indicator)
    assert other is not None
    value = number.value / exact(draft, other)
    if not 0.2 <= value <= 50:
        return None
    indicator = f"与{place}之比，{number.indicator}" if zh else f"ratio to {place}, {number.indicator}"
    claim = derived_claim(
        draft, number, indicator, "倍" if zh else "times", value, 2, [number.id, other], ratio(1), dimension="times"
    )
    x, when, what = "{" + claim.id + "}", period_words(draft, number.period), thing(draft, world, number)
    return f"{when}，{what}是{place}的{x}倍" if zh else f"In {when}, {what} was {x} times that of {place}"


def change_in(draft: Draft, world: World, number: Number) -> str | None:
    rates = [
        one
        for one in draft.numbers.values()
        if one.table
        and one.dimension == "percent"
        and one.value is not None
        and year_before(draft, one) is not None
        and not one.is_growth
    ]
    if not rates:
        return None
    zh, rate = draft.lang == "zh", draft.rng.choice(rates)
    before = year_before(draft, rate)
    if before is None or before.value is None or rate.value is None:
        return None
    if abs(rate.value - before.value) < 10.0**-rate.style.digits:
        return None
    indicator = f"{rate.indicator}变化" if zh else f"change in {rate.indicator}"
    claim = derived_claim(
        draft,
        rate,
        indicator,
        "个百分点" if zh else "percentage points",
        rate.value - before.value,
        rate.style.digits,
        [rate.id, before.id],
        difference,
        dimension="points",
        words=("提高", "下降") if zh else ("rose", "fell"),
    )
    x, when, what = "{" + claim.id + "}", period_words(draft, rate.period), thing(draft, world, rate)
    way = "{" + claim.id + ":way}"
    return f"{when}，{what}比上年{way}{x}个百分点" if zh else f"In {when}, {what} {way} by {x} percentage points"


def sum_of_two(draft: Draft, world: World, number: Number) -> str | None:
    shares = [
        one
        for one in draft.numbers.values()
        if one.table and one.dimension == "percent" and any(one.indicator.endswith(kind) for kind in world.theme.kinds)
    ]
    if not shares:
        return None
    zh, first = draft.lang == "zh", draft.rng.choice(shares)
    beside = [one for one in shares if one.table == first.table and one.item == first.item and one.id != first.id]
    second = draft.rng.choice(beside)
    assert first.value is not None
    assert second.value is not None
    claim = derived_claim(
        draft,
        first,
        f"{first.indicator} + {second.indicator}",
        "%",
        first.value + second.value,
        first.style.digits,
        [first.id, second.id],
        total,
    )
    x, when = "{" + claim.id + "}", period_words(draft, first.period)
    if zh:
        return f"{when}，{thing(draft, world, first)}与{bare(second.indicator)}合计为{x}%"
    both = f"{first.indicator} and the {bare(second.indicator)}"
    return f"In {when}, {thing(draft, world, first, both)} together made up {x}%"


def printed_rate(draft: Draft, world: World, number: Number) -> str | None:
    rates = [
        one
        for one in draft.numbers.values()
        if one.table
        and one.value is not None
        and (one.dimension == "percent" or one.dimension == "per")
        and not one.is_growth
    ]
    if not rates:
        return None
    rate = draft.rng.choice(rates)
    assert rate.value is not None
    claim = draft.add_claim(
        (rate.region, rate.item, rate.period),
        rate.indicator,
        rate.unit,
        rate.scale,
        rate.value,
        max(0, rate.style.digits - draft.rng.choice((0, 0, 1))),
        dimension=rate.dimension,
    )
    x, when, what = "{" + claim.id + "}", period_words(draft, rate.period), thing(draft, world, rate)
    unit = rate.unit if draft.lang == "zh" or rate.unit == "%" else " " + rate.unit
    return f"{when}，{what}为{x}{unit}" if draft.lang == "zh" else f"In {when}, {what} was {x}{unit}"


def listed(draft: Draft, world: World, number: Number) -> str | None:
    """Two or three numbers in a row, of successive years or of several regions, "respectively"."""
    others = [
        one
        for one in draft.numbers.values()
        if one.table == number.table
        and one.indicator == number.indicator
        and one.item == number.item
        and one.value is not None
    ]
    of_years = [one for one in others if one.region == number.region and len(one.period) == 4]
    of_places = [one for one in others if one.period == number.period]
    chosen = [group for group in (of_years, of_places) if len(group) >= 3]
    if not chosen or " / " in number.item:
        return None
    zh, group = draft.lang == "zh", draft.rng.choice(chosen)
    start = draft.rng.randint(0, len(group) - 3)
    group = group[start : start + 3]
    claims = [
        draft.add_claim(
            (one.region, one.item, one.period),
            one.indicator,
            one.unit,
            one.scale,
            exact(draft, one.id),
            one.style.digits,
            dimension=one.dimension,
            count=one.count,
        )
        for one in group
    ]
    xs = ["{" + claim.id + "}" for claim in claims]
    told = f"{xs[0]}, {xs[1]} and {xs[2]}"
    if group[0].region == group[1].region:
        labels = [one.period for one in group]
        if zh:
            return f"{'、'.join(labels)}年，{thing(draft, world, group[0])}分别为{'、'.join(xs)}{group[0].unit}"
        return (
            f"In {labels[0]}, {labels[1]} and {labels[2]}, {thing(draft, world, group[0])} was {told} "
            f"{group[0].unit} respectively"
        )
    places, when = [one.region for one in group], period_words(draft, group[0].period)
    if zh:
        what = thing(draft, world, group[0]).removeprefix(places[0])
        return f"{when}，{'、'.join(places)}的{what}分别为{'、'.join(xs)}{group[0].unit}"
    what = thing(draft, world, group[0]).replace(f" in {places[0]}", "")
    return f"In {when}, {what} in {places[0]}, {places[1]} and {places[2]} was {told} {group[0].unit} respectively"


def of_an_unprinted_whole(draft: Draft, world: World, number: Number) -> str | None:
    """A whole that only the prose prints, and the share of it that a printed cell has."""
    theme, zh = world.theme, draft.lang == "zh"
    place = (theme.nation, number.item, number.period)
    measures = [measure for measure in theme.measures if measure.name == number.indicator]
    if (
        number.region != theme.province
        or not measures
        or len(number.period) != 4
        or (number.value or 0) <= 0
        or number.value is None
        or draft.index.get((*place, number.indicator))
    ):
        return None
    value = world.level(measures[0], *place)
    digits = 0 if number.count else max(0, 3 - math.floor(math.log10(value / number.scale)))
    whole = draft.add_claim(
        place,
        number.indicator,
        number.unit,
        number.scale,
        value,
        digits,
        dimension=number.dimension,
        count=number.count,
    )
    indicator = f"占全国{number.indicator}比重" if zh else f"share of national {number.indicator}"
    claim = derived_claim(
        draft,
        number,
        indicator,
        "%",
        100 * number.value / value,
        draft.rng.choice((1, 2)),
        [number.id, whole.id],
        ratio(100),
    )
    x, s, when = "{" + whole.id + "}", "{" + claim.id + "}", period_words(draft, number.period)
    what = thing(draft, world, draft.numbers[whole.id])
    if zh:
        return f"{when}，{what}为{x}{number.unit}，其中{number.region}占{s}%"
    return f"In {when}, {what} was {x} {number.unit}, of which {number.region} had {s}%"
