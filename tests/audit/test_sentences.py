"""Claims read from sentences, as statistical bulletins word them in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.audit.documents import Cell, Claim, Document
from outward.audit.engine import audit
from outward.audit.sentences import Lexicon, assign, claims_in


def cells(regions: list[str], items: list[str], columns: dict[str, str]) -> list[Cell]:
    return [
        Cell(f"{region} {item} {period} {column}", "1", region, item, period, column, unit, "1")
        for region in regions
        for item in items
        for period in ("2014", "2015")
        for column, unit in columns.items()
    ]


ENGLISH = Lexicon.of(
    cells(
        ["Northland", "Southland", "China"],
        ["Pumps", "Valves", "Total"],
        {
            "sales value": "100 million CNY",
            "export delivery value": "100 million CNY",
            "total profits": "100 million CNY",
            "number of enterprises": "units",
        },
    )
)
CHINESE = Lexicon.of(
    cells(
        ["甲省", "乙省", "全国"],
        ["水泵制造业", "阀门制造业", "合计"],
        {"销售产值": "亿元", "出口额": "亿元", "利润总额": "亿元", "企业单位数": "家", "工业增加值": "亿元"},
    )
)

Read = tuple[str, str, str, str, str]


def read(sentence: str, lexicon: Lexicon) -> list[Read]:
    return [
        (claim.region, claim.item, claim.period, claim.indicator, claim.text)
        for claim in claims_in(Claim("c", sentence), lexicon)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "In 2015, the sales value of pumps in Northland was 120.5 million CNY, down 3.7% on the year before, "
            "accounting for "
            "2.3% of the national total.",
            [
                ("Northland", "Pumps", "2015", "sales value", "120.5"),
                ("Northland", "Pumps", "2015", "growth of sales value", "-3.7"),
                ("Northland", "Pumps", "2015", "share of national sales value", "2.3"),
            ],
        ),
        (
            "Total profits of Northland in 2014 were 12 billion CNY, while that of Southland is 15 billion CNY.",
            [
                ("Northland", "Total", "2014", "total profits", "12"),
                ("Southland", "Total", "2014", "total profits", "15"),
            ],
        ),
        (
            "In 2015 and 2014, the export delivery value of Northland dropped by 3.7% and 4.2% year on year "
            "respectively.",
            [
                ("Northland", "Total", "2015", "growth of export delivery value", "-3.7"),
                ("Northland", "Total", "2014", "growth of export delivery value", "-4.2"),
            ],
        ),
        (
            "In 2015, the sales value and total profits of Northland were 12 billion CNY and 3 billion CNY "
            "respectively.",
            [("Northland", "Total", "2015", "sales value", "12"), ("Northland", "Total", "2015", "total profits", "3")],
        ),
        (
            "In 2015, the sales value of valves in Northland was 1.19 times that of Southland.",
            [("Northland", "Valves", "2015", "ratio to Southland, sales value", "1.19")],
        ),
        (
            "From 2010 to 2015, the sales value of valves in Northland grew by 5.2% a year on average.",
            [("Northland", "Valves", "2010-2015", "average growth of sales value", "5.2")],
        ),
        (
            "In 2015 the sales value per enterprise in Northland was 3 million CNY.",
            [("Northland", "Total", "2015", "sales value per enterprise", "3")],
        ),
        (
            "In 2015, there were 4208 enterprises in Northland.",
            [("Northland", "Total", "2015", "number of enterprises", "4208")],
        ),
        (
            "In 2015, the sales value in China was 900 billion CNY, of which Northland had 4.3%.",
            [
                ("China", "Total", "2015", "sales value", "900"),
                ("Northland", "Total", "2015", "share of national sales value", "4.3"),
            ],
        ),
        (
            "In 2015, the sales value and total profits of pumps in Northland rank No.3 in the country.",
            [
                ("Northland", "Pumps", "2015", "national rank, sales value", "3"),
                ("Northland", "Pumps", "2015", "national rank, total profits", "3"),
            ],
        ),
        (
            "In 2015, the export delivery value of Northland accounted for 8.5% of its sales value.",
            [("Northland", "Total", "2015", "export delivery value as share of sales value", "8.5")],
        ),
    ],
)
def test_english_sentences(sentence: str, expected: list[Read]) -> None:
    assert read(sentence, ENGLISH) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "2015年，甲省水泵制造业出口额1234.5亿元，下降3.2%，占全国的2.3%。",
            [
                ("甲省", "水泵制造业", "2015", "出口额", "1234.5"),
                ("甲省", "水泵制造业", "2015", "出口额增速", "-3.2"),
                ("甲省", "水泵制造业", "2015", "出口额占全国比重", "2.3"),
            ],
        ),
        ("2015年，甲省规模以上工业增加值比上年增长5.2%。", [("甲省", "合计", "2015", "工业增加值增速", "5.2")]),
        (
            "2015年甲省企业4208家，平均每家企业利润总额0.5亿元。",
            [("甲省", "合计", "2015", "企业单位数", "4208"), ("甲省", "合计", "2015", "平均每家企业 利润总额", "0.5")],
        ),
        (
            "2015年，甲省利润总额是乙省的1.19倍，居全国第3位。",
            [
                ("甲省", "合计", "2015", "与乙省之比，利润总额", "1.19"),
                ("甲省", "合计", "2015", "利润总额全国位次", "3"),
            ],
        ),
        (
            "2010-2015年，甲省阀门制造业销售产值年均增长7.1%。",
            [("甲省", "阀门制造业", "2010-2015", "销售产值年均增速", "7.1")],
        ),
        (
            "2015年，全国销售产值为9000亿元，其中甲省占4.3%。",
            [("全国", "合计", "2015", "销售产值", "9000"), ("甲省", "合计", "2015", "销售产值占全国比重", "4.3")],
        ),
        (
            "2014年，甲省销售产值、利润总额分别为12亿元和3亿元。",
            [("甲省", "合计", "2014", "销售产值", "12"), ("甲省", "合计", "2014", "利润总额", "3")],
        ),
        ("2015年，甲省出口额增速为5.2%。", [("甲省", "合计", "2015", "出口额增速", "5.2")]),
    ],
)
def test_chinese_sentences(sentence: str, expected: list[Read]) -> None:
    assert read(sentence, CHINESE) == expected


@pytest.mark.parametrize(
    ("sentence", "lexicon"),
    [
        ("Lending in Northland was 12 billion CNY.", ENGLISH),
        ("In 2015, sales value was 3 million CNY, while lending by local banks fell by 3%.", ENGLISH),
        ("2015年，甲省贷款余额12亿元。", CHINESE),
        ("The sales value of Northland was 12 tons.", ENGLISH),
    ],
)
def test_what_is_not_certain_stays_without_an_indicator(sentence: str, lexicon: Lexicon) -> None:
    last = claims_in(Claim("c", sentence), lexicon)[-1]
    assert last.text
    assert not last.indicator


def test_words_that_nobody_knows_keep_a_claim_from_the_total() -> None:
    assert (
        read("In 2015, the sales value of private firms in Northland was 3 billion CNY.", ENGLISH)[0][1]
        == "private firms"
    )
    assert read("2015年，甲省民营企业出口额12亿元", CHINESE)[0][1] == "民营"


def test_a_known_name_that_no_table_has_is_not_taken_for_another() -> None:
    assert read("In 2015, the sales value of Japan was 3 billion CNY.", ENGLISH)[0][0] == "Japan"


def test_rows_of_one_sentence_take_its_numbers_in_turn() -> None:
    sentence = "In 2015, the sales value of pumps in Northland was 12 billion CNY, up 3% on the year before."
    rows = [
        Claim("c10", sentence),
        Claim("c9", sentence),
        Claim("c11", "Nothing is said here."),
        Claim("c12", sentence, indicator="sales value", text="7"),
    ]
    filled = assign(rows, ENGLISH)
    assert [(claim.id, claim.text) for claim in filled] == [("c10", "3"), ("c9", "12"), ("c11", ""), ("c12", "7")]


def test_the_year_holds_on_in_the_next_sentence_of_a_paragraph() -> None:
    rows = [
        Claim("c1", "In 2014, the sales value of Northland was 12 billion CNY.", para="1"),
        Claim("c2", "Total profits were 3 billion CNY.", para="1"),
        Claim("c3", "Total profits were 3 billion CNY.", para="2"),
    ]
    assert [(claim.region, claim.period) for claim in assign(rows, ENGLISH)] == [
        ("Northland", "2014"),
        ("Northland", "2014"),
        ("", ""),
    ]


@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            [
                "In 2015, ",
                "sales value ",
                "of pumps ",
                "Northland ",
                "China ",
                "12 billion CNY ",
                "3% ",
                "down ",
                "respectively ",
                "and ",
                ", ",
                "that of ",
                "accounting for ",
                "of the total ",
                "rank No.3 ",
                "times ",
                "甲省",
                "出口额",
                "占",
                "的",
                "5%",
                "。",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_every_sentence_is_read_and_rows_keep_their_ids(sentence: str) -> None:
    for lexicon in (ENGLISH, CHINESE):
        filled = assign([Claim("a", sentence), Claim("b", sentence)], lexicon)
        assert [claim.id for claim in filled] == ["a", "b"]


def cell(table: str, region: str, item: str, period: str, column: str, unit: str, title: str = "") -> Cell:
    return Cell(f"{table} {region} {item} {period} {column}", table, region, item, period, column, unit, "1", title)


MIXED = Lexicon.of(
    [
        *(
            cell("1", "Northland", item, year, column, "million CNY")
            for item in ("Pumps", "Valves", "All industry")
            for year in ("2014", "2015")
            for column in ("turnover", "turnover share")
        ),
        *(cell("2", "", item, "2015", "beds", "units") for item in ("Northland", "Southland")),
        *(cell("3", "", item, "2015", "guest receipts", "USD million") for item in ("Foreigners", "Locals")),
        *(cell("3", "", item, "2015", "visits", "10,000 visits") for item in ("Foreigners", "Locals")),
        *(
            cell("4", "", f"{one} / {other}", "2015", "trade flow", "million USD")
            for one in ("Northland", "Sum")
            for other in ("Eastland", "Sum")
        ),
        cell("5", "Northland", "Coal", "2015", "supply", "", "Table 5. Energy (10,000 tce)"),
        *(cell("6", place, "", "2015", "regional product", "million CNY") for place in ("Northland", "China")),
    ]
)
MIXED_ZH = Lexicon.of(
    [
        *(
            cell("1", "甲", item, year, "收入", "万元", "表1（单位：万元）")
            for item in ("省本级", "县级", "合计")
            for year in ("2014", "2015")
        ),
        cell("2", "甲", "水泵", "2015", "产值占比", "%"),
        *(cell("3", place, "", "2015", "户籍人口", "万人") for place in ("甲", "东区", "3省合计")),
        *(cell("4", "", item, "2015", column, "") for item in ("甲市", "乙市") for column in ("床位", "每千人床位数")),
        *(cell("5", "", "外宾", "2015", column, "") for column in ("接待量", "游览收入")),
    ]
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a word that is a region in one table and an item in another
        ("In 2015, the turnover of Pumps in Northland was 5 million CNY.",
         [("Northland", "Pumps", "2015", "turnover", "5")]),
        ("In 2015, the beds of Northland numbered 70.", [("", "Northland", "2015", "beds", "70")]),
        # a total only where no item is named
        ("In 2015, the turnover of Northland was 5 million CNY.",
         [("Northland", "All industry", "2015", "turnover", "5")]),
        # a change in a quantity's own unit
        ("In 2015, the turnover of Pumps in Northland changed by -1.5 million CNY from the year before.",
         [("Northland", "Pumps", "2015", "change in turnover", "-1.5")]),
        # a number before its subject, and a date behind "million"
        ("5 million CNY was recorded for the turnover of Valves in Northland in 2015.",
         [("Northland", "Valves", "2015", "turnover", "5")]),
        ("The trade flow of Northland to Eastland reached US$82.1 million in 2015.",
         [("", "Northland / Eastland", "2015", "trade flow", "82.1")]),
        ("The trade flow of Sum to Eastland reached US$82.1 million in 2015.",
         [("", "Sum / Eastland", "2015", "trade flow", "82.1")]),
        # what stands behind a rank, a share and "per"
        ("In 2015, Northland ranked No. 2 by regional product.",
         [("Northland", "", "2015", "rank, regional product", "2")]),
        ("In 2015, Northland accounted for 6.0 per cent of national regional product.",
         [("Northland", "", "2015", "share of national regional product", "6.0")]),
        ("In 2015, guest receipts per visits of Foreigners came to US$564.",
         [("", "Foreigners", "2015", "guest receipts per visits", "564")]),
        ("In 2015, the supply of Coal in Northland stood at 6.4 million tce.",
         [("Northland", "Coal", "2015", "supply", "6.4")]),
    ],
)
def test_words_are_read_by_the_rows_that_the_tables_print(sentence: str, expected: list[Read]) -> None:
    assert read(sentence, MIXED) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("甲省本级2015年实现收入21万元。", [("甲", "省本级", "2015", "收入", "21")]),
        ("2015年，东区户籍人口比上年变化1.11万人。", [("东区", "", "2015", "户籍人口变化", "1.11")]),
        ("2015年，东区户籍人口比上年增加1.11万人。", [("东区", "", "2015", "户籍人口变化", "1.11")]),
        ("2015年3省合计户籍人口达到0.5亿人。", [("3省合计", "", "2015", "户籍人口", "0.5")]),
        ("2015年，甲水泵占产值比重为15.5%。", [("甲", "水泵", "2015", "产值占比", "15.5")]),
        ("2015年，外宾平均每接待量游览收入为320.7。", [("", "外宾", "2015", "平均每接待量 游览收入", "320.7")]),
    ],
)
def test_chinese_words_are_read_by_the_rows_that_the_tables_print(sentence: str, expected: list[Read]) -> None:
    assert read(sentence, MIXED_ZH) == expected


def test_an_item_without_such_a_row_is_not_taken_for_the_total() -> None:
    rows = (("1", "Northland", "Pumps"), ("1", "Northland", "All industry"), ("2", "", "Foreigners"))
    printed = tuple(
        cell(table, place, item, "2015", "turnover" if place else "beds", "") for table, place, item in rows
    )
    said = (Claim("c1", "In 2015, the turnover of Foreigners was 5 in Northland."),)
    found = audit(Document("D", printed, said))
    assert (found.findings, found.unlinked) == ((), ("c1",))


def test_the_year_of_a_sentence_before_gives_way_to_its_own() -> None:
    rows = [
        Claim("c1", "In 2014, the turnover of Pumps in Northland was 12 million CNY.", para="1"),
        Claim("c2", "The turnover of Valves in Northland, at 3 million CNY, was the highest by 2015.", para="1"),
    ]
    assert [claim.period for claim in assign(rows, MIXED)] == ["2014", "2015"]


def test_an_id_with_other_than_plain_digits_is_an_id_like_any() -> None:
    sentence = "In 2015, the sales value of pumps in Northland was 120.5 million CNY, down 3.7% on the year before."
    filled = assign([Claim(id, sentence, para="9") for id in ("1²", "1")], ENGLISH)
    assert [(claim.id, claim.text) for claim in filled] == [("1²", "-3.7"), ("1", "120.5")]
