"""A small document with one block of each kind, in both languages, for the writers' tests. Its numbers are made up."""

from __future__ import annotations

from typing import Any

from outward.report.document import (
    Chart,
    ChartPoint,
    Document,
    Footnote,
    FootnoteMark,
    Heading,
    Link,
    ListBlock,
    Note,
    Number,
    Paragraph,
    Sentence,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
)
from outward.vocabulary.labels import Language

_WORDS: dict[str, dict[Language, str]] = {
    "title": {"en": "Pumps of Anyville", "zh": "某市泵业诊断"},
    "subtitle": {"en": "A made-up case", "zh": "虚构案例"},
    "chapter": {"en": "Scale", "zh": "规模"},
    "section": {"en": "Sales and exports", "zh": "销售与出口"},
    "before": {"en": "In 2015, sales were ", "zh": "2015年，销售产值为"},
    "after": {"en": ", up by ", "zh": "，增长"},
    "end": {"en": " < & > \"quoted\".", "zh": "（“引号”与 < & > 符号）。"},
    "see": {"en": "See ", "zh": "见"},
    "table": {"en": "Sales and exports by sector", "zh": "分行业销售产值与出口交货值"},
    "sector": {"en": "Sector", "zh": "行业"},
    "sales": {"en": "Sales (100 million CNY)", "zh": "销售产值（亿元）"},
    "exports": {"en": "Exports (100 million CNY)", "zh": "出口交货值（亿元）"},
    "pumps": {"en": "Pumps", "zh": "泵"},
    "valves": {"en": "Valves", "zh": "阀门"},
    "total": {"en": "Total", "zh": "合计"},
    "note": {"en": "Exports of valves are not printed.", "zh": "阀门出口交货值未刊印。"},
    "source": {"en": "Source: Anyville Yearbook (made up).", "zh": "资料来源：某市年鉴（虚构）。"},
    "chart": {"en": "Sales by sector", "zh": "分行业销售产值"},
    "alternative": {"en": "Bar chart: pumps 120.5, valves 79.4.", "zh": "条形图：泵120.5，阀门79.4。"},
    "gap": {"en": "No profits are loaded.", "zh": "尚未载入利润数据。"},
    "footnote": {"en": "Above designated size.", "zh": "规模以上。"},
    "item": {"en": "An item", "zh": "一项"},
}


def sample_document(language: Language) -> Document:
    """Give the document in one language."""

    def say(key: str) -> str:
        return _WORDS[key][language]

    blocks = (
        Heading("scale", 1, say("chapter"), "1"),
        Heading("scale.sales", 2, say("section"), "1.1"),
        Paragraph("p1", (
            Sentence("scale.sales.2015", (Text(say("before")), Number("scale.sales.2015", "199.9"), Text(say("after")),
                                          Number("scale.sales.growth.2015", "3.7%"), FootnoteMark("f1"),
                                          Text(say("end")))),
            Sentence("scale.see", (Text(say("see")), Link(say("table"), "#table.sales"), Text(".", "emphasis"))),
        )),
        ListBlock("l1", ((Text(say("item"), "strong"),), (Text(say("item")),))),
        Table(
            "table.sales", "1.1", say("table"),
            (TableColumn("sector", say("sector"), False), TableColumn("sales", say("sales"), True),
             TableColumn("exports", say("exports"), True)),
            (
                TableRow("pumps", (_words(say("pumps")), _number("cell:1:1", "120.5", 120.5),
                                   _number("cell:1:2", "12.0", 12.0))),
                TableRow("valves", (_words(say("valves")), _number("cell:1:3", "79.4", 79.4), _words("…"))),
                TableRow("total", (_words(say("total")), _number("scale.sales.2015", "199.9", 199.9), _words("…")),
                         is_total=True),
            ),
            notes=(say("note"),), source=say("source"), summary=say("table"),
        ),
        Chart("chart.sales", "1.1", say("chart"), _spec(language), say("alternative"), source=say("source"),
              points=(ChartPoint(say("pumps"), "", Number("cell:1:1", "120.5")),
                      ChartPoint(say("valves"), "", Number("cell:1:3", "79.4")))),
        Note("gap.profit", "gap", (Text(say("gap")),)),
    )
    return Document(
        "anyville", language, say("title"), say("subtitle"), "2016-12-31", (say("pumps"),), blocks,
        footnotes=(Footnote("f1", (Text(say("footnote")),)),),
        traces={
            "scale.sales.2015": {"id": "scale.sales.2015", "text": "199.9", "value": 199.9, "formula": "x1+x2",
                                 "inputs": ["cell:1:1", "cell:1:3"]},
            "cell:1:1": {"id": "cell:1:1", "text": "120.5", "value": 120.5, "formula": "", "inputs": [],
                         "source": "Anyville Yearbook (made up), Table 1"},
        },
    )


def _words(text: str) -> TableCell:
    return TableCell((Text(text),))


def _number(id: str, text: str, value: float) -> TableCell:
    return TableCell((Number(id, text),), value)


def _spec(language: Language) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": [{"sector": _WORDS["pumps"][language], "sales": 120.5},
                            {"sector": _WORDS["valves"][language], "sales": 79.4}]},
        "width": 300, "height": 40, "padding": {"left": 60, "right": 10, "top": 5, "bottom": 40},
        "autosize": {"type": "none"},  # else the picture is as wide as the fonts of the machine make its labels
        "mark": "bar",
        "encoding": {"y": {"field": "sector", "type": "nominal", "title": None},
                     "x": {"field": "sales", "type": "quantitative", "title": _WORDS["sales"][language]}},
    }
