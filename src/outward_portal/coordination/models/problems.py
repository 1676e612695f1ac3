"""Problems that enterprises raise: who takes them, what is said of them inside, what is answered, how long it took."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.coordination.models.people import for_whom, person
from outward_portal.records.models import Record
from outward_portal.records.validators import validate_regions


class Problem(models.Model):
    """A problem of an enterprise, in its own words, and the answer that it was given."""

    class State(models.TextChoices):
        """How far it is."""

        RAISED = "raised", pgettext_lazy("problem", "Raised")
        TAKEN = "taken", pgettext_lazy("problem", "Taken")
        COORDINATED = "coordinated", pgettext_lazy("problem", "In coordination")
        ASKED = "asked", pgettext_lazy("problem", "The enterprise is asked")
        ANSWERED = "answered", pgettext_lazy("problem", "Answered")
        REOPENED = "reopened", pgettext_lazy("problem", "Reopened")
        ACCEPTED = "accepted", pgettext_lazy("problem", "Answer accepted")
        CLOSED = "closed", pgettext_lazy("problem", "Closed")
        WITHDRAWN = "withdrawn", pgettext_lazy("problem", "Withdrawn")

    class Topic(models.TextChoices):
        """What it is about."""

        APPROVAL = "approval", _("Approval and filing")
        FINANCE = "finance", _("Finance and credit")
        INSURANCE = "insurance", pgettext_lazy("topic", "Insurance")
        CUSTOMS = "customs", _("Customs and inspection")
        TAX = "tax", _("Tax")
        EXCHANGE = "exchange", _("Foreign exchange")
        LAW = "law", _("Law and disputes")
        PEOPLE = "people", _("Visas and staff")
        SECURITY = "security", pgettext_lazy("topic", "Security abroad")
        PARTNERS = "partners", _("Partners and projects")
        OTHER = "other", pgettext_lazy("topic", "Other")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="problems", editable=False,
                                     verbose_name=_("enterprise"))
    title = models.CharField(_("problem in a line"), max_length=200)
    text = models.TextField(_("what the problem is"), max_length=6000)
    wanted = models.TextField(_("what would help"), max_length=2000, blank=True)
    topic = models.CharField(pgettext_lazy("problem", "about"), max_length=9, choices=Topic.choices)
    region = models.CharField(_("country"), max_length=40, blank=True, validators=[validate_regions])
    is_urgent = models.BooleanField(_("urgent: people or large payments are in danger"), default=False)
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.RAISED, editable=False)
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="led_problems",
                             verbose_name=_("lead agency"))
    raised_by = person()
    raised_at = models.DateTimeField(_("raised"))
    taken_at = models.DateTimeField(_("taken"), null=True, editable=False)
    answer = models.TextField(pgettext_lazy("problem", "answer"), max_length=8000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = person()
    answered_for = for_whom()
    first_answer = models.TextField(_("first answer"), max_length=8000, blank=True)  # where it was reopened
    first_answered_at = models.DateTimeField(null=True, editable=False)
    reopened_at = models.DateTimeField(_("reopened"), null=True, editable=False)
    objection = models.TextField(_("what the answer leaves open"), max_length=2000, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    may_publish = models.BooleanField(_("may be published without names"), default=False, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["raised", "withdrawn"]) | Q(lead__isnull=False),
                                   name="a_taken_problem_has_a_lead"),
            models.CheckConstraint(condition=~Q(state__in=["answered", "accepted"]) | Q(answered_at__isnull=False),
                                   name="an_answered_problem_says_when"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "raised_at"], name="problems_by_state"),
            models.Index(fields=["organisation", "-id"], name="problems_of_an_enterprise"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


UNANSWERED: Final = (Problem.State.RAISED, Problem.State.TAKEN, Problem.State.COORDINATED, Problem.State.ASKED,
                     Problem.State.REOPENED)
"""States in which the enterprise still waits for an answer."""


class ProblemPause(models.Model):
    """A question to the enterprise; until it has answered, the clock stands still."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="pauses")
    question = models.TextField(_("question"), max_length=2000)
    reply = models.TextField(_("reply"), max_length=4000, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    by = person()
    organisation = for_whom()

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem"], condition=Q(ended_at__isnull=True),
                                    name="one_open_question_a_problem"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.began_at:%Y-%m-%d}"


class Opinion(models.Model):
    """What another agency says of a problem; the enterprise does not see it."""

    class State(models.TextChoices):
        """Whether it was given."""

        ASKED = "asked", pgettext_lazy("opinion", "Asked")
        GIVEN = "given", pgettext_lazy("opinion", "Given")
        WAIVED = "waived", pgettext_lazy("opinion", "No longer needed")

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="opinions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("agency"))
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.ASKED, editable=False)
    text = models.TextField(_("opinion"), max_length=6000, blank=True)
    asked_by = person()
    asked_at = models.DateTimeField(auto_now_add=True)
    given_by = person()
    given_at = models.DateTimeField(null=True, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["problem", "organisation"], name="one_opinion_an_agency"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.problem.title


class ProblemRecord(models.Model):
    """A record that a problem is about, such as the enterprise's project."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="records")
    record = models.ForeignKey(Record, models.CASCADE, related_name="problems", verbose_name=_("record"))

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["problem", "record"], name="one_record_a_problem")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.problem_id} {self.record_id}"


class PublicAnswer(models.Model):
    """A question and its answer, written anew without names, after the enterprise agreed: read by everybody."""

    problem = models.OneToOneField(Problem, models.SET_NULL, null=True, related_name="public_answer")  # shown to nobody
    question_en = models.CharField(_("question in English"), max_length=500, blank=True)
    question_zh = models.CharField(_("question in Chinese"), max_length=500, blank=True)
    answer_en = models.TextField(_("answer in English"), max_length=6000, blank=True)
    answer_zh = models.TextField(_("answer in Chinese"), max_length=6000, blank=True)
    topic = models.CharField(pgettext_lazy("problem", "about"), max_length=9, choices=Problem.Topic.choices)
    published_on = models.DateField()
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(question_en="") & Q(question_zh="")), name="answer_has_a_question"),
            models.CheckConstraint(condition=~(Q(answer_en="") & Q(answer_zh="")), name="question_has_an_answer"),
        ]
        ordering: ClassVar = ["-published_on", "-id"]

    def __str__(self) -> str:
        return self.question_en or self.question_zh
