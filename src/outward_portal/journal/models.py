"""The journal: what was done to what, by whom, why; rows are added and never changed, each sealed to the one before."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.querysets import PolicyManager


class Entry(models.Model):
    """One deed. ``changes`` maps fields to ``[before, after]``; of private and personal ones it keeps the name only."""

    at = models.DateTimeField(_("time"), db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request = models.CharField(max_length=24, blank=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)  # model and key, such as accounts.user:12
    record = models.ForeignKey("records.Record", models.PROTECT, null=True, related_name="entries")
    audience = models.CharField(max_length=8, blank=True)  # of the record at that time; the narrower where it changed
    reason = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["record", "-id"], name="entries_of_a_record")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Head(models.Model):
    """The newest seal, in a row that writers hold while they add; ``number`` counts entries and dates cached counts."""

    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_head")]

    def __str__(self) -> str:
        return f"{self.number}"
