"""Reading private fields: only rows that the policy shows, and never a value that was shown and no longer is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Audience, User
from outward_portal.records.kinds import Kind, PrivateFieldType
from outward_portal.records.models import PrivateAudience, PrivateField, Reading, Record
from outward_portal.theme import words

UNITS: Final[dict[str, Promise]] = {"persons": pgettext_lazy("unit", "persons")}
"""Fixed units that private fields are counted in."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A private value as its reader sees it."""

    row: PrivateField
    type: PrivateFieldType
    value: str
    unreached: str  # why those whom the audience names do not see it all the same; empty where they do


def is_outsider(record: Record, user: Any) -> bool:
    """Whether a reader acts for another organisation than the one whose record it is."""
    return not isinstance(user, User) or user.organisation_id is None or user.organisation_id != record.owner_id


def current_values(kind: Kind, record: Record, user: Any) -> list[ShownValue]:
    """Give the present private values of a record that a person may see, in the kind's order, newest period first.

    While the portal is read-only, outsiders see none: that somebody read them could not be written down.
    """
    if not kind.private or (settings.READ_ONLY and is_outsider(record, user)):
        return []
    rows = PrivateField.objects.visible_to(user).filter(record=record.pk, ended_at__isnull=True)
    return _shown(kind, record, rows.select_related("agency").order_by("-period", "-id"))


def past_values(kind: Kind, record: Record, user: Any) -> list[ShownValue]:
    """Give all values of a record's private fields that a person may see, ended ones too, newest first.

    What was shown to outsiders and is no longer is no longer shown to them in the history either.
    """
    if settings.READ_ONLY and is_outsider(record, user):
        return []
    rows = PrivateField.objects.visible_to(user).filter(record=record.pk)
    found = list(rows.select_related("agency", "written_by__organisation").order_by("-written_at", "-id"))
    if is_outsider(record, user):
        present = {(row.field, row.period) for row in found if row.ended_at is None}
        found = [row for row in found if (row.field, row.period) in present]
    return sorted(_shown(kind, record, found), key=lambda each: each.row.written_at, reverse=True)


def _shown(kind: Kind, record: Record, rows: Iterable[PrivateField]) -> list[ShownValue]:
    types = {each.key: each for each in kind.private}
    order = {key: place for place, key in enumerate(types)}
    known = [row for row in rows if row.field in types]
    return [ShownValue(row, types[row.field], value_text(row), unreached(record.audience, row.audience))
            for row in sorted(known, key=lambda row: order[row.field])]


def value_text(row: PrivateField) -> str:
    """Write a value with its unit."""
    return row.text if row.number is None else amount_text(row.number, row.unit)


def amount_text(number: Decimal, unit: str) -> str:
    """Write an amount with its unit: a currency, or a word such as persons."""
    return f"{words.number(number)} {UNITS[unit]}" if unit in UNITS else words.amount(number, unit)


def unreached(record_audience: str, audience: str) -> str:
    """Say which of those whom a value's audience names cannot see it, because they cannot see the record.

    Examples
    --------
    >>> unreached("public", "leading-group"), unreached("owner", "itself")
    ('', '')
    >>> unreached("owner", "agency").startswith("The record itself is seen by its owner only")
    True
    """
    if audience not in (PrivateAudience.AGENCY, PrivateAudience.LEADING_GROUP):
        return ""
    if record_audience == Audience.OWNER:
        return str(_("The record itself is seen by its owner only, so nobody else will see this value. To let them see "
                     "it, edit the record and choose who sees it."))
    if record_audience == Audience.OFFICE:
        return str(_("The record itself is seen by the leading group's office only, so its agencies will not see this "
                     "value. To let them see it, edit the record and choose who sees it."))
    return ""


def readings_of(record: Record, user: Any) -> Any:
    """Give who read a record's private fields, newest first, to whoever may know."""
    return Reading.objects.visible_to(user).filter(record=record.pk).select_related("reader__organisation")


def field_labels(kind: Kind, keys: str) -> list[str]:
    """Name the private fields of a reading."""
    labels = {each.key: str(each.label) for each in kind.private}
    return [labels.get(key, key) for key in keys.split(",") if key]
