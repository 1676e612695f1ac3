"""What stands between the numbers of a sentence: which words make a number a share, a rank, a multiple, a growth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from outward.audit.dates import Dated
from outward.audit.lexicon import Lexicon, Mention
from outward.audit.phrases import Indicator, level_of, whole_of
from outward.audit.quantities import Quantity

CueKind = Literal["level", "share", "times", "per", "rank", "average", "sum", "change"]

_JOINT = re.compile(r"(?: |,|，|、|and|和|及|与|以及|about|约|nearly|近|over|more than|less than|超过)*")
_SHARE_EN = re.compile(
    r"\b(?:account(?:s|ed|ing)?(?: for)?|mak(?:es?|ing) up|made up|represent(?:s|ed|ing)?|"
    r"constitut(?:es?|ed|ing)"
    r"|of which [^.;,]{1,60} (?:had|has|have|held|took|takes)|(?:with |or )?a (?:share|"
    r"proportion) of)[^.;,]{0,24}$"
)
_SHARE_ZH = re.compile(
    r"占(?:到|据)?(?P<whole>[^，,；;。占]{0,40}?)(?:的?(?:比重|比例|份额))?(?:的|为|达到?|是|约|近|超过|不足|仅|也)*$"
)
_OF = re.compile(
    r" ?(?:respectively )?(?:of|in|out of) (?:the )?([^,;.，；。]{1,120}?)(?= respectively|[,;.，；。]| while |"
    r" and (?:its|the|that)\b|$)"
)
_TIMES_EN = re.compile(
    r" ?(?:respectively )?(?:of |as (?:large|much|high|many) as )?(?:that|those)? ?(?:of|"
    r"in)? ?(?:that|those)? ?(?:of|in)? ?([^,;.]{1,60})"
)
_TIMES_ZH = re.compile(r"(?:是|为|相当于|等于)(?P<whole>[^，,；;。是]{1,40}?)的(?:约|近|超过)?$")
_PER_AFTER = re.compile(r" per ([a-z]+(?: employed)?)")
_PER_BEFORE = re.compile(
    r"(?:平均每|每)([家户个名]?[\u4e00-\u9fff]{1,5}?)(?:为|约|近|达到?|超过|不足)?$|(人均|户均)(?:为|约|近|达到?)?$"
)
_AVERAGE = re.compile(r"年均|年平均|average annual|annual average|annually on average|a year on average")
_AVERAGE_AFTER = re.compile(r" (?:a year|per year|annually|each year)(?: on average)?| on average")
_COMPARED = re.compile(
    r" ?(?:percentage points? )?(?:higher|lower|more|less|up|down)?,? ?(?:compared (?:with|to)|"
    r"than|over|on|against|from|"
    r"year[- ]on[- ]year)[^,;.，；。]{0,80}"
)
_CHANGED = re.compile(
    r"\b(?:chang(?:es?|ed|ing)|mov(?:es?|ed)|differ(?:s|ed)) by "
    r"(?:about |around |nearly |more than |less than |some )?$|"
    r"[比较](?:上年|去年|前年|上期|上季度?|上月|同期|上年同期|20\d\d年|19\d\d年)(?:同期)?(?:的)?"
    r"(?:变化|变动|增减|相差)(?:了|为|约|近|达到?|超过|不足)*$"
)
_NATIONAL = re.compile(r"全国|\b(?:nation\w*|china|country)\b")
_KNOWN_EN = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "by",
        "for",
        "and",
        "its",
        "their",
        "his",
        "this",
        "that",
        "these",
        "those",
        "total",
        "whole",
        "all",
        "industrial",
        "enterprises",
        "enterprise",
        "above",
        "designated",
        "size",
        "industry",
        "industries",
        "sector",
        "sectors",
        "province",
        "provinces",
        "provincial",
        "country",
        "national",
        "city",
        "region",
        "nation",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "been",
        "be",
        "reached",
        "amounted",
        "amounts",
        "amount",
        "stood",
        "came",
        "to",
        "with",
        "at",
        "end",
        "year",
        "years",
        "annual",
        "average",
        "which",
        "while",
        "whose",
        "as",
        "respectively",
        "about",
        "nearly",
        "more",
        "less",
        "than",
        "over",
        "only",
        "both",
        "also",
        "still",
        "then",
        "during",
        "same",
        "period",
        "first",
        "second",
        "half",
        "quarter",
        "compared",
        "whose",
        "realized",
        "achieved",
        "achieving",
        "completed",
        "recorded",
        "registered",
        "up",
        "down",
        "together",
        "combined",
        "made",
        "make",
        "makes",
        "up",
        "had",
        "has",
        "held",
        "from",
        "there",
        "value",
        "values",
        "rate",
        "figure",
        "level",
        "state",
    ]
)
_KNOWN_ZH = re.compile(
    r"全年|其中|当年|全市|全省|全国|实现|完成|规模以上|以上|企业|工业|的|共|累计|总的|合计|分别|和|与|及|、|，|为|达|"
    r"在|年|月|末|底|"
    r"该|本|各|全部|全社会|行业|产业|地区|省|市|县|区|有|于|由|从|至|到|对|比|上年|同期|同比|截至|是|并|且|也|又|一|"
    r"上半|下半|季度|"
    r"人均|户均|平均每[家户个名]?(?:企业|单位|职工|员工|从业人员|人)|当期|年末|期末|来看|看|方面|情况|我|目前|主要|"
    r"指标|较|去年|[0-9 .,;:()%-]"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """How a run of numbers is said of its subject; ``text[start:end]`` names the whole and is no new subject."""

    kind: CueKind
    start: int
    end: int
    whole: str = ""
    region: str = ""
    is_list: bool = False
    continues: bool = False


def run_ends(text: str, numbers: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Part numbers into runs: "24.8%, 28.1% and 27%" is one."""
    found: list[tuple[int, int]] = []
    for index, number in enumerate(numbers):
        if (found and number.unit == numbers[index - 1].unit) or (
            found and {number.group, numbers[index - 1].group} == {"money"}
        ):
            between = text[numbers[index - 1].stop : number.start]
            if len(between) <= 24 and (joint := _JOINT.match(between)) and joint.end() == len(between):
                found[-1] = (found[-1][0], index + 1)
                continue
        found.append((index, index + 1))
    return found


def joined(text: str, numbers: Sequence[Quantity]) -> list[Quantity]:
    """Give the numbers of a list that print their unit once the unit of the last: "1, 2 and 3 million CNY"."""
    found = list(numbers)
    for index in range(len(found) - 2, -1, -1):
        number, after = found[index], found[index + 1]
        between = text[number.stop : after.start]
        if (
            not number.unit
            and after.unit
            and number.kind == "amount"
            and len(between) <= 24
            and (joint := _JOINT.match(between))
            and joint.end() == len(between)
        ):
            found[index] = replace(
                number, unit=after.unit, group=after.group, direction=number.direction or after.direction
            )
    return found


def cue_of(text: str, at: int, first: Quantity, last: Quantity, following: int) -> Cue:
    """Find how a run of numbers is said of its subject."""
    before, stop = text[max(at, first.start - 120) : first.start], last.stop
    offset = first.start - len(before)
    is_list = re.search(r"respectively|分别|both| and |和|与|、|,", before) is not None
    compared = _COMPARED.match(text, stop, min(following, stop + 100))
    end = compared.end() if compared else stop
    if first.kind == "rank":
        tail = text[stop : min(following, stop + 80)]
        clause = re.split(r"[,;.，；。]", tail)[0]
        near = re.split(r"[,;，；]", before)[-1] + clause
        return Cue(
            "rank",
            offset + _tail(before),
            stop + len(clause),
            "national" if _NATIONAL.search(near) else "",
            "",
            is_list,
        )
    if first.unit == "times":
        if found := _TIMES_ZH.search(before):
            return Cue("times", offset + found.start("whole"), first.start, is_list=is_list)
        if found := _TIMES_EN.match(text, stop, min(following, stop + 80)):
            return Cue("times", stop, found.end(), is_list=is_list)
        return Cue("times", first.start, stop)
    if first.unit == "%" and not first.direction:
        if found := _SHARE_ZH.search(before):
            return Cue("share", offset + found.start(), first.start, found["whole"], is_list=is_list)
        if found := _SHARE_EN.search(before):
            whole = _OF.match(text, stop, min(max(following, stop), stop + 140))
            return Cue("share", first.start, whole.end() if whole else stop, whole[1] if whole else "", is_list=is_list)
        whole = re.compile(r" of the ([^,;.]{0,40}total)").match(text, stop, stop + 60)
        if whole:
            return Cue("share", first.start, whole.end(), whole[1], is_list=is_list)
    if _CHANGED.search(before):
        return Cue("change", first.start, end, is_list=is_list)
    if first.direction and (_AVERAGE.search(before[-40:]) or _AVERAGE_AFTER.match(text, stop)):
        return Cue("average", first.start, end, is_list=is_list)
    if first.unit not in ("%", "pp"):
        if found := _PER_AFTER.match(text, stop):
            return Cue("per", first.start, found.end(), region=found[1])
        if found := _PER_BEFORE.search(before):
            return Cue("per", offset + found.start(), first.start, region=found[1] or found[2])
    if first.unit == "%" and re.search(r"\b(?:together|combined|in total)\b|合计|之和|共", before) and is_list:
        return Cue("sum", first.start, end, is_list=True)
    return Cue("level", first.start, end, is_list=is_list, continues=_that(before))


def _tail(before: str) -> int:
    found = re.search(r"(?:rank\w*|居|位列|列|排)[^,，;；]*$", before)
    return found.start() if found else len(before)


def _that(before: str) -> bool:
    """Whether the number is said of the indicator spoken of last: "that of Jiangsu is 12"."""
    return re.search(r"\b(?:that|those|it|which|up|down)\b", before) is not None


_LEADING_EN = frozenset(
    [
        "increase",
        "increased",
        "increases",
        "increasing",
        "decrease",
        "decreased",
        "decreases",
        "decreasing",
        "drop",
        "dropped",
        "drops",
        "rise",
        "rose",
        "rises",
        "fall",
        "fell",
        "falls",
        "grow",
        "grew",
        "grows",
        "growing",
        "growth",
        "decline",
        "declined",
        "declines",
        "down",
        "up",
        "by",
        "on",
        "over",
        "previous",
        "before",
        "than",
        "accounting",
        "accounted",
        "accounts",
        "account",
        "making",
        "representing",
        "ranking",
        "ranked",
        "ranks",
        "rank",
        "no",
        "place",
        "placed",
        "or",
        "equivalent",
        "equal",
        "times",
        "compared",
        "falling",
        "rising",
        "share",
        "proportion",
        "higher",
        "lower",
        "percentage",
        "points",
        "last",
        "per",
        "now",
        "it",
        "that",
        "those",
        "compared",
        "regions",
        "gained",
        "lost",
        "added",
        "respectively",
        "together",
        "being",
        "a",
        "maintaining",
        "changed",
        "changes",
        "change",
    ]
)
_LEADING_ZH = re.compile(
    r"增长|下降|减少|增加|提高|回落|上升|降低|占|居|位列|排名?|第|相当于|比重|份额|增幅|降幅|达到|约|近|超过|不足|同|"
    r"变化|变动|增减|环|升|年均|平均|每|高|低"
)


def is_said_of_the_same(text: str) -> bool:
    """Whether the words before a number name no new subject: "and dropped by 3% year on year".

    Examples
    --------
    >>> is_said_of_the_same(", dropped by "), is_said_of_the_same("，同比下降")
    (True, True)
    >>> is_said_of_the_same(", while lending fell by ")
    False
    """
    if any(
        word.removesuffix("'s") not in _KNOWN_EN and word not in _LEADING_EN
        for word in re.findall(r"[a-z][a-z']*", text)
    ):
        return False
    rest = _KNOWN_ZH.sub("", _LEADING_ZH.sub("", text)) if re.search(r"[\u4e00-\u9fff]", text) else ""
    return len(re.sub(r"[^\u4e00-\u9fff]", "", rest)) < 2


def share_whole(text: str, cue: Cue, mentions: Sequence[Mention], tree: Indicator, lexicon: Lexicon) -> str:
    """Name the whole of a share; empty if it is not certain."""
    words = cue.whole.strip().removeprefix("the ")
    begin = text.find(cue.whole, cue.start, cue.end) if cue.whole else cue.start
    inside = [
        mention for mention in mentions if begin <= mention.start and mention.end <= max(begin + len(cue.whole), begin)
    ]
    others = [mention for mention in inside if mention.kind == "indicator" and mention.name != level_of(tree)]
    regions = [mention for mention in inside if mention.kind in ("region", "home", "nation", "world")]
    items = [mention for mention in inside if mention.kind == "item"]
    if len(others) == 1 and all(mention.start > others[0].start for mention in (*items, *regions)):
        return others[0].name
    if others or items:
        return ""
    simple = whole_of(words)
    if simple in ("national", "world", "group", "provincial", "total"):
        return simple
    if _NATIONAL.search(words) or any(mention.name == lexicon.nation and lexicon.nation for mention in regions):
        return "national"
    if len(regions) == 1:
        return {"home": "provincial", "world": "world", "nation": "national"}.get(regions[0].kind, regions[0].name)
    if re.match(r"provincial|全省|本省|the province", words):
        return "provincial"
    return ""


_MOVES = frozenset(
    ("growth", "growing", "decline", "increase", "decrease", "rise", "fall", "drop", "employee", "change")
)


def qualifier(
    text: str, at: int, end: int, fresh: Sequence[Mention], gap: Sequence[Mention], dated: Sequence[Dated]
) -> str:
    """Words around an indicator's name that narrow it and that nobody knows ("exports of private enterprises")."""
    spans = sorted([(mention.start, mention.end) for mention in gap] + [(each.start, each.end) for each in dated])
    first = fresh[0]
    if re.search(r"[\u4e00-\u9fff]", text[first.start : first.end]):
        begin = max(text.rfind(mark, at, first.start) for mark in "，。；,;：") + 1
        rest = blanked(text, max(begin, at), first.start, spans)
        rest = _KNOWN_ZH.sub("", rest)
        return rest if len(rest) >= 2 else ""
    left = re.search(r"([a-z][a-z'-]*) $", text[max(at, first.start - 30) : first.start])
    if (
        left
        and left[1].removesuffix("'s") not in _KNOWN_EN
        and not any(b <= left.start() + max(at, first.start - 30) < e for b, e in spans)
        and left[1] not in _MOVES
    ):
        return left[1]
    last = fresh[-1]
    after = re.match(
        r" (?:of|for|from|by|in) (?:the )?([^,;.]{1,60}?)(?= (?:is|are|was|were|has|have|reach|amount|chang|"
        r"stood|came|rose|fell|"
        r"grew|increas|decreas|drop|declin|account)|[,;.]|$)",
        text[last.end : end + 1],
    )
    if after:
        begin = last.end + after.start(1)
        rest = blanked(text, begin, begin + len(after[1]), spans)
        unknown = [word for word in re.findall(r"[a-z][a-z'-]+", rest) if word not in _KNOWN_EN and word != "'s"]
        return " ".join(unknown)
    return ""


def blanked(text: str, begin: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    """Give a stretch of a text with the spans in it left blank."""
    letters = list(text[begin:end])
    for start, stop in spans:
        for place in range(max(start, begin), min(stop, end)):
            letters[place - begin] = " "
    return "".join(letters)
