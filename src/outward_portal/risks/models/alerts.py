"""Alerts: what was opened on a country, who looks after it, what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.risks.models.forecasts import RiskLevel
from outward_portal.risks.models.panels import MadeOutlook


class Alert(models.Model):
    """That a risk is rising in a country, by a forecast or by somebody's word."""

    class Stage(models.TextChoices):
        """How far it was dealt with, in this order."""

        OPEN = "open", pgettext_lazy("alert", "open")
        ACKNOWLEDGED = "acknowledged", pgettext_lazy("alert", "acknowledged")
        ASSESSED = "assessed", pgettext_lazy("alert", "assessed")
        CLOSED = "closed", pgettext_lazy("alert", "closed")
        REVIEWED = "reviewed", pgettext_lazy("alert", "reviewed")

    class State(models.TextChoices):
        """Why it stands: the forecast rose, it has come to be the rule there, or it fell."""

        RISING = "rising", pgettext_lazy("risk state", "rising")
        CHRONIC = "chronic", pgettext_lazy("risk state", "chronic")
        QUIET = "quiet", pgettext_lazy("risk state", "quiet")
        ABSTAINED = "abstained", pgettext_lazy("risk state", "no forecast")

    class Outcome(models.TextChoices):
        """What happened."""

        HAPPENED = "happened", _("It happened")
        NOT = "not", _("It did not happen")
        UNKNOWN = "unknown", _("It cannot be said")

    event = models.CharField(_("event"), max_length=40)
    kind = models.CharField(_("kind of risk"), max_length=14)
    gwcode = models.PositiveIntegerField()
    iso3 = models.CharField(max_length=3, blank=True)
    region = models.CharField(_("country"), max_length=40, blank=True)  # as the registers name it
    name_en = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=120)
    level = models.CharField(_("level"), max_length=7, choices=RiskLevel.choices)  # by the forecast
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.RISING)
    year = models.PositiveSmallIntegerField(_("first target year"))
    last_year = models.PositiveSmallIntegerField(_("last target year"))
    probability = models.FloatField(_("probability"), null=True)  # when it was opened
    outlook = models.ForeignKey(MadeOutlook, models.SET_NULL, null=True, related_name="alerts")
    is_synthetic = models.BooleanField(default=False)
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_manual = models.BooleanField(_("opened by hand"), default=False)
    reason = models.CharField(_("reason"), max_length=400, blank=True)  # of whoever opened it by hand
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.OPEN)
    agency = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("agency that looks after it"))
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("person who looks after it"))
    override = models.CharField(_("level set by hand"), max_length=7, choices=RiskLevel.choices, blank=True)
    override_reason = models.CharField(max_length=400, blank=True)
    outcome = models.CharField(_("what happened"), max_length=8, choices=Outcome.choices, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "gwcode", "iso3"],
                                    condition=Q(stage__in=["open", "acknowledged", "assessed"]),
                                    name="one_open_alert_an_event_and_country"),
            models.CheckConstraint(condition=Q(override="") | ~Q(override_reason=""), name="an_override_has_a_reason"),
            models.CheckConstraint(condition=Q(is_manual=False) | ~Q(reason=""), name="a_manual_alert_has_a_reason"),
            models.CheckConstraint(condition=~Q(stage="reviewed") | ~Q(outcome=""), name="a_review_has_an_outcome"),
        ]
        indexes: ClassVar = [models.Index(fields=["region", "-id"], name="alerts_of_a_country"),
                             models.Index(fields=["stage", "-id"], name="alerts_by_stage")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.event} {self.iso3 or self.gwcode} {self.level}"

    @property
    def name(self) -> Label:
        """The country's name in both languages."""
        return Label(self.name_en, self.name_zh)

    @property
    def shown_level(self) -> str:
        """The level that holds: the one set by hand, else the forecast's."""
        return self.override or self.level

    @property
    def is_running(self) -> bool:
        """Whether somebody still has something to do about it, but for the review."""
        return self.stage in (self.Stage.OPEN, self.Stage.ACKNOWLEDGED, self.Stage.ASSESSED)


class AlertStep(models.Model):
    """What was done about an alert, by whom, and what was found: for the leading group and those who work with it."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    deed = models.CharField(max_length=40)  # as the journal names it
    stage = models.CharField(max_length=12, choices=Alert.Stage.choices)
    level = models.CharField(max_length=7, choices=RiskLevel.choices)
    note = models.CharField(max_length=2000, blank=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.deed}"
