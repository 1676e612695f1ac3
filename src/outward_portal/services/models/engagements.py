"""What was agreed between an enterprise and a provider, and how the enterprise rates it."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.services.models.people import person
from outward_portal.services.models.providers import Provider
from outward_portal.services.models.requests import ServiceOffer, ServiceRequest
from outward_portal.theme.words import plain_pair


class Engagement(models.Model):
    """That a provider does what a request asks, from its award on; it takes a place of the provider's capacity."""

    class Outcome(models.TextChoices):
        """How it ended."""

        COMPLETED = "completed", _("Completed as agreed")
        EARLY = "early", _("Ended early")
        REFUSED = "refused", _("Not taken on by the provider")
        CALLED_OFF = "called-off", _("Called off by the enterprise")

    request = models.ForeignKey(ServiceRequest, models.CASCADE, related_name="engagements")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="engagements")
    enterprise = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    offer = models.ForeignKey(ServiceOffer, models.PROTECT, related_name="engagements")
    reason = models.CharField(_("why this offer"), max_length=500)
    awarded_by = person()
    awarded_at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request"], condition=Q(ended_at__isnull=True),
                                    name="one_open_engagement_a_request"),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | ~Q(outcome=""),
                                   name="an_ended_engagement_has_an_outcome"),
        ]
        indexes: ClassVar = [models.Index(fields=["provider", "ended_at"], name="engagements_by_provider")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.provider_id}"


CRITERIA: Final = ("quality", "time", "cost", "communication")
"""What an enterprise rates, each from 1 to 5."""


def _score(name: Any) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(name, validators=[MinValueValidator(1), MaxValueValidator(5)])


class Rating(models.Model):
    """How an enterprise rates an engagement; the provider answers once."""

    class State(models.TextChoices):
        """What became of it."""

        GIVEN = "given", pgettext_lazy("rating", "given")
        ANSWERED = "answered", pgettext_lazy("rating", "answered")
        HIDDEN = "hidden", pgettext_lazy("rating", "text hidden")

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="rating")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="ratings")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.GIVEN)
    quality = _score(_("quality"))
    time = _score(_("time"))
    cost = _score(_("cost"))
    communication = _score(_("communication"))
    text = models.TextField(_("in words"), max_length=2000, blank=True)
    by = person()
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    hidden_because = models.CharField(max_length=500, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(**{f"{name}__range": (1, 5)}), name=f"rated_{name}_is_1_to_5")
            for name in CRITERIA
        ]
        indexes: ClassVar = [models.Index(fields=["provider"], name="ratings_by_provider")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return plain_pair(self.provider.name_en, self.provider.name_zh)
