"""What weighs a loss: covers of projects, the office's assumptions, and the checklist of a purchase abroad."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import PrivateAudience
from outward_portal.registers.models import Project


class ProjectCover(models.Model):
    """What protects a project: private as the project's private fields are; a change is a new row, the old one ends."""

    class Type(models.TextChoices):
        """What it is; `outward.risk.covers` says what each usually carries."""

        TREATY = "treaty", _("Investment treaty with arbitration")
        INSURANCE = "insurance", _("Political risk insurance")
        GUARANTEE = "guarantee", _("Guarantee of a bank or government")
        ESCROW = "escrow", _("Escrow account abroad")
        LOCAL_FINANCING = "local-financing", _("Financing in local currency")

    field = "cover"  # as whoever looks after who read private fields knows it

    project = models.ForeignKey(Project, models.CASCADE, related_name="covers")
    type = models.CharField(_("type of cover"), max_length=15, choices=Type.choices)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    begins = models.DateField(_("in force from"), null=True, blank=True)
    ends = models.DateField(_("in force until"), null=True, blank=True)
    insured_share = models.DecimalField(_("insured share, %"), max_digits=5, decimal_places=2, null=True, blank=True,
                                        validators=[MinValueValidator(0), MaxValueValidator(100)])
    source = models.CharField(_("document"), max_length=300, blank=True)
    audience = models.CharField(_("who sees it"), max_length=14, choices=PrivateAudience.choices,
                                default=PrivateAudience.ITSELF)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name=_("agency"), limit_choices_to={"kind": Organisation.Kind.AGENCY})
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(begins__isnull=True)
                                   | Q(ends__gte=models.F("begins")), name="cover_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(insured_share__isnull=True) | Q(insured_share__range=(0, 100)),
                                   name="insured_share_is_a_share"),
            models.CheckConstraint(condition=~Q(audience="agency") | Q(agency__isnull=False),
                                   name="agency_of_a_cover_is_named"),
        ]
        ordering: ClassVar = ["type", "id"]

    def __str__(self) -> str:
        return f"{self.type} {self.provider}"


class AssumedSeverities(models.Model):
    """The office's own assumptions of what an event takes: each version is whole, and the newest holds."""

    number = models.PositiveIntegerField(unique=True)
    rows = models.JSONField(default=list)  # as the columns of outward.risk.severity name them
    reason = models.CharField(_("reason"), max_length=400)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


class PurchaseScreen(models.Model):
    """The checklist of a purchase abroad (paragraph 105): who sees its answers, as with private fields."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="purchase_screen")
    audience = models.CharField(_("who sees it"), max_length=14, choices=PrivateAudience.choices,
                                default=PrivateAudience.ITSELF)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name=_("agency"), limit_choices_to={"kind": Organisation.Kind.AGENCY})
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(audience="agency") | Q(agency__isnull=False),
                                                        name="agency_of_a_screen_is_named")]

    def __str__(self) -> str:
        return str(self.project_id)


class PurchaseAnswer(models.Model):
    """An answer to a question of the checklist; another answer is another row, by which this one ends."""

    class Reply(models.TextChoices):
        """What may be answered."""

        YES = "yes", pgettext_lazy("answer", "yes")
        NO = "no", pgettext_lazy("answer", "no")
        UNKNOWN = "unknown", pgettext_lazy("answer", "not known")

    screen = models.ForeignKey(PurchaseScreen, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=60)
    reply = models.CharField(_("answer"), max_length=7, choices=Reply.choices)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["screen", "item"], condition=Q(ended_at__isnull=True),
                                                         name="one_current_answer")]
        ordering: ClassVar = ["item", "-id"]

    def __str__(self) -> str:
        return f"{self.item} {self.reply}"
