"""Claims about printed cells, each in a sentence; a sentence carries one to three."""

from __future__ import annotations

import math
from collections.abc import Callable

from outward.audit.documents import Hedge
from tests.audit.corpus.drafts import Draft, Number, average_growth, difference, growth, ratio, total
from tests.audit.corpus.tables import by_key, growth_name, rank_name
from tests.audit.corpus.words import UNITS
from tests.audit.corpus.worlds import World

Clause = Callable[[Draft, World, Number], str | None]
PARTS_EN = {
    "Q1": "the first quarter of ",
    "Q2": "the second quarter of ",
    "Q3": "the third quarter of ",
    "Q4": "the fourth quarter of ",
    "H1": "the first half of ",
    "H2": "the second half of ",
}
PARTS_ZH = {"Q1": "一季度", "Q2": "二季度", "Q3": "三季度", "Q4": "四季度", "H1": "上半年", "H2": "下半年"}
HEDGES: dict[Hedge, tuple[str, str]] = {
    "": ("", ""),
    "about": ("about ", "约"),
    "more than": ("more than ", "超过"),
    "less than": ("less than ", "不足"),
    "nearly": ("nearly ", "近"),
}
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


def period_words(draft: Draft, period: str) -> str:
    """Say a year or a part of one."""
    year, part = period[:4], period[4:]
    if draft.lang == "zh":
        return f"{year}年{PARTS_ZH[part] if part else ''}"
    return f"{PARTS_EN[part] if part else ''}{year}"


def thing(draft: Draft, world: World, number: Number, what: str | None = None) -> str:
    """Say what is measured, where and of what."""
    indicator = (what or number.indicator).replace("share of paid-in capital: ", "").replace("占比：", "")
    if " / " in number.item:
        return _between(draft, world, number, indicator)
    whole = number.item == world.theme.total
    if draft.lang == "zh":
        return f"{number.region}{'' if whole else number.item}{indicator}"
    item = number.item.lower() if draft.lower else number.item
    return f"the {indicator} in {number.region}" if whole else f"the {indicator} of {item} in {number.region}"


def _between(draft: Draft, world: World, number: Number, indicator: str) -> str:
    a, b = number.item.split(" / ")
    everything = world.theme.total
    if draft.lang == "zh":
        return f"{'' if a == everything else a}{'' if b == everything else f'对{b}'}{indicator}{'合计' if everything in (a, b) else ''}"
    origin, target = "" if a == everything else f" from {a}", "" if b == everything else f" to {b}"
    return f"the {'total ' if everything in (a, b) else ''}{indicator}{origin}{target} in {number.region}"


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


def _derived(
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


def _before(draft: Draft, number: Number) -> Number | None:
    name = draft.find(number.region, number.item, str(int(number.period[:4]) - 1) + number.period[4:], number.indicator)
    return draft.numbers[name] if name else None


def _value(draft: Draft, name: str) -> float:
    value = draft.numbers[name].value
    assert value is not None
    return value


def _claim_growth(draft: Draft, number: Number, words: tuple[str, str] | None) -> Number | None:
    """Growth on the year before, where both levels are printed or the growth is."""
    before = _before(draft, number)
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
            _value(draft, printed),
            draft.numbers[printed].style.digits,
            dimension="percent",
            words=words,
        )
    return _derived(
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


def _growth_after(draft: Draft, world: World, number: Number) -> str | None:
    rise, fall, text = draft.rng.choice(WAYS_ZH if draft.lang == "zh" else WAYS_EN)
    claim = _claim_growth(draft, number, (rise, fall))
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
    claim = _derived(
        draft,
        number,
        indicator,
        "%",
        100 * number.value / _value(draft, whole),
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
    value = number.value / _value(draft, count)
    unit, scale = draft.rng.choice(
        [one for one in UNITS[number.dimension] if value / one[1] >= 1] or [UNITS[number.dimension][-1]]
    )
    if value / scale < 0.5:
        return None
    claim = _derived(
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
        _value(draft, name),
        0,
        dimension="rank",
        count=True,
    )
    x = "{" + claim.id + "}"
    return f"，居第{x}位" if draft.lang == "zh" else f", ranking No. {x} among the compared regions"


def _alone(draft: Draft, world: World, number: Number) -> None:
    clause = draft.rng.choice(
        (
            _growth_alone,
            _average_growth,
            _ratio_to,
            _change_in,
            _sum_of_two,
            _printed_rate,
            _listed,
            _listed,
            _of_an_unprinted_whole,
        )
    )
    _close(draft, clause(draft, world, number))


def _growth_alone(draft: Draft, world: World, number: Number) -> str | None:
    zh = draft.lang == "zh"
    words = (("增长", "下降") if zh else ("rose", "fell")) if draft.rng.random() < 0.7 else None
    claim = _claim_growth(draft, number, words)
    if claim is None:
        return None
    x, when = "{" + claim.id + "}", period_words(draft, number.period)
    if words is None:
        what = thing(draft, world, number, claim.indicator)
        return f"{when}{what}为{x}%" if zh else f"In {when}, {what} was {x}%"
    what = thing(draft, world, number)
    way = "{" + claim.id + ":way}"
    return f"{when}，{what}比上年{way}{x}%" if zh else f"{what} {way} by {x}% in {when}"


def _average_growth(draft: Draft, world: World, number: Number) -> str | None:
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
    claim = _derived(
        draft,
        number,
        indicator,
        "%",
        formula([number.value, _value(draft, start)]),
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


def _ratio_to(draft: Draft, world: World, number: Number) -> str | None:
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
    value = number.value / _value(draft, other)
    if not 0.2 <= value <= 50:
        return None
    indicator = f"与{place}之比，{number.indicator}" if zh else f"ratio to {place}, {number.indicator}"
    claim = _derived(
        draft, number, indicator, "倍" if zh else "times", value, 2, [number.id, other], ratio(1), dimension="times"
    )
    x, when, what = "{" + claim.id + "}", period_words(draft, number.period), thing(draft, world, number)
    return f"{when}，{what}是{place}的{x}倍" if zh else f"In {when}, {what} was {x} times that of {place}"


def _change_in(draft: Draft, world: World, number: Number) -> str | None:
    rates = [
        one
        for one in draft.numbers.values()
        if one.table
        and one.dimension == "percent"
        and one.value is not None
        and _before(draft, one) is not None
        and not one.is_growth
    ]
    if not rates:
        return None
    zh, rate = draft.lang == "zh", draft.rng.choice(rates)
    before = _before(draft, rate)
    if before is None or before.value is None or rate.value is None:
        return None
    if abs(rate.value - before.value) < 10.0**-rate.style.digits:
        return None
    indicator = f"{rate.indicator}变化" if zh else f"change in {rate.indicator}"
    claim = _derived(
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


def _sum_of_two(draft: Draft, world: World, number: Number) -> str | None:
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
    claim = _derived(
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
        return f"{when}，{thing(draft, world, first)}与{_bare(second.indicator)}合计为{x}%"
    return f"In {when}, {thing(draft, world, first, f'{first.indicator} and the {_bare(second.indicator)}')} together made up {x}%"


def _bare(indicator: str) -> str:
    return indicator.split(": ")[-1].split("：")[-1]


def _printed_rate(draft: Draft, world: World, number: Number) -> str | None:
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


def _listed(draft: Draft, world: World, number: Number) -> str | None:
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
            _value(draft, one.id),
            one.style.digits,
            dimension=one.dimension,
            count=one.count,
        )
        for one in group
    ]
    xs = ["{" + claim.id + "}" for claim in claims]
    if group[0].region == group[1].region:
        labels = [one.period for one in group]
        if zh:
            return f"{'、'.join(labels)}年，{thing(draft, world, group[0])}分别为{'、'.join(xs)}{group[0].unit}"
        return (
            f"In {labels[0]}, {labels[1]} and {labels[2]}, {thing(draft, world, group[0])} was {xs[0]}, {xs[1]} and {xs[2]} "
            f"{group[0].unit} respectively"
        )
    places, when = [one.region for one in group], period_words(draft, group[0].period)
    if zh:
        what = thing(draft, world, group[0]).removeprefix(places[0])
        return f"{when}，{'、'.join(places)}的{what}分别为{'、'.join(xs)}{group[0].unit}"
    what = thing(draft, world, group[0]).replace(f" in {places[0]}", "")
    return (
        f"In {when}, {what} in {places[0]}, {places[1]} and {places[2]} was {xs[0]}, {xs[1]} and {xs[2]} {group[0].unit} "
        "respectively"
    )


def _of_an_unprinted_whole(draft: Draft, world: World, number: Number) -> str | None:
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
    claim = _derived(
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
