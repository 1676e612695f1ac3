"""Numbers in prose: what common parsers misread, both languages, and that no text is too hostile."""

from __future__ import annotations

import itertools
import time
import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.audit.prose_units import unit_in
from outward.audit.quantities import Quantity, quantities, rank_in_words


def claims(sentence: str) -> list[Quantity]:
    return [quantity for quantity in quantities(sentence) if quantity.is_claim]


@pytest.mark.parametrize(
    ("sentence", "text", "unit"),
    [
        ("The output is 3,4512 units.", "3,4512", "units"),
        ("the output of machine tools is 6,8197 units", "6,8197", "units"),
        ("It is about 5%-7%.", "5%-7%", "%"),
        ("accounts for 40%-50% of the total", "40%-50%", "%"),
        ("It ranks No.3 in the country.", "3", "rank"),
        ("It ranked third.", "third", "rank"),
        ("收入2.5亿元", "2.5", "100 million CNY"),
        ("出口4.5亿美元", "4.5", "100 million USD"),
        ("占全国的2.3%", "2.3", "%"),
        ("下降3.7个百分点", "3.7", "pp"),
        ("by 13 percentage points", "13", "pp"),
        ("居全国第3位", "3", "rank"),
        ("列第三位", "第三", "rank"),
        ("是上年的1.19倍", "1.19", "times"),
        ("1.19 times that of the year before", "1.19", "times"),
        ("从业人员12.3万人", "12.3", "10,000 persons"),
        ("企业4208家", "4208", "enterprises"),
        ("there are 4208 enterprises above designated size", "4208", "enterprises"),
        ("22 provincial-level enterprise technical centers", "22", "centers"),
        ("11.8 billion US dollars", "11.8", "billion USD"),
        ("RMB 2.5 billion", "2.5", "billion CNY"),
        ("$4.5bn", "4.5", "billion USD"),
        ("sales of 120.5 100 million CNY", "120.5", "100 million CNY"),
        ("12 500 units", "12 500", "units"),
        ("more than 1/3 of the world", "1/3", "ratio"),
        ("增长５．２％", "５．２", "%"),
        ("the change was -3.2%", "-3.2", "%"),
        ("3至5亿元", "3至5", "100 million CNY"),
        ("came to 1916 thousand hectares", "1916", "thousand ha"),
        ("达到2066家", "2066", "enterprises"),
    ],
)
def test_numbers_are_read_as_printed(sentence: str, text: str, unit: str) -> None:
    assert [(quantity.text, quantity.unit) for quantity in claims(sentence)] == [(text, unit)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("in 2015", "year"),
        ("2016年上半年", "year"),
        ("from 2010 to 2014", "year"),
        ("2010-2014年", "year"),
        ("2016年1-11月", "year"),
        ("12月31日", "year"),
        ("the late 1970s", "year"),
        ("Table 6 shows it", "reference"),
        ("见表3", "reference"),
        ("(3) the rest", "reference"),
        ("Figure 12", "reference"),
        ("the top 10 regions", "reference"),
        ("China Railway No. 9 Group", "reference"),
        ("the 13th Five-Year Plan", "reference"),
        ("C38", "code"),
        ("ZZDFPZ-250000/500-800 transformer", "code"),
        ("A380 aircraft", "code"),
        ("taking 1000KV as the main direction", "specification"),
        ("1725mm hot rolled", "specification"),
        ("20MW drive", "specification"),
        ("for 7 consecutive months", "duration"),
    ],
)
def test_what_is_no_claim_says_so(sentence: str, kind: str) -> None:
    assert {quantity.kind for quantity in quantities(sentence)} == {kind}


@pytest.mark.parametrize(
    ("sentence", "hedge"),
    [
        ("about 5%", "about"),
        ("约53亿元", "about"),
        ("5%左右", "about"),
        ("more than 24 billion USD", "more than"),
        ("exceeded 22 trillion CNY", "more than"),
        ("超过5%", "more than"),
        ("500家以上", "more than"),
        ("30多个国家", "more than"),
        ("100 billion CNY and above", "more than"),
        ("less than 5%", "less than"),
        ("不足5%", "less than"),
        ("close to 45%", "nearly"),
        ("近30%", "nearly"),
        ("was 5%", ""),
    ],
)
def test_hedges(sentence: str, hedge: str) -> None:
    assert [quantity.hedge for quantity in claims(sentence)] == [hedge]


@pytest.mark.parametrize(
    ("sentence", "directions"),
    [
        ("dropped by 3.7% and 4.2% year on year respectively", [-1, -1]),
        ("falls by 11.7%", [-1]),
        ("with a year-on-year decrease of 26.3%", [-1]),
        ("up 12.3% on the year before", [1]),
        ("下降3.2%", [-1]),
        ("同比增长5.2%", [1]),
        ("比上年回落2个百分点", [-1]),
        ("增长到3.7%", [0]),
        ("increased from 10% to 16.2%", [0, 0]),
        ("0.8 percentage points higher than in 2010", [1]),
        ("a 12.3% increase", [1]),
        ("was 5.2%", [0]),
        ("up to 730 billion USD", [0]),
    ],
)
def test_a_rise_or_fall_has_a_direction_and_a_level_has_none(sentence: str, directions: list[int]) -> None:
    assert [quantity.direction for quantity in claims(sentence)] == directions


def test_a_list_has_every_number() -> None:
    read = claims("is 24.8%, 28.1%, 27.2%, 27.8% and 27% respectively")
    assert [quantity.text for quantity in read] == ["24.8", "28.1", "27.2", "27.8", "27"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Table 2 Sales. Unit: 100 million CNY", "100 million CNY"),
        ("表3 出口（单位：亿元）", "100 million CNY"),
        ("单位：亿元", "100 million CNY"),
        ("(万人)", "10,000 persons"),
        ("Sales (100 million CNY)", "100 million CNY"),
        ("Table 2 Sales (2015)", ""),
        ("", ""),
        ("（单位：家、%）", ""),
    ],
)
def test_units_of_titles(title: str, unit: str) -> None:
    assert unit_in(title) == unit


@given(st.integers(1, 99))
def test_places_in_words_are_read_back(place: int) -> None:
    tens, ones = divmod(place, 10)
    digits = "零一二三四五六七八九"
    words = (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")
    assert rank_in_words(f"第{words}") == place


whole = st.integers(0, 10**9)
decimals = st.sampled_from(["", ".5", ".25", ".001"])
frames = st.sampled_from(
    [
        ("The sales value was {} million CNY.", "million CNY"),
        ("出口额为{}亿元，", "100 million CNY"),
        ("It was {}% in all.", "%"),
        ("比重为{}%", "%"),
        ("It employs {} persons.", "persons"),
        ("（其中{}万吨）", "10,000 tons"),
    ]
)


@given(whole, decimals, frames, st.booleans())
def test_whatever_number_is_printed_is_found_with_its_text(
    number: int, ending: str, frame: tuple[str, str], comma: bool
) -> None:
    text = f"{number:,}{ending}" if comma else f"{number}{ending}"
    sentence, unit = frame
    assert [(quantity.text, quantity.unit) for quantity in claims(sentence.format(text))] == [(text, unit)]


@given(st.text(max_size=200) | st.text(alphabet="0123456789.,%-/ 年月占第()to", max_size=200))
def test_every_text_is_read_and_each_number_stands_where_it_says(sentence: str) -> None:
    read = quantities(sentence)
    for quantity in read:
        assert sentence[quantity.start : quantity.end].startswith(quantity.text.rstrip("%"))
    assert [quantity.start for quantity in read] == sorted(quantity.start for quantity in read)
    assert all(one.end <= other.start for one, other in itertools.pairwise(read))
    unit_in(sentence)


@pytest.mark.parametrize(
    "piece", ["9", ",", "(", "1,", "1 ", "1-", "1/2", "1 000 ", "第", "增长", "up ", "2015", "no. ", "a-", "and,", "占"]
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """Ten times the text takes about ten times the work; a reader that looks back over all of it takes a hundred."""
    def work(length: int) -> float:  # the least of three, in CPU time: what a busy machine adds is left out
        text = piece * (length // len(piece))
        return min(timeit.repeat(lambda: quantities(text), timer=time.process_time, number=1, repeat=3))

    assert work(40_000) < 40 * max(work(4000), 0.01)
