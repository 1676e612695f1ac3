"""Meetings of the leading group: when and where, what is spoken of, who was there, what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.coordination.models.people import for_whom, person
from outward_portal.theme.words import plain_pair


class Meeting(models.Model):
    """A meeting, from its plan to its approved minutes."""

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        INVITED = "invited", pgettext_lazy("meeting", "Invited")
        HELD = "held", pgettext_lazy("meeting", "Held")
        DRAFTED = "drafted", pgettext_lazy("meeting", "Minutes drafted")
        APPROVED = "approved", pgettext_lazy("meeting", "Minutes approved")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "Called off")

    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    begins_at = models.DateTimeField(_("begins"))
    minutes_long = models.PositiveSmallIntegerField(_("minutes long"), default=120, validators=[MinValueValidator(5)])
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=200, blank=True)
    chair = models.CharField(_("chair"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED, editable=False)
    minutes_en = models.TextField(_("minutes in English"), max_length=20000, blank=True)
    minutes_zh = models.TextField(_("minutes in Chinese"), max_length=20000, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = person()
    made_by = person()
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="meeting_has_a_title"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(approved_at__isnull=False),
                                   name="approved_minutes_say_when"),
        ]
        indexes: ClassVar = [models.Index(fields=["begins_at"], name="meetings_by_time")]
        ordering: ClassVar = ["-begins_at", "-id"]

    def __str__(self) -> str:
        return plain_pair(self.title_en, self.title_zh)

    @property
    def title(self) -> Label:
        """The title in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def is_to_come(self) -> bool:
        """Whether it is planned or invited to, so that its agenda can be changed."""
        return self.state in (self.State.PLANNED, self.State.INVITED)

    @property
    def has_sat(self) -> bool:
        """Whether it was held, so that there can be decisions and minutes."""
        return self.state in (self.State.HELD, self.State.DRAFTED, self.State.APPROVED)


class AgendaItem(models.Model):
    """What a member proposes to speak of; the office accepts it, and puts it in its place."""

    class State(models.TextChoices):
        """What became of the proposal."""

        PROPOSED = "proposed", pgettext_lazy("agenda", "Proposed")
        ACCEPTED = "accepted", pgettext_lazy("agenda", "On the agenda")
        DECLINED = "declined", pgettext_lazy("agenda", "Not taken")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    title_en = models.CharField(_("item in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("item in Chinese"), max_length=300, blank=True)
    details = models.TextField(_("details"), max_length=2000, blank=True)
    place = models.PositiveSmallIntegerField(_("place on the agenda"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PROPOSED, editable=False)
    task = models.ForeignKey("coordination.Task", models.SET_NULL, null=True, blank=True, related_name="agenda_items")
    proposed_by = person()
    proposed_for = for_whom()
    proposed_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="agenda_item_has_a_title"),
            models.UniqueConstraint(fields=["meeting", "task"], condition=Q(task__isnull=False),
                                    name="one_item_a_task_and_meeting"),
        ]
        ordering: ClassVar = ["place", "id"]

    def __str__(self) -> str:
        return plain_pair(self.title_en, self.title_zh)


class Attendance(models.Model):
    """Whether a member is expected at a meeting, and was there."""

    class State(models.TextChoices):
        """What is known of it."""

        INVITED = "invited", pgettext_lazy("attendance", "Invited")
        COMING = "coming", pgettext_lazy("attendance", "Coming")
        EXCUSED = "excused", pgettext_lazy("attendance", "Excused")
        PRESENT = "present", pgettext_lazy("attendance", "Present")
        ABSENT = "absent", pgettext_lazy("attendance", "Absent")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("agency"))
    state = models.CharField(_("attendance"), max_length=8, choices=State.choices, default=State.INVITED)
    who = models.CharField(_("who comes"), max_length=200, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="one_attendance_an_agency"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.organisation_id} {self.state}"


class Decision(models.Model):
    """What the group decided, numbered through the year."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="decisions",
                             verbose_name=_("item of the agenda"))
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    text_en = models.CharField(_("decision in English"), max_length=1000, blank=True)
    text_zh = models.CharField(_("decision in Chinese"), max_length=1000, blank=True)
    by = person()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(text_en="") & Q(text_zh="")), name="decision_has_a_text"),
            models.UniqueConstraint(fields=["year", "number"], name="one_decision_a_number"),
        ]
        ordering: ClassVar = ["year", "number"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Its number as it is cited."""
        return f"{self.year}-{self.number}"

    @property
    def text(self) -> Label:
        """The text in both languages."""
        return Label(self.text_en, self.text_zh)
