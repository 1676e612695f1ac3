"""Packs of facts: what each holds, loading it, and switching it on and off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward.errors import DataGapError
from outward.studies.country_facts import FACTBOOK, RATES, SnapshotFact, factbook_facts, rate_facts
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions
from outward_portal.accounts.models import Audience
from outward_portal.accounts.requests import Act
from outward_portal.dossiers.kinds import FACTS
from outward_portal.dossiers.models import Confidence, Dossier, Fact, Pack
from outward_portal.journal import entries
from outward_portal.journal.models import Entry
from outward_portal.records import actions
from outward_portal.records.models import Record


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A pack as the library gives it."""

    key: str
    name: Promise
    about: Promise
    source: Source
    address: str
    confidence: str
    facts: Callable[[str], Iterator[SnapshotFact]]  # of a region; raises DataGapError where it has none


SNAPSHOTS: Final[Mapping[str, Snapshot]] = {each.key: each for each in (
    Snapshot("factbook", _("The World Factbook"),
             _("Land, people, economy, energy, transport and law of each country, in English, as carried by a package "
               "of Python. The Factbook was ended on 4 February 2026, so every fact needs another source in time."),
             FACTBOOK, "https://www.cia.gov/the-world-factbook/", Confidence.MEDIUM, factbook_facts),
    Snapshot("rates", _("Exchange rates of HM Revenue and Customs"),
             _("Average rates of each year against the US dollar and the yuan, crossed over the pound sterling."),
             RATES, "https://www.trade-tariff.service.gov.uk/exchange_rates", Confidence.HIGH, rate_facts),
)}


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """What a load did."""

    added: int
    changed: int
    kept: int  # facts that people have changed since: left as they are
    retired: int  # facts that the snapshot no longer holds
    without: tuple[str, ...]  # regions of which the snapshot says nothing
    stale: int  # facts whose review date had passed when they came


@dataclass(frozen=True, slots=True)
class ReadSnapshot:
    """What a snapshot says of some regions, read before the transaction that writes it."""

    key: str
    facts: tuple[tuple[str, SnapshotFact, bool], ...]  # with their region, and whether each is its topic's newest
    without: tuple[str, ...]  # regions of which it says nothing


def load_pack(act: Act, key: str) -> LoadedPack:
    """Bring a snapshot's facts of every dossier into the portal, or renew what was brought before.

    Parameters
    ----------
    act : Act
        Who loads it, and why.
    key : str
        Key of ``SNAPSHOTS``.
    """
    return _write(act, _read(key, _asked_regions()), is_whole=True)


def read_loaded(opened: Collection[str]) -> tuple[ReadSnapshot, ...]:
    """Read what the packs that have been loaded say of regions whose dossiers are about to be opened."""
    loaded = Pack.objects.filter(loaded_at__isnull=False, key__in=SNAPSHOTS).values_list("key", flat=True)
    return tuple(_read(key, opened) for key in loaded) if opened else ()


def fill(act: Act, read: Collection[ReadSnapshot]) -> None:
    """Put what was read into dossiers that have just been opened."""
    for each in read:
        _write(act, each, is_whole=False)


def _asked_regions() -> list[str]:
    """The regions with a dossier that a snapshot of countries can speak of."""
    kept = Dossier.objects.order_by("region").values_list("region", flat=True)
    return [region for region in kept if (found := regions().get(region)) is not None and found.iso3]


def _read(key: str, of: Collection[str]) -> ReadSnapshot:
    found, without = [], []
    for region in of:
        try:
            found += [(region, *marked) for marked in _newest_marked(SNAPSHOTS[key].facts(region))]
        except DataGapError:
            without.append(region)
    return ReadSnapshot(key, tuple(found), tuple(without))


def _write(act: Act, read: ReadSnapshot, *, is_whole: bool) -> LoadedPack:
    """Write what was read; where it is all that the snapshot has, retire what it no longer holds."""
    snapshot, today = SNAPSHOTS[read.key], timezone.localdate()
    with transaction.atomic():
        pack, _created = Pack.objects.select_for_update().get_or_create(key=read.key)
        load = _Load(act, pack)
        for region, fact, is_newest in read.facts:
            values = _values(snapshot, region, fact, today, is_newest=is_newest)
            load.take(_key(region, fact), values)
            load.stale += is_newest and values["review_due"] < today
        if is_whole:
            load.retire_lost()
        loaded = LoadedPack(load.added, load.changed, load.kept, load.retired, read.without, load.stale)
        _note_load(act, pack, snapshot, loaded)
    return loaded


class _Load:
    """A load under way: what is there of the pack, and what was done so far."""

    def __init__(self, act: Act, pack: Pack) -> None:
        self.act, self.pack = act, pack
        self.known = {fact.pack_key: fact for fact in Fact.objects.filter(pack=pack)}
        self.touched = set(Record.objects.filter(
            pk__in=[fact.pk for fact in self.known.values()], entries__actor__isnull=False,
        ).values_list("pk", flat=True)) if self.known else set[int]()
        self.seen: set[str] = set()
        self.added = self.changed = self.kept = self.retired = self.stale = 0

    def take(self, row_key: str, values: dict[str, Any]) -> None:
        """Add a fact or renew it; one that people have changed is left as it is."""
        self.seen.add(row_key)
        present = self.known.get(row_key)
        if present is None:
            _add(self.act, self.pack, row_key, values)
            self.added += 1
        elif present.pk in self.touched:
            self.kept += 1
        else:
            if present.is_retired:  # the snapshot had lost it and has it again
                actions.restore(self.act, present)
                present.refresh_from_db()
            self.changed += _renew(self.act, present, values)

    def retire_lost(self) -> None:
        """Retire the facts that the snapshot no longer holds, but for those that people have changed."""
        for row_key, fact in self.known.items():
            if row_key not in self.seen and fact.pk not in self.touched and not fact.is_retired:
                actions.retire(self.act, fact)
                self.retired += 1


def _newest_marked(stated: Iterator[SnapshotFact]) -> Iterator[tuple[SnapshotFact, bool]]:
    """Say of each fact whether it is the newest of its topic: the older ones of a series need no review."""
    met = set()
    for fact in stated:
        yield fact, fact.topic.key not in met
        met.add(fact.topic.key)


def _key(region: str, fact: SnapshotFact) -> str:
    return f"{region}:{fact.topic.key}" + (f":{fact.period}" if fact.topic.is_series else "")


def _values(snapshot: Snapshot, region: str, fact: SnapshotFact, today: date, *, is_newest: bool) -> dict[str, Any]:
    name = regions()[region].name
    as_of = fact.source.date or f"{fact.period}-12-31"
    return {
        "name_en": f"{name.en}: {fact.topic.name.en}", "name_zh": f"{name.zh}：{fact.topic.name.zh}",
        "countries": region, "topic": fact.topic.key, "section": fact.topic.section,
        "number": None if fact.number is None else fact.number.quantize(Decimal("0.000001")), "unit": fact.unit,
        "summary_en": fact.text[:4000], "period": fact.period, "is_estimate": fact.is_estimate,
        "printed": fact.printed[:4000], "source": fact.source.title.en, "publisher": fact.source.publisher.en,
        "address": snapshot.address, "licence": fact.source.licence, "may_redistribute": True, "as_of": as_of,
        "retrieved_on": today.isoformat(), "confidence": snapshot.confidence,
        "review_due": _review_due(as_of, fact) if is_newest else None,
    }


_YEARS_THAT_A_VALUE_LASTS: Final = 3
"""In review intervals: a figure of 2021 that is to be looked at every year needs another source from 2025 on."""


def _review_due(as_of: str, fact: SnapshotFact) -> date:
    """When to look again: an interval behind the snapshot, or earlier where the value itself is old."""
    months = fact.topic.review_months
    due = _months_after(as_of, months)
    if fact.number is None or not fact.period[:4].isdecimal():
        return due
    return min(due, _months_after(f"{fact.period[:4]}-12", months * _YEARS_THAT_A_VALUE_LASTS))


def _months_after(as_of: str, months: int) -> date:
    """Give the first day of the month that lies so many months behind a date."""
    year, month = int(as_of[:4]), int(as_of[5:7] or 12)
    later = year * 12 + month - 1 + months
    return date(later // 12, later % 12 + 1, 1)


def _add(act: Act, pack: Pack, row_key: str, values: dict[str, Any]) -> None:
    audience = Audience.PUBLIC if pack.is_on else Audience.OWNER
    actions.create(act, FACTS, {**values, "audience": audience}, pack=pack, pack_key=row_key,
                   published_at=timezone.now(), shelved_audience="" if pack.is_on else Audience.PUBLIC)


_DATED_BY_THE_LOAD: Final = frozenset({"retrieved_on"})


def _renew(act: Act, present: Fact, values: dict[str, Any]) -> bool:
    """Bring a fact up to date; one that says the same is left alone, so that a second load writes nothing."""
    if all(getattr(present, name) == value for name, value in values.items() if name not in _DATED_BY_THE_LOAD):
        return False
    return bool(actions.change(act, present, FACTS, values, revision=present.revision))


def _note_load(act: Act, pack: Pack, snapshot: Snapshot, loaded: LoadedPack) -> None:
    is_first = pack.loaded_at is None
    did = loaded.added + loaded.changed + loaded.retired
    pack.snapshot = snapshot.source.note[:60]
    pack.loaded_at = timezone.now()
    if is_first and loaded.added and not loaded.stale:
        pack.notice_closed_at = pack.loaded_at
    pack.save()
    if did:
        entries.write(act, "pack.loaded", pack, changes={
            "added": [None, loaded.added], "changed": [None, loaded.changed], "retired": [None, loaded.retired],
            "stale": [None, loaded.stale]})


def switch(act: Act, key: str, *, on: bool) -> None:
    """Show a pack's facts, or take them all from pages, lists, search and downloads at once.

    A fact keeps the audience that it had; while its pack is off, nobody sees it. What people have stated otherwise
    since is theirs and stays.
    """
    with transaction.atomic():
        pack, _created = Pack.objects.select_for_update().get_or_create(key=key)
        if pack.is_on == on:
            return
        pack.is_on, pack.switched_at = on, timezone.now()
        pack.save()
        facts = Fact.objects.filter(pack=pack)
        if on:
            for audience in Audience.values:
                _give_audience(facts.filter(shelved_audience=audience), audience)
            facts.update(shelved_audience="")
        else:
            facts = facts.exclude(pk__in=_restated(pack))
            for audience in Audience.values:
                facts.filter(audience=audience).update(shelved_audience=audience)
            _give_audience(facts, Audience.OWNER)
        entries.write(act, "pack.switched", pack, changes={"is_on": [not on, on]})


_UPKEEP: Final = frozenset({"review_due", "agency", "confidence"})


def _restated(pack: Pack) -> set[int]:
    """Give the keys of a pack's facts of which people have changed more than who looks at them and when."""
    told = Entry.objects.filter(action="record.changed", actor__isnull=False,
                                record__in=Fact.objects.filter(pack=pack).values("pk"))
    return {key for key, changes in told.values_list("record", "changes") if set(changes) - _UPKEEP}


def _give_audience(facts: Any, audience: str) -> None:
    """Set who sees the facts; their revision stays, so that open drafts about them are still good afterwards."""
    keys = list(facts.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        Record.objects.filter(pk__in=keys[start: start + 500]).update(audience=audience)


def close_notice(act: Act, key: str) -> None:
    """Take away the one notice of what was stale when a pack was first loaded."""
    with transaction.atomic():
        pack = Pack.objects.select_for_update().get(key=key)
        if pack.notice_closed_at is None:
            pack.notice_closed_at = timezone.now()
            pack.save()
            entries.write(act, "pack.notice", pack, changes={"notice": ["open", "closed"]})


@dataclass(frozen=True, slots=True)
class ShownPack:
    """A pack with what pages say of it."""

    snapshot: Snapshot
    title: Label
    pack: Pack | None  # None: never loaded
    facts: int
    stale: int

    @property
    def has_notice(self) -> bool:
        """Whether the one notice of its first load is still open."""
        return self.pack is not None and self.pack.is_on and self.stale > 0 and self.pack.notice_closed_at is None


def shown_packs() -> list[ShownPack]:
    """Give the packs that there are, loaded or not."""
    today, kept = timezone.localdate(), {pack.key: pack for pack in Pack.objects.all()}
    shown = []
    for key, snapshot in SNAPSHOTS.items():
        pack = kept.get(key)
        facts = Fact.objects.filter(pack=pack, retired_at__isnull=True) if pack else Fact.objects.none()
        shown.append(ShownPack(snapshot, snapshot.source.title, pack, facts.count(),
                               facts.filter(review_due__lt=today).count()))
    return shown
