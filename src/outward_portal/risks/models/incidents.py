"""Incidents: what happened in a country, whose projects are there, who does what by when, and what was told of it.

What belongs to a project names it: its enterprise sees that part of an incident and nothing else of it.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.registers.models import Project
from outward_portal.risks.models.alerts import Alert


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


def _organisation() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")


class Incident(models.Model):
    """Something that happened, or is about to, in a country where projects lie."""

    class Route(models.TextChoices):
        """What can be done about such events (paragraph 90)."""

        WARNING = "warning", _("Warning: such events can be foreseen to a degree")
        PROTECTION = "protection", _("Protection: such events cannot be foreseen; cover and plans help")

    class Risk(models.TextChoices):
        """The five kinds of risk, as `outward.risk.events` names them."""

        POLITICAL = "political", _("Political")
        INSTITUTIONAL = "institutional", _("Institutional")
        SECURITY = "security", _("Security")
        ECONOMIC = "economic", _("Economic")
        SOCIAL = "social", pgettext_lazy("risk", "Social")

    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    region = models.CharField(_("country"), max_length=40)
    risk = models.CharField(_("kind of risk"), max_length=14, choices=Risk.choices)
    event = models.CharField(_("event"), max_length=40, blank=True)  # id of an event definition
    route = models.CharField(_("route"), max_length=10, choices=Route.choices)
    alert = models.ForeignKey(Alert, models.SET_NULL, null=True, blank=True, related_name="incidents")
    began_at = models.DateTimeField(_("since when"))
    summary = models.TextField(_("what happened"), max_length=4000)
    source = models.CharField(_("where that is known from"), max_length=300)
    is_exercise = models.BooleanField(_("an exercise: nothing of this has happened"), default=False)
    opened_by = _person()
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = _person()
    lessons = models.TextField(_("lessons"), max_length=4000, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="incident_has_a_title"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | ~Q(lessons=""),
                                   name="a_closed_incident_has_lessons"),
        ]
        indexes: ClassVar = [models.Index(fields=["region", "-id"], name="incidents_of_a_country")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    @property
    def title(self) -> Label:
        """The title in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def is_open(self) -> bool:
        """Whether anything can still be done and written."""
        return self.closed_at is None


class IncidentProject(models.Model):
    """A project that an incident concerns."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="projects")
    project = models.ForeignKey(Project, models.CASCADE, related_name="incidents")
    named_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "project"], name="one_naming_a_project")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.project_id}"


class IncidentFact(models.Model):
    """What no register holds and somebody has found out: people abroad, payments due, cover, contacts, situation."""

    class Topic(models.TextChoices):
        """What it is about."""

        PEOPLE = "people", _("People abroad")
        PAYMENTS = "payments", _("Payments due")
        COVER = "cover", _("Cover")
        CONTACTS = "contacts", _("Contacts")
        SITUATION = "situation", _("Situation")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="facts")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+",
                                verbose_name=_("project"))
    topic = models.CharField(_("about"), max_length=9, choices=Topic.choices)
    text_en = models.CharField(_("text in English"), max_length=1000, blank=True)
    text_zh = models.CharField(_("text in Chinese"), max_length=1000, blank=True)
    source = models.CharField(_("source"), max_length=300)
    by = _person()
    organisation = _organisation()
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)  # when it was taken out, or another took its place

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~(Q(text_en="") & Q(text_zh="")),
                                                        name="fact_of_an_incident_says_something")]
        ordering: ClassVar = ["topic", "id"]

    def __str__(self) -> str:
        return f"{self.topic} {self.text_en or self.text_zh}"


class IncidentTask(models.Model):
    """Something to be done by a time: by an agency, by the enterprise of a project, or else by the office."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=60, blank=True)  # of the template; empty: added by hand
    title_en = models.CharField(_("task in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("task in Chinese"), max_length=300, blank=True)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="incident_tasks",
                               verbose_name=_("agency"))
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+",
                                verbose_name=_("project"))
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = _person()
    done_for = _organisation()
    note = models.CharField(_("what was done"), max_length=1000, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="task_has_a_title"),
            models.CheckConstraint(condition=Q(agency__isnull=True) | Q(project__isnull=True),
                                   name="task_is_of_an_agency_or_an_enterprise"),
        ]
        ordering: ClassVar = ["due_at", "id"]

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    @property
    def is_done(self) -> bool:
        """Whether somebody has said that it is done."""
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        """Whether it is not done and should be."""
        return self.done_at is None and self.due_at < timezone.now()


class IncidentEntry(models.Model):
    """A line of an incident's log; lines are added and never changed."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="entries")
    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="+",
                                verbose_name=_("project"))
    happened_at = models.DateTimeField(_("when"))
    text = models.CharField(_("what"), max_length=2000)
    source = models.CharField(_("source"), max_length=300, blank=True)
    deed = models.CharField(max_length=40, blank=True)  # as the journal names it, where the portal wrote the line
    by = _person()
    organisation = _organisation()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-happened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.happened_at:%Y-%m-%d %H:%M}"


class SituationNote(models.Model):
    """A version of what is told of an incident, in both languages; versions are kept."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    text_en = models.TextField(_("English"), max_length=20000, blank=True)
    text_zh = models.TextField(_("Chinese"), max_length=20000, blank=True)
    is_draft = models.BooleanField(default=False)  # as the portal has put it together, read by nobody yet
    by = _person()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["incident", "number"], name="one_note_a_number")]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.number}"
