"""Writing records: each action is one transaction, is told who acts and why, and leaves an entry in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records import search
from outward_portal.records.errors import ConflictError, RefusedError
from outward_portal.records.hearing import changed
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Link, Record, RecordCountry


def create(act: Act, kind: Kind, values: Mapping[str, Any], *, owner: int | None = None, **system: Any) -> Record:
    """Add a record to a register.

    Parameters
    ----------
    act : Act
        Who adds it, and why.
    kind : Kind
        The register.
    values : mapping of str to value
        Cleaned values by field.
    owner : int, optional
        The organisation whose record it is; ``None`` for the leading group's own.
    **system
        Fields that no form has: ``case``, ``case_key``, ``is_sample``.
    """
    with transaction.atomic():
        record = kind.model(owner_id=owner, **values, **system)
        record.settle()
        record.save()
        _index([record])
        settle_others(record)
        entries.write(act, "record.created", record, record=record.pk, changes=told(kind, record))
        if kind.written is not None:
            kind.written(record)
    return record


def change(act: Act, record: Record, kind: Kind, values: Mapping[str, Any], *, revision: int) -> dict[str, list[Any]]:
    """Change a record's fields.

    Returns
    -------
    dict
        What changed, ``[before, after]`` by field; empty where nothing did, and then nothing is written.

    Raises
    ------
    ConflictError
        If somebody else has changed the record since ``revision``.
    """
    with transaction.atomic():
        current = kind.model.objects.select_for_update().get(pk=record.pk)
        if current.revision != revision:
            raise ConflictError(current)
        before = told(kind, current)
        for name, value in values.items():
            setattr(current, name, value)
        changes = entries.differences(before, told(kind, current))
        if changes:
            current.settle()
            current.revision += 1
            current.save()
            _index([current])
            settle_others(current)
            entries.write(act, "record.changed", current, record=current.pk, changes=changes)
            if kind.written is not None:
                kind.written(current)
            changed.send(Record, changes=[(current, changes)])
    return changes


def retire(act: Act, record: Record) -> None:
    """Take a record out of its register; it can be brought back."""
    _set_retired(act, record, "record.retired", retire_it=True)


def restore(act: Act, record: Record) -> None:
    """Bring a retired record back."""
    _set_retired(act, record, "record.restored", retire_it=False)


def _set_retired(act: Act, record: Record, action: str, *, retire_it: bool) -> None:
    with transaction.atomic():
        current = Record.objects.select_for_update().get(pk=record.pk)
        if current.is_retired == retire_it:
            return
        if current.merged_into_id is not None:
            raise RefusedError(_("This record was merged into another and cannot be brought back by itself."))
        current.retired_at = timezone.now() if retire_it else None
        current.revision += 1
        current.save(update_fields=["retired_at", "revision", "changed_at"])
        settle_again(current)
        entries.write(act, action, current, record=current.pk)


def link(act: Act, source: Record, target: Record, relation: str, note: str = "") -> Link:
    """State a relation between two records; stating it twice changes its note."""
    with transaction.atomic():
        stated, _created = Link.objects.update_or_create(source_id=source.pk, target_id=target.pk, relation=relation,
                                                         defaults={"note": note})
        for end, other in ((source, target), (target, source)):
            entries.write(act, "record.linked", end, record=end.pk,
                          changes={"link": [None, f"{relation} {other.pk}"]})
    return stated


def unlink(act: Act, stated: Link) -> None:
    """Take a relation back; one that is gone already is left alone."""
    with transaction.atomic():
        present = Link.objects.select_for_update().filter(pk=stated.pk).first()
        if present is None:
            return
        for end, other in ((present.source, present.target), (present.target, present.source)):
            entries.write(act, "record.unlinked", end, record=end.pk,
                          changes={"link": [f"{present.relation} {other.pk}", None]})
        present.delete()


def told(kind: Kind, record: Record) -> dict[str, Any]:
    """Give what the journal says of a record: its form's fields, records by their key."""
    return {name: _value(record, name, kind) for name in kind.form_fields}


def _value(record: Record, name: str, kind: Kind) -> Any:
    value = getattr(record, kind.field(name).attname)
    return value if value != "" else None


def settle_again(record: Record) -> None:
    """Work out anew what follows from a record that was retired, brought back or merged, in it and in others."""
    written = KINDS[record.kind].model.objects.get(pk=record.pk)
    written.settle()
    if written.settled:
        written.save(update_fields=written.settled)
    settle_others(written)


def index_again(record: Record) -> None:
    """Bring what lists and search look in up to date with a record that was merged or split."""
    _index([KINDS[record.kind].model.objects.get(pk=record.pk)])


def settle_others(record: Record) -> None:
    """Work out anew what in other records follows from this one; nothing else of theirs is written."""
    for other in record.affected():
        other.settle()
        other.save(update_fields=other.settled)


def _index(records: list[Record]) -> None:
    """Bring what lists and search look in up to date."""
    RecordCountry.objects.filter(record__in=[record.pk for record in records]).delete()
    RecordCountry.objects.bulk_create(
        RecordCountry(record_id=record.pk, region=region)
        for record in records for region in record.countries.split(";") if region
    )
    search.index(records)
