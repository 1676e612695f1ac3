"""What is told of every record that somebody follows: that it was changed, and that its dates come near."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.notices.models import Occurrence, Subscription
from outward_portal.notices.telling import NoticeKind, tell
from outward_portal.notices.topics import of_record
from outward_portal.records import presentation
from outward_portal.records.models import Record

CHANGED: Final = NoticeKind("record.changed", _("Record changed"), _("%(name)s was changed"), presentation.address)
BEGINS: Final = NoticeKind("record.begins", _("Date near"), _("%(name)s begins on %(day)s"), presentation.address)
ENDS: Final = NoticeKind("record.ends", _("Date near"), _("%(name)s ends on %(day)s"), presentation.address)
_NEAR: Final = timedelta(days=7)
_TOLD_AT_ONCE: Final = 500

SPECIFIC: Final[set[tuple[str, str]]] = set()
"""Kinds of records with a field of which a room tells in words of its own; an empty field stands for all of them."""

DATED: Final[set[str]] = set()
"""Kinds of records of which followers are told that they begin or end soon."""


def hear(sender: type[Record], *, changes: Sequence[tuple[Record, Mapping[str, Any]]], **_: Any) -> None:
    """Tell of changes, within their transaction, of the records that somebody follows."""
    del sender
    wanted = [(record, fields) for record, fields in changes if (record.kind, "") not in SPECIFIC
              and not any((record.kind, field) in SPECIFIC for field in fields)]
    followed = set(Subscription.objects.filter(topic__in=[f"record:{record.pk}" for record, _fields in wanted])
                   .values_list("topic", flat=True)) if wanted else set()
    for record, _fields in wanted:
        if f"record:{record.pk}" in followed:
            tell(CHANGED.key, f"record.changed:{record.pk}:{record.revision}", about=record,
                 topics=[f"record:{record.pk}"])


def tell_dates(today: date | None = None) -> int:
    """Tell of records that begin or end within a week, each date once; within a transaction. Gives how many."""
    today = today or timezone.localdate()
    days = [(today + timedelta(days=n)).isoformat() for n in range(_NEAR.days + 1)]  # dates that are known to the day
    found = Record.objects.filter(Q(begins__in=days) | Q(ends__in=days), kind__in=DATED, retired_at__isnull=True)
    told = set(Occurrence.objects.filter(kind__in=[BEGINS.key, ENDS.key], at__gte=timezone.now() - 2 * _NEAR)
               .order_by().values_list("key", flat=True))
    new = ((kind, record, day) for record in found.order_by("pk")
           for kind, day in ((BEGINS, record.begins), (ENDS, record.ends))
           if day in days and f"{kind.key}:{record.pk}:{day}" not in told)
    count = 0
    for kind, record, day in islice(new, _TOLD_AT_ONCE):  # the rest is told on the next day
        count += tell(kind.key, f"{kind.key}:{record.pk}:{day}", about=record, topics=of_record(record),
                      values={"day": day}) is not None
    return count
