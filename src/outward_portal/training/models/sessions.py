"""Sessions of courses: when and where, who asked for a place and has one, who came, what they say of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.training.fields import read_days
from outward_portal.training.models.courses import Course


class TrainingSession(models.Model):
    """A course held on some days."""

    class State(models.TextChoices):
        """Where it stands."""

        PLANNED = "planned", pgettext_lazy("session", "Planned")
        OPEN = "open", pgettext_lazy("session", "Open for enrolment")
        RUNNING = "running", pgettext_lazy("session", "Running")
        HELD = "held", pgettext_lazy("session", "Held")
        CLOSED = "closed", pgettext_lazy("session", "Closed")
        CANCELLED = "cancelled", pgettext_lazy("session", "Cancelled")

    class Placing(models.TextChoices):
        """How places are given."""

        FIRST_COME = "first-come", _("As they are asked for; then the waiting list")
        CHOSEN = "chosen", _("By the organiser, who decides on each request")

    class Language(models.TextChoices):
        """In which language it is held."""

        CHINESE = "zh", _("Chinese")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Chinese and English")

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions", verbose_name=_("course"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.PLANNED)
    days = models.CharField(pgettext_lazy("session", "days"), max_length=700)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours_of_day = models.CharField(_("time of day"), max_length=60, blank=True)
    town_en = models.CharField(_("town in English"), max_length=100, blank=True)
    town_zh = models.CharField(_("town in Chinese"), max_length=100, blank=True)
    is_online = models.BooleanField(_("can be attended online"), default=False)
    capacity = models.PositiveSmallIntegerField(pgettext_lazy("session", "places"), validators=[
        MinValueValidator(1), MaxValueValidator(1000)])
    placing = models.CharField(_("how places are given"), max_length=10, choices=Placing.choices,
                               default=Placing.FIRST_COME)
    language = models.CharField(_("language"), max_length=4, choices=Language.choices, default=Language.CHINESE)
    trainer = models.CharField(_("trainer"), max_length=200, blank=True)
    closes_on = models.DateField(_("last day to enrol"))
    cancelled_because = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    answers = models.PositiveIntegerField(default=0, editable=False)  # to the questions afterwards
    shown_answers = models.PositiveIntegerField(default=0, editable=False)  # of them, those that are shown: by threes
    is_sample = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="a_session_begins_before_it_ends"),
            models.CheckConstraint(condition=Q(closes_on__lte=F("begins_on")), name="enrolment_closes_in_time"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="a_session_has_places"),
            models.CheckConstraint(condition=Q(shown_answers__lte=F("answers")), name="no_more_answers_shown_than_are"),
        ]
        indexes: ClassVar = [models.Index(fields=["begins_on", "id"], name="sessions_by_first_day"),
                             models.Index(fields=["course", "state"], name="sessions_of_a_course")]
        ordering: ClassVar = ["-begins_on", "-id"]

    def __str__(self) -> str:
        return f"{self.course}, {self.begins_on}"

    @property
    def dates(self) -> tuple[date, ...]:
        """The days on which it is held."""
        return read_days(self.days)

    @property
    def takes_enrolments(self) -> bool:
        """Whether a place can be asked for today."""
        return self.state == self.State.OPEN and timezone.localdate() <= self.closes_on


class SessionPlace(models.Model):
    """Where a session is held, for those who have a place: a table of its own, so that no list can tell it."""

    session = models.OneToOneField(TrainingSession, models.CASCADE, related_name="place")
    place_en = models.CharField(_("place in English"), max_length=300, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=300, blank=True)
    link = models.URLField(_("link for attending online"), max_length=300, blank=True)

    objects = PolicyManager()

    def __str__(self) -> str:
        return f"{self.session_id}"


class Enrolment(models.Model):
    """A person's place in a session, from asking for it to the certificate; who decided stands in the journal."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", pgettext_lazy("enrolment", "Asked for")
        WAITING = "waiting", pgettext_lazy("enrolment", "On the waiting list")
        ACCEPTED = "accepted", pgettext_lazy("enrolment", "Has a place")
        REFUSED = "refused", pgettext_lazy("enrolment", "Not accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")
        ATTENDED = "attended", pgettext_lazy("enrolment", "Attended")
        ABSENT = "absent", pgettext_lazy("enrolment", "Absent")
        CERTIFIED = "certified", pgettext_lazy("enrolment", "Certified")

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.ASKED)
    remark = models.CharField(_("remark for the organiser"), max_length=500, blank=True)
    reply = models.CharField(_("what the organiser says to it"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    waits_since = models.DateTimeField(null=True, editable=False)
    has_answered = models.BooleanField(default=False, editable=False)  # that, never what: answers name nobody

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "person"], condition=~Q(state__in=["withdrawn", "refused"]),
                                    name="one_enrolment_a_person"),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(waits_since__isnull=False),
                                   name="who_waits_waits_since_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["session", "state", "waits_since", "id"], name="who_moves_up_next")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return gettext("%(person)s: %(session)s") % {"person": self.person, "session": self.session}


FILLING = (Enrolment.State.ACCEPTED, Enrolment.State.ATTENDED, Enrolment.State.ABSENT, Enrolment.State.CERTIFIED)
"""States in which an enrolment takes one of a session's places."""


class Attendance(models.Model):
    """Whether somebody came on a day."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    day = models.DateField()
    is_present = models.BooleanField()

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enrolment", "day"], name="one_attendance_a_day")]
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day}"


class SessionAnswer(models.Model):
    """What somebody says of a session afterwards. It names nobody and no time, and is shown in threes only."""

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="given_answers")
    place = models.PositiveIntegerField()  # in the order in which they came, from 1
    content = models.PositiveSmallIntegerField(_("the content was what I need"))
    teaching = models.PositiveSmallIntegerField(_("it was taught well"))
    organisation = models.PositiveSmallIntegerField(_("it was organised well"))
    use = models.PositiveSmallIntegerField(_("I will use it at work"))
    remark = models.TextField(_("what should be kept or changed"), max_length=1000, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "place"], name="one_answer_a_place"),
            *(models.CheckConstraint(condition=Q(**{f"{name}__gte": 1, f"{name}__lte": 5}), name=f"{name}_is_1_to_5")
              for name in ("content", "teaching", "organisation", "use")),
        ]
        ordering: ClassVar = ["session", "place"]

    def __str__(self) -> str:
        return f"{self.session_id} {self.place}"
