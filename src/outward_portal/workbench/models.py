"""Indices by which somebody ranks regions or countries, and their versions."""

from __future__ import annotations

import hashlib
import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.journal.worked_out import WorkedOut


class IndexAssessment(WorkedOut):
    """An index that somebody makes and shares; what it computes stands in its versions."""

    deed = "index"

    title = models.CharField(_("title"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="indices")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="indices")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    newest = models.OneToOneField("IndexVersion", models.SET_NULL, null=True, related_name="+")

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(audience="organisation") | Q(organisation__isnull=False),
                                   name="organisation_of_an_index_is_named"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["owner", "-id"], name="indices_of_a_person"),
            models.Index(fields=["audience", "-id"], name="indices_shared"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class IndexVersion(models.Model):
    """A framework, data, and the choices and weights that differ from the framework's: never changed, only followed."""

    assessment = models.ForeignKey(IndexAssessment, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    framework = models.CharField(_("framework"), max_length=200)  # its id
    framework_en = models.CharField(max_length=300, blank=True)
    framework_zh = models.CharField(max_length=300, blank=True)
    framework_text = models.TextField()  # TOML, as it was chosen or sent
    file = models.FileField(_("data"), max_length=120)  # below the uploads; several versions may name one file
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    choices = models.JSONField(default=dict)  # key of a choice -> value
    weights = models.JSONField(default=dict)  # code of a node -> weight among its siblings
    is_synthetic = models.BooleanField(default=False)
    note = models.CharField(_("what is new in it"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("saved"), auto_now_add=True)
    digest = models.CharField(max_length=64)  # names framework, data, choices and weights together

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assessment", "number"], name="a_version_of_an_index_has_a_number"),
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.framework} {self.number}"

    @property
    def framework_name(self) -> Label:
        """What its framework is called."""
        return Label(self.framework_en, self.framework_zh)

    @property
    def changed(self) -> int:
        """How many choices and weights differ from the framework's."""
        return len(self.choices) + len(self.weights)

    def named(self) -> str:
        """Name what goes into it: the same framework, data, choices and weights give the same ranks."""
        said = json.dumps([self.framework_text, self.sha256, self.choices, self.weights], ensure_ascii=False,
                          sort_keys=True)
        return hashlib.sha256(said.encode("utf-8")).hexdigest()
