"""What people decide on the findings of an audit."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import CaseAccess
from outward_portal.work.models import Job


class Decision(models.Model):
    """What was decided on a finding, and why. It holds for the finding in every release in which it is the same.

    ``told`` keeps the finding as it was read, so that it can be shown where it is no longer found. A decision is never
    changed: it is withdrawn, with a reason, and another one is taken.
    """

    class Verdict(models.TextChoices):
        """What may be decided."""

        ACCEPT = "accept", pgettext_lazy("finding", "Accepted")
        DISMISS = "dismiss", pgettext_lazy("finding", "Dismissed")
        CORRECT = "correct", pgettext_lazy("finding", "Corrected")

    access = models.ForeignKey(CaseAccess, models.PROTECT, related_name="decisions")
    finding = models.CharField(max_length=32)  # its key
    told = models.JSONField(default=dict)
    release = models.CharField(_("release"), max_length=60)  # in which it was read
    verdict = models.CharField(_("decision"), max_length=7, choices=Verdict.choices)
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="decisions")
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)
    corrections = models.JSONField(default=list)  # of each cell: table, row, what stood there, what is to stand there
    source = models.CharField(_("source of the correction"), max_length=200, blank=True)
    known_on = models.CharField(_("known on"), max_length=10, blank=True)  # ISO date
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="decision")
    written = models.CharField(max_length=60, blank=True)  # the release that first has the correction
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["access", "finding"], condition=Q(withdrawn_at__isnull=True),
                                    name="one_decision_on_a_finding"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_has_a_reason"),
            models.CheckConstraint(condition=~Q(verdict="correct") | (~Q(source="") & ~Q(known_on="")),
                                   name="a_correction_has_a_source"),
        ]
        indexes: ClassVar = [models.Index(fields=["access", "finding", "-id"], name="decisions_on_a_finding")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.finding}"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it no longer holds."""
        return self.withdrawn_at is not None

    @property
    def is_correction(self) -> bool:
        """Whether it writes new values."""
        return self.verdict == self.Verdict.CORRECT

    @property
    def is_being_written(self) -> bool:
        """Whether its correction may still be written by itself."""
        return self.is_correction and not self.written and self.job is not None and self.job.is_open

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether it can be taken back: what is written stays, and is corrected by another correction."""
        return not self.is_withdrawn and not self.written and not self.is_being_written
