"""Digests of the group's work in a quarter: the numbers as they stood, and the documents made from them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.coordination.models.people import person


class Digest(models.Model):
    """A quarter's work as it stood at a time; made anew it is another one, and both are kept."""

    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    as_of = models.DateTimeField(_("as of"), null=True, editable=False)  # None: still being made
    numbers = models.JSONField(default=dict)
    asked_by = person()
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="quarter_of_a_year")]
        ordering: ClassVar = ["-year", "-quarter", "-id"]

    def __str__(self) -> str:
        return self.period

    @property
    def period(self) -> str:
        """The quarter, as periods are written."""
        return f"{self.year}Q{self.quarter}"


class DigestFile(models.Model):
    """A document of a digest."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="files")
    language = models.CharField(max_length=2)
    format = models.CharField(max_length=4)
    file = models.FileField(max_length=120)  # below the uploads
    size = models.PositiveIntegerField()

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest", "language", "format"], name="one_document_a_language_and_format"),
        ]
        ordering: ClassVar = ["language", "format"]

    def __str__(self) -> str:
        return f"{self.digest_id} {self.language} {self.format}"
