"""Plans, version by version, and what agencies say of them in consultation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Audience, Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.validators import validate_partial_date
from outward_portal.theme.words import plain_pair

PLAN_AUDIENCES = tuple((each.value, each.label) for each in (Audience.PUBLIC, Audience.MEMBERS, Audience.AGENCIES))
"""Who may read an adopted plan; before that the leading group and its analysts do."""


def person() -> models.ForeignKey[Any, Any]:
    """Make a column for who did something."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


class Plan(models.Model):
    """One version of a plan; a later version names the one that it follows."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", pgettext_lazy("plan", "Draft")
        CONSULTATION = "consultation", pgettext_lazy("plan", "In consultation")
        ADOPTED = "adopted", pgettext_lazy("plan", "Adopted")
        UNDER_WAY = "under-way", pgettext_lazy("plan", "Under way")
        CLOSED = "closed", pgettext_lazy("plan", "Closed")

    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=4000, blank=True)
    summary_zh = models.TextField(_("summary in Chinese"), max_length=4000, blank=True)
    begins = models.CharField(_("begins"), max_length=10, blank=True, validators=[validate_partial_date],
                              help_text=_("As exactly as it is known: 2015, 2015-06 or 2015-06-30"))
    ends = models.CharField(_("ends"), max_length=10, blank=True, validators=[validate_partial_date])
    case = models.CharField(_("case"), max_length=60, blank=True)  # whose targets its items can name
    source = models.CharField(_("source"), max_length=300, blank=True)
    audience = models.CharField(_("who reads it once it is adopted"), max_length=8, choices=PLAN_AUDIENCES,
                                default=Audience.PUBLIC)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="plans",
                              verbose_name=_("owner"), help_text=_("Empty: the leading group's office"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    follows = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="followed_by")
    key = models.CharField(max_length=80, blank=True, editable=False)  # of a plan that comes with a case
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    made_by = person()
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    adopted_on = models.DateField(_("adopted on"), null=True, editable=False)
    closing_note = models.CharField(_("why it was closed"), max_length=500, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="plan_has_a_title"),
            models.CheckConstraint(condition=Q(adopted_on__isnull=False) | ~Q(state__in=["adopted", "under-way"]),
                                   name="adopted_plan_says_when"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_plan_a_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "audience"], name="plans_by_state")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return plain_pair(self.title_en, self.title_zh)

    @property
    def title(self) -> Label:
        """The title in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def is_drawn(self) -> bool:
        """Whether its items can still be added, changed and moved."""
        return self.state in (self.State.DRAFT, self.State.CONSULTATION)

    @property
    def holds(self) -> bool:
        """Whether it is adopted and not closed, so that its progress is written."""
        return self.state in (self.State.ADOPTED, self.State.UNDER_WAY)


class Opinion(models.Model):
    """What somebody of the leading group says of a plan in consultation; added and never changed."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="opinions")
    text = models.TextField(_("opinion"), max_length=4000)
    by = person()
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d}"
