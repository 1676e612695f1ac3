"""Writing private values, and writing down who read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import PrivateField, Reading, Record
from outward_portal.records.private.queries import is_outsider

SAME_READING = timedelta(hours=1)
_LONGEST_FIELDS = 500


@dataclass(frozen=True, slots=True)
class Value:
    """What is to be kept."""

    field: str
    period: str
    number: Decimal | None
    unit: str
    text: str
    audience: str
    agency: Organisation | None


def write(act: Act, record: Record, value: Value, *, replaces: int | None) -> PrivateField:
    """Keep a private value: a new row, by which the one before ends. The journal is told its name, never the value.

    Parameters
    ----------
    act : Act
        Who writes it.
    record : Record
        Whose value it is.
    value : Value
        The value and who sees it.
    replaces : int or None
        The row that its writer saw; ``None`` where there was none.

    Raises
    ------
    RefusedError
        If the field has another value for this period than the writer saw.
    """
    try:
        with transaction.atomic():
            _end(record, value.field, value.period, replaces)
            written = PrivateField.objects.create(
                record_id=record.pk, field=value.field, period=value.period, number=value.number, unit=value.unit,
                text=value.text, audience=value.audience, agency=value.agency, written_by=act.actor)
            entries.write(act, "private.written", record, record=record.pk, changes={"private": [None, value.field]})
    except IntegrityError as error:  # a colleague wrote the first value of this period at the same moment
        raise _overtaken() from error
    return written


def end(act: Act, record: Record, row: PrivateField) -> None:
    """Take a private value out; it stays in the history of those who see it."""
    with transaction.atomic():
        _end(record, row.field, row.period, row.pk)
        entries.write(act, "private.ended", record, record=record.pk, changes={"private": [row.field, None]})


def _end(record: Record, field: str, period: str, expected: int | None) -> None:
    present = PrivateField.objects.select_for_update().filter(
        record=record.pk, field=field, period=period, ended_at__isnull=True).first()
    if (present.pk if present else None) != expected:
        raise _overtaken()
    if present is not None:
        present.ended_at = timezone.now()
        present.save(update_fields=["ended_at"])


def _overtaken() -> RefusedError:
    return RefusedError(_("There is another value for this period already, perhaps written by a colleague meanwhile. "
                          "Open that value to change it; nothing of yours was saved."))


def note_reading(record: Record, rows: Iterable[PrivateField], user: Any, channel: str) -> None:
    """Write down that somebody from outside saw private values; before they are shown, so that none goes untold.

    The same reader and fields are written once an hour.

    Parameters
    ----------
    record : Record
        Whose values they are.
    rows : iterable of PrivateField
        The values that will be shown.
    user : User or AnonymousUser
        Who sees them.
    channel : str
        Where: ``page``, ``history``, ``export``.
    """
    fields = ",".join(sorted({row.field for row in rows}))[:_LONGEST_FIELDS]
    if not fields or not isinstance(user, User) or not is_outsider(record, user):
        return
    same = Reading.objects.filter(record=record.pk, reader=user, channel=channel, fields=fields)
    if same.filter(at__gte=timezone.now() - SAME_READING).exists():
        return
    with transaction.atomic():
        Record.objects.select_for_update().get(pk=record.pk)  # two pages at once write one reading
        if not same.filter(at__gte=timezone.now() - SAME_READING).exists():
            Reading.objects.create(record_id=record.pk, reader=user, channel=channel, fields=fields)
