"""What follows a grant: the award that everybody may read, instalments, reports, and money that is claimed back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Audience
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.funding.models.applications import Application
from outward_portal.funding.models.programmes import MONEY, Programme


class Award(models.Model):
    """An award, as it is published once the enterprise has accepted it."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="award")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="awards")
    enterprise_en = models.CharField(max_length=300, blank=True)
    enterprise_zh = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(**MONEY)
    currency = models.CharField(max_length=3)
    accepted_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="award_is_an_amount")]
        indexes: ClassVar = [models.Index(fields=["programme", "year"], name="awards_by_year")]
        ordering: ClassVar = ["-accepted_on", "-id"]

    def __str__(self) -> str:
        return self.enterprise_en or self.enterprise_zh


class Instalment(models.Model):
    """A part of an award that is paid when a milestone is reached."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="instalments")
    milestone = models.CharField(_("milestone"), max_length=300)
    amount = models.DecimalField(_("amount"), **MONEY)
    due_on = models.DateField(_("due on"))
    state = models.CharField(max_length=9, default="planned")  # of the life cycle funding-instalment
    evidence = models.TextField(_("how it can be seen that the milestone is reached"), max_length=2000, blank=True)
    paid_on = models.DateField(null=True)
    reference = models.CharField(_("reference of the payment"), max_length=80, blank=True)
    remark = models.CharField(_("remark of the office"), max_length=1000, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_is_an_amount")]
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return self.milestone


class Report(models.Model):
    """A report that is owed by a day: handed in, and accepted or returned."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reports")
    title = models.CharField(_("what it is to tell"), max_length=200)
    due_on = models.DateField(_("due on"))
    state = models.CharField(max_length=9, default="due")  # of the life cycle funding-report
    text = models.TextField(_("report"), max_length=12000, blank=True)
    spent = models.DecimalField(_("spent so far of the award"), **MONEY, null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True)
    remark = models.CharField(_("remark of the office"), max_length=1000, blank=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class ClawBack(models.Model):
    """An amount that is claimed back, and why."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="claw_backs")
    amount = models.DecimalField(_("amount"), **MONEY)
    reason = models.TextField(_("reason"), max_length=2000)
    due_on = models.DateField(_("due on"))
    state = models.CharField(max_length=9, default="claimed")  # of the life cycle funding-claw-back
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    returned_on = models.DateField(null=True)
    remark = models.CharField(_("remark of the office"), max_length=1000, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="claim_is_an_amount")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return str(self.application)
