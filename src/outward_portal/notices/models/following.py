"""Who follows what, and what each reader was told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import User
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.notices.models.occurrences import Occurrence


class Subscription(models.Model):
    """That somebody follows a topic, such as country:KAZ; a muted one stays and tells nothing."""

    user = models.ForeignKey(User, models.CASCADE, related_name="subscriptions")
    topic = models.CharField(max_length=80)
    made_at = models.DateTimeField(_("followed since"), auto_now_add=True)
    muted_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "user"], name="one_subscription_a_topic")]
        ordering: ClassVar = ["topic"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic}"


class Notice(models.Model):
    """That a reader is told of an occurrence. What it says is asked for when it is shown, never kept here."""

    reader = models.ForeignKey(User, models.CASCADE, related_name="notices")
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=80, blank=True)  # for which it was told; empty: it is addressed to the reader
    made_at = models.DateTimeField(_("told"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True)
    digest = models.ForeignKey("notices.Message", models.SET_NULL, null=True, related_name="notices")  # that has it

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["reader", "occurrence"], name="told_once_a_reader")]
        indexes: ClassVar = [
            models.Index(fields=["reader", "-id"], name="notices_of_a_reader"),
            models.Index(fields=["reader"], name="notices_unread", condition=Q(read_at__isnull=True)),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.occurrence_id}"


class Delivery(models.Model):
    """How a person wants to be told; who has no row wants what its defaults say."""

    class Digest(models.TextChoices):
        """How often what is unread is sent by e-mail."""

        OFF = "off", pgettext_lazy("digest", "Never")
        DAILY = "daily", pgettext_lazy("digest", "Every day on which there is something")
        WEEKLY = "weekly", pgettext_lazy("digest", "On Mondays")

    user = models.OneToOneField(User, models.CASCADE, related_name="notice_delivery")
    digest = models.CharField(_("messages by e-mail"), max_length=6, choices=Digest.choices, default=Digest.DAILY)
    feed_digest = models.CharField(max_length=64, null=True, unique=True)
    feed_made_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest}"
