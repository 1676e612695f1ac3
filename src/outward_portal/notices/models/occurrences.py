"""What happened, and of what it was: rooms write it once, in the transaction in which it happens."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.querysets import PolicyManager


class Occurrence(models.Model):
    """Something that happened of which people may want to be told."""

    key = models.CharField(max_length=160, unique=True)  # what makes it one occurrence: it is told once
    kind = models.CharField(max_length=40)  # of `telling.KINDS_OF_NOTICE`
    subject = models.CharField(max_length=80)  # label and key of what it is about, such as leads.lead:12
    values = models.JSONField(default=dict)  # codes, dates, numbers of its words; no name: not all may see it
    users = models.ManyToManyField(User, related_name="+")  # to whom it is addressed, whatever they follow
    organisations = models.ManyToManyField(Organisation, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.key


class OccurrenceTopic(models.Model):
    """A topic under which an occurrence is followed, such as country:KAZ."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="topics")
    topic = models.CharField(max_length=80)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "occurrence"], name="one_topic_of_an_occurrence")]

    def __str__(self) -> str:
        return self.topic
