"""What the template tells who fills it in, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GUIDE: Final = (
    ("How to fill in this workbook", "填写说明"),
    ("Fill only what you have. An empty sheet, row or column is no error.",
     "有什么数据填什么数据；空白的工作表、行、列不算错误。"),
    ("You may also add the sheets of a statistical yearbook as they are: title, unit line, merged headers, 'of which' "
     "and notes are read. Every sheet that is not named here is read as such a table.",
     "也可以把统计年鉴的原表直接复制为新的工作表：表题、单位、合并表头、“其中”和注释均可识别。"
     "除本说明列出的工作表外，其余工作表均按年鉴表格读取。"),
    ("Tables: one row a value. indicator, period and value are required; what the source prints goes to "
     "value_as_printed when it differs from the number. A gap that the source prints has the status missing.",
     "Tables（统计表）：每行一个数值。指标、时期、数值三列必填；原文写法与数值不同时，填入“原文数值”。"
     "原文缺数的，状态填 missing。"),
    ("Claims: one row a number that stands in a sentence of the source, with its paragraph.",
     "Claims（文中数据）：每行一个原文叙述中的数据，并注明段落。"),
    ("Sources: one row a document. The other sheets name it by its id.",
     "Sources（资料来源）：每行一份资料，其他工作表以其代码引用。"),
    ("Registers (enterprises, projects, parks, ...): one row a thing, with an id of its own; add columns as you like.",
     "名录（企业、项目、园区等）：每行一项，代码不得重复；可自行增加列。"),
    ("Codes: at its right the ids of indicators, regions, sectors and units; ids and names are read alike. At its left "
     "you say what words mean that are not known: word, means (sector:metal-products, region:CN-JS, "
     "indicator:sales-value, subject:large, source:S1, or ignore to leave a row or column out). A sheet's name, or * "
     "for every sheet, may mean period:2015.",
     "Codes（代码）：右侧为指标、地区、行业、单位的代码，填代码或名称均可。左侧说明未识别词语的含义：原文、含义"
     "（如 sector:metal-products、region:CN-JS、indicator:sales-value、subject:large、source:S1；"
     "填 ignore 表示不读取该行或该列）。原文一栏填工作表名称（填 * 表示全部工作表），含义可填 period:2015。"),
    ("An example of a row of Tables (made up): indicator sales-value, region CN-JS, sector metal-products, "
     "period 2015, unit 100 million CNY, value 1234.5, source S1.",
     "Tables 填写示例（虚构）：指标 sales-value，地区 CN-JS，行业 metal-products，时期 2015，"
     "单位 100 million CNY（亿元），数值 1234.5，来源 S1。"),
    ("Formulas are read by the values that your spreadsheet program has computed: save before you hand the file over. "
     "Macros, links to other files, passwords and hidden sheets are refused.",
     "公式按表格软件已计算并保存的结果读取，提交前请先保存。含宏、外部链接、密码或隐藏工作表的文件不予读取。"),
)

COLUMN_HELP: Final[Mapping[str, tuple[str, str]]] = {
    "table": ("Name of the table; empty: the sheet's name.", "表号；不填则用工作表名称。"),
    "row": ("Number of the row within its table; empty: counted.", "行号；不填则自动编号。"),
    "indicator": ("Id or name of an indicator; measures after a dot: sales-value.growth.",
                  "指标代码或名称；派生指标用点号连接，如 sales-value.growth。"),
    "region": ("Id or name of a region; empty: the case's region.", "地区代码或名称；不填则为本案例地区。"),
    "sector": ("Id or name of a sector; empty: the case's industry.", "行业代码或名称；不填则为本案例行业。"),
    "coverage": ("traditional or full; empty: the case's.", "统计口径：traditional（传统口径）或 full（全口径）。"),
    "partner": ("Region with which is traded, or in which is invested.", "贸易或投资的对方地区。"),
    "product": ("Product's code or name.", "产品代码或名称。"),
    "subject": ("Who, when not the whole sector: enterprise:E03, exporter:private.",
                "非全行业数据的主体，如 enterprise:E03、exporter:private。"),
    "period": ("2015, 2016H1, 2010Q1, 2014M12 or 2010-2014.", "时期：2015、2016H1、2010Q1、2014M12 或 2010-2014。"),
    "unit": ("Unit as in the Codes sheet (100 million CNY, 亿元, %).", "单位，见 Codes 工作表（亿元、万人、% 等）。"),
    "value": ("The number alone.", "只填数字。"),
    "value_as_printed": ("As the source prints it; empty: as in value.", "原文写法；不填则与数值相同。"),
    "printed": ("As the source prints it.", "原文写法。"),
    "hedge": ("Word before the number: about, more than, less than, nearly.",
              "数字前的限定词：about（约）、more than（超过）、less than（不足）、nearly（近）。"),
    "status": ("printed, presumed, missing, synthetic or imported; empty: printed.",
               "状态：printed（原文）、presumed（推定）、missing（缺数）、synthetic（虚构）、imported（导入）；"
               "不填为 printed。"),
    "break_before": ("coverage, revision or classification, if not comparable with the period before.",
                     "与上期不可比时填写：coverage（口径变化）、revision（数据修订）、classification（分类变化）。"),
    "known_on": ("Date on which the number was out, 2016-12-31.", "数据公布日期，如 2016-12-31。"),
    "source": ("Id of a row of Sources.", "资料来源代码，见 Sources 工作表。"),
    "paragraph": ("Paragraph or page of the source.", "原文段落或页码。"),
    "note": ("What a reader must know.", "需要说明的事项。"),
    "id": ("Short id of its own, such as E01.", "代码，不得重复，如 E01。"),
    "claim": ("Short id of its own, such as C001.", "代码，不得重复，如 C001。"),
    "name_en": ("Name in English.", "英文名称。"),
    "name_zh": ("Name in Chinese.", "中文名称。"),
    "word": ("A word of your sheets as it is printed, a sheet's name, or * for all.",
             "表中出现的词语，或工作表名称；* 表示全部工作表。"),
    "means": ("What it means: kind:id, or ignore.", "含义：类别:代码，或 ignore（不读取）。"),
}

REGISTER_NAMES: Final[Mapping[str, str]] = {
    "enterprises": "企业名录", "projects": "项目清单", "parks": "境外园区", "clusters": "产业集群",
    "corridors": "运输通道", "policies": "政策文件", "instruments": "支持工具", "targets": "发展目标",
    "agencies": "主管部门",
}
