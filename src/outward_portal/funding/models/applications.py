"""Applications: what is asked for, the facts it rests on, questions, reviews and decisions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.funding.models.programmes import MONEY, Call, Programme, RuleVersion
from outward_portal.records.currencies import validate_currency
from outward_portal.registers.models import Enterprise, Project


class Application(models.Model):
    """An enterprise's application to a call; its sums are held together by the database."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="applications")
    call = models.ForeignKey(Call, models.PROTECT, related_name="applications")
    number = models.CharField(max_length=24, unique=True)
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="applications")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="applications",
                                verbose_name=_("project"))
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("what the money is for"), max_length=6000, blank=True)
    effect = models.TextField(_("what it will bring, and how that can be measured"), max_length=4000, blank=True)
    begins_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    eligible_cost = models.DecimalField(_("eligible cost"), **MONEY, null=True, blank=True,
                                        validators=[MinValueValidator(Decimal("0.01"))])
    asked = models.DecimalField(_("amount asked for"), **MONEY, null=True, blank=True,
                                validators=[MinValueValidator(Decimal("0.01"))])
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    documents = models.JSONField(default=list)  # where each required document can be had, in the programme's order
    state = models.CharField(max_length=10, default="draft")  # of the life cycle funding-application
    asked_from = models.CharField(max_length=10, blank=True, editable=False)  # to which state an answer leads back
    writers = models.JSONField(default=list, editable=False)  # keys of the people who wrote in it
    rules = models.ForeignKey(RuleVersion, models.PROTECT, null=True, related_name="applications")
    verdict = models.JSONField(null=True, editable=False)  # of these rules, when it was submitted
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    reviews_in = models.BooleanField(default=False, editable=False)  # both: before, nobody sees the other's
    appeal_until = models.DateField(null=True, editable=False)
    appeal = models.TextField(_("grounds of the appeal"), max_length=6000, blank=True)
    granted = models.DecimalField(**MONEY, default=Decimal(0))
    disbursed = models.DecimalField(**MONEY, default=Decimal(0))
    claimed_back = models.DecimalField(**MONEY, default=Decimal(0))
    returned = models.DecimalField(**MONEY, default=Decimal(0))
    is_sample = models.BooleanField(default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(asked__isnull=True) | Q(asked__gte=F("granted")),
                                   name="no_more_is_granted_than_asked"),
            models.CheckConstraint(condition=Q(granted__gte=F("disbursed")), name="no_more_is_paid_than_granted"),
            models.CheckConstraint(condition=Q(disbursed__gte=F("claimed_back")),
                                   name="no_more_is_claimed_than_paid"),
            models.CheckConstraint(condition=Q(claimed_back__gte=F("returned"), returned__gte=0),
                                   name="no_more_comes_back_than_claimed"),
            models.CheckConstraint(condition=Q(begins_on__isnull=True) | Q(ends_on__isnull=True)
                                   | Q(begins_on__lte=F("ends_on")), name="application_days_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="applications_by_state"),
                             models.Index(fields=["applicant", "id"], name="applications_by_applicant")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def accept_until(self) -> date | None:
        """Until when a grant waits for its answer: as many days as a refusal can be appealed in."""
        grant = self.decisions.filter(is_granted=True).last()
        return None if grant is None else timezone.localdate(grant.at) + timedelta(days=self.programme.appeal_days)

    @property
    def why_lapsed(self) -> str:
        """Why the office ended the award; the entry by which its money went back keeps it."""
        entry = self.budget_entries.filter(kind="released").first() if self.state == "lapsed" else None
        return "" if entry is None else str(entry.note)


class ApplicationStanding(Application):
    """Of an application its number, programme and state alone: what its programme's agency is told of others' work."""

    class Meta:
        proxy = True


class ApplicationFact(models.Model):
    """A fact as an application states it, with where it came from; what the applicant changed is their own word."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="facts")
    fact = models.CharField(max_length=40)
    value = models.JSONField()
    weight = models.PositiveSmallIntegerField()  # outward.eligibility.Weight
    source = models.CharField(max_length=300)
    found = models.JSONField(null=True)  # what the register said, where the applicant says otherwise

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "fact"], name="one_fact_an_application"),
        ]
        ordering: ClassVar = ["fact"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.fact}"

    @property
    def is_changed(self) -> bool:
        """Whether the applicant says otherwise than the register."""
        return self.found is not None and self.found != self.value


class Question(models.Model):
    """A question to the applicant, and the answer; between them the clock stands still."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=3000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), max_length=6000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application"], condition=Q(answered_at__isnull=True),
                                    name="one_open_question_an_application"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.asked_at:%Y-%m-%d}"


class ReviewPlace(models.Model):
    """That an officer is to review an application, and whether they have said that no interest binds them."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="places")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_places")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, default="named")  # of the life cycle funding-review
    declared_at = models.DateTimeField(null=True)
    conflict = models.CharField(_("what binds you"), max_length=500, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "officer"], name="one_place_an_officer"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.application.number

    @property
    def waits(self) -> bool:
        """Whether the application is still under review."""
        return self.application.state in ("review", "questioned")


class Review(models.Model):
    """What an officer finds, criterion by criterion, and recommends; handed in once."""

    class Advice(models.TextChoices):
        """What the officer recommends."""

        GRANT = "grant", pgettext_lazy("funding", "Grant")
        LESS = "less", pgettext_lazy("funding", "Grant less")
        REFUSE = "refuse", pgettext_lazy("funding", "Refuse")

    place = models.OneToOneField(ReviewPlace, models.CASCADE, related_name="review")
    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    scores = models.JSONField()  # by criterion: a score of 0 to 10 and a text
    advice = models.CharField(_("recommendation"), max_length=6, choices=Advice.choices)
    amount = models.DecimalField(_("amount recommended"), **MONEY, null=True, blank=True)
    text = models.TextField(_("reasons"), max_length=6000)
    handed_in_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.advice}"


class Decision(models.Model):
    """What was decided, by whom, why, and under which version of the rules; the first, and one on an appeal."""

    class Kind(models.TextChoices):
        """On what was decided."""

        FIRST = "first", pgettext_lazy("decision", "On the application")
        APPEAL = "appeal", pgettext_lazy("decision", "On the appeal")

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    is_granted = models.BooleanField()
    amount = models.DecimalField(**MONEY, default=Decimal(0))
    reason = models.TextField(_("reason"), max_length=4000)
    rules = models.ForeignKey(RuleVersion, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "kind"], name="one_decision_a_kind"),
            models.CheckConstraint(condition=Q(is_granted=True, amount__gt=0) | Q(is_granted=False, amount=0),
                                   name="what_is_granted_is_an_amount"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

