"""Work in the background: what was asked for, by whom, how far it is, what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.querysets import PolicyManager


class Job(models.Model):
    """One piece of work. ``arguments`` may name private things: they are shown to nobody but who asked."""

    class State(models.TextChoices):
        """How far it is; ``failed`` is the dead letter: it stays until somebody has it tried again."""

        WAITING = "waiting", pgettext_lazy("job", "Waiting")
        RUNNING = "running", pgettext_lazy("job", "Running")
        DONE = "done", pgettext_lazy("job", "Done")
        CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")
        FAILED = "failed", pgettext_lazy("job", "Failed")

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)  # asking twice under one key is one job
    arguments = models.JSONField(default=dict)
    enqueued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs")
    reason = models.CharField(max_length=500, blank=True)
    request = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    worker = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(_("started"), null=True)
    beat_at = models.DateTimeField(null=True)  # its worker's last sign of life
    finished_at = models.DateTimeField(_("finished"), null=True)
    cancel_asked_at = models.DateTimeField(null=True)

    progress = models.FloatField(_("progress"), default=0)
    words_en = models.CharField(max_length=300, blank=True)
    words_zh = models.CharField(max_length=300, blank=True)
    error_en = models.CharField(max_length=1000, blank=True)
    error_zh = models.CharField(max_length=1000, blank=True)
    result = models.JSONField(default=dict)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="one_job_a_key"),
            models.CheckConstraint(condition=Q(progress__range=(0, 1)), name="progress_is_a_share"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["enqueued_by", "-id"], name="jobs_of_a_person"),
            models.Index(fields=["state", "due_at"], name="jobs_to_do", condition=Q(state__in=["waiting", "running"])),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_open(self) -> bool:
        """Whether something may still become of it by itself."""
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def words(self) -> Label:
        """What it is doing, in both languages."""
        return Label(self.words_en, self.words_zh)

    @property
    def error(self) -> Label:
        """Why it failed, in both languages."""
        return Label(self.error_en, self.error_zh)
