"""How targets stood when a release was read: what a later release is held against, so that a change is told once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import CaseAccess


class TargetReading(models.Model):
    """That the targets of a case were read from a release, and which of them had moved since the one before."""

    access = models.ForeignKey(CaseAccess, models.CASCADE, related_name="target_readings")
    release = models.CharField(max_length=60)
    before = models.CharField(max_length=60, blank=True)  # the release that it was held against
    moved = models.JSONField(default=list)  # ids of targets
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["access", "release"], name="one_reading_a_release")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.access_id} {self.release}"
