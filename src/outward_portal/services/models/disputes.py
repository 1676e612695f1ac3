"""Case files of disputes: an enterprise's own; the office reads those that the enterprise shares with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import Record
from outward_portal.registers.models import Project
from outward_portal.services.models.people import currency, money, person


class DisputeCase(models.Model):
    """A dispute abroad: the claim, its dates, the path that is taken, and what is to be done next."""

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", pgettext_lazy("dispute", "open")
        NEGOTIATION = "negotiation", pgettext_lazy("dispute", "negotiation")
        MEDIATION = "mediation", pgettext_lazy("dispute", "mediation")
        ARBITRATION = "arbitration", pgettext_lazy("dispute", "arbitration")
        COURT = "court", pgettext_lazy("dispute", "court")
        SETTLED = "settled", pgettext_lazy("dispute", "settled")
        DECIDED = "decided", pgettext_lazy("dispute", "decided")
        ENFORCED = "enforced", pgettext_lazy("dispute", "being enforced")
        CLOSED = "closed", pgettext_lazy("dispute", "closed")

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="dispute_cases")
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.OPEN)
    title = models.CharField(_("title"), max_length=200)
    region = models.CharField(_("host country"), max_length=40)
    counterparty = models.CharField(_("counterparty"), max_length=200)
    against_state = models.BooleanField(_("the other side is a state or acts for one"), default=False)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="+",
                                verbose_name=_("your project that it is about"))
    claim = models.TextField(_("claim"), max_length=4000)
    amount = money(_("amount in dispute"))
    currency = currency()
    arose_on = models.DateField(_("since when"), null=True, blank=True)
    limitation_on = models.DateField(_("last day before the claim is out of time"), null=True, blank=True)
    limitation_basis = models.CharField(_("by which law or clause"), max_length=300, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_due = models.DateField(_("due"), null=True, blank=True)
    answers = models.JSONField(default=dict, editable=False)  # to the questions of the guidance
    path = models.CharField(max_length=24, blank=True, editable=False)  # a path of the guidance
    is_shared = models.BooleanField(default=False, editable=False)  # with the leading group's office
    outcome = models.TextField(max_length=2000, blank=True, editable=False)
    opened_by = person()
    opened_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | ~Q(currency=""),
                                   name="amount_in_dispute_has_a_currency"),
            models.CheckConstraint(condition=Q(next_due__isnull=True) | ~Q(next_step=""),
                                   name="what_is_due_is_named"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "-id"], name="dispute_cases_by_owner")]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Whether nothing is written in it any more."""
        return self.state == self.State.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether the next step is overdue."""
        return not self.is_closed and self.next_due is not None and self.next_due < timezone.localdate()


class CaseItem(models.Model):
    """That a thing which a path needs is there."""

    case = models.ForeignKey(DisputeCase, models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)  # of the guidance
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_by = person()
    done_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "key"], name="one_tick_an_item")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.key


class CaseEntry(models.Model):
    """A line of a case's log: added, never changed."""

    case = models.ForeignKey(DisputeCase, models.CASCADE, related_name="entries")
    happened_on = models.DateField(_("when"))
    text = models.TextField(_("what happened"), max_length=2000)
    by = person()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return self.text[:60]


class CaseReference(models.Model):
    """A document of a case: where it is kept, or the record on whose page it lies."""

    case = models.ForeignKey(DisputeCase, models.CASCADE, related_name="references")
    title = models.CharField(_("document"), max_length=200)
    dated = models.DateField(_("dated"), null=True, blank=True)
    kept_at = models.CharField(_("where it is kept"), max_length=300, blank=True)
    record = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("a record of the portal"))
    by = person()
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.title
