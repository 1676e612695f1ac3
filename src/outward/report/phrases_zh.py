"""Sentence patterns in Chinese. Direction and size come from the rounded figures; see :mod:`outward.report.wording`."""

from __future__ import annotations

from functools import singledispatch

from outward.errors import InvalidValueError
from outward.report.wording import (
    Part,
    Phrase,
    amount,
    average_of,
    change_of,
    compares_height,
    gap_hedge,
    improved,
    listing,
    named,
    number,
    phrase,
    place,
    quantity,
    sign,
    size,
    smallest_unnamed,
    subject_holds_place,
    turned,
)
from outward.vocabulary import statements as say
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period

_PREDICATES: dict[say.Hedge, str] = {"": "为", "about": "约为", "more than": "超过", "less than": "不足",
                                     "nearly": "接近"}
_ROUGHLY: dict[say.Hedge, tuple[str, str]] = {"": ("", ""), "about": ("约", ""), "more than": ("", "以上"),
                                              "less than": ("不到", ""), "nearly": ("近", "")}
_REACHED: dict[say.Hedge, str] = {"": "，已达到目标", "about": "，大体达到目标", "more than": "，已超过目标",
                                  "less than": "，尚未达到目标", "nearly": "，接近达到目标"}
_DIGITS = "零一二三四五六七八九十"


@singledispatch
def chinese(statement: say.Statement) -> Phrase:
    """Put a statement into Chinese, without the full stop."""
    raise InvalidValueError(f"no Chinese pattern for {type(statement).__name__}", f"statement {statement.id}",
                            "Register one in outward.report.phrases_zh.")


@chinese.register
def _level(statement: say.Level) -> Phrase:
    parts: list[Part] = [_when(statement.period), _whose(statement.place, statement.subject),
                         _PREDICATES[statement.hedge], amount(statement.value, statement.subject, "zh")]
    growth = statement.growth
    if growth is not None:
        if sign(growth) == 0:
            parts.append(f"，{_level_with(statement.period, statement.base_period)}")
        else:
            than = _than(statement.period, statement.base_period)
            if sign(statement.value) < 0 or _crosses_zero(growth):  # 增长、下降 mislead where a level is below zero
                parts += [f"，{than}变动", quantity(growth, "zh")]
            else:
                parts += [f"，{than}", "增长" if sign(growth) > 0 else "下降", size(growth, "zh")]
    if statement.share is not None:
        whole = statement.whole.text("zh") if statement.whole else "总额"
        parts += ["，", _part_of(whole, statement.share, statement.share_hedge)]
    if statement.rank is not None:
        parts += [f"，居{statement.field.text('zh') if statement.field else ''}", place(statement.rank, "zh")]
    return phrase(*parts)


@chinese.register
def _growth(statement: say.Growth) -> Phrase:
    growth, whose = statement.growth, _whose(statement.place, statement.subject)
    if statement.annual:
        when, how = _span(statement.base_period, statement.period), "年均"
    else:
        when, how = _when(statement.period), _than(statement.period, statement.base_period)
    if sign(growth) == 0:
        return phrase(when, whose, "年均增速为零，总体持平" if statement.annual
                      else _level_with(statement.period, statement.base_period))
    if _crosses_zero(growth):
        return phrase(when, whose, how, "变动", quantity(growth, "zh"), "，由正转负")
    return phrase(when, whose, how, "增长" if sign(growth) > 0 else "下降", size(growth, "zh"))


@chinese.register
def _share(statement: say.Share) -> Phrase:
    parts: list[Part] = [_when(statement.period), _whose(statement.place, statement.part),
                         _part_of(statement.whole.text("zh"), statement.share, statement.hedge)]
    change = statement.change
    if change is not None:
        if sign(change) == 0:
            parts.append(f"，{_level_with(statement.period, statement.base_period)}")
        else:
            parts += [f"，{_than(statement.period, statement.base_period)}",
                      "提高" if sign(change) > 0 else "下降", size(change, "zh")]
    return phrase(*parts)


@chinese.register
def _rank(statement: say.Rank) -> Phrase:
    parts: list[Part] = [_when(statement.period), _whose(statement.place, statement.subject),
                         f"居{statement.field.text('zh')}", place(statement.rank, "zh")]
    previous = statement.previous
    if previous is not None:
        base = _period(statement.base_period) or "此前"
        if previous.rounded == statement.rank.rounded:
            parts.append(f"，位次与{base}持平")
        else:
            way = "上升" if statement.rank.rounded < previous.rounded else "下降"
            parts += [f"，比{base}的", place(previous, "zh"), f"有所{way}"]
    return phrase(*parts)


@chinese.register
def _comparison(statement: say.Comparison) -> Phrase:
    there = statement.other.text("zh")
    parts: list[Part] = [_when(statement.period), _whose(statement.place, statement.subject), "为",
                         amount(statement.value, statement.subject, "zh"), f"，{there}为",
                         amount(statement.other_value, statement.subject, "zh")]
    difference = statement.difference
    if difference is not None:
        if sign(difference) == 0:
            parts.append("，两地持平")
        else:
            more, less = ("高", "低") if compares_height(difference) else ("多", "少")
            parts += [f"，前者{more if sign(difference) > 0 else less}", size(difference, "zh")]
    if statement.multiple is not None:
        parts += ["，前者" if difference is None else "，", "是后者的", quantity(statement.multiple, "zh")]
    return phrase(*parts)


@chinese.register
def _largest(statement: say.Largest) -> Phrase:
    (first, value), *others = statement.ranked
    parts: list[Part] = [_when(statement.period), _whose(statement.place, _prefixed("各", statement.items)),
                         f"中，{statement.subject.text('zh')}居首的是{first.text('zh')}（", quantity(value, "zh")]
    if statement.share is not None:
        parts += ["，占总额的", quantity(statement.share, "zh")]
    parts.append("）")
    if others:
        parts += ["，其后依次为" if len(others) > 1 else "，其次为", named(others, "zh")]
    smallest = smallest_unnamed(statement)
    if smallest is not None:
        parts += ["；居末的是", named([smallest], "zh")]
    return phrase(*parts)


@chinese.register
def _range(statement: say.Range) -> Phrase:
    across = phrase(_when(statement.period), _whose(statement.place, _prefixed("各", statement.items)),
                    statement.subject.text("zh"))
    if statement.low.rounded == statement.high.rounded:
        return phrase(across, "均为", quantity(statement.low, "zh"))
    return phrase(across, "介于", quantity(statement.low, "zh"), f"（{statement.low_item.text('zh')}）和",
                  quantity(statement.high, "zh"), f"（{statement.high_item.text('zh')}）之间")


@chinese.register
def _trend(statement: say.Trend) -> Phrase:
    (begin, first), (end, last) = statement.points[0], statement.points[-1]
    course = say.trajectory(statement.points)
    what = "位次" if statement.is_rank and "位次" not in statement.subject.text("zh") else ""
    whose = phrase(_span(begin, end), _whose(statement.place, statement.subject), what)
    if course == "unchanged":
        return phrase(whose, "保持在", amount(first, statement.subject, "zh"))
    if course == "fluctuated level":
        return phrase(whose, "有所波动，首尾持平，均为", amount(first, statement.subject, "zh"))
    up = improved(statement) if statement.is_rank else course in ("rose", "fluctuated up")
    fluctuated = ("波动上升，" if up else "波动下降，") if course.startswith("fluctuated") else ""
    crossed = {1: "由负转正，", -1: "由正转负，", 0: ""}[turned(statement)]
    rise, fall = _verbs(statement)
    parts: list[Part] = [whose, fluctuated, crossed, "由", amount(first, statement.subject, "zh"),
                         rise if up else fall, amount(last, statement.subject, "zh")]
    change, average = change_of(statement), average_of(statement)
    if change is not None:
        parts += ["，", _changed(change, up), size(change, "zh")]
    if average is not None:
        parts += ["，年均", _changed(average, up), size(average, "zh")]
    return phrase(*parts)


@chinese.register
def _sum_of_shares(statement: say.SumOfShares) -> Phrase:
    together = "合计占" if len(statement.parts) > 1 else "占"
    return phrase(_when(statement.period), named(statement.parts, "zh"), together,
                  _whose(statement.place, statement.whole), "的", quantity(statement.total, "zh"))


@chinese.register
def _concentration(statement: say.Concentration) -> Phrase:
    items = statement.items.text("zh")
    largest = f"居前{_words(statement.largest)}位的{items}合计" if statement.largest > 1 else f"居首位的{items}"
    return phrase(_when(statement.period), largest, "占", _whose(statement.place, statement.subject), "的",
                  quantity(statement.cr, "zh"), "；赫芬达尔—赫希曼指数为", number(statement.hhi, "zh"),
                  "，集中程度相当于", number(statement.effective_number, "zh"), f"个规模相等的{items}")


@chinese.register
def _stock_flow(statement: say.StockFlow) -> Phrase:
    change, difference = statement.change, statement.difference
    moved: Part = "没有变化"
    if sign(change):
        moved = phrase("增加" if sign(change) > 0 else "减少", size(change, "zh"))
    left: Part = "，两者一致"
    if sign(difference):
        left = phrase("，两者相差", size(difference, "zh"), "，原因不明")
    return phrase(_when(statement.period), _whose(statement.place, statement.stock), moved,
                  f"，同期{statement.flow_label.text('zh')}为", quantity(statement.flow, "zh"), left)


@chinese.register
def _target_gap(statement: say.TargetGap) -> Phrase:
    horizon = _period(statement.horizon)
    parts: list[Part] = [_when(statement.period), _whose(statement.place, statement.subject),
                         _PREDICATES[statement.hedge], amount(statement.value, statement.subject, "zh"),
                         f"，{horizon}目标为", amount(statement.target, statement.subject, "zh")]
    before, after = _ROUGHLY[gap_hedge(statement)]
    if sign(statement.gap) <= 0:
        if sign(statement.gap):
            return phrase(*parts, f"，已超出目标{before}", size(statement.gap, "zh"), after)
        return phrase(*parts, _REACHED[statement.hedge])
    parts += [f"，尚差{before}", size(statement.gap, "zh"), after]
    if statement.years is not None:
        at: Part = ""
        if statement.pace is not None:
            points = "若每年提高" if sign(statement.pace) > 0 else "若每年变动"
            grown = "若年均增速为" if statement.pace.unit == "%" else points
            at = phrase(grown, quantity(statement.pace, "zh"), "，")
        parts += ["；", at, "达到目标需", quantity(statement.years, "zh")]
    if statement.required is not None:
        by = f"；若要到{horizon}达到目标，" if horizon else "；若要如期达到目标，"
        parts += [by, "年均增速需达" if statement.required.unit == "%" else "每年需提高",
                  quantity(statement.required, "zh")]
    return phrase(*parts)


@chinese.register
def _count(statement: say.Count) -> Phrase:
    parts: list[Part] = [_whose(statement.place, statement.items), "名录",
                         phrase("共收录", amount(statement.count, statement.items, "zh")) if sign(statement.count)
                         else phrase("尚无收录（", quantity(statement.count, "zh"), "）")]
    if statement.parts:
        parts += ["，其中：", named(statement.parts, "zh", noun=False)]
    return phrase(*parts)


@chinese.register
def _disagreement(statement: say.Disagreement) -> Phrase:
    return phrase(_when(statement.period), _whose(statement.place, statement.subject), "刊印为",
                  quantity(statement.printed, "zh"), f"，但根据{statement.basis.text('zh')}推算为",
                  quantity(statement.computed, "zh"))


@chinese.register
def _audited(statement: say.Audited) -> Phrase:
    found = [phrase(label.text("zh"), number(count, "zh"), "处") for label, count in statement.parts]
    parts: list[Part] = ["对", statement.place.text("zh"), "的", number(statement.numbers, "zh"),
                         "个刊印数字相互核对，发现", listing(found, "zh")]
    if statement.least_sure is not None and statement.most_sure is not None:
        is_alike = statement.least_sure.rounded == statement.most_sure.rounded
        least, most = quantity(statement.least_sure, "zh"), quantity(statement.most_sure, "zh")
        parts += ["；对错误的把握", phrase("为", least) if is_alike else phrase("在", least, "至", most, "之间")]
    return phrase(*parts)


@chinese.register
def _rank_band(statement: say.RankBand) -> Phrase:
    band = (place(statement.low, "zh"),) if statement.low.rounded == statement.high.rounded else (
        place(statement.low, "zh"), "至", place(statement.high, "zh"))
    return phrase(_when(statement.period), statement.place.text("zh"), "按", statement.subject.text("zh"), "在",
                  number(statement.of, "zh"), "个", statement.items.text("zh"), "中列", place(statement.rank, "zh"),
                  "；变动权重与方法重复计算，十次中有九次列", *band)


@chinese.register
def _between(statement: say.Between) -> Phrase:
    whose = phrase(_when(statement.period), _whose(statement.place, statement.subject))
    if statement.low.rounded == statement.high.rounded:
        return phrase(whose, "为", quantity(statement.low, "zh"))
    return phrase(whose, "介于", number(statement.low, "zh"), "与", quantity(statement.high, "zh"), "之间")


def _part_of(whole: str, share: Figure, hedge: say.Hedge) -> Phrase:
    shown = quantity(share, "zh")
    match hedge:
        case "about":
            return phrase(f"约占{whole}的", shown)
        case "more than":
            return phrase(f"占{whole}的", shown, "以上")
        case "less than":
            return phrase(f"占{whole}的比重不足", shown)
        case "nearly":
            return phrase(f"占{whole}的近", shown)
    return phrase(f"占{whole}的", shown)


def _crosses_zero(growth: Figure) -> bool:
    return growth.unit == "%" and growth.rounded < -100


def _whose(place_label: Label, subject: Label) -> str:
    text, name = subject.text("zh"), "" if place_label == Label("") else place_label.text("zh")
    return text if subject_holds_place(text, name) else name + text[_overlap(name, text):]


def _overlap(name: str, text: str) -> int:
    """Count the letters that a name ends in and a subject begins with, which stand once: 全国工业, 工业增加值."""
    return next((length for length in range(min(len(name), len(text)), 1, -1) if name.endswith(text[:length])), 0)


def _prefixed(word: str, label: Label) -> Label:
    text = label.text("zh")
    return Label(label.en, text if text.startswith(word) else word + text)


def _verbs(statement: say.Trend) -> tuple[str, str]:
    figure = statement.points[0][1]
    if statement.is_rank:
        return "升至", "降至"
    if figure.unit in ("%", "pp") or figure.kind in ("share", "growth", "ratio", "index"):
        return "上升到", "下降到"
    return "增加到", "减少到"


def _changed(change: Figure, up: bool) -> str:
    if change.unit == "%":
        return "增长" if up else "下降"
    if change.unit == "pp":
        return "提高" if up else "下降"
    if change.unit in ("rank", "places"):
        return "上升" if up else "下降"
    return "增加" if up else "减少"


def _words(count: int) -> str:
    """The small counts that stand in words: 三, 十, 十二, 二十."""
    if count <= 10:
        return "两" if count == 2 else _DIGITS[count]
    tens, ones = divmod(count, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _when(period: str) -> str:
    return f"{_period(period)}，" if period else ""


def _span(begin: str, end: str) -> str:
    if begin.isdigit() and end.isdigit():
        return f"{begin}—{end}年，"
    if begin and end:
        return f"从{_period(begin)}到{_period(end)}，"
    return f"{_period(begin)}以来，" if begin else _when(end)


def _compared(period: str, base_period: str) -> str:
    """Name the base: 上年, 上年同期, or the period itself."""
    current, base = Period.parse(period), Period.parse(base_period)
    if current.is_dated and base.is_dated and base == current.year_before():
        return "上年" if current.is_year else "上年同期"
    return _period(base_period)


def _than(period: str, base_period: str) -> str:
    base = _compared(period, base_period)
    return f"比{base}" if base else ""


def _level_with(period: str, base_period: str) -> str:
    base = _compared(period, base_period)
    return f"与{base}持平" if base else "持平"


def _period(period: str) -> str:
    return Period.parse(period).label("zh") if period else ""
