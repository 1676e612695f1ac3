"""Reading dossiers: a country's facts, how complete and how fresh they are, and the list of countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from outward.studies.country_facts import Topic, topics
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import Region, regions
from outward_portal.dossiers.models import Dossier, Fact, TranslationState
from outward_portal.dossiers.sections import Asked
from outward_portal.records.models import Record


def asked(region: str, user: Any) -> Asked:
    """Gather what a dossier's parts are asked with: the region, the reader, the facts that the reader may see."""
    seen = _real_facts(user).filter(countries=region).select_related("agency", "keeper")
    return Asked(region, user, timezone.localdate(), tuple(seen.order_by("topic", "-period", "-as_of", "-pk")))


def newest(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Give the newest fact of each topic; facts without a topic stand under their own key."""
    found: dict[str, Fact] = {}
    for fact in facts:
        key = fact.topic or f"fact-{fact.pk}"
        if key not in found or _rank(fact) > _rank(found[key]):
            found[key] = fact
    return found


def _rank(fact: Fact) -> tuple[str, str, int]:
    return fact.period, fact.as_of, fact.pk


def series(facts: Iterable[Fact], topic: str) -> list[Fact]:
    """Give the yearly numbers of a topic, oldest first; of one year the newest statement."""
    by_year: dict[str, Fact] = {}
    for fact in facts:
        if fact.topic == topic and fact.number is not None and fact.period and (
                fact.period not in by_year or _rank(fact) > _rank(by_year[fact.period])):
            by_year[fact.period] = fact
    return [by_year[year] for year in sorted(by_year)]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How complete and how fresh a dossier's facts are, of those that the reader may see."""

    facts: int  # current ones: the newest of each topic
    stale: int
    untranslated: int
    missing: tuple[Topic, ...]  # topics of which nothing is kept

    @property
    def asked(self) -> int:
        """How many topics there are for the region, answered or not."""
        return self.facts + len(self.missing)


def freshness(region: str, facts: Iterable[Fact], today: date) -> Freshness:
    """Count what is stale, untranslated and missing."""
    current = newest(facts)
    return Freshness(
        len(current), sum(fact.is_stale(today) for fact in current.values()),
        sum(fact.translation == TranslationState.MISSING for fact in current.values()),
        tuple(topic for topic in topics().values() if topic.is_asked_of(region) and topic.key not in current))


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country of the list."""

    region: Region
    name: Label
    roles: Label
    paragraphs: str
    projects: int
    parks: int
    freshness: Freshness

    @property
    def complete(self) -> int:
        """Per cent of the topics that are answered; 100 where none is asked."""
        return 100 if not self.freshness.asked else round(100 * self.freshness.facts / self.freshness.asked)


def country_rows(user: Any) -> list[CountryRow]:
    """Give all regions that have a dossier, with what the reader may see counted."""
    today, facts = timezone.localdate(), _facts_by_region(user)
    projects, parks = _counts("project", user), _counts("park", user)
    return [CountryRow(
        found, found.name, Label(dossier.roles_en, dossier.roles_zh), dossier.paragraphs,
        projects.get(found.id, 0), parks.get(found.id, 0), freshness(found.id, facts.get(found.id, ()), today),
    ) for dossier in Dossier.objects.visible_to(user) if (found := regions().get(dossier.region)) is not None]


def _real_facts(user: Any) -> QuerySet[Any]:
    """Published facts that a person may see; none that were made up as samples."""
    return Fact.objects.visible_to(user).filter(
        retired_at__isnull=True, published_at__isnull=False, is_sample=False)


def _facts_by_region(user: Any) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in _real_facts(user).only("countries", "topic", "period", "as_of", "review_due", "translation"):
        found.setdefault(fact.countries, []).append(fact)
    return found


def _counts(kind: str, user: Any) -> Mapping[str, int]:
    """Count the records of a kind by country, as far as the reader may see them."""
    seen = Record.objects.visible_to(user).filter(kind=kind, retired_at__isnull=True, is_sample=False)
    return dict(seen.values_list("country_rows__region").annotate(count=Count("pk", distinct=True)))


def narrowed(rows: Iterable[CountryRow], *, words: str = "", kind: str = "", role: str = "") -> list[CountryRow]:
    """Keep the rows that fit: words in a name, the kind of region, a word of its roles."""
    wanted, part = words.casefold(), role.casefold()
    return [row for row in rows
            if wanted in f"{row.name.en} {row.name.zh} {row.region.id} {' '.join(row.region.aliases)}".casefold()
            and (not kind or _group(row.region) == kind)
            and part in f"{row.roles.en} {row.roles.zh}".casefold()]


def _group(region: Region) -> str:
    """Countries and territories with a code of their own stand together."""
    if region.kind == "country" or region.iso3:
        return "country"
    return "province" if region.kind == "province" else "other"


def is_country(region: str) -> bool:
    """Whether a dossier can be opened of a region: a country or territory, or whatever the case names."""
    found = regions().get(region)
    return found is not None and _group(found) == "country"
