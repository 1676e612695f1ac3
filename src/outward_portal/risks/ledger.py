"""The ledger of forecasts: adding to it, checking its chain, and scoring what has come due."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from outward_portal.journal.models import Entry as JournalEntry
from outward_portal.risks.models import MadeOutlook, RiskForecast

if TYPE_CHECKING:
    from outward.risk.ledger import Entry
    from outward.studies.risks.outlook import Outlook

MADE = "outlook.made"
"""The journal's action under which the newest seal of the ledger is written down a second time."""

_COLUMNS = ("event", "gwcode", "iso3", "year", "model", "probability")


def newest() -> tuple[int, str]:
    """Give the number and the seal of the newest entry."""
    from outward.risk.ledger import FIRST

    last = RiskForecast.objects.order_by("-sequence").values_list("sequence", "hash").first()
    return last or (0, FIRST)


def add(made: MadeOutlook, outlook: Outlook) -> tuple[int, str]:
    """Enter every forecast of an outlook, in the transaction of its row; give the newest number and seal.

    Two who add at once would want the same number, which the database refuses one of them: that one is tried again.
    """
    from outward.risk.ledger import append

    sequence, seal = newest()
    now = timezone.now()
    entered = now.isoformat(timespec="seconds")
    rows = []
    for each in outlook.events:
        for forecast in each.forecasts:
            sequence += 1
            entry = append(seal, sequence, {
                "event": forecast.event, "gwcode": forecast.gwcode, "iso3": forecast.iso3, "year": forecast.year,
                "horizon": forecast.horizon, "made_on": forecast.made_on, "model": forecast.model,
                "probability": forecast.probability, "lower": forecast.lower, "upper": forecast.upper,
                "status": forecast.status, "entered": entered, "inputs": outlook.panel_digest,
                "version": outlook.method})
            seal = entry.hash
            rows.append(RiskForecast(
                sequence=sequence, at=now, outlook=made, content=entry.content, previous=entry.previous, hash=seal,
                event=forecast.event, gwcode=forecast.gwcode, iso3=forecast.iso3, year=forecast.year,
                last_year=forecast.last_year, model=forecast.model, probability=forecast.probability))
    RiskForecast.objects.bulk_create(rows, batch_size=500)
    return sequence, seal


def faults() -> list[str]:
    """Check the chain from its first entry, rows against what was sealed, and the end against the journal's word."""
    from outward.risk.ledger import broken

    wrong: list[str] = list(broken(_entries()))
    wrong += _other_columns()
    number, seal = newest()
    said = JournalEntry._base_manager.filter(action=MADE).order_by("-id").values_list("changes", flat=True).first()
    if said is None:
        if number:
            wrong.append("the journal knows of no outlook, but the ledger has entries")
    elif [number, seal] != [said["sequence"][1], said["seal"][1]]:
        wrong.append(f"the ledger ends with entry {number}; the journal says {said['sequence'][1]}, with another seal")
    return wrong


def _entries() -> Iterator[Entry]:
    from outward.risk.ledger import Entry

    rows = RiskForecast.objects.order_by("sequence").values_list("sequence", "previous", "content", "hash")
    return (Entry(*row) for row in rows.iterator(chunk_size=2000))


def _other_columns() -> Iterator[str]:
    """Name the rows whose columns say something else than what was sealed."""
    import json

    for sequence, content, *columns in RiskForecast.objects.order_by("sequence").values_list(
            "sequence", "content", *_COLUMNS).iterator(chunk_size=2000):
        said = json.loads(content)
        if [said[name] for name in _COLUMNS] != columns:
            yield f"the columns of entry {sequence} differ from what was sealed"
