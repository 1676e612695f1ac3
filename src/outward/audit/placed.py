"""Of what a number is a number, in both languages: a document has English words, and its reader may read Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from outward.audit.documents import Cell, Claim
from outward.audit.observed import Vocabulary
from outward.errors import OutwardError
from outward.vocabulary.labels import Label, same

_BESIDE: Final = ("partner", "product", "subject")


def place_of(row: Mapping[Any, Any], vocabulary: Vocabulary) -> Label:
    """Say of what an observation is a value: region, industry, whatever else there is, indicator, period.

    Parameters
    ----------
    row : mapping
        An observation, by column.
    vocabulary : Vocabulary
        What names its codes; one that it does not know stands for itself.

    Examples
    --------
    >>> row = {"region": "CN-LN", "sector": "ships", "partner": "", "product": "", "subject": "", "period": "2015",
    ...        "indicator": "sales-value"}
    >>> place_of(row, Vocabulary()).en
    'Liaoning, ships and related equipment, industrial sales value, 2015'
    """
    parts = [_named(vocabulary.regions, row["region"]), _named(vocabulary.sectors, row["sector"])]
    parts += [_labelled(str(row[name]), vocabulary) for name in _BESIDE]
    parts += [_named(vocabulary.indicators, row["indicator"]), same(str(row["period"]))]
    shown = [part for part in parts if part.en or part.zh]
    return Label(", ".join(part.text("en") for part in shown), "，".join(part.text("zh") for part in shown))


def _named(catalogue: Any, code: str) -> Label:
    if not code:
        return Label("")
    try:
        return Label(catalogue[code].name.en, catalogue[code].name.zh)
    except OutwardError:
        return same(code)


def _labelled(code: str, vocabulary: Vocabulary) -> Label:
    if code in vocabulary.labels:
        return vocabulary.labels[code]
    if not code or code in vocabulary.regions:
        return _named(vocabulary.regions, code)
    return same(code.partition(":")[2] or code)


def told_in_both(message: Label, numbers: Iterable[Cell | Claim], places: Mapping[str, Label]) -> Label:
    """Put the places that a finding's message names into the words of each language.

    Parameters
    ----------
    message : Label
        Of a finding.
    numbers : iterable of Cell or Claim
        Those that it may name, with the document's words.
    places : mapping of str to Label
        What to call them, by id.

    Examples
    --------
    >>> cell = Cell("1:2", "1", "Anyville", "pumps", "2015", "sales", "", "5")
    >>> told_in_both(Label("1:2 (Anyville, pumps, 2015, sales): 5.", "1:2 (Anyville, pumps, 2015, sales)：5。"), [cell],
    ...              {"1:2": Label("Anyville, pumps", "某市，泵")}).zh
    '1:2（某市，泵）：5。'
    """
    zh = message.zh
    for each in numbers:
        words = [word.strip() for word in (each.region, each.item, each.period, each.indicator) if word.strip()]
        if each.id in places and places[each.id].zh:
            zh = zh.replace(f"{each.id} ({', '.join(words)})", f"{each.id}（{places[each.id].zh}）")
    return Label(message.en, zh)
