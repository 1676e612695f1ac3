"""How sentences name periods and quantities, in two languages."""

from __future__ import annotations

from outward.audit.documents import Hedge
from tests.audit.corpus.drafts import Draft, Number
from tests.audit.corpus.worlds import World

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
        pair = ("" if a == everything else a) + ("" if b == everything else f"对{b}")
        return f"{pair}{indicator}{'合计' if everything in (a, b) else ''}"
    origin, target = "" if a == everything else f" from {a}", "" if b == everything else f" to {b}"
    return f"the {'total ' if everything in (a, b) else ''}{indicator}{origin}{target} in {number.region}"


def bare(indicator: str) -> str:
    return indicator.split(": ")[-1].split("：")[-1]
