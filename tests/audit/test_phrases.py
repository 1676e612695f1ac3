"""Phrases for indicators: every form of both languages, and trees that are written and read back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.audit.phrases import (
    AverageGrowth,
    Change,
    Growth,
    Indicator,
    Level,
    Per,
    Rank,
    RatioTo,
    Share,
    Sum,
    level_of,
    parse_indicator,
    phrase,
)

X, Y = Level("sales value"), Level("enterprise")
销 = Level("销售产值")


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("growth of sales value", Growth(X)),
        ("sales value growth", Growth(X)),
        ("growth rate of sales value", Growth(X)),
        ("year-on-year growth of sales value", Growth(X)),
        ("Growth  of sales value ", Growth(X)),
        ("average growth of sales value", AverageGrowth(X)),
        ("average annual growth of sales value", AverageGrowth(X)),
        ("change in sales value", Change(X)),
        ("share of national sales value", Share(X, "national")),
        ("share of group sales value", Share(X, "group")),
        ("share of sales value in industry", Share(X, "industry")),
        ("export delivery value as share of sales value", Share(Level("export delivery value"), "sales value")),
        ("outward FDI stock, share of top-10 total", Share(Level("outward FDI stock"), "top-10 total")),
        ("share of paid-in capital: State capital", Share(Level("State capital"), "paid-in capital")),
        ("sales value per enterprise", Per(X, Y)),
        ("ratio to Anyville, sales value", RatioTo("Anyville", X)),
        ("rank, sales value", Rank(X)),
        ("national rank, sales value", Rank(X, "national")),
        ("rank: sales value", Rank(X)),
        ("sales value ranking", Rank(X)),
        ("pumps + valves", Sum((Level("pumps"), Level("valves")))),
        ("pumps plus valves", Sum((Level("pumps"), Level("valves")))),
        ("change in share of national sales value", Change(Share(X, "national"))),
        ("growth of sales value per enterprise", Growth(Per(X, Y))),
        ("share of W: A + share of W: B", Sum((Share(Level("A"), "W"), Share(Level("B"), "W")))),
        ("销售产值增速", Growth(销)),
        ("销售产值增长率", Growth(销)),
        ("销售产值同比增长", Growth(销)),
        ("销售产值年均增速", AverageGrowth(销)),
        ("销售产值变化", Change(销)),
        ("销售产值增减", Change(销)),
        ("占全国销售产值比重", Share(销, "national")),
        ("销售产值占全国比重", Share(销, "national")),
        ("销售产值占全国的比重", Share(销, "national")),
        ("占销售产值比重", Share(销)),
        ("出口交货值占销售产值比重", Share(Level("出口交货值"), "销售产值")),
        ("平均每家企业销售产值", Per(销, Level("企业"))),
        ("平均每亩 销售产值", Per(销, Level("亩"))),
        ("每亩 销售产值", Per(销, Level("亩"))),
        ("人均销售产值", Per(销, Level("人"))),
        ("与甲省之比, 销售产值", RatioTo("甲省", 销)),
        ("相当于甲省的倍数，销售产值", RatioTo("甲省", 销)),
        ("销售产值排名", Rank(销)),
        ("销售产值全国位次", Rank(销, "national")),
        ("煤炭与钢铁之和", Sum((Level("煤炭"), Level("钢铁")))),
        ("annual average employees", Level("annual average employees")),
        ("平均用工人数", Level("平均用工人数")),
        ("", Level("")),
    ],
)
def test_forms(words: str, tree: Indicator) -> None:
    assert parse_indicator(words) == tree


names = st.sampled_from(["sales value", "exports", "total profit", "employees"])
chinese = st.sampled_from(["销售产值", "出口额", "利润总额", "用工人数"])


def trees(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[Indicator]:
    return st.recursive(
        leaves.map(Level),
        lambda inner: st.one_of(
            inner.map(Growth),
            inner.map(Change),
            inner.map(AverageGrowth),
            inner.map(lambda of: Share(of, "national")),
            inner.map(Rank),
            inner.map(lambda of: RatioTo("Anyville", of)),
        ),
        max_leaves=3,
    )


@given(trees(names))
def test_english_phrases_are_read_back(tree: Indicator) -> None:
    assert parse_indicator(phrase(tree)) == tree


@given(chinese, st.sampled_from([Growth, Change, AverageGrowth, Rank]))
def test_chinese_phrases_are_read_back(name: str, form: type[Growth | Change | AverageGrowth | Rank]) -> None:
    for tree in (form(Level(name)), form(Share(Level(name), "national")), RatioTo("甲省", Level(name))):
        assert parse_indicator(phrase(tree, "zh")) == tree


@given(st.text(max_size=120))
def test_every_text_is_some_indicator(text: str) -> None:
    assert isinstance(level_of(parse_indicator(text)), str)


@pytest.mark.parametrize("piece", ["growth of ", "占", "A + ", "share of ", "per ", "x as share of ", "平均每", "与"])
def test_hostile_phrases_are_read_at_once(piece: str) -> None:
    """A few milliseconds; a parser that tries every way to part such a phrase would not end in a lifetime."""
    start = time.process_time()
    parse_indicator(piece * (400 // len(piece)))
    parse_indicator(piece * 20_000)
    assert time.process_time() - start < 20
