"""From the parts of a dossier to what its page shows, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup, escape

from outward.vocabulary.labels import Label, Language
from outward_portal.accounts.policy import may
from outward_portal.dossiers.drawing import Drawing, draw
from outward_portal.dossiers.figures import cited, fact_value, period_note
from outward_portal.dossiers.models import Confidence, Fact, TranslationState
from outward_portal.dossiers.sections import SECTIONS, Asked, Cell, Cited, Map, Sentence, Table, Text
from outward_portal.dossiers.vocabulary import TITLES, SectionTitle
from outward_portal.records.presentation import address
from outward_portal.registers.models import Agency
from outward_portal.theme.languages import TAGS
from outward_portal.theme.words import pair

TABS: Final = ("chart", "map", "table", "sources")
_FIRST: Final = ("chart", "table", "map", "sources")
"""Which tab stands open where the address says nothing: the first of these that there is."""

_GRADES: Final[Mapping[str, Promise]] = {
    Confidence.HIGH: gettext_lazy("high confidence"), Confidence.MEDIUM: gettext_lazy("medium confidence"),
    Confidence.LOW: gettext_lazy("low confidence"), Confidence.DISPUTED: gettext_lazy("disputed"),
}


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact as a row."""

    label: Markup
    question: Markup
    value: Markup
    is_number: bool
    period: str
    printed: str
    confidence: str
    source: int  # number of its source on the page
    source_title: str
    as_of: str
    due: date | None
    kept_by: Markup
    is_stale: bool
    is_untranslated: bool
    is_public: bool
    address: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table with its cells written."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[tuple[Markup, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to look at a section's exhibit."""

    key: str
    label: str
    query: str  # of the address that shows it
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source with its number on the page."""

    number: int
    title: Markup
    cited: Cited
    confidence: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section, ready for its template."""

    title: SectionTitle
    answers: tuple[Markup, ...]
    gaps: tuple[Text, ...]
    facts: tuple[ShownFact, ...]
    tables: tuple[ShownTable, ...]
    drawings: tuple[Drawing, ...]
    maps: tuple[Map, ...]
    sources: tuple[ShownSource, ...]
    tabs: tuple[Tab, ...]
    tab: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known."""
        return not (self.answers or self.facts or self.tables)


class Page:
    """Writes the sections of one page; a source has the same number all over it."""

    def __init__(self, asked: Asked, language: Language, chosen: Mapping[str, str]) -> None:
        self.asked, self.language = asked, language
        self.chosen = {title.key: chosen[title.key] for title in TITLES if chosen.get(title.key) in TABS}
        self._numbers: dict[Cited, int] = {}
        self._agencies = set(Agency.objects.visible_to(asked.user).filter(
            pk__in={fact.agency_id for fact in asked.facts if fact.agency_id}).values_list("pk", flat=True))
        self.sections = [self._section(title) for title in TITLES]

    @property
    def sources(self) -> list[ShownSource]:
        """All sources of the page, by number."""
        return [self._source(each) for each in self._numbers]

    def _section(self, title: SectionTitle) -> ShownSection:
        parts = list(SECTIONS.parts(title.key, self.asked))
        cited_here = tuple(dict.fromkeys(each for part in parts for each in part.cited))
        for each in cited_here:
            self._number(each)
        drawings = tuple(draw(chart, self.language) for part in parts for chart in part.charts)
        facts = tuple(self._fact(fact) for part in parts for fact in part.facts)
        tables = tuple(self._table(table) for part in parts for table in part.tables)
        maps = tuple(each for part in parts for each in part.maps)
        there = {"chart": drawings, "map": maps, "table": facts or tables, "sources": cited_here}
        present = [tab for tab in TABS if there[tab]]
        chosen = self.chosen.get(title.key, "")
        tab = chosen if chosen in present else next((each for each in _FIRST if each in present), "")
        return ShownSection(
            title, tuple(self._sentence(part.sentence) for part in parts if part.sentence),
            tuple(gap for part in parts for gap in part.gaps), facts, tables, drawings, maps,
            tuple(self._source(each) for each in cited_here), tuple(self._tabs(title.key, present, tab)), tab)

    def _tabs(self, section: str, present: Iterable[str], here: str) -> Iterable[Tab]:
        names = {"chart": _("Chart"), "map": _("Map"), "table": _("Table"), "sources": _("Sources")}
        for key in present:
            yield Tab(key, names[key], urlencode({**self.chosen, section: key}), key == here)

    def _number(self, source: Cited) -> int:
        return self._numbers.setdefault(source, len(self._numbers) + 1)

    def _source(self, source: Cited) -> ShownSource:
        confidence = str(Confidence(source.confidence).label) if source.confidence else ""
        title = pair(source.title.en, source.title.zh, self.language)
        return ShownSource(self._number(source), title, source, confidence)

    def _sentence(self, sentence: Sentence) -> Markup:
        pattern = sentence.zh if self.language == "zh" else sentence.en
        values = [self._value(value.text.text(self.language), value.cited, value.printed) for value in sentence.values]
        return Markup(pattern).format(*values)  # noqa: S704  (patterns are written in the code, values are escaped)

    def _value(self, text: str, source: Cited | None, printed: str) -> Markup:
        if source is None:
            return Markup('<b class="figure">{}</b>').format(text)
        number = self._number(source)
        return Markup('<a class="figure" href="#source-{0}" title="{1}">{2}<sup>[{0}]</sup></a>').format(
            number, printed or source.title.text(self.language), text)

    def _fact(self, fact: Fact) -> ShownFact:
        value = fact_value(fact)
        period = period_note(fact)
        return ShownFact(
            pair(fact.label.en, fact.label.zh, self.language), pair(fact.question.en, fact.question.zh, self.language),
            pair(value.en, value.zh, self.language), fact.number is not None,
            period.text(self.language) if period.en else "", fact.printed,
            str(_GRADES[fact.confidence]) if fact.confidence else "", self._number(cited(fact)),
            cited(fact).title.text(self.language), fact.as_of, fact.review_due, self._kept_by(fact),
            fact.is_stale(self.asked.today), fact.translation == TranslationState.MISSING,
            fact.audience == "public", address(fact))

    def _kept_by(self, fact: Fact) -> Markup:
        """Name the agency that keeps a fact, and to the staff the person."""
        named = [pair(fact.agency.name_en, fact.agency.name_zh, self.language)] \
            if fact.agency is not None and fact.agency_id in self._agencies else []
        if fact.keeper is not None and may(self.asked.user, "review.propose", fact):
            named.append(escape(fact.keeper.get_full_name()))
        return (Markup("、") if self.language == "zh" else Markup(", ")).join(named)

    def _table(self, table: Table) -> ShownTable:
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in table.rows)
        return ShownTable(table.title, table.columns, rows)

    def _cell(self, cell: Cell) -> tuple[Markup, bool]:
        text = pair(cell.text.en, cell.text.zh, self.language)
        linked = Markup('<a href="{}">{}</a>').format(cell.address, text) if cell.address and text else text
        return linked, cell.is_number


def mark_name(name: Label, language: Language) -> tuple[str, str]:
    """Give the name of a mark of a chart and the tag of the language it is in; it may be in the other one only."""
    own = name.zh if language == "zh" else name.en
    return (own, TAGS[language]) if own else (name.en or name.zh, TAGS["en" if name.en else "zh"])

