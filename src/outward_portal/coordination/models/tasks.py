"""Tasks of the leading group: who does what by when, on what it depends, what was written of it."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.coordination.models.meetings import Decision
from outward_portal.coordination.models.people import for_whom, person
from outward_portal.coordination.models.problems import Problem
from outward_portal.records.models import Record
from outward_portal.theme.words import plain_pair

TASK_OWNERS: Final = (Organisation.Kind.AGENCY, Organisation.Kind.OFFICE, Organisation.Kind.MISSION)
"""Whom a task can be given to."""


class Task(models.Model):
    """Something that an agency does by a day; where it came from is a decision, a problem, or a room above."""

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", pgettext_lazy("task", "Given")
        ACCEPTED = "accepted", pgettext_lazy("task", "Accepted")
        IN_WORK = "in-work", pgettext_lazy("task", "In work")
        DONE = "done", pgettext_lazy("task", "Reported done")
        RETURNED = "returned", pgettext_lazy("task", "Returned")
        CONFIRMED = "confirmed", pgettext_lazy("task", "Confirmed")
        DROPPED = "dropped", pgettext_lazy("task", "Dropped")

    class Priority(models.IntegerChoices):
        """How urgent it is."""

        LOW = 1, pgettext_lazy("priority", "Low")
        NORMAL = 2, pgettext_lazy("priority", "Normal")
        HIGH = 3, pgettext_lazy("priority", "High")
        URGENT = 4, pgettext_lazy("priority", "Urgent")

    title_en = models.CharField(_("task in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("task in Chinese"), max_length=300, blank=True)
    details = models.TextField(_("details"), max_length=4000, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="group_tasks", verbose_name=_("who does it"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN, editable=False)
    decision = models.ForeignKey(Decision, models.SET_NULL, null=True, blank=True, related_name="tasks")
    problem = models.ForeignKey(Problem, models.SET_NULL, null=True, blank=True, related_name="tasks")
    given_by = person()
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    done_at = models.DateTimeField(_("reported done"), null=True, editable=False)
    done_by = person()
    ended_at = models.DateTimeField(_("confirmed or dropped"), null=True, editable=False)
    outcome = models.CharField(pgettext_lazy("task", "what was done"), max_length=1000, blank=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="group_task_has_a_title"),
            models.CheckConstraint(condition=Q(priority__range=(1, 4)), name="group_task_has_a_priority"),
            models.CheckConstraint(condition=Q(ended_at__isnull=False, state__in=["confirmed", "dropped"])
                                   | Q(ended_at__isnull=True) & ~Q(state__in=["confirmed", "dropped"]),
                                   name="group_task_that_ended_says_when"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="group_tasks_by_state"),
            models.Index(fields=["owner", "state"], name="group_tasks_by_owner"),
        ]
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return plain_pair(self.title_en, self.title_zh)

    @property
    def title(self) -> Label:
        """The title in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def is_ended(self) -> bool:
        """Whether nothing more is expected."""
        return self.state in ENDED

    @property
    def is_late(self) -> bool:
        """Whether it should be done and nobody has said that it is."""
        return self.state in UNDONE and self.due_on < timezone.localdate()


UNDONE: Final = (Task.State.OPEN, Task.State.ACCEPTED, Task.State.IN_WORK, Task.State.RETURNED)
"""States in which somebody has still to do a task."""

ENDED: Final = (Task.State.CONFIRMED, Task.State.DROPPED)
"""States after which nothing is expected."""


class TaskHelper(models.Model):
    """An organisation that helps with a task; it sees the task and writes in it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="helpers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"))

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "organisation"], name="one_helper_a_task")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.organisation_id}"


class TaskDependence(models.Model):
    """That a task cannot be done before another is."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="waits_for")
    before = models.ForeignKey(Task, models.CASCADE, related_name="holds_up", verbose_name=_("task"))

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "before"], name="one_dependence_a_pair"),
            models.CheckConstraint(condition=~Q(task=F("before")), name="no_task_waits_for_itself"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id} after {self.before_id}"


class TaskRecord(models.Model):
    """A record of the registers that a task is about."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="records")
    record = models.ForeignKey(Record, models.CASCADE, related_name="group_tasks", verbose_name=_("record"))

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "record"], name="one_naming_of_a_record")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.record_id}"


class TaskNote(models.Model):
    """A line on the progress of a task, or what the portal notes of a step; added and never changed."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="notes")
    text = models.CharField(_("what is to be noted"), max_length=2000, blank=True)
    deed = models.CharField(max_length=40, blank=True)  # as the journal names it, where a step wrote the line
    by = person()
    organisation = for_whom()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.at:%Y-%m-%d}"


class TaskEscalation(models.Model):
    """That a level of escalation was reached for a day due: each is told once, and again only for another day."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="escalations")
    level = models.CharField(max_length=20)  # a key of escalation.LEVELS
    due_on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "level", "due_on"], name="one_escalation_a_level_and_day_due"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.level}"
