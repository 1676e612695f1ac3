"""Runs of studies and reports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.journal.worked_out import WorkedOut
from outward_portal.records.models import CaseAccess
from outward_portal.work.models import Job

REPORT = "report"
"""The question of a run that writes a case's living report; every other question is a study's id."""


class Run(WorkedOut):
    """A question put to a release. Its answer lies in ``folder``, whole or not at all; its progress is its job's."""

    class State(models.TextChoices):
        """What became of a run, as lists filter by it."""

        WAITING = "waiting", pgettext_lazy("run", "Waiting")
        RUNNING = "running", pgettext_lazy("run", "Running")
        DONE = "done", pgettext_lazy("run", "Done")
        CANCELLED = "cancelled", pgettext_lazy("run", "Cancelled")
        FAILED = "failed", pgettext_lazy("run", "Failed")

    deed = "run"

    question = models.CharField(_("question"), max_length=60)
    request = models.JSONField(default=dict)
    access = models.ForeignKey(CaseAccess, models.PROTECT, related_name="runs")
    release = models.CharField(_("release"), max_length=60)
    version = models.CharField(max_length=40)  # of Outward
    asked = models.CharField(max_length=64)  # names question, case, release, request and version together
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="runs")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="runs")
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="run")
    folder = models.CharField(max_length=60, blank=True)  # of FILES.runs; empty until the answer is whole
    digest = models.CharField(max_length=64, blank=True)  # names the answer's bytes
    error_what = models.TextField(blank=True)
    error_where = models.TextField(blank=True)
    error_mend = models.TextField(blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(audience="organisation") | Q(organisation__isnull=False),
                                   name="organisation_of_a_run_is_named"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked", "-id"], name="runs_asked_before"),
            models.Index(fields=["asked_by", "-id"], name="runs_of_a_person"),
            models.Index(fields=["audience", "-id"], name="runs_shared"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.question} {self.pk}"

    @property
    def case(self) -> str:
        """The case that was asked about."""
        return self.access.case

    @property
    def is_done(self) -> bool:
        """Whether its answer is there."""
        return self.folder != ""

    @property
    def is_open(self) -> bool:
        """Whether something may still become of it by itself."""
        return not self.is_done and self.job is not None and self.job.is_open

    @property
    def state(self) -> str:
        """What became of it: a value of ``State``."""
        if self.is_done:
            return self.State.DONE
        if self.job is None or self.job.state == Job.State.DONE:
            return self.State.FAILED
        return self.job.state

    @property
    def state_name(self) -> str:
        """The state in the present language."""
        return str(self.State(self.state).label)

    @property
    def is_report(self) -> bool:
        """Whether it wrote the case's living report."""
        return self.question == REPORT
