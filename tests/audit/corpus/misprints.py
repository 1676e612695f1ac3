"""What each kind of error does to the printed texts of a number and its neighbours."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

from tests.audit.corpus.drafts import Draft, Number, growth
from tests.audit.corpus.printing import decimals, read, render
from tests.audit.corpus.tables import growth_name
from tests.audit.corpus.words import UNITS

Changes = dict[str, str]
Make = Callable[[random.Random, Draft, Number], Changes]


def unit_slip(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Shift the point: another unit was thought of."""
    assert number.value is not None
    shift = rng.choice((-4, -3, -2, -1, -1, 1, 1, 2, 3, 4))
    slipped = render(number.value / number.scale * 10.0**shift, number.style)
    if sum(letter in "123456789" for letter in slipped) < 2 or rng.random() < 0.4:
        kept = max(0, decimals(number.text()) - shift)
        slipped = render((read(number.text()) or 0.0) * 10.0**shift, number.style.with_digits(kept))
    return {number.id: slipped} if read(slipped) else {}


def _digits(text: str) -> list[int]:
    return [place for place, letter in enumerate(text) if letter.isdigit()]


def transposition(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange two adjacent digits."""
    text = number.text()
    places = _digits(text)
    pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b] and (text[b] != "0" or a != places[0])]
    if not pairs:
        return {}
    a, b = rng.choice(pairs)
    letters = list(text)
    letters[a], letters[b] = letters[b], letters[a]
    return {number.id: "".join(letters)}


def wrong_digit(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Print one other digit."""
    text = number.text()
    place = rng.choice(_digits(text))
    digit = rng.choice([digit for digit in "0123456789" if digit != text[place] and (digit != "0" or place)])
    return {number.id: text[:place] + digit + text[place + 1 :]}


def _regroup(text: str, number: Number) -> str:
    value = read(text)
    return text if value is None else render(value, number.style.with_digits(decimals(text)))


def dropped_or_doubled(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Lose a digit before the point, or strike one twice."""
    text = number.text().replace(",", "")
    places = [place for place in _digits(text) if place < (text.index(".") if "." in text else len(text))]
    place = rng.choice(places)
    if rng.random() < 0.5 and len(places) > 1:
        changed = text[:place] + text[place + 1 :]
        if changed.lstrip("-").startswith("0") and not changed.lstrip("-").startswith("0."):
            return {}
    else:
        changed = text[:place] + text[place] + text[place:]
    return {number.id: _regroup(changed, number)}


def sign(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Lose a minus, or print one too many."""
    text = number.text()
    if not (number.is_growth or number.dimension == "points" or text.startswith("-")) or not read(text):
        return {}
    return {number.id: text[1:] if text.startswith("-") else "-" + text}


def grouping(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Put the comma where no thousands are."""
    text = number.text()
    whole, point, rest = text.replace(",", "").partition(".")
    if len(whole) < 4 or not whole.isdigit():
        return {}
    place = rng.choice([place for place in range(1, len(whole)) if (len(whole) - place) % 3])
    return {number.id: f"{whole[:place]},{whole[place:]}{point}{rest}"}


def arbitrary(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Print another value, as if it were solved from a wrong sum."""
    assert number.value is not None
    factor = rng.choice((rng.uniform(0.3, 0.9), rng.uniform(1.1, 3)))
    return {number.id: number.text(round(number.value * factor) if number.count else number.value * factor)}


def stale(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Print the figure of the year before (in the prose, of any other year that is printed)."""
    others = [
        draft.numbers[name]
        for key, names in draft.index.items()
        for name in names[:1]
        if key[0] == number.region
        and key[1] == number.item
        and key[3] == number.indicator
        and key[2] != number.period
        and key[2][4:] == number.period[4:]
        and key[2][:4].isdigit()
    ]
    if number.table:
        others = [other for other in others if other.period[:4] == str(int(number.period[:4]) - 1)]
    if not others:
        return {}
    value = rng.choice(others).value
    return {} if value is None else {number.id: number.text(value)}


def growth_for_level(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Print the growth rate where the level belongs."""
    before = (
        draft.find(number.region, number.item, str(int(number.period[:4]) - 1) + number.period[4:], number.indicator)
        if number.period[:4].isdigit()
        else None
    )
    printed = draft.find(number.region, number.item, number.period, growth_name(draft, number.indicator))
    value = draft.numbers[printed].value if printed else None
    if value is None and before and number.value and draft.numbers[before].value:
        value = growth([number.value, draft.numbers[before].value or 0.0])
    return {} if value is None else {number.id: render(value, number.style)}


def stale_total(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Print a total that was added up before one of its parts was revised."""
    links = [link for link in draft.links if link.target == number.id and link.kind.endswith("total") and link.derives]
    if not links or number.value is None:
        return {}
    part = draft.numbers[rng.choice(links[0].parents)]
    shift = (part.value or 0.0) * rng.choice((-1, 1)) * rng.uniform(0.05, 0.4)
    return {number.id: number.text(round(number.value - shift) if number.count else number.value - shift)}


def exchanged_in_row(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange two cells of one row."""
    return _exchange(
        rng,
        draft,
        number,
        lambda other: other.table == number.table and other.key[:3] == number.key[:3] and other.unit == number.unit,
    )


def exchanged_in_column(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange two cells of one column."""
    return _exchange(
        rng, draft, number, lambda other: other.table == number.table and other.indicator == number.indicator
    )


def years_exchanged(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange the figures of two years."""
    return _exchange(
        rng,
        draft,
        number,
        lambda other: (
            other.table == number.table
            and other.indicator == number.indicator
            and other.key[:2] == number.key[:2]
            and other.period[4:] == number.period[4:]
        ),
    )


def exchanged_between_tables(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange a cell with one of the same indicator or item in another table."""
    return _exchange(
        rng,
        draft,
        number,
        lambda other: (
            other.table != number.table
            and other.unit == number.unit
            and (other.indicator == number.indicator or other.item == number.item)
            and other.key != number.key
        ),
    )


def _exchange(rng: random.Random, draft: Draft, number: Number, fits: Callable[[Number], bool]) -> Changes:
    others = [
        other
        for other in draft.numbers.values()
        if other.table
        and other.id != number.id
        and other.value is not None
        and other.dimension != "rank"
        and fits(other)
    ]
    if not others or not number.table or number.value is None:
        return {}
    other = rng.choice(others)
    assert other.value is not None
    return {
        number.id: render(other.value / other.scale, number.style.with_digits(other.style.digits)),
        other.id: render(number.value / number.scale, other.style.with_digits(number.style.digits)),
    }


def _lines(draft: Draft, number: Number) -> dict[tuple[str, str, str], dict[str, str]]:
    """Give the rows of a number's table: ids by indicator."""
    lines: dict[tuple[str, str, str], dict[str, str]] = {}
    for other in draft.numbers.values():
        if other.table == number.table:
            lines.setdefault(other.key[:3], {})[other.indicator] = other.id
    return lines


def _swap(draft: Draft, pairs: Sequence[tuple[str, str]]) -> Changes:
    changes: Changes = {}
    for a, b in pairs:
        if draft.numbers[a].text() != draft.numbers[b].text():
            changes |= {a: draft.numbers[b].text(), b: draft.numbers[a].text()}
    return changes


def rows_exchanged(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange two rows of a table, or their labels, which is the same."""
    lines = _lines(draft, number) if number.table else {}
    others = [key for key in lines if key != number.key[:3]]
    if not others or len(lines[number.key[:3]]) < 2:
        return {}
    one, other = lines[number.key[:3]], lines[rng.choice(others)]
    return _swap(draft, [(one[name], other[name]) for name in one if name in other])


def columns_exchanged(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange the labels of two columns of one unit."""
    lines = _lines(draft, number) if number.table else {}
    names = {
        draft.numbers[name].indicator
        for name in lines.get(number.key[:3], {}).values()
        if draft.numbers[name].unit == number.unit and name != number.id
    }
    if not names or number.dimension == "rank":
        return {}
    other = rng.choice(sorted(names))
    return _swap(draft, [(line[number.indicator], line[other]) for line in lines.values()])


def rows_between_tables(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange a row with the row of the same name in another table of the same columns."""
    lines = _lines(draft, number) if number.table else {}
    if not lines or len(lines[number.key[:3]]) < 2:
        return {}
    one = lines[number.key[:3]]
    for other_table in sorted(
        {other.table for other in draft.numbers.values() if other.table not in ("", number.table)}
    ):
        some = next(other for other in draft.numbers.values() if other.table == other_table)
        for key, line in _lines(draft, some).items():
            if key[1] == number.item and key[:3] != number.key[:3] and len(set(line) & set(one)) >= 3:
                return _swap(draft, [(one[name], line[name]) for name in one if name in line])
    return {}


def percent_for_points(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Print the relative change of a rate where its change in points belongs."""
    links = [link for link in draft.links if link.target == number.id and link.kind == "claim"]
    if number.dimension != "points" or not links:
        return {}
    now, before = (draft.numbers[name].value or 0.0 for name in links[0].parents)
    return {number.id: number.text(growth([now, before]))} if before else {}


def claims_swapped(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Exchange two numbers of the prose: of one sentence, or of one indicator."""
    others = [
        other
        for other in draft.numbers.values()
        if not other.table
        and other.id != number.id
        and other.unit == number.unit
        and other.dimension != "noise"
        and (other.sentence == number.sentence or other.indicator == number.indicator)
    ]
    if not others or number.table:
        return {}
    other = rng.choice(others)
    return {number.id: other.text(), other.id: number.text()}


def unit_word(rng: random.Random, draft: Draft, number: Number) -> Changes:
    """Say another unit than the one that the number is in; gives the number that this amounts to in the right unit."""
    others = [scale for unit, scale in UNITS.get(number.dimension, ()) if unit != number.unit]
    if number.table or not others or f"{{{number.id}:unit}}" not in draft.sentences[number.sentence]:
        return {}
    value = read(number.text())
    return {} if value is None else {number.id: repr(value * rng.choice(others) / number.scale)}
