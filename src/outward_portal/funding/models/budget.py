"""The budget of a programme: a head that the database holds to its sums, and the entries that it was made by."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.funding.models.programmes import MONEY, Programme
from outward_portal.records.currencies import validate_currency


class BudgetHead(models.Model):
    """What has been entered so far, by kind; locked by whoever enters, so that two decisions follow one another.

    The database refuses a head that is overspent, whatever a program does. Its sums are rounded to hundredths, because
    SQLite reckons with fractions that are not exact: otherwise it refused heads that are spent to the last hundredth.
    """

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="budget")
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    budgeted = models.DecimalField(**MONEY, default=Decimal(0))
    committed = models.DecimalField(**MONEY, default=Decimal(0))
    released = models.DecimalField(**MONEY, default=Decimal(0))
    disbursed = models.DecimalField(**MONEY, default=Decimal(0))
    returned = models.DecimalField(**MONEY, default=Decimal(0))
    entries_made = models.PositiveIntegerField(default=0)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(budgeted__gte=Round(F("committed") - F("released"), 2)),
                                   name="no_more_is_committed_than_budgeted"),
            models.CheckConstraint(condition=Q(committed__gte=Round(F("released") + F("disbursed") - F("returned"), 2)),
                                   name="no_more_is_paid_than_committed"),
            models.CheckConstraint(condition=Q(disbursed__gte=F("returned")), name="no_more_returns_than_was_paid"),
            models.CheckConstraint(condition=Q(released__gte=0, disbursed__gte=0, returned__gte=0),
                                   name="sums_of_a_budget_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.currency}"

    @property
    def available(self) -> Decimal:
        """What may still be committed."""
        return self.budgeted - self.committed + self.released

    @property
    def outstanding(self) -> Decimal:
        """What is committed and not paid."""
        return self.committed - self.released - self.disbursed + self.returned

    @property
    def paid(self) -> Decimal:
        """What was paid and did not come back."""
        return self.disbursed - self.returned


class BudgetEntry(models.Model):
    """A line of the ledger: added, never changed."""

    class Kind(models.TextChoices):
        """What happened to the money."""

        BUDGETED = "budgeted", pgettext_lazy("budget", "Budgeted")
        COMMITTED = "committed", pgettext_lazy("budget", "Committed")
        RELEASED = "released", pgettext_lazy("budget", "Commitment released")
        DISBURSED = "disbursed", pgettext_lazy("budget", "Paid out")
        RETURNED = "returned", pgettext_lazy("budget", "Came back")

    head = models.ForeignKey(BudgetHead, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=9, choices=Kind.choices)
    amount = models.DecimalField(**MONEY, validators=[MinValueValidator(Decimal("0.01"))])
    application = models.ForeignKey("funding.Application", models.PROTECT, null=True, related_name="budget_entries")
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["head", "number"], name="one_entry_a_number"),
            models.CheckConstraint(condition=~Q(amount=0) & (Q(amount__gt=0) | Q(kind="budgeted")),
                                   name="only_a_budget_is_cut"),
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.head_id} {self.number} {self.kind}"
