"""Numbers in prose with their unit, hedge and direction, in English and Chinese.

Every number of a sentence is found once; what is no claim about an economy (years, numbers of tables and paragraphs,
codes of models and standards, sizes of machines) says so by its ``kind``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from outward.audit.dates import Dated, dates
from outward.audit.documents import Hedge
from outward.audit.prose_units import FoundUnit, currency_before, known_unit, plain, prefixed, unit_at, unit_in

__all__ = ["Quantity", "is_money", "quantities", "rank_in_words", "unit_in"]

Kind = Literal["amount", "rank", "duration", "year", "reference", "code", "specification", "word"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as printed at ``sentence[start:end]``; ``stop`` is where its unit ends.

    Parameters
    ----------
    text : str
        The number as printed, without its unit ("3,4512", "5%-7%" for a range, "third" for a rank in words).
    unit : str
        The vocabulary's code where it knows the unit (``100 million CNY``, ``pp``, ``rank``), else the words found.
    hedge : str
        "about", "more than", "less than", "nearly" or empty.
    direction : int
        +1 or -1 where the number is the size of a rise or a fall ("dropped by 3.7%"), else 0; a level that
        something rose or fell *to* has none.
    low, high : str
        The ends of a range, as printed; empty otherwise.
    kind : str
        ``amount`` and ``rank`` are claims; ``duration`` ("7 consecutive months") and ``word`` ("four aspects") seldom.
    """

    text: str
    unit: str
    hedge: Hedge
    direction: int
    start: int
    end: int
    stop: int
    kind: Kind = "amount"
    low: str = ""
    high: str = ""
    group: str = ""

    @property
    def is_claim(self) -> bool:
        """Whether the number says something about an economy."""
        return self.kind in ("amount", "rank")


_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        1,
    )
}
_CHINESE = "一二三四五六七八九十"
_CARDINALS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(
    "|".join(
        (
            rf"(?P<range>(?P<sign0>-)?(?P<low>{_DIGITS})(?P<lowunit> ?(?:%|percent|个百分点|亿元|万元|亿美元|倍|家|"
            rf"个)?)"
            rf" ?(?:-|~|至|到| to ) ?(?P<high>{_DIGITS}))",
            r"(?P<spaced>\d{1,3}(?: (?!100 (?:million|thousand))\d{3})+(?:\.\d+)?)(?![\d,])",
            r"(?P<fraction>\d{1,2}/\d{1,3})(?![\d/.])",
            rf"(?P<number>{_DIGITS})",
            rf"(?<![a-z])(?P<ordinal>{'|'.join(_ORDINALS)})(?![a-z])",
            rf"第(?P<place>[{_CHINESE}]{{1,3}})",
            rf"(?<![a-z])(?P<cardinal>{'|'.join(_CARDINALS)})(?![a-z])",
        )
    )
)
_REFERENCE = re.compile(
    r"(?:\b(?:table|tab\.|figure|fig\.|chapter|section|paragraphs?|paras?\.?|annex|appendix|box|pages?|pp?\.|equation|"
    r"note|article|top|clause|phase|version|volume|vol\.|part|step|item|footnote|column|row|item|iso|isic|gb/t|gb|hs|"
    r"sitc|"
    r"made in china|agenda|vision|industry) ?|[表图]\s?|附件|附表|注|页|\[|第)$"
)
_COUNTED_PLACE = re.compile(
    r" ?(?:章|节|条|款|页|部分|篇|号|届|次|期|批|个五年|三产业|[一二三]产业|产业|代|步|点|方面)"
)
_ENUMERATION = re.compile(r"(?:^|[.;:!?。；：！？)] ?-? ?)\(?$")
_RANKING = re.compile(
    r"\b(?:rank\w*|plac(?:e|es|ed|ing)|position|stands?|stood|came|comes|standing)\b[^.;:]{0,60}$"
    r"|(?:居|位列|列|排名?|位次|名列|位居|跃居|升至|降至)[^。；，]{0,12}$"
)
_HEDGES: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    ("nearly", re.compile(r"(?:\b(?:nearly|almost|close to|just under|approaching)|接近|将近|近) ?(?:a )?$")),
    (
        "less than",
        re.compile(
            r"(?:\b(?:less than|fewer than|under|below|no more than|not more than|at most|short of|"
            r"within)|不足|不到|低于|少于|不超过|至多|未达到?) ?$"
        ),
    ),
    (
        "more than",
        re.compile(
            r"(?:\b(?:more than|over|above|exceed(?:s|ed|ing)?|at least|no less than|not less than|"
            r"in excess of|surpass(?:es|ed|ing)?|upwards of|top(?:s|ped))|超过|突破|超|逾|高于|多于|"
            r"至少|不低于|不少于|大于) ?(?:了 ?)?$"
        ),
    ),
    (
        "about",
        re.compile(
            r"(?:\b(?:about|around|approximately|roughly|some|circa|approx\.|an estimated)|约|大约|大概|"
            r"约为|约占) ?$"
        ),
    ),
)
_AFTER: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    ("more than", re.compile(r" ?(?:\+|or more|or above|and above|and more|以上|及以上|多)")),
    ("less than", re.compile(r" ?(?:or less|or below|以下|以内)")),
    ("about", re.compile(r" ?(?:or so|左右|上下)")),
)
_VERB = re.compile(
    r"(?P<down>\b(?:decreas(?:es?|ed|ing)|declin(?:es?|ed|ing)|drop(?:s|ped|ping)?|fall(?:s|en|ing)?|fell|down|"
    r"reduc(?:es?|ed|ing|tion)|lower(?:ed)?|shr[aiu]nk|shrinks|contract(?:ed|s|ing|ion)|slump(?:s|ed)?|slid|"
    r"slid(?:es?)|"
    r"slip(?:s|ped)?|plung(?:es?|ed)|cut|negative growth)\b"
    r"|负增长|下降|减少|降低|回落|下滑|下跌|缩小|收窄|萎缩|降幅|跌幅|减亏|减|降|跌)"
    r"|(?P<up>\b(?:increas(?:es?|ed|ing)|ris(?:es?|en|ing)|rose|gr(?:ows?|ew|own|owing|owth)|up|climb(?:s|ed|ing)?|"
    r"expand(?:s|ed|ing)?|expansion|gain(?:s|ed)?|jump(?:s|ed)?|surg(?:es?|ed)|advanc(?:es?|ed)|improv(?:es?|ed)|"
    r"higher|growth rate)\b|增长|增加|上升|提高|提升|上涨|扩大|增幅|增速|升|增)"
)
_FILLER = re.compile(
    r"(?:[ ,:]|\b(?:by|of|an?|the|rate|year|on|yoy|annual|annually|average|was|is|were|respectively|about|around|some|"
    r"approximately|roughly|nearly|almost|over|more|less|than|a further|further|only|just|per|at|both)\b|-|"
    r"了|为|达到?|约|大约|接近|近|超过|超|不足|不到|同比|环比|幅度|年均|平均|分别|名义|实际|仅|只|也|则|均|的|率|速度|"
    r"又)*"
)
_HIGHER = re.compile(
    r" ?(?:(?P<down>lower|less|fewer|down|decrease|decline|drop|fall|reduction|contraction)"
    r"|(?P<up>higher|more|up|increase|rise|growth|gain|expansion))\b"
    r"(?: than| on| from| over| compared| rate| in| of| year|[ ,.;:)]|$)"
)
_RATED = re.compile(r" (?:year-on-year|yoy|annual|annualised|average annual|average|nominal|real)(?= )|的")
_POSTPOSED = re.compile(r"的(?:(?P<up>增长|增速|增幅|涨幅)|(?P<down>降幅|下降|跌幅))")
_JOINT = re.compile(r" ?(?:,|，|、|;|and|, and|和|及|与|以及|or)* ?(?:and )?(?:about |约|nearly |over )?")
_GLUED = re.compile(r"[a-z]")
_SPECIFIED = re.compile(r"[a-z0-9/-]{0,60}")


def quantities(sentence: str, lang: str = "") -> tuple[Quantity, ...]:  # noqa: ARG001 (both languages may mix)
    """Find the numbers of a sentence.

    Parameters
    ----------
    sentence : str
        In English or Chinese, or both.
    lang : str
        Its language; both grammars are read whatever it says.

    Returns
    -------
    tuple of Quantity
        In the order of the sentence.

    Examples
    --------
    >>> [(q.text, q.unit, q.direction) for q in quantities("出口额2.5亿元，下降3.7个百分点，占全国的2.3%")]
    [('2.5', '100 million CNY', 0), ('3.7', 'pp', -1), ('2.3', '%', 0)]
    >>> [(q.text, q.unit, q.hedge) for q in quantities("In 2015 it was about 5%-7%, 3,4512 units, and ranks No.3")
    ...  if q.is_claim]
    [('5%-7%', '%', 'about'), ('3,4512', 'units', ''), ('3', 'rank', '')]
    """
    text = plain(sentence)
    periods = dates(text)
    starts = [dated.start for dated in periods]
    found: list[Quantity] = []
    at = 0
    while number := _NUMBER.search(text, at):
        index = bisect_right(starts, number.start()) - 1
        dated = periods[index] if index >= 0 and number.start() < periods[index].end else None
        quantity = _read(sentence, text, number, dated, at)
        at = max(quantity.stop if quantity and quantity.kind != "word" else number.end(), number.start() + 1)
        if quantity and dated and quantity.kind == "year":
            at = max(dated.end, number.start() + 1)
        if quantity:
            found.append(_directed(text, quantity, found))
    return tuple(found)


def _read(sentence: str, text: str, number: re.Match[str], dated: Dated | None, floor: int) -> Quantity | None:
    start, end = number.span()
    if number["ordinal"] or number["place"] or number["cardinal"]:
        return _in_words(sentence, text, number)
    if dated and _is_year(text, dated):
        return Quantity(sentence[dated.start : dated.end], "", "", 0, dated.start, dated.end, dated.end, "year")
    if number["range"] and (dated or not _is_range(text, number)):
        end = number.end("low")
        start = number.start("low")
    ranged = number["range"] is not None and end == number.end()
    if code := _code(sentence, text, start, end, floor):
        return code
    currency, begin = currency_before(text, start)
    unit = prefixed(currency, text, end) if currency else unit_at(text, end)
    kind, unit = _kind(text, start, end, unit)
    if not ranged and start and text[start - 1] == "-" and _is_sign(text, start - 1):
        start -= 1
        begin = min(begin, start)
    low, high = (number["low"], number["high"]) if ranged else ("", "")
    hedge = _hedge(text, begin, end, max(end, unit.end))
    if number["fraction"] and not unit.unit:
        unit = replace(unit, unit="ratio", group="ratio")
    return Quantity(
        sentence[start:end] + ("%" if ranged and unit.unit == "%" and "%" in number["lowunit"] else ""),
        unit.unit,
        hedge,
        0,
        start,
        end,
        max(unit.end, end),
        kind,
        low,
        high,
        unit.group,
    )


def _is_year(text: str, dated: Dated) -> bool:
    """Whether four digits are a year: "in 2015 enterprises grew", but not "came to 1916 thousand hectares"."""
    unit = unit_at(text, dated.end)
    if text[dated.start : dated.end].isdigit() and (unit.scaled or unit.group in ("money", "ratio", "points")):
        return False
    if (
        text[dated.start : dated.end].isdigit()
        and unit.unit
        and "\u4e00" <= text[dated.end : dated.end + 1] <= "\u9fff"
    ):
        return False
    return dated.certain or not unit.unit


def _is_range(text: str, number: re.Match[str]) -> bool:
    low, high = number["low"].replace(",", ""), number["high"].replace(",", "")
    if low.count(".") > 1 or high.count(".") > 1 or len(low) > 30 or len(high) > 30:
        return False
    after = unit_at(text, number.end())
    if re.search(r"(?:\bfrom|[从由]) ?$", text[max(0, number.start() - 6) : number.start()]):
        return False  # two levels
    if number["lowunit"].strip() and not after.unit:
        return False
    return float(low) <= float(high) and bool(after.unit or number["lowunit"].strip())


def _is_sign(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return not before or not (before.isdigit() or (before.isascii() and before.isalpha()) or before in "-%)")


def _code(sentence: str, text: str, start: int, end: int, floor: int) -> Quantity | None:
    """Tell codes (C38, ZZDFPZ-250000/500-800, No. 9 Group) from numbers."""
    left = start
    while (
        left > max(start - 60, floor)
        and text[left - 1].isascii()
        and (text[left - 1].isalnum() or text[left - 1] in "-/_")
    ):
        left -= 1
    glued = text[left:start]
    if re.search(r"(?:^|[^a-z])[a-z]+/$", glued):
        return None  # "hot rolled/1650mm"
    if not _GLUED.search(glued) or glued in ("cny", "rmb", "usd", "us", "eur", "no") or glued.endswith(("-to-", "by-")):
        return None
    found = _SPECIFIED.match(text, end)
    right = found.end() if found else end
    return Quantity(sentence[left:right], "", "", 0, left, right, right, "code")


def _kind(text: str, start: int, end: int, unit: FoundUnit) -> tuple[Kind, FoundUnit]:
    before = text[max(0, start - 40) : start]
    numbered = re.search(r"\bno\. ?$|\bnumber $|第 ?$|#$", before)
    if numbered:
        if (numbered[0].startswith("第") and _COUNTED_PLACE.match(text, end)) or (
            re.search(r"[a-z] no\. ?$", before)
            and not _RANKING.search(before[: numbered.start()] + " ")
            and re.match(r" [a-z]+", text[end : end + 20])
            and not re.match(r" (?:in|of|among|nationwide|and)\b", text[end : end + 14])
        ):
            return "reference", FoundUnit("", "", end)
        place = re.compile(r"[位名]").match(text, end)
        return "rank", FoundUnit("rank", "rank", place.end() if place else end)
    if suffix := re.compile(r"(?:st|nd|rd|th)(?![a-z])").match(text, end):
        ranks = _RANKING.search(before)
        return ("rank" if ranks else "reference"), FoundUnit("rank" if ranks else "", "rank", suffix.end())
    if _REFERENCE.search(before) and unit.group not in ("ratio", "money", "points") and not unit.scaled:
        return "reference", FoundUnit("", "", end)
    if end - start <= 3 and _ENUMERATION.search(before) and re.match(r"[.)、](?!\d)", text[end : end + 2]):
        return "reference", FoundUnit("", "", end)
    if end - start <= 3 and text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return "reference", FoundUnit("", "", end)
    if text[start:end].count(".") > 1 and not unit.unit:
        return "reference", unit
    if re.match(r"[a-z]", text[end : end + 1]) and unit.end == end and not unit.unit:
        return "code", unit
    if unit.group == "specification":
        return "specification", unit
    if unit.group == "rank":
        return ("rank" if _RANKING.search(before) else "amount"), unit
    return ("duration" if unit.group == "duration" else "amount"), unit


def _in_words(sentence: str, text: str, number: re.Match[str]) -> Quantity | None:
    start, end = number.span()
    before = text[max(0, start - 80) : start]
    printed = sentence[start:end]
    if number["cardinal"]:
        unit = unit_at(text, end)
        return Quantity(printed, unit.unit, "", 0, start, end, end, "word", group=unit.group) if unit.unit else None
    if number["place"] and _COUNTED_PLACE.match(text, end) and text[end : end + 1] not in "位名":
        return None
    if not _RANKING.search(before) and not (number["place"] and text[end : end + 1] in "位名" and end < len(text)):
        return None
    stop = end + 1 if text[end : end + 1] in ("位", "名") else end
    return Quantity(printed, "rank", "", 0, start, end, stop, "rank", group="rank")


def rank_in_words(text: str) -> int:
    """Give the place that an ordinal word names ("third", 第三, 第十二); 0 if it names none.

    Examples
    --------
    >>> rank_in_words("fifteenth"), rank_in_words("第十二"), rank_in_words("第二十"), rank_in_words("many")
    (15, 12, 20, 0)
    """
    text = plain(text).strip().removeprefix("the ").removeprefix("第").rstrip("位名")
    if text in _ORDINALS:
        return _ORDINALS[text]
    tens, ten, ones = text.rpartition("十") if "十" in text else ("", "", text)
    if any(letter not in _CHINESE[:9] for letter in tens + ones) or len(tens) > 1 or len(ones) > 1 or not text:
        return 0
    return (10 * (_CHINESE.index(tens) + 1 if tens else 1) if ten else 0) + (_CHINESE.index(ones) + 1 if ones else 0)


def _hedge(text: str, begin: int, end: int, stop: int) -> Hedge:
    before = text[max(0, begin - 24) : begin]
    for hedge, pattern in _HEDGES:
        if pattern.search(before):
            return hedge
    for hedge, pattern in _AFTER:
        if pattern.match(text, stop):
            return hedge
    return "more than" if re.search("[多余]", text[end:stop]) else ""


def _directed(text: str, quantity: Quantity, earlier: list[Quantity]) -> Quantity:
    """Say whether the number is the size of a rise or a fall."""
    if quantity.kind != "amount" or (quantity.unit == "times" and "times" not in text):
        return quantity
    before = max(quantity.start - 90, earlier[-1].stop if earlier else 0)
    if earlier and earlier[-1].direction and earlier[-1].unit in (quantity.unit, ""):
        joint = text[earlier[-1].stop : quantity.start]
        if len(joint) <= 12 and (found := _JOINT.match(joint)) and found.end() == len(joint):
            return replace(quantity, direction=earlier[-1].direction)
    if (after := _after(text, quantity.stop)) and not (
        after["up"] and quantity.hedge == "more than" and after[0].strip().startswith("more")
    ):
        return replace(quantity, direction=1 if after["up"] else -1)
    window = text[before : quantity.start]
    verb = next(iter(list(_VERB.finditer(window))[-1:]), None)
    if verb is None or quantity.group == "duration":
        return quantity
    filler = _FILLER.match(window, verb.end())
    if filler is None or filler.end() != len(window):
        return quantity
    if verb[0] in ("up",) and window[verb.end() :].lstrip().startswith("to"):
        return quantity
    return replace(quantity, direction=1 if verb["up"] else -1)


def _after(text: str, stop: int) -> re.Match[str] | None:
    rated = _RATED.match(text, stop)
    return _HIGHER.match(text, rated.end() if rated and rated[0] != "的" else stop) or _POSTPOSED.match(text, stop)


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money."""
    known = known_unit(unit)
    return known is not None and bool(known.currency)
