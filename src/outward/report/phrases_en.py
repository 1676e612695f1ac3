"""Sentence patterns in English. Direction and size come from the rounded figures; see :mod:`outward.report.wording`."""

from __future__ import annotations

import re
from functools import singledispatch

from outward.errors import InvalidValueError
from outward.report.wording import (
    Part,
    Phrase,
    amount,
    average_of,
    change_of,
    compares_height,
    gap_hedge,
    improved,
    listing,
    named,
    number,
    phrase,
    place,
    quantity,
    sign,
    size,
    smallest_unnamed,
    subject_holds_place,
    turned,
)
from outward.vocabulary import statements as say
from outward.vocabulary.figures import Figure
from outward.vocabulary.labels import Label
from outward.vocabulary.periods import Period
from outward.vocabulary.units import units

_NOWHERE = Label("")
_REACHED: dict[say.Hedge, str] = {"": ": the target is reached", "about": ": the target is roughly reached",
                                  "more than": ": the target is exceeded",
                                  "less than": ": the target is not quite reached",
                                  "nearly": ": the target is nearly reached"}
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")


@singledispatch
def english(statement: say.Statement) -> Phrase:
    """Put a statement into English, without the full stop and with the first letter as it falls."""
    raise InvalidValueError(f"no English pattern for {type(statement).__name__}", f"statement {statement.id}",
                            "Register one in outward.report.phrases_en.")


@english.register
def _level(statement: say.Level) -> Phrase:
    parts: list[Part] = [_in(statement.period), _whose(statement.place, statement.subject),
                         _came_to(statement.subject, statement.value), _hedge(statement.hedge),
                         amount(statement.value, statement.subject, "en")]
    if statement.growth is not None:
        parts.append(_against(statement.growth, statement.base_period, sign(statement.value) < 0))
    if statement.share is not None:
        whole = statement.whole.text("en") if statement.whole else "the total"
        parts += [f", {_hedge(statement.share_hedge) or 'equal to '}", quantity(statement.share, "en"), f" of {whole}"]
    if statement.rank is not None:
        parts += [", ranking ", place(statement.rank, "en"), _among(statement.field)]
    return phrase(*parts)


@english.register
def _growth(statement: say.Growth) -> Phrase:
    growth, whose = statement.growth, _whose(statement.place, statement.subject)
    annually = " a year on average" if statement.annual else ""
    when = _from_to(statement.base_period, statement.period)
    if sign(growth) == 0:
        return phrase(when, whose, _was(statement.subject), "unchanged")
    if _crosses_zero(growth):
        return phrase(when, whose, " changed by ", quantity(growth, "en"), ", turning negative")
    return phrase(when, whose, " grew by " if sign(growth) > 0 else " fell by ", size(growth, "en"), annually)


@english.register
def _share(statement: say.Share) -> Phrase:
    parts: list[Part] = [_in(statement.period), _whose(statement.place, statement.part), " made up ",
                         _hedge(statement.hedge), quantity(statement.share, "en"), f" of {statement.whole.text('en')}"]
    if statement.change is not None:
        base = f" in {_period(statement.base_period)}" if statement.base_period else " before"
        if sign(statement.change) == 0:
            parts.append(f", the same as{base}")
        else:
            than = " more than" if sign(statement.change) > 0 else " less than"
            parts += [", ", size(statement.change, "en"), than, base]
    return phrase(*parts)


@english.register
def _rank(statement: say.Rank) -> Phrase:
    name = statement.place.text("en")
    parts: list[Part] = [_in(statement.period), name, _verb(name, " ranks", " rank") if not statement.period
                         else " ranked", " ", place(statement.rank, "en"), _among(statement.field),
                         f" by {statement.subject.text('en')}"]
    previous = statement.previous
    if previous is not None:
        base = f" in {_period(statement.base_period)}" if statement.base_period else " before"
        if previous.rounded == statement.rank.rounded:
            parts.append(f", the same place as{base}")
        else:
            way = ", up from " if statement.rank.rounded < previous.rounded else ", down from "
            parts += [way, place(previous, "en"), base]
    return phrase(*parts)


@english.register
def _comparison(statement: say.Comparison) -> Phrase:
    subject, here, there = (label.text("en") for label in (statement.subject, statement.place, statement.other))
    parts: list[Part] = [_in(statement.period), _bare(subject), _was(statement.subject),
                         amount(statement.value, statement.subject, "en"), f" in {here}, against ",
                         amount(statement.other_value, statement.subject, "en"), f" in {there}"]
    difference, multiple = statement.difference, statement.multiple
    if difference is not None:
        if sign(difference) == 0:
            parts.append(", no difference")
        else:
            more, less = ("higher", "lower") if compares_height(difference) else ("more", "less")
            parts += [": ", size(difference, "en"), f" {more if sign(difference) > 0 else less}"]
    if multiple is not None:
        parts += [": " if difference is None else ", or ", quantity(multiple, "en"), " the level"]
    return phrase(*parts)


@english.register
def _largest(statement: say.Largest) -> Phrase:
    (first, value), *others = statement.ranked
    of = _all_of(statement.place, statement.items)
    parts: list[Part] = [f"by {statement.subject.text('en')}, the largest of {of}", _during(statement.period), " was "
                         if statement.period else " is ", first.text("en"), " (", quantity(value, "en")]
    if statement.share is not None:
        parts += [", ", quantity(statement.share, "en"), " of the total"]
    parts.append(")")
    if others:
        parts += [", followed by ", named(others, "en")]
    smallest = smallest_unnamed(statement)
    if smallest is not None:
        parts += ["; the smallest was " if statement.period else "; the smallest is ", named([smallest], "en")]
    return phrase(*parts)


@english.register
def _range(statement: say.Range) -> Phrase:
    across = _all_of(statement.place, statement.items)
    subject, past = statement.subject.text("en"), bool(statement.period)
    if statement.low.rounded == statement.high.rounded:
        return phrase(_in(statement.period), _bare(subject), _was(statement.subject) if past else " is ",
                      quantity(statement.low, "en"), f" throughout {across}")
    return phrase(_in(statement.period), _bare(subject), " ranged" if past else _verb(subject, " ranges", " range"),
                  " from ", quantity(statement.low, "en"), f" ({statement.low_item.text('en')}) to ",
                  quantity(statement.high, "en"), f" ({statement.high_item.text('en')}) across {across}")


@english.register
def _trend(statement: say.Trend) -> Phrase:
    (begin, first), (end, last) = statement.points[0], statement.points[-1]
    when, whose = _from_to(begin, end), _whose(statement.place, statement.subject)
    course = say.trajectory(statement.points)
    if statement.is_rank:
        subject = statement.subject.text("en")
        whose = whose if "rank" in subject else f"{_owner(statement.place)}rank by {subject}"
    if course == "unchanged":
        return phrase(when, whose, " stayed at ", amount(first, statement.subject, "en"))
    if course == "fluctuated level":
        return phrase(when, whose, " fluctuated and ended where it began, at ", amount(first, statement.subject, "en"))
    fluctuated = " fluctuated and" if course.startswith("fluctuated") else ""
    if statement.is_rank:
        verb = " improved" if improved(statement) else " slipped"
    elif turned(statement):
        verb = " turned positive," if turned(statement) > 0 else " turned negative,"
    else:
        verb = " rose" if course in ("rose", "fluctuated up") else " fell"
    parts: list[Part] = [when, whose, fluctuated, verb, " from ",
                         amount(first, statement.subject, "en"), " to ", amount(last, statement.subject, "en")]
    change, average = change_of(statement), average_of(statement)
    if change is not None:
        parts += [", by ", size(change, "en")]
    if average is not None:
        parts += [", or " if change is not None else ", by ", size(average, "en"), " a year on average"]
    return phrase(*parts)


@english.register
def _sum_of_shares(statement: say.SumOfShares) -> Phrase:
    name, whole = statement.place.text("en"), statement.whole.text("en")
    within = "" if statement.place == _NOWHERE or subject_holds_place(whole, name) else f" in {name}"
    together = " together made up " if len(statement.parts) > 1 else " made up "
    return phrase(_in(statement.period), named(statement.parts, "en"), together, quantity(statement.total, "en"),
                  f" of {whole}{within}")


@english.register
def _concentration(statement: say.Concentration) -> Phrase:
    items = statement.items.text("en")
    several = statement.largest > 1
    largest = f"the {_words(statement.largest)} largest {items}" if several else f"the largest of the {items}"
    return phrase(_in(statement.period), largest, " held " if statement.period
                  else " hold " if several else " holds ",
                  quantity(statement.cr, "en"), " of ", _whose(statement.place, statement.subject),
                  "; the Herfindahl-Hirschman index was " if statement.period else
                  "; the Herfindahl-Hirschman index is ", quantity(statement.hhi, "en"),
                  ", as concentrated as ", quantity(statement.effective_number, "en"), f" equal {items}")


@english.register
def _stock_flow(statement: say.StockFlow) -> Phrase:
    change, difference = statement.change, statement.difference
    moved: Part = " did not change"
    if sign(change):
        moved = phrase(" rose by " if sign(change) > 0 else " fell by ", size(change, "en"))
    left: Part = "; the two agree"
    if sign(difference):
        left = phrase("; ", size(difference, "en"), " is left unexplained")
    return phrase(_in(statement.period), _whose(statement.place, statement.stock), moved, ", while ",
                  _bare(statement.flow_label.text("en")), _was(statement.flow_label), quantity(statement.flow, "en"),
                  left)


@english.register
def _target_gap(statement: say.TargetGap) -> Phrase:
    by = f" for {_period(statement.horizon)}" if statement.horizon else ""
    subject = statement.subject.text("en")
    stands = " stood at " if statement.period else _verb(subject, " stands at ", " stand at ")
    parts: list[Part] = [_whose(statement.place, statement.subject), stands, _hedge(statement.hedge),
                         amount(statement.value, statement.subject, "en"), _during(statement.period),
                         " against a target of ", amount(statement.target, statement.subject, "en"), by]
    hedge = _hedge(gap_hedge(statement))
    if sign(statement.gap) <= 0:
        if sign(statement.gap):
            return phrase(*parts, f": the target is exceeded by {hedge}", size(statement.gap, "en"))
        return phrase(*parts, _REACHED[statement.hedge])
    parts += [f": {hedge}", size(statement.gap, "en"), " short"]
    if statement.years is not None:
        at = phrase("at an assumed ", quantity(statement.pace, "en"), " a year, ") if statement.pace is not None else ""
        parts += ["; ", at, "reaching it would take ", quantity(statement.years, "en")]
    if statement.required is not None:
        until = f" by {_period(statement.horizon)}" if statement.horizon else " in time"
        parts += [f"; reaching it{until} needs ", quantity(statement.required, "en"), " a year"]
    return phrase(*parts)


@english.register
def _count(statement: say.Count) -> Phrase:
    parts: list[Part] = [_owner(statement.place), f"register of {statement.items.text('en')} ",
                         phrase("lists ", quantity(statement.count, "en")) if sign(statement.count)
                         else phrase("is empty (", quantity(statement.count, "en"), ")")]
    if statement.parts:
        parts += ["; the largest groups are ", named(statement.parts, "en", noun=False)]
    return phrase(*parts)


@english.register
def _disagreement(statement: say.Disagreement) -> Phrase:
    period = f"for {_period(statement.period)}, " if statement.period else ""
    return phrase(period, _whose(statement.place, statement.subject),
                  _verb(statement.subject.text("en"), " is", " are"), " printed as ",
                  quantity(statement.printed, "en"), " but ",
                  _verb(statement.subject.text("en"), "works", "work"), " out at ",
                  quantity(statement.computed, "en"), f" from {statement.basis.text('en')}")


@english.register
def _audited(statement: say.Audited) -> Phrase:
    found = [phrase(number(count, "en"), " ", label.text("en")) for label, count in statement.parts]
    parts: list[Part] = ["the audit of ", statement.place.text("en"), " held ", number(statement.numbers, "en"),
                         " printed numbers against one another and found ", listing(found, "en")]
    if statement.least_sure is not None and statement.most_sure is not None:
        is_alike = statement.least_sure.rounded == statement.most_sure.rounded
        least, most = quantity(statement.least_sure, "en"), quantity(statement.most_sure, "en")
        sure = least if is_alike else phrase("between ", least, " and ", most)
        parts += ["; of the errors it is ", sure, " sure"]
    return phrase(*parts)


@english.register
def _rank_band(statement: say.RankBand) -> Phrase:
    parts: list[Part] = [_in(statement.period), statement.place.text("en"), " ranked ", place(statement.rank, "en"),
                         " among the ", number(statement.of, "en"), f" {statement.items.text('en')} by ",
                         statement.subject.text("en")]
    held: tuple[Part, ...]
    if statement.low.rounded == statement.high.rounded:
        held = (", and " if statement.low.rounded == statement.rank.rounded else ", but ", place(statement.low, "en"))
    else:
        held = (", and between ", place(statement.low, "en"), " and ", place(statement.high, "en"))
    return phrase(*parts, *held, " in nine of ten runs with other weights and choices")


@english.register
def _between(statement: say.Between) -> Phrase:
    whose = _whose(statement.place, statement.subject)
    if statement.low.rounded == statement.high.rounded:
        return phrase(_in(statement.period), whose, " is ", quantity(statement.low, "en"))
    return phrase(_in(statement.period), whose, " lies between ", number(statement.low, "en"), " and ",
                  quantity(statement.high, "en"))


def _against(growth: Figure, base_period: str, negative: bool) -> Phrase:
    base = f" from {_period(base_period)}" if base_period else ""
    if sign(growth) == 0:
        return phrase(", unchanged", base)
    if negative or _crosses_zero(growth):  # up and down mislead where the level or its base is below zero
        return phrase(", a change of ", quantity(growth, "en"), base)
    return phrase(", up by " if sign(growth) > 0 else ", down by ", size(growth, "en"), base)


def _crosses_zero(growth: Figure) -> bool:
    return growth.unit == "%" and growth.rounded < -100


def _hedge(hedge: say.Hedge) -> str:
    return f"{hedge} " if hedge else ""


def _among(field: Label | None) -> str:
    if field is None or not field.text("en"):
        return ""
    name = field.text("en")
    return f" among {name}" if is_plural(name) else f" in {name}"


def _whose(place_label: Label, subject: Label) -> str:
    """``Liaoning's exports``; without a place, or where the subject names it, ``exports`` or ``the export value``."""
    text = subject.text("en")
    if subject_holds_place(text, place_label.text("en") if place_label != _NOWHERE else ""):
        return _bare(text)
    name = place_label.text("en")
    if " in " in name:
        return f"{_bare(text)} of {name}"
    if any(word in name for word in ("'s ", "s' ", " of ")):  # a second possessive would be one too many
        return f"{_bare(text)} {'in' if ' of ' in text or is_plural(text) else 'of'} {name}"
    if name.endswith(")"):
        return f"{_bare(text)} {'in' if ' of ' in text else 'of'} {name}"
    return _possessive(place_label) + text


def _all_of(place_label: Label, items: Label) -> str:
    """``Liaoning's sectors``; ``the sectors``."""
    named_so = _whose(place_label, items)
    return f"the {named_so}" if named_so.startswith(items.text("en")) else named_so


def _owner(label: Label) -> str:
    return "the " if label == _NOWHERE else _possessive(label)


def _possessive(label: Label) -> str:
    name = label.text("en")
    return f"{name}' " if name.endswith("s") else f"{name}'s "


def _bare(subject: str) -> str:
    plain = subject.startswith(("the ", "a ", "an ", "its ")) or not subject[:1].islower()
    return subject if plain or is_plural(subject) else f"the {subject}"


def _was(subject: Label) -> str:
    return _verb(subject.text("en"), " was ", " were ")


def _came_to(subject: Label, value: Figure) -> str:
    """``was`` or ``were``; things that are counted ``numbered``."""
    counted = is_plural(subject.text("en")) and units()[value.unit].dimension.startswith("count:")
    return " numbered " if counted else _was(subject)


def _verb(subject: str, singular: str, plural: str) -> str:
    return plural if is_plural(subject) else singular


_HEAD = re.compile(r",| (?:of|from|per|in|as|by|to|for|on|at|among|with|held|above|within) ")
_PARTICIPLE = re.compile(r"(?<=s) \w+(?:ed|en)$")
_SINGULAR_ENDINGS = ("ss", "us", "is", "ics")


def is_plural(subject: str) -> bool:
    """Say whether a subject takes a plural verb, by its head word.

    Examples
    --------
    >>> is_plural("profits and taxes"), is_plural("number of enterprises"), is_plural("total assets per enterprise")
    (True, False, True)
    >>> is_plural("revenue from principal business"), is_plural("electronics"), is_plural("centers added")
    (False, False, True)
    """
    head = _PARTICIPLE.sub("", _HEAD.split(subject, maxsplit=1)[0].strip())
    return head.endswith("s") and not head.endswith(_SINGULAR_ENDINGS) and not head.endswith("'s")


def _words(count: int) -> str:
    return _SMALL[count] if 0 <= count < len(_SMALL) else "leading"


def _in(period: str) -> str:
    return f"{Period.parse(period).adverbial('en')}, " if period else ""


def _during(period: str) -> str:
    return f" {Period.parse(period).adverbial('en')}" if period else ""


def _from_to(begin: str, end: str) -> str:
    if begin and end:
        return f"from {_period(begin)} to {_period(end)}, "
    return f"since {_period(begin)}, " if begin else _in(end)


def _period(period: str) -> str:
    """Name a period after a preposition of our own: ``2015``, ``the first half of 2016``."""
    return Period.parse(period).adverbial("en").removeprefix("in ").removeprefix("from ")
