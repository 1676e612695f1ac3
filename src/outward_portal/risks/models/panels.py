"""What forecasts are made from, and the outlooks that were made."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.work.models import Job


class PanelFile(models.Model):
    """A file of the panel that the office has sent; it stands until it is taken out or another of its name is sent."""

    name = models.CharField(_("file name"), max_length=120)  # such as institutional_vdem_1950_2014.csv
    family = models.CharField(_("family"), max_length=60)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    rows = models.PositiveIntegerField(_("rows"))
    file = models.FileField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("source"), max_length=300)
    is_synthetic = models.BooleanField(_("made-up figures"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(_("sent"), auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name"], condition=Q(retired_at__isnull=True),
                                    name="one_panel_file_a_name"),
            models.CheckConstraint(condition=Q(first_year__lte=models.F("last_year")), name="panel_years_in_order"),
        ]
        ordering: ClassVar = ["family", "first_year", "id"]

    def __str__(self) -> str:
        return self.name


class MadeOutlook(models.Model):
    """That an outlook was made: from which panel, by which version, as of when. What it says lies in a file."""

    digest = models.CharField(max_length=64)  # of the file
    panel_digest = models.CharField(max_length=64)
    version = models.CharField(_("version"), max_length=60)
    made_on = models.CharField(_("made from what was known on"), max_length=10)  # ISO date
    year = models.PositiveSmallIntegerField(_("newest target year"))
    countries = models.PositiveIntegerField(_("countries"))
    forecasts = models.PositiveIntegerField(_("forecasts"))
    is_synthetic = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    job = models.OneToOneField(Job, models.SET_NULL, null=True, related_name="outlook")

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} {self.panel_digest[:12]}"

    @property
    def is_over(self) -> bool:
        """Whether the years that it is about are over: it tests the method, and warns of nothing."""
        return timezone.localdate().year > self.year + 1
