"""Adding to the journal and checking its chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from outward_portal.accounts.models import WIDEST_FIRST
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry, Head

FIRST_SEAL = "0" * 64
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be written down: an action on a row, and what it changed."""

    action: str
    subject: models.Model
    record: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def write(act: Act, action: str, subject: models.Model, *, record: int | None = None,
          changes: Mapping[str, Any] | None = None) -> None:
    """Write one deed; the transaction that does it must be open."""
    write_all(act, [Deed(action, subject, record, changes or {})])


def write_all(act: Act, deeds: Iterable[Deed]) -> None:
    """Write many deeds in one transaction, in order.

    Parameters
    ----------
    act : Act
        Who, why, in which request.
    deeds : iterable of Deed
        What was done.

    Raises
    ------
    RuntimeError
        If no transaction is open: a deed and its entry must stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the journal is written inside the transaction of what it tells of")
    deeds = list(deeds)
    audiences = _audiences({deed.record for deed in deeds if deed.record is not None})
    head = Head.objects.select_for_update().get(pk=1)
    entries = []
    for deed in deeds:
        entry = Entry(at=timezone.now(), actor=act.actor, request=act.request, action=deed.action,
                      subject=f"{deed.subject._meta.label_lower}:{deed.subject.pk}", record_id=deed.record,
                      audience=_audience(deed, audiences), reason=act.reason[:500], changes=plain(deed.changes),
                      previous=head.seal)
        entry.seal = head.seal = seal(entry)
        entries.append(entry)
    head.number += len(entries)
    Entry.objects.bulk_create(entries, batch_size=500)
    head.save()


def _audiences(records: set[int]) -> dict[int, str]:
    """Give the present audience of records."""
    table = apps.get_model("records", "Record")
    known: dict[int, str] = {}
    keys = sorted(records)
    for start in range(0, len(keys), _BATCH):
        rows = table._base_manager.filter(pk__in=keys[start:start + _BATCH])
        known |= dict(rows.values_list("pk", "audience"))
    return known


def _audience(deed: Deed, audiences: Mapping[int, str]) -> str:
    """Give the audience of what a deed tells: of the record's now and of those that the deed names, the narrowest."""
    if deed.record is None:
        return ""
    named = deed.changes.get("audience")
    named = named if isinstance(named, list) else [named]
    return max({audiences[deed.record], *named} & {*WIDEST_FIRST}, key=WIDEST_FIRST.index)


def plain(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the database gives back; PostgreSQL's numbers know no -0.0, and the seal would not fit."""
    kept: dict[str, Any] = json.loads(json.dumps(changes, cls=DjangoJSONEncoder),
                                      parse_float=lambda text: float(text) + 0.0)
    return kept


def seal(entry: Entry) -> str:
    """Work out an entry's seal: SHA-256 over the seal before it and everything that it says."""
    said = [entry.previous, _moment(entry.at), entry.actor_id, entry.request, entry.action, entry.subject,
            entry.record_id, entry.reason, entry.changes, *([entry.audience] if entry.audience else [])]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")


def broken() -> Iterator[Entry]:
    """Give the entries whose seal does not fit what they say or the entry before; none in an untouched journal."""
    expected = FIRST_SEAL
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous != expected or entry.seal != seal(entry):
            yield entry
        expected = entry.seal
    head = Head.objects.get(pk=1)
    if head.seal != expected:  # the newest entries are gone
        yield Entry(id=0, action="journal.cut", subject=f"journal.head:{head.number}")


def version() -> int:
    """Count the entries: what is kept ready for readers is good as long as this number stands."""
    with transaction.get_connection().cursor() as cursor:  # on every page: in plain SQL a tenth of the time
        cursor.execute("SELECT number FROM journal_head WHERE id = 1")
        return int(cursor.fetchone()[0])


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give ``[before, after]`` of each field that changed.

    Examples
    --------
    >>> differences({"stage": "planned", "place": ""}, {"stage": "signed", "place": ""})
    {'stage': ['planned', 'signed']}
    """
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
