"""Phrases for indicators that are built on others: "growth of sales value", 出口额占全国比重, "rank, total assets".

``parse_indicator`` reads a phrase into a tree; a name that it does not know is a ``Level``, so that every text is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from outward.vocabulary.labels import Language

_DEEPEST = 8  # forms within forms; whatever is deeper stays a name


@dataclass(frozen=True, slots=True)
class Level:
    """A quantity by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Percentage change on the period before."""

    of: Indicator


@dataclass(frozen=True, slots=True)
class AverageGrowth:
    """Compound growth a year."""

    of: Indicator


@dataclass(frozen=True, slots=True)
class Change:
    """Difference from the period before."""

    of: Indicator


@dataclass(frozen=True, slots=True)
class Share:
    """Percentage of a whole: ``national``, ``world``, ``group``, ``provincial``, ``total``, or words of the table.

    ``whole`` is empty where the phrase does not tell it ("share of X", X占比).
    """

    of: Indicator
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Per:
    """One quantity divided by another."""

    num: Indicator
    den: Indicator


@dataclass(frozen=True, slots=True)
class RatioTo:
    """A region's value divided by that of another region."""

    region: str
    of: Indicator


@dataclass(frozen=True, slots=True)
class Rank:
    """Place in an order; ``among`` is ``national``, ``world``, or empty."""

    of: Indicator
    among: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Several quantities together."""

    parts: tuple[Indicator, ...]


Indicator: TypeAlias = Level | Growth | AverageGrowth | Change | Share | Per | RatioTo | Rank | Sum

_WHOLES = {
    **dict.fromkeys(
        (
            "national",
            "nation",
            "country",
            "the nation",
            "nation's",
            "china",
            "china's",
            "the country",
            "whole country",
            "the whole country",
            "country's",
            "全国",
            "国家",
            "我国",
            "中国",
        ),
        "national",
    ),
    **dict.fromkeys(
        ("world", "the world", "world's", "global", "the globe", "whole world", "世界", "全球", "全世界"), "world"
    ),
    **dict.fromkeys(("group", "the group", "组", "本组", "全组", "同组"), "group"),
    **dict.fromkeys(
        ("total", "the total", "grand total", "overall", "总额", "合计", "总计", "总量", "全部", "总数", "总"), "total"
    ),
    **dict.fromkeys(
        (
            "provincial",
            "province",
            "the province",
            "province's",
            "regional",
            "the region",
            "region",
            "the region's total",
            "全省",
            "全市",
            "全区",
            "本省",
            "省",
            "本地区",
            "全区域",
            "地区",
        ),
        "provincial",
    ),
}
_EN_WHOLE = r"national|nation's|world|global|group|total|provincial|province's|province|regional"
_ZH_WHOLE = "全国|世界|全球|全省|全市|全区|本省|全组|本组|同组|本地区"

_PREFIX_EN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        (
            "average growth",
            r"(?:compound )?(?:average|mean|cagr)(?: (?:annual|yearly))?(?: growth)?(?: rate)? (?:of|"
            r"in) (?P<x>.+)",
        ),
        ("average growth", r"annual average growth(?: rate)? (?:of|in) (?P<x>.+)"),
        (
            "growth",
            r"(?:annual |yearly |year-on-year |yoy |percentage )?growth(?: rate)?(?: year on year)?(?: of| in|,|"
            r":) ?(?P<x>.+)",
        ),
        ("growth", r"(?:year-on-year|yoy|percentage|percent|per cent) change (?:of|in) (?P<x>.+)"),
        ("change", r"(?:annual |absolute |percentage[- ]point )?change (?:of|in) (?P<x>.+)"),
        ("ratio", r"ratio to (?P<r>[^,]+), ?(?P<x>.+)"),
        ("ratio", r"ratio of (?P<x>.+) to (?P<r>[A-Z][^,]*)"),
        ("rank", r"(?P<among>national|world|regional|provincial)? ?rank(?:ing)?(?:,|:| by| of| in| for) ?(?P<x>.+)"),
        ("share whole of", r"share of (?P<w>[^:]+): ?(?P<x>.+)"),
        ("share", rf"(?:share|proportion|percentage) (?:of|in) (?:the )?(?P<w>{_EN_WHOLE})(?:'s)? (?P<x>.+)"),
        ("share total", r"share of the (?P<w>region|province|nation|country|world)'s total (?P<x>.+)"),
        ("share", r"(?:share|proportion) of (?P<x>.+?) (?:in|within) (?:the )?(?P<w>.+)"),
        ("share", r"(?:share|proportion|percentage) (?:of|in) (?P<x>.+)"),
    )
)
_SUFFIX_EN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in (
        ("average growth", r"(?P<x>.+?),? (?:average|mean|compound)(?: annual| yearly)?(?: average)? growth(?: rate)?"),
        ("growth", r"(?P<x>.+?),? (?:annual |year-on-year |yoy )?growth(?: rate)?(?: year on year| \(yoy\))?"),
        ("change", r"(?P<x>.+?),? change"),
        ("share", r"(?P<x>.+?),? as (?:a )?(?:share|percentage|proportion|per cent|percent) of (?:the )?(?P<w>.+)"),
        ("share", r"(?P<x>.+?),? (?:share|percentage) (?:of|in) (?:the )?(?P<w>.+)"),
        ("share", r"(?P<x>.+), share"),
        ("rank", r"(?P<x>.+?),? (?P<among>national|world|regional|provincial)? ?rank(?:ing)?"),
        ("per", r"(?:average )?(?P<x>.+) per (?P<y>.+)"),
        ("per", r"average (?P<y>enterprise|firm|employee) (?P<x>.+)"),
    )
)
_FORMS_ZH: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("ratio", r"与(?P<r>[^，,]+?)(?:之比|的比值|的比率|相比)[，,：:、 ]?(?P<x>.+)"),
        ("ratio", r"相当于(?P<r>[^，,]+?)的倍数[，,：:、 ]?(?P<x>.+)"),
        ("ratio", r"(?P<x>.+?)相当于(?P<r>.+?)的?倍数"),
        ("ratio", r"(?P<x>.+?)与(?P<r>.+?)之比"),
        ("rank", r"(?P<among>全国|世界|全球)?(?:排名|位次|排位|名次)[，,：:]?(?P<x>.+)"),
        ("average growth", r"(?P<x>.+?)的?(?:年均|平均)(?:增速|增长率|增长速度|增长|增幅)"),
        ("average growth", r"(?:年均|平均)(?:增速|增长率|增长)[，,：:](?P<x>.+)"),
        ("change", r"(?P<x>.+?)的?(?:变化|变动|增减|增减量|增减变化|变化量|变动幅度)"),
        ("growth", r"(?P<x>.+?)的?(?:同比|比上年|较上年|年)?(?:增速|增长率|增长速度|增长|增幅|增减率)"),
        ("growth", r"(?P<x>.+?)的?同比"),
        ("growth", r"(?:同比)?(?:增速|增长率)[，,：:](?P<x>.+)"),
        ("share", rf"占(?P<w>{_ZH_WHOLE})(?:的)?(?P<x>.+?)的?(?:比重|比例|份额|百分比)"),
        ("share", r"(?P<x>.+?)占(?P<w>.+?)的?(?:比重|比例|份额|百分比)"),
        ("share", r"(?:占比|比重|份额)[：:](?P<x>.+)"),
        ("share", r"占(?P<x>.+?)的?(?:比重|比例|份额|百分比)"),
        ("share", r"(?P<x>.+?)(?:的?占比|所占比重|的?比重|的?份额)"),
        ("rank", r"(?P<x>.+?)的?(?:(?:在|居|按)?(?P<among>全国|世界|全球))?的?(?:排名|位次|排位|名次)"),
        ("sum", r"(?P<x>.+?)(?:与|和|及|、)(?P<y>.+?)(?:之和|合计|的和)"),
        (
            "per",
            r"平均每(?:一)?(?P<y>[家户个名项位所座]?(?:企业|单位|职工|员工|从业人员|从业者|劳动者|项目|农场|农户|学校|"
            r"医院|学生|居民|机构|园区|人|户))的?[，, ]?(?P<x>.+)",
        ),
        ("per", r"平均每(?P<y>[^ ，,的]{1,12})[ ，,的]+(?P<x>.+)"),
        (
            "per",
            r"每(?P<y>[家户个名项万亿百千]*(?:企业|职工|员工|从业人员|项目|人|"
            r"[^ ，,的]{1,8}(?=[ ，,的])))的?[，, ]?(?P<x>.+)",
        ),
        ("per", r"(?P<y>人均|户均)(?P<x>.+)"),
    )
)
_DENOMINATORS = {
    "人均": "人",
    "户均": "企业",
    "家企业": "企业",
    "户企业": "企业",
    "个企业": "企业",
    "名职工": "职工",
    "名员工": "员工",
    "个项目": "项目",
}
_PLUS = re.compile(r" ?(?:\+|＋|\bplus\b) ?", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST = 400
_MOST = 12  # parts of a sum


@lru_cache(maxsize=8192)
def parse_indicator(phrase: str) -> Indicator:
    """Read a phrase for an indicator.

    Parameters
    ----------
    phrase : str
        In English or Chinese, as a claim or the header of a table words it.

    Returns
    -------
    Level, Growth, AverageGrowth, Change, Share, Per, RatioTo, Rank or Sum
        A tree; the names in it are the phrase's own words.

    Examples
    --------
    >>> parse_indicator("growth of sales value")
    Growth(of=Level(name='sales value'))
    >>> parse_indicator("工业销售产值占全国比重")
    Share(of=Level(name='工业销售产值'), whole='national')
    >>> parse_indicator("ratio to Anyville, total profit per enterprise")
    RatioTo(region='Anyville', of=Per(num=Level(name='total profit'), den=Level(name='enterprise')))
    """
    return _parse(" ".join(phrase.split()).strip(" ,;，；。.:："), 0)


def _parse(text: str, depth: int) -> Indicator:
    text = text.strip(" ,，")
    if depth >= _DEEPEST or not text or len(text) > _LONGEST:
        return Level(text)
    text = text.removeprefix("the ").removeprefix("The ") or text
    is_chinese = bool(_HAN.search(text))
    is_mixed = is_chinese and ((text[0].isascii() and text[0].isalpha()) or " per " in text)
    forms = _FORMS_ZH if is_chinese and not is_mixed else _PREFIX_EN  # an English form may hold a Chinese name
    parts = _PLUS.split(text)
    if 1 < len(parts) <= _MOST and all(any(pattern.fullmatch(part) for _, pattern in forms) for part in parts):
        return Sum(tuple(_parse(part, depth + 1) for part in parts))  # "share of W: A + share of W: B"
    tree = _first(text, forms, depth)
    if tree is None and 1 < len(parts) <= _MOST and all(parts):
        return Sum(tuple(_parse(part, depth + 1) for part in parts))
    if tree is None and (is_mixed or not is_chinese):
        tree = _first(text, _SUFFIX_EN, depth)
    if tree is None and is_mixed:
        tree = _first(text, _FORMS_ZH, depth)
    return tree or Level(text)


def _first(text: str, forms: tuple[tuple[str, re.Pattern[str]], ...], depth: int) -> Indicator | None:
    for form, pattern in forms:
        if found := pattern.fullmatch(text):
            return _built(form, found.groupdict(), depth + 1)
    return None


def _built(form: str, groups: dict[str, str | None], depth: int) -> Indicator:
    of = _parse(groups.get("x") or "", depth)
    match form:
        case "growth":
            return Growth(of)
        case "average growth":
            return AverageGrowth(of)
        case "change":
            return Change(of)
        case "ratio":
            return RatioTo((groups.get("r") or "").strip(), of)
        case "rank":
            return Rank(of, whole_of(groups.get("among") or ""))
        case "per":
            den = groups.get("y") or ""
            return Per(of, _parse(_DENOMINATORS.get(den, den), depth))
        case "sum":
            return Sum((of, _parse(groups.get("y") or "", depth)))
    return _share(of, groups.get("w") or "")


def _share(of: Indicator, words: str) -> Share:
    """Part the whole from what is measured where the phrase names both: 占全国X比重."""
    for whole in ("全国", "世界", "全球"):
        rest = words.removeprefix(whole).removeprefix("的")
        if isinstance(of, Level) and words.startswith(whole) and rest in (of.name, f"{of.name}总量", f"{of.name}总额"):
            return Share(of, whole_of(whole))
    return Share(of, whole_of(words))


def whole_of(words: str) -> str:
    """Name a whole one way: "China's", "the nation" and 全国 are ``national``; other words stay as they are.

    Examples
    --------
    >>> whole_of("全国"), whole_of("the World"), whole_of("sales value")
    ('national', 'world', 'sales value')
    """
    plain = " ".join(words.split())
    return _WHOLES.get(plain.lower().removesuffix(" total"), _WHOLES.get(plain.lower(), plain))


def level_of(tree: Indicator) -> str:
    """Give the name that a phrase is built on, the first if there are several.

    Examples
    --------
    >>> level_of(parse_indicator("growth of sales value per enterprise"))
    'sales value'
    """
    while not isinstance(tree, Level):
        tree = tree.parts[0] if isinstance(tree, Sum) else tree.num if isinstance(tree, Per) else tree.of
    return tree.name


def phrase(tree: Indicator, language: Language = "en") -> str:
    """Write a tree as a phrase that ``parse_indicator`` reads back.

    Examples
    --------
    >>> phrase(Growth(Level("sales value"))), phrase(Share(Level("出口额"), "national"), "zh")
    ('growth of sales value', '出口额占全国比重')
    """
    return _chinese(tree) if language == "zh" else _english(tree)


def _english(tree: Indicator) -> str:
    match tree:
        case Level(name):
            return name
        case Growth(of):
            return f"growth of {_english(of)}"
        case AverageGrowth(of):
            return f"average growth of {_english(of)}"
        case Change(of):
            return f"change in {_english(of)}"
        case Share(of, whole):
            if whole in ("national", "world", "group", "total", "provincial"):
                return f"share of {whole} {_english(of)}"
            return f"{_english(of)} as share of {whole}" if whole else f"share of {_english(of)}"
        case Per(num, den):
            return f"{_english(num)} per {_english(den)}"
        case RatioTo(region, of):
            return f"ratio to {region}, {_english(of)}"
        case Rank(of, among):
            return f"{among} rank, {_english(of)}".strip()
        case Sum(parts):
            return " + ".join(map(_english, parts))


_WHOLES_ZH = {"national": "全国", "world": "世界", "group": "本组", "total": "总额", "provincial": "全省"}


def _chinese(tree: Indicator) -> str:
    match tree:
        case Level(name):
            return name
        case Growth(of):
            return f"{_chinese(of)}增速"
        case AverageGrowth(of):
            return f"{_chinese(of)}年均增速"
        case Change(of):
            return f"{_chinese(of)}变化"
        case Share(of, whole):
            return f"{_chinese(of)}占{_WHOLES_ZH.get(whole, whole)}比重" if whole else f"{_chinese(of)}占比"
        case Per(num, den):
            return f"平均每{_chinese(den)} {_chinese(num)}"
        case RatioTo(region, of):
            return f"与{region}之比，{_chinese(of)}"
        case Rank(of, among):
            return f"{_chinese(of)}{_WHOLES_ZH.get(among, among)}位次"
        case Sum(parts):
            return " + ".join(map(_chinese, parts))
