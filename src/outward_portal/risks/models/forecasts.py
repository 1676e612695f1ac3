"""The ledger of forecasts, and where countries stand by the newest of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.risks.models.panels import MadeOutlook


class RiskLevel(models.TextChoices):
    """How grave a forecast is, by what a miss costs against a false alarm."""

    QUIET = "quiet", pgettext_lazy("risk level", "quiet")
    WATCH = "watch", pgettext_lazy("risk level", "watch")
    WARNING = "warning", pgettext_lazy("risk level", "warning")
    ALARM = "alarm", pgettext_lazy("risk level", "alarm")


class RiskForecast(models.Model):
    """An entry of the ledger: one forecast, sealed to the one before. Rows are added and never changed.

    ``content`` is what the seal is over; the other columns repeat it, so that it can be searched.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField(_("entered"), auto_now_add=True)
    outlook = models.ForeignKey(MadeOutlook, models.PROTECT, related_name="entries")
    content = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    event = models.CharField(max_length=40)
    gwcode = models.PositiveIntegerField()
    iso3 = models.CharField(max_length=3, blank=True)
    year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=20)
    probability = models.FloatField(null=True)  # None where the model abstained

    objects = PolicyManager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["event", "model", "year"], name="forecasts_of_an_event"),
                             models.Index(fields=["iso3", "event"], name="forecasts_of_a_country")]
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.event} {self.iso3 or self.gwcode} {self.year}"


class LevelPolicy(models.Model):
    """What a miss costs against a false alarm at each level, for one kind of risk; the newest of a kind holds."""

    kind = models.CharField(_("kind of risk"), max_length=14)
    watch = models.FloatField(_("watch"))
    warning = models.FloatField(_("warning"))
    alarm = models.FloatField(_("alarm"))
    reason = models.CharField(_("reason"), max_length=400)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(_("set"), auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(watch__gte=models.F("warning")) & Q(warning__gte=models.F("alarm"))
                                   & Q(alarm__gt=0), name="costs_fall_with_the_level"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.watch:g}/{self.warning:g}/{self.alarm:g}"


class CountryStanding(models.Model):
    """Where a country stands for an event by the newest outlook and the policy that holds; written anew by both."""

    class State(models.TextChoices):
        """Whether it has become worse, or has been so."""

        QUIET = "quiet", pgettext_lazy("risk state", "quiet")
        CHRONIC = "chronic", pgettext_lazy("risk state", "chronic")
        RISING = "rising", pgettext_lazy("risk state", "rising")
        ABSTAINED = "abstained", pgettext_lazy("risk state", "no forecast")

    event = models.CharField(max_length=40)
    kind = models.CharField(max_length=14)
    gwcode = models.PositiveIntegerField()
    iso3 = models.CharField(max_length=3, blank=True)
    region = models.CharField(max_length=40, blank=True)  # as the registers name it
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=7, choices=RiskLevel.choices, default=RiskLevel.QUIET)
    state = models.CharField(max_length=9, choices=State.choices)
    since = models.PositiveSmallIntegerField(default=0)  # periods for which it has been at this level
    probability = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    outlook = models.ForeignKey(MadeOutlook, models.CASCADE, related_name="standings")

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "gwcode", "iso3"],
                                                         name="one_standing_an_event_and_country")]
        indexes: ClassVar = [models.Index(fields=["region"], name="standings_of_a_country")]
        ordering: ClassVar = ["event", "-probability", "iso3"]

    def __str__(self) -> str:
        return f"{self.event} {self.iso3 or self.gwcode} {self.level}"

    @property
    def name(self) -> Label:
        """The country's name in both languages."""
        return Label(self.name_en, self.name_zh)
