"""The two-sided register of factors (paragraphs 49-59): what favours and what hinders, with the figures that say so."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.plans.models.plans import person
from outward_portal.records.models import CaseAccess, Record, part_of_record


class Factor(Record):
    """Something inside or outside the industry that helps or hinders its going abroad."""

    record_ptr = part_of_record()

    class Side(models.TextChoices):
        """On which side it stands."""

        FAVOURABLE = "favourable", pgettext_lazy("factor", "Favourable")
        UNFAVOURABLE = "unfavourable", pgettext_lazy("factor", "Unfavourable")
        OPPORTUNITY = "opportunity", pgettext_lazy("factor", "Opportunity")
        THREAT = "threat", pgettext_lazy("factor", "Threat")

    class Strength(models.TextChoices):
        """How much it weighs, as somebody has judged."""

        STRONG = "strong", pgettext_lazy("factor", "Strong")
        MIDDLE = "middle", pgettext_lazy("factor", "Middle")
        WEAK = "weak", pgettext_lazy("factor", "Weak")

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", pgettext_lazy("factor", "Proposed")
        ACCEPTED = "accepted", pgettext_lazy("factor", "Accepted")
        SUPERSEDED = "superseded", pgettext_lazy("factor", "Superseded")

    side = models.CharField(_("side"), max_length=12, choices=Side.choices)
    strength = models.CharField(_("strength"), max_length=6, choices=Strength.choices, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED, editable=False)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="supersedes")

    @property
    def helps(self) -> bool:
        """Whether it stands on the good side."""
        return self.side in (self.Side.FAVOURABLE, self.Side.OPPORTUNITY)


class FactorEvidence(models.Model):
    """A figure of a case that a factor cites, by the id under which the case's report traces it."""

    factor = models.ForeignKey(Factor, models.CASCADE, related_name="evidence")
    access = models.ForeignKey(CaseAccess, models.PROTECT, related_name="+", verbose_name=_("case"))
    figure = models.CharField(_("figure"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = person()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["factor", "access", "figure"], name="one_citation_a_figure")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.factor_id} {self.figure}"
