"""Two countries side by side: the same topics in the same order, and where their numbers do not compare."""

from __future__ import annotations

from dataclasses import dataclass

from outward.studies.country_facts import topics
from outward.vocabulary.labels import Label
from outward_portal.dossiers.models import Fact
from outward_portal.dossiers.queries import newest
from outward_portal.dossiers.sections import Asked
from outward_portal.dossiers.vocabulary import TITLES, SectionTitle


@dataclass(frozen=True, slots=True)
class Pair:
    """One topic of two countries."""

    label: Label
    a: Fact | None
    b: Fact | None

    @property
    def differs_in_unit(self) -> bool:
        """Whether the two numbers are in different units, or only one of the two is a number."""
        return self.a is not None and self.b is not None and (
            self.a.unit != self.b.unit or (self.a.number is None) != (self.b.number is None))

    @property
    def differs_in_year(self) -> bool:
        """Whether the two are of different years, as far as both say of which they are."""
        return self.a is not None and self.b is not None and bool(self.a.period and self.b.period) \
            and self.a.period != self.b.period

    @property
    def differs_in_source(self) -> bool:
        """Whether the two come from different sources."""
        return self.a is not None and self.b is not None and self.a.source != self.b.source


def compared(a: Asked, b: Asked) -> list[tuple[SectionTitle, list[Pair]]]:
    """Pair the newest facts of two countries by topic, in the sections' order; sections without any are left out."""
    mine, theirs = newest(a.facts), newest(b.facts)
    found = []
    for title in TITLES:
        pairs = [Pair(topic.name, mine.get(topic.key), theirs.get(topic.key)) for topic in topics().values()
                 if topic.section == title.key and (topic.key in mine or topic.key in theirs)]
        pairs += [Pair(fact.label, fact, None) for key, fact in mine.items()
                  if key not in topics() and fact.section == title.key]
        pairs += [Pair(fact.label, None, fact) for key, fact in theirs.items()
                  if key not in topics() and fact.section == title.key]
        if pairs:
            found.append((title, pairs))
    return found
