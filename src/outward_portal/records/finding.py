"""What search shows: hits with their names and the words marked, from texts that the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from outward.vocabulary.labels import Language
from outward_portal.records import search
from outward_portal.records.kinds import KINDS, Kind, Text
from outward_portal.records.models import Passage, Record
from outward_portal.records.presentation import address
from outward_portal.records.snippets import marked, snippet
from outward_portal.theme.languages import TAGS, in_language
from outward_portal.theme.words import UNTRANSLATED

ROWS: Final = 20


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A line of what was found."""

    address: str
    name: Markup
    kind: Text
    passage: Markup  # the title of the passage, such as an article
    text: Markup
    is_sample: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A kind with the number of its records that fit and may be seen."""

    kind: Kind
    count: int


@dataclass(frozen=True, slots=True)
class ShownFound:
    """A page of what was found."""

    hits: tuple[ShownHit, ...]
    facets: tuple[Facet, ...]
    count: int
    has_more: bool
    is_capped: bool
    by_signs: bool


def find(words: str, user: Any, language: Language, *, kind: str = "", page: int = 1) -> ShownFound:
    """Look for words.

    Parameters
    ----------
    words : str
        As they were typed.
    user : User or AnonymousUser
        Who looks.
    language : {"en", "zh"}
        Of the page.
    kind : str
        A kind to which the hits are narrowed; empty for all.
    page : int
        From 1.
    """
    asked = search.wanted(words)
    found = search.find(asked, user, kind=kind, start=(page - 1) * ROWS, count=ROWS)
    facets = tuple(Facet(each, found.kinds[each.key]) for each in KINDS if found.kinds.get(each.key))
    return ShownFound(tuple(_shown(found.hits, _marks(asked, by_signs=found.by_signs), language)), facets,
                      sum(facet.count for facet in facets), found.has_more, found.is_capped, found.by_signs)


def _marks(asked: search.Wanted, *, by_signs: bool) -> tuple[str, ...]:
    """Give what is marked: the words, or their characters where only those were found."""
    return tuple(dict.fromkeys("".join(asked.all))) if by_signs else asked.all


def _shown(hits: Sequence[search.Hit], words: Sequence[str], language: Language) -> list[ShownHit]:
    records: dict[int, Record] = {}
    for key in {hit.kind for hit in hits}:
        records |= KINDS[key].model.objects.in_bulk([hit.record for hit in hits if hit.kind == key])
    passages = Passage.objects.in_bulk([hit.passage for hit in hits if hit.passage is not None])
    return [_line(records[hit.record], passages.get(hit.passage or 0), words, language)
            for hit in hits if hit.record in records]


def _line(record: Record, passage: Passage | None, words: Sequence[str], language: Language) -> ShownHit:
    if passage is not None:
        page = in_language(passage.address, language) if passage.address else address(record)
        return ShownHit(page, _name(record, words, language), KINDS[record.kind].name, marked(passage.title, words),
                        snippet([passage.text], words) or Markup.escape(passage.text[:200]), record.is_sample)
    texts = search.shown_texts(record, language)
    return ShownHit(address(record), _name(record, words, language), KINDS[record.kind].name, Markup(),
                    snippet(texts, words) or Markup.escape(_about(record, language)[:200]), record.is_sample)


def _about(record: Record, language: Language) -> str:
    """Say in a few words what a record is about: its facts, else its place."""
    en, zh = record.summary_en or record.place_en, record.summary_zh or record.place_zh
    return (zh or en) if language == "zh" else (en or zh)


def _name(record: Record, words: Sequence[str], language: Language) -> Markup:
    """Write the name in the page's language, and beside it the other one where only that holds the words."""
    own, other, tag = ((record.name_zh, record.name_en, TAGS["en"]) if language == "zh"
                       else (record.name_en, record.name_zh, TAGS["zh"]))
    said = marked(own, words)
    elsewhere = Markup('<span lang="{}">{}</span>').format(tag, marked(other, words))
    if not own:
        return Markup('{} <span class="untranslated">{}</span>').format(elsewhere, UNTRANSLATED[language])
    if "<mark>" not in said and "<mark>" in elsewhere:
        return Markup('{} · {}').format(said, elsewhere)
    return said
