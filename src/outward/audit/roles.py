"""Words that are a region in one table and an item in another: which of the two a sentence means."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from outward.audit.lexicon import Lexicon, Mention

PLACES = ("region", "home", "nation")
_NAMES = (*PLACES, "item", "total")


def meant(gap: Sequence[Mention], lexicon: Lexicon, indicators: Collection[str]) -> list[Mention]:
    """Leave each word one role, region or item: the one that stands with the indicator in some table.

    Parameters
    ----------
    gap : sequence of Mention
        What a clause names.
    lexicon : Lexicon
        Of the document's tables.
    indicators : collection of str
        What the clause speaks of; empty if that is not known yet.

    Returns
    -------
    list of Mention
        A word is a region where another word is the item, or where regions of that name have the indicator.

    Examples
    --------
    >>> from outward.audit import Cell
    >>> sales = Cell("1", "1", "Anyville", "Pumps", "2015", "sales", "million CNY", "5")
    >>> lexicon = Lexicon.of([sales, Cell("2", "2", "", "Anyville", "2015", "beds", "units", "7")])
    >>> gap = lexicon.mentions("sales of pumps in Anyville")
    >>> [(each.kind, each.name) for each in meant(gap, lexicon, ["sales"])]
    [('indicator', 'sales'), ('item', 'Pumps'), ('region', 'Anyville')]
    """
    roles: dict[tuple[int, int], set[str]] = {}
    for mention in gap:
        roles.setdefault((mention.start, mention.end), set()).add(mention.kind)
    double = {span for span, kinds in roles.items() if "item" in kinds and kinds & set(PLACES)}
    if not double:
        return list(gap)
    other_item = any(kinds & {"item"} and span not in double for span, kinds in roles.items())
    other_place = any(kinds & set(PLACES) and span not in double for span, kinds in roles.items())
    if not other_item and not other_place and len(double) > 1 and (pair := _pair(gap, lexicon, indicators, double)):
        return [each for each in gap if (each.start, each.end) not in double or each in pair]
    dropped: dict[tuple[int, int], tuple[str, ...]] = {}
    for span in double:
        named = [each for each in gap if (each.start, each.end) == span]
        item = next(each.name for each in named if each.kind == "item")
        place = next(each.name for each in named if each.kind in PLACES)
        as_item = any(item in lexicon.items_of.get(name, ()) for name in indicators)
        as_place = any(place in lexicon.regions_of.get(name, ()) for name in indicators)
        is_item = not other_item and as_item and (not as_place or other_place)
        dropped[span] = PLACES if is_item else ("item",)
    return [each for each in gap if each.kind not in dropped.get((each.start, each.end), ())]


def _pair(
    gap: Sequence[Mention], lexicon: Lexicon, indicators: Collection[str], double: set[tuple[int, int]]
) -> tuple[Mention, ...]:
    """Two such words, one the item and the other its region, where just such a row is printed."""
    found = {
        (item.name, place.name): (item, place)
        for item in gap
        for place in gap
        if item.kind == "item" and place.kind in PLACES and (item.start, item.end) != (place.start, place.end)
        and {(item.start, item.end), (place.start, place.end)} <= double
        and any(lexicon.is_row(name, place.name, item.name) for name in indicators)
    }
    return next(iter(found.values())) if len(found) == 1 else ()
