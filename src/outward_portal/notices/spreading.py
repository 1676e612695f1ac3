"""Who is told of an occurrence: those who follow one of its topics, and those to whom it is addressed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from outward_portal.accounts.models import User
from outward_portal.notices.models import Endpoint, Message, Notice, Occurrence, Subscription
from outward_portal.notices.readers import subject_of, who_sees
from outward_portal.notices.telling import KINDS_OF_NOTICE

_BATCH: Final = 2000


def spread(occurrence: Occurrence) -> int:
    """Write a notice for each reader who may see what an occurrence is about; a second time adds nothing.

    Returns
    -------
    int
        How many messages for gateways were written.
    """
    subject = subject_of(occurrence.subject)
    if subject is None or KINDS_OF_NOTICE.get(occurrence.kind) is None:
        return 0
    reasons = _reasons(occurrence)
    readers = User.objects.filter(is_active=True).only("role", "organisation_id", "is_manager", "is_active")
    users = list(readers.filter(pk__in=reasons)) if len(reasons) <= _BATCH else [
        user for user in readers.iterator(_BATCH) if user.pk in reasons]
    told = who_sees(subject, users)
    with transaction.atomic():
        Notice.objects.bulk_create((Notice(reader_id=key, occurrence=occurrence, topic=reasons[key])
                                    for key in sorted(told)), batch_size=_BATCH, ignore_conflicts=True)
        return _write_for_endpoints(occurrence, told)


def _reasons(occurrence: Occurrence) -> dict[int, str]:
    """Give everybody who may have to be told, each with the topic because of which; empty where it is addressed."""
    topics = occurrence.topics.values("topic")
    followed = Subscription.objects.filter(topic__in=topics, muted_at__isnull=True)
    pairs = followed.order_by("topic").values_list("user", "topic")
    reasons = dict(sorted(pairs, key=lambda pair: pair[1].startswith("record:")))  # the narrowest, where there are more
    addressed = set(occurrence.users.values_list("pk", flat=True))
    addressed |= set(User.objects.filter(organisation__in=occurrence.organisations.values("pk"))
                     .values_list("pk", flat=True))
    return reasons | dict.fromkeys(addressed, "")


def _write_for_endpoints(occurrence: Occurrence, told: Iterable[int]) -> int:
    """Write a message for each gateway of the readers; none for that of an organisation that its maker has left."""
    told = set(told)
    endpoints: dict[int, list[Endpoint]] = {}
    still = Q(organisation__isnull=True) | Q(organisation=F("user__organisation"))
    for each in Endpoint.objects.filter(still, ended_at__isnull=True):
        if each.user_id in told:
            endpoints.setdefault(each.user_id, []).append(each)
    notices = Notice.objects.filter(occurrence=occurrence, reader__in=endpoints) if endpoints else ()
    messages = [Message(key=f"notice:{each.pk}:{notice.pk}", channel=Message.Channel.WEBHOOK, user_id=notice.reader_id,
                        endpoint=each, notice=notice) for notice in notices for each in endpoints[notice.reader_id]]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)
