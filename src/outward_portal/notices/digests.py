"""Digests: one message a reader with what is unread and has stood in no digest yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from outward_portal.accounts.models import User
from outward_portal.notices.models import Delivery, Message, Notice
from outward_portal.notices.readers import Subject, seen_by, subject_of

MONDAY: Final = 0
_NO_OLDER: Final = timedelta(days=15)  # beyond a Monday without a worker; what lay there before is not sent
_BATCH: Final = 10_000


def write_digests(day: date) -> int:
    """Write the day's digests; a second time writes none.

    Parameters
    ----------
    day : date
        On Mondays the weekly ones are written too.

    Returns
    -------
    int
        How many there are.
    """
    before = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    unread = Notice.objects.filter(read_at__isnull=True, digest__isnull=True, made_at__lt=before,
                                   made_at__gte=before - _NO_OLDER)
    readers = list(unread.filter(_wants(day)).order_by("reader").values_list("reader", flat=True).distinct())
    return sum(_write(day, unread, readers[start:start + _BATCH]) for start in range(0, len(readers), _BATCH))


def _wants(day: date) -> Q:
    """Whoever wants a digest on this day; who has said nothing wants what `Delivery` holds for usual."""
    wanted = [Delivery.Digest.DAILY, *([Delivery.Digest.WEEKLY] if day.weekday() == MONDAY else [])]
    said = Q(reader__notice_delivery__digest__in=wanted)
    usual = Delivery._meta.get_field("digest").default
    return said | Q(reader__notice_delivery__isnull=True) if usual in wanted else said


def _write(day: date, unread: QuerySet[Notice], readers: list[int]) -> int:
    """Write the digests of some readers, in one transaction; of what a reader no longer sees there is none."""
    subjects: dict[int, set[Subject]] = defaultdict(set)
    notices: dict[int, list[tuple[int, Subject]]] = defaultdict(list)
    rows = unread.filter(reader__in=readers).values_list("pk", "reader", "occurrence__subject")
    for key, reader, stated in rows:
        subject = subject_of(stated)
        if subject is not None:
            subjects[reader].add(subject)
            notices[reader].append((key, subject))
    users = User.objects.filter(pk__in=subjects, is_active=True)
    seen = seen_by(subjects, users.only("role", "organisation_id", "is_manager", "is_active"))
    told = {reader: [key for key, subject in own if subject in seen.get(reader, ())]
            for reader, own in notices.items()}
    told = {reader: keys for reader, keys in told.items() if keys}
    keys = {f"digest:{reader}:{day.isoformat()}": reader for reader in told}
    with transaction.atomic():
        known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
        made = Message.objects.bulk_create(
            [Message(key=key, channel=Message.Channel.EMAIL, user_id=reader) for key, reader in keys.items()
             if key not in known], batch_size=_BATCH)
        own = Message.objects.filter(key=Concat(Value("digest:"), Cast(OuterRef("reader"), CharField()),
                                                Value(f":{day.isoformat()}"))).values("pk")[:1]
        marked = [key for message in made for key in told[message.user_id]]
        for start in range(0, len(marked), _BATCH):
            Notice.objects.filter(pk__in=marked[start:start + _BATCH]).update(digest=Subquery(own))
    return len(made)
