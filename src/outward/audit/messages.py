"""What a finding says, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outward.audit.numbers import Number
from outward.vocabulary.labels import Label

_MOST_READINGS = 4
_MOST_OTHERS = 3

RULES: Mapping[str, Label] = {
    "digit_grouping": Label("digits are wrongly grouped", "数字分节有误"),
    "composition": Label("shares do not sum to 100", "各项占比之和不等于100%"),
    "total": Label("a total is not the sum of its parts", "合计不等于各分项之和"),
    "two_way_total": Label("a margin is not the sum of its row or column", "行、列合计不等于各项之和"),
    "region_total": Label("a region is not the sum of its members", "地区合计不等于所属各地区之和"),
    "period_total": Label("a year is not the sum of its parts", "全年数不等于各期之和"),
    "weighted_mean": Label("the total row is not the weighted mean of the rows", "合计行的占比不等于各行的加权平均"),
    "ratio": Label("a ratio does not follow from its two columns", "比率与分子、分母不符"),
    "growth": Label("a growth rate does not follow from the levels", "增速与水平值不符"),
    "share_of_total": Label("a share does not follow from part and total", "占比与分项、合计不符"),
    "balance": Label("an account does not close", "收支（存量）不平衡"),
    "carry": Label("an opening balance is not the closing one of the period before", "期初数与上期期末数不符"),
    "stock_flow": Label("a stock's change is not its flow", "存量变动与流量不符"),
    "of_which": Label("a part exceeds its whole", "其中项大于总体"),
    "at_most": Label("a part exceeds its whole", "部分大于整体"),
    "region_part_of": Label("a region exceeds the region that holds it", "地区数大于其所属的上级地区数"),
    "printed_twice": Label("one quantity is printed with two values", "同一数量前后不一致"),
    "implied_whole": Label("parts and their shares imply different wholes", "由分项及其占比推算的总体互不一致"),
    "claim": Label("the text does not agree with the figures", "文字表述与数据不符"),
    "whole_counts": Label("a count of things has decimals", "计数指标出现小数"),
    "label": Label("a number fits another indicator than the one it is printed under",
                   "数值与所标指标不符，而与另一指标吻合"),
    "rate_identity": Label("a rate, its change and the growth of its parts do not agree",
                           "比率、其变动与分子分母增速不符"),
    "missing_unit": Label("the unit or its scale is not printed", "未注明计量单位或其数量级"),
    "bounds": Label("a growth rate or share lies outside what its parts or wholes allow",
                    "增速或占比超出其组成部分或总体所允许的范围"),
    "trend": Label("the series does not go as the words say", "文字所述趋势与数据序列不符"),
    "list": Label("a list is longer or shorter than the number that announces it", "所列项数与所述数目不符"),
    "rank": Label("a rank is no whole number from 1 on", "位次不是正整数"),
    "twin": Label("two indicators that are nearly equal by definition differ widely", "口径相近的两项指标相差过大"),
    "related": Label("a value is out of line with the related indicators of its row", "数值与同行相关指标明显不协调"),
    "hidden_total": Label("an amount and its share imply a total that jumps", "由数额及其占比推算的总量出现跳跃"),
}
"""What each rule says when it fails."""

WAYS: Mapping[str, Label] = {
    "unit slip": Label("a slip of the unit or decimal point", "单位或小数点错位"),
    "sign": Label("a wrong sign", "正负号有误"),
    "transposition": Label("two digits exchanged", "相邻数字颠倒"),
    "digit": Label("a wrong digit", "个别数字有误"),
    "dropped digit": Label("a digit left out", "漏写数字"),
    "doubled digit": Label("a digit too many", "多写数字"),
    "grouping": Label("wrongly grouped digits", "分节号位置有误"),
    "copy": Label("a copy of a neighbouring cell", "误抄相邻单元格"),
    "other year": Label("the figure of another year", "误用其他年份的数据"),
    "exchange": Label("two numbers exchanged", "两个数字互换"),
    "row exchange": Label("two rows exchanged", "两行互换"),
    "column exchange": Label("two columns exchanged", "两列互换"),
    "year exchange": Label("two years exchanged", "两个年份互换"),
    "table exchange": Label("rows of two tables exchanged", "两表的行互换"),
    "slipped cells": Label("cells that slipped by one row", "数据错行"),
    "definition": Label("a matter of definition, coverage or year, as it fails in several rows",
                        "多处不成立，应为口径、范围或年份问题"),
    "unknown": Label("no known slip", "原因不明"),
}
"""How a number went wrong, in words."""


def message(rule: str, way: str, numbers: Sequence[Number], repair: Mapping[str, str],
            others: Sequence[tuple[str, Sequence[Number]]] = ()) -> Label:
    """Say what is wrong, how it may have come about, the likely reading, and what else would explain it.

    Parameters
    ----------
    rule, way : str
        Keys of ``RULES`` and ``WAYS``.
    numbers : sequence of Number
        The suspects of the likely reading.
    repair : mapping of str to str
        Likely texts by id.
    others : sequence of (str, sequence of Number)
        Other ways that explain about as much, with their suspects.
    """
    wrong, how = RULES[rule], WAYS[way]
    en, zh = f"{wrong.en[0].upper()}{wrong.en[1:]}", wrong.zh
    if way != "unknown":
        en, zh = f"{en}: likely {how.en}", f"{zh}；疑为{how.zh}"
    read = [(number, repair[number.id]) for number in numbers if number.id in repair]
    if read:
        more = len(read) - _MOST_READINGS
        en += ". " + "; ".join(f"{_where(number)}: {number.printed.text.strip()} should read {text}"
                               for number, text in read[:_MOST_READINGS]) + (f"; and {more} more" if more > 0 else "")
        zh += "；" + "；".join(f"{_where(number)}：“{number.printed.text.strip()}”应为“{text}”"
                              for number, text in read[:_MOST_READINGS]) + (f"；另有{more}处" if more > 0 else "")
    if others:
        en += ". Otherwise: " + "; ".join(f"{_ids(named)} ({WAYS[other].en})" for other, named in others[:_MOST_OTHERS])
        zh += "；也可能是：" + "；".join(f"{_ids(named)}（{WAYS[other].zh}）" for other, named in others[:_MOST_OTHERS])
    return Label(en + ".", zh + "。")


def _ids(numbers: Sequence[Number]) -> str:
    shown = [number.id for number in numbers]
    return ", ".join(shown) if len(shown) <= 2 else f"{shown[0]} … {shown[-1]}"


def _where(number: Number) -> str:
    source = number.source
    words = [word.strip() for word in (source.region, source.item, source.period, source.indicator) if word.strip()]
    return f"{number.id} ({', '.join(words)})"
