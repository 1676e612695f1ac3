"""Writing many records of one register at once: what ``actions`` does one by one, in a few statements.

A record is a row in two tables (``Record`` and its register's), which Django inserts only one by one; so keys are
taken first and both tables filled by hand. Everything else is the same: how records count, their countries, their words
in the index, their entries in the journal. A test writes the same rows both ways and compares all tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records import actions, search
from outward_portal.records.errors import ConflictError
from outward_portal.records.hearing import changed
from outward_portal.records.kinds import Kind
from outward_portal.records.models import Record, RecordCountry

BATCH: Final = 1000


def create_all(act: Act, kind: Kind, records: Sequence[Record]) -> None:
    """Add records that were made but not saved, as ``actions.create`` adds each.

    Parameters
    ----------
    act : Act
        Who adds them, and why.
    kind : Kind
        Their register.
    records : sequence of Record
        With cleaned values and owner; they are given their keys.
    """
    if not records:
        return
    with transaction.atomic():
        now = timezone.now()
        settles = _overrides(kind, "settle")
        for record, key in zip(records, _keys(len(records)), strict=True):
            if settles:
                record.settle()
            record.kind = kind.key
            record.id = record.pk = key
            record.created_at = record.changed_at = now
            record._state.adding = False
        _insert(Record, Record._meta.concrete_fields, records)
        _insert(kind.model, kind.model._meta.local_concrete_fields, records)
        _index(records, is_new=True)
        if _overrides(kind, "affected"):
            own = [each.attname for each in kind.model._meta.local_concrete_fields if each.related_model is kind.model]
            for record in records:  # a new record that names no other of its register has nothing to say of any
                if any(getattr(record, name) is not None for name in own):
                    actions.settle_others(record)
        entries.write_all(act, (entries.Deed("record.created", record, record.pk, actions.told(kind, record))
                                for record in records))


def change_all(act: Act, kind: Kind, changes: Sequence[tuple[int, int, Mapping[str, Any]]]) -> None:
    """Change records, as ``actions.change`` changes each.

    Parameters
    ----------
    act : Act
        Who changes them, and why.
    kind : Kind
        Their register.
    changes : sequence of (key, revision, values)
        Cleaned values by field, for the revision that they were made from.

    Raises
    ------
    ConflictError
        If somebody else has changed one of the records since; then none is changed.
    """
    with transaction.atomic():
        for start in range(0, len(changes), BATCH):
            _change(act, kind, changes[start : start + BATCH])


def _change(act: Act, kind: Kind, changes: Sequence[tuple[int, int, Mapping[str, Any]]]) -> None:
    found = {record.pk: record for record in kind.model.objects.select_for_update().filter(
        pk__in=[key for key, _, _ in changes]).order_by("pk")}
    deeds, written, fields = [], [], []
    now = timezone.now()
    settles = _overrides(kind, "settle")
    for key, revision, values in changes:
        record = found[key]
        if record.revision != revision:
            raise ConflictError(record)
        before = actions.told(kind, record)
        for name, value in values.items():
            setattr(record, name, value)
        differences = entries.differences(before, actions.told(kind, record))
        if not differences:
            continue
        if settles:
            record.settle()
        record.revision += 1
        record.changed_at = now
        deeds.append(entries.Deed("record.changed", record, record.pk, differences))
        written.append(record)
        fields.append(tuple(sorted({*differences, *kind.model.settled, "revision", "changed_at"})))
    _update(kind, written, fields)
    _index(written, is_new=False)
    if _overrides(kind, "affected"):
        for record in written:
            actions.settle_others(record)
    entries.write_all(act, deeds)
    changed.send(Record, changes=[(record, deed.changes) for record, deed in zip(written, deeds, strict=True)])


def give_audience(act: Act, records: QuerySet[Record], audience: str) -> None:
    """Let others see records, of any registers; nothing else of them changes."""
    with transaction.atomic():
        found = list(records.exclude(audience=audience).select_for_update().order_by("pk"))
        for start in range(0, len(found), BATCH):
            keys = [record.pk for record in found[start:start + BATCH]]
            Record.objects.filter(pk__in=keys).update(audience=audience, revision=models.F("revision") + 1,
                                                      changed_at=timezone.now())
        entries.write_all(act, (entries.Deed("record.opened", record, record.pk, {
            "audience": [record.audience, audience]}) for record in found))
        for record in found:
            actions.settle_again(record)


def _overrides(kind: Kind, name: str) -> bool:
    """Whether a register has something of its own to say here; most have not, and need not be asked row by row."""
    return getattr(kind.model, name) is not getattr(Record, name)


def _keys(count: int) -> list[int]:
    """Take so many new keys; the open transaction keeps anybody else from taking them too."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # the transaction is IMMEDIATE: nobody else writes
            cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [Record._meta.db_table])
            last = max(cursor.fetchone()[0], Record.objects.aggregate(last=models.Max("pk"))["last"] or 0)
            return list(range(last + 1, last + 1 + count))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                       [Record._meta.db_table, count])
        return sorted(key for (key,) in cursor.fetchall())


def _insert(model: type[models.Model], fields: Sequence[Any], records: Sequence[Record]) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(each.column) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608
                           list(_lines(fields, records)))


def _lines(fields: Sequence[Any], records: Sequence[Record]) -> Iterator[list[Any]]:
    ready = [(each.attname, each.get_db_prep_save) for each in fields]
    for record in records:  # most cells are empty, and an empty one is stored as it is
        yield [value if (value := getattr(record, name)) is None or value == "" else prepare(value, connection)
               for name, prepare in ready]


def _update(kind: Kind, records: Sequence[Record], fields: Sequence[tuple[str, ...]]) -> None:
    """Write changed columns, table by table, records with the same columns in one statement."""
    together = sorted(zip(fields, records, strict=True), key=lambda pair: pair[0])
    quote = connection.ops.quote_name
    for names, group in groupby(together, key=lambda pair: pair[0]):
        members = [record for _, record in group]
        for model in (Record, kind.model):
            own = [each for each in model._meta.local_concrete_fields if each.name in names]
            if not own:
                continue
            settings = ", ".join(f"{quote(each.column or '')} = %s" for each in own)
            key = quote((model._meta.pk.column if model._meta.pk else None) or "")
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"UPDATE {quote(model._meta.db_table)} SET {settings} WHERE {key} = %s",  # noqa: S608
                    [[*line, record.pk] for line, record in zip(_lines(own, members), members, strict=True)])


def _index(records: Sequence[Record], *, is_new: bool) -> None:
    """Bring countries and words up to date."""
    if not is_new:
        RecordCountry.objects.filter(record__in=[record.pk for record in records]).delete()
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(RecordCountry._meta.db_table)
        cursor.executemany(f"INSERT INTO {table} (record_id, region) VALUES (%s, %s)",  # noqa: S608
                           [(record.pk, region) for record in records for region in record.countries.split(";")
                            if region])
    search.index(records)
