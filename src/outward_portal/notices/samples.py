"""Samples: made-up people follow made-up records, and were told of them; all of it goes with their accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import Role, User
from outward_portal.accounts.requests import Act
from outward_portal.notices import actions
from outward_portal.notices.models import Message, Notice, Occurrence, Subscription
from outward_portal.notices.spreading import spread
from outward_portal.notices.telling import KINDS_OF_NOTICE, tell
from outward_portal.notices.topics import can_follow, of_record
from outward_portal.records.models import Record

_FOLLOWERS: Final = (Role.ENTERPRISE, Role.OFFICE, Role.OFFICER, Role.ANALYST, Role.MEMBER)
_HAPPENED: Final[tuple[tuple[str, str, Mapping[str, Any]], ...]] = (
    ("project", "project.stage", {"stage": "under-way"}),
    ("project", "record.begins", {"day": "2027-01-15"}),
    ("project", "record.changed", {}),
    ("document", "document.version", {"dated": "2024-01-01", "language": "en"}),
    ("document", "document.status", {"status": "amended"}),
)
"""Kinds of sample records, and what they are said to have gone through."""


def present() -> bool:
    """Whether the samples are there."""
    return Occurrence.objects.filter(key__startswith="sample:").exists()


def add_samples(act: Act) -> int:
    """Let the sample people follow sample records and be told of them; give how many notices there are."""
    with transaction.atomic():
        users = list(User.objects.filter(is_sample=True, erased_at__isnull=True, role__in=_FOLLOWERS))
        records = {kind: list(Record.objects.filter(is_sample=True, kind=kind, retired_at__isnull=True)
                              .exclude(countries="").order_by("pk")[:3]) for kind, _, _ in _HAPPENED}
        for user in users:
            mine = Act(user, act.reason, act.request)
            topics = ["room:leads", "room:funding", "sector:mining", "risk:warning",
                      *(topic for of_kind in records.values() for each in of_kind for topic in of_record(each)[:2])]
            for topic in dict.fromkeys(topics):
                if can_follow(topic, user):
                    actions.follow(mine, topic)
        Subscription.objects.filter(user__in=users, topic="sector:mining").update(muted_at=timezone.now())
        _tell(records)
        read = Notice.objects.filter(reader__in=users, occurrence__key="sample:project.stage:0")
        read.update(read_at=timezone.now())
        for user in users[:1]:  # for the administrators' page of what could not be sent
            Message.objects.get_or_create(key=f"sample:{user.pk}", defaults={
                "channel": Message.Channel.EMAIL, "user": user, "state": Message.State.DEAD, "attempts": 7,
                "error": "ConnectionRefusedError"})
    return Notice.objects.filter(reader__in=users).count()


def _tell(records: Mapping[str, list[Record]]) -> None:
    for kind, happened, values in _HAPPENED:
        for n, record in enumerate(records[kind]):
            if KINDS_OF_NOTICE.get(happened) is not None:
                told = tell(happened, f"sample:{happened}:{n}", about=record, topics=of_record(record), values=values)
                if told is not None:
                    spread(told)


def remove_samples() -> int:
    """Take away what the samples were told; who follows what goes with their accounts."""
    Message.objects.filter(key__startswith="sample:").delete()
    return int(Occurrence.objects.filter(key__startswith="sample:").delete()[1].get("notices.Notice", 0))
