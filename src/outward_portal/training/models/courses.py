"""Courses: what is taught, to whom, for how long; a register."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.skills import Teaching
from outward_portal.records.models import Record, part_of_record
from outward_portal.training.fields import TaughtField, of_countries, read_taught


class Course(Record):
    """A course (paragraph 127); ``countries`` says of which countries it gives knowledge."""

    record_ptr = part_of_record()

    class Subject(models.TextChoices):
        """What it is about."""

        INSURANCE = "insurance", _("Insurance")
        CREDIT = "credit", _("Credit and finance")
        LAW = "law", pgettext_lazy("course", "Law")
        ACCOUNTING = "accounting", _("Accounting and tax")
        COUNTRY = "country", _("Knowledge of a country")
        LANGUAGE = "language", pgettext_lazy("course", "Language")
        MANAGEMENT = "management", _("Management and safety")

    class Depth(models.TextChoices):
        """How much it asks of who takes part."""

        INTRODUCTORY = "introductory", pgettext_lazy("course", "Introductory")
        INTERMEDIATE = "intermediate", pgettext_lazy("course", "Intermediate")
        ADVANCED = "advanced", pgettext_lazy("course", "Advanced")

    subject = models.CharField(pgettext_lazy("course", "subject"), max_length=12, choices=Subject.choices)
    depth = models.CharField(pgettext_lazy("course", "level"), max_length=12, choices=Depth.choices,
                             default=Depth.INTRODUCTORY)
    hours = models.DecimalField(_("hours of teaching"), max_digits=5, decimal_places=1, null=True, blank=True,
                                validators=[MinValueValidator(0), MaxValueValidator(2000)])
    organiser_en = models.CharField(_("organiser in English"), max_length=200, blank=True)
    organiser_zh = models.CharField(_("organiser in Chinese"), max_length=200, blank=True)
    syllabus_en = models.TextField(_("syllabus in English"), max_length=8000, blank=True)
    syllabus_zh = models.TextField(_("syllabus in Chinese"), max_length=8000, blank=True)
    teaches = TaughtField(_("what it teaches"), blank=True, help_text=_(
        "Skills with the level from which the course begins and to which it leads. Knowledge of a country is of the "
        "countries above."))
    least_attendance = models.PositiveSmallIntegerField(
        _("days to attend for a certificate, in percent"), default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)])
    valid_months = models.PositiveSmallIntegerField(
        _("months for which a certificate is valid"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)], help_text=_("Empty: it does not expire"))

    @property
    def teachings(self) -> tuple[Teaching, ...]:
        """What it teaches, knowledge of a country by country."""
        return of_countries(read_taught(self.teaches), self.countries)
