"""What is published by two persons: drafts, who keeps what up to date, and how far it is translated.

A draft holds the values that somebody proposes for a subject: a document, a provision, a procedure, a fact. What is
published stands unchanged until a second person publishes the draft.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import Record


class Reviewed(models.Model):
    """What every subject of review has besides its content; a model extends it."""

    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    review_due = models.DateField(_("review due"), null=True, blank=True,
                                  help_text=_("When somebody should look whether this still holds: 2027-06-30"))
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
                               related_name="+", verbose_name=_("kept by"))

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """Whether two persons have let it out."""
        return self.published_at is not None


class Draft(models.Model):
    """Values that somebody proposes for a subject, until a second person publishes them."""

    class State(models.TextChoices):
        """How far a draft has come."""

        DRAFT = "draft", pgettext_lazy("draft", "Being written")
        WAITING = "waiting", pgettext_lazy("draft", "Waits for review")
        RETURNED = "returned", pgettext_lazy("draft", "Returned to its author")
        PUBLISHED = "published", pgettext_lazy("draft", "Published")
        WITHDRAWN = "withdrawn", pgettext_lazy("draft", "Withdrawn")

    OPEN: ClassVar = (State.DRAFT, State.WAITING, State.RETURNED)

    subject_kind = models.CharField(max_length=24)
    subject_id = models.PositiveBigIntegerField()
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="drafts")  # on whose page it is told
    title_en = models.CharField(max_length=300, blank=True)
    title_zh = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict)
    base_revision = models.PositiveIntegerField(default=1)  # of the subject, when the draft was begun
    note = models.CharField(_("what changes, and why"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    writers = models.JSONField(default=list)  # keys of all who wrote in it: none of them may review it
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
                                 verbose_name=_("reviewer"))
    decision_note = models.CharField(_("reviewer's remark"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"],
                                    condition=Q(state__in=["draft", "waiting", "returned"]),
                                    name="one_open_draft_a_subject"),
            models.CheckConstraint(condition=Q(reviewer__isnull=True) | ~Q(reviewer=models.F("author")),
                                   name="nobody_reviews_their_own_draft"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-changed_at"], name="drafts_by_state")]

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    @property
    def is_open(self) -> bool:
        """Whether anything can still become of it."""
        return self.state in self.OPEN


class Translation(models.Model):
    """How a subject's text came into a language, and from which wording of the other."""

    class State(models.TextChoices):
        """How far the translation is trusted; that it is missing or out of date follows from the texts themselves."""

        MACHINE = "machine", pgettext_lazy("translation", "By machine, unchecked")
        DRAFT = "draft", pgettext_lazy("translation", "Draft")
        CHECKED = "checked", pgettext_lazy("translation", "Checked")

    subject_kind = models.CharField(max_length=24)
    subject_id = models.PositiveBigIntegerField()
    record = models.ForeignKey(Record, models.CASCADE, null=True, related_name="translations")
    language = models.CharField(max_length=2, choices=[("en", _("English")), ("zh", _("Chinese"))])
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.DRAFT)
    source_digest = models.CharField(max_length=64, blank=True)  # of the wording that was translated
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("translator"))
    changed_at = models.DateTimeField(auto_now=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "language"],
                                    name="one_translation_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_id} {self.language}"
