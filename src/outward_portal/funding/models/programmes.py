"""Programmes of funding, the versions of their rules, their calls, and what enterprises declare about themselves."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.knowledge.models import Document, Instrument
from outward_portal.records.currencies import validate_currency
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record, part_of_record
from outward_portal.records.validators import DIGITS

MONEY: Final[dict[str, Any]] = {"max_digits": 18, "decimal_places": 2}
"""Amounts are exact: decimals in units of their currency, never floats."""
validate_digits: Final = DecimalValidator(DIGITS, 2)


class Programme(Record):
    """A programme that gives money or cover: who may have it, how much, on which legal basis."""

    record_ptr = part_of_record()

    class Class(models.TextChoices):
        """The class of instrument."""

        FUND = "special-fund", pgettext_lazy("funding", "Special fund")
        INTEREST = "interest", pgettext_lazy("funding", "Interest subsidy")
        GUARANTEE = "guarantee", pgettext_lazy("funding", "Guarantee subsidy")
        PREMIUM = "premium", pgettext_lazy("funding", "Premium subsidy")
        EQUITY = "equity", pgettext_lazy("funding", "Equity fund")
        LOAN = "policy-loan", pgettext_lazy("funding", "Policy loan")
        SYNDICATED = "syndicated", pgettext_lazy("funding", "Syndicated loan")
        EXPORT_CREDIT = "export-credit", pgettext_lazy("funding", "Export credit")
        LEASING = "leasing", pgettext_lazy("funding", "Financial leasing")
        INSURANCE = "insurance", pgettext_lazy("funding", "Insurance")
        FIRST_SET = "first-set", pgettext_lazy("funding", "Insurance of first sets")
        PLATFORM = "platform", pgettext_lazy("funding", "Fund platform")

    class Standing(models.TextChoices):
        """How far it exists."""

        TO_CREATE = "to-create", pgettext_lazy("programme", "To be created")
        RUNNING = "running", pgettext_lazy("programme", "Running")
        ENDED = "ended", pgettext_lazy("programme", "Ended")

    category = models.CharField(_("class of instrument"), max_length=13, choices=Class.choices, default=Class.FUND)
    standing = models.CharField(_("standing"), max_length=9, choices=Standing.choices, default=Standing.RUNNING)
    instrument = models.ForeignKey(Instrument, models.PROTECT, null=True, blank=True, related_name="programmes",
                                   verbose_name=_("instrument in the library"))
    provider_en = models.CharField(_("provider in English"), max_length=200, blank=True)
    provider_zh = models.CharField(_("provider in Chinese"), max_length=200, blank=True)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, editable=False,
                               related_name="programmes", verbose_name=_("agency that runs it"))
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    award_most = models.DecimalField(_("most for one award"), **MONEY, null=True, blank=True,
                                     validators=[MinValueValidator(0)], help_text=_("In units of the currency"))
    share_most = models.DecimalField(_("most of the eligible cost, %"), max_digits=5, decimal_places=2, null=True,
                                     blank=True, validators=[MinValueValidator(0), MaxValueValidator(100)])
    documents_en = models.TextField(_("documents required, in English"), max_length=2000, blank=True,
                                    help_text=_("One a line"))
    documents_zh = models.TextField(_("documents required, in Chinese"), max_length=2000, blank=True,
                                    help_text=_("One a line, in the order of the English ones"))
    basis = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="programmes",
                              verbose_name=_("legal basis"))
    basis_article = models.CharField(_("article of the legal basis"), max_length=40, blank=True)
    decision_days = models.PositiveSmallIntegerField(
        _("working days to a decision"), default=40, validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("Counted from the submission; the clock stands still while a question waits for its answer"))
    appeal_days = models.PositiveSmallIntegerField(
        _("days in which a refusal can be appealed"), default=30, validators=[MinValueValidator(1),
                                                                              MaxValueValidator(365)])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(award_most__isnull=True) | ~Q(currency=""),
                                   name="most_for_an_award_has_a_currency"),
            models.CheckConstraint(condition=Q(share_most__isnull=True) | Q(share_most__range=(0, 100)),
                                   name="share_of_the_cost_is_a_share"),
        ]

    def settle(self) -> None:
        """Refuse, whichever way it is written, what would part a budget from its programme, such as a merge of two."""
        super().settle()
        head = getattr(self, "budget", None) if self.pk is not None else None
        if head is not None and (self.merged_into_id is not None or head.currency != self.currency):
            raise RefusedError(_("Each of the two has a budget of its own, or it is in another currency. Retire one of "
                                 "the two instead."))

    def clean(self) -> None:
        """Refuse an amount without a currency or too large to keep, and another currency than that of the budget."""
        super().clean()
        if self.award_most is not None:
            if not self.currency:
                raise ValidationError({"currency": _("An amount needs its currency.")})
            try:
                validate_digits(self.award_most)
            except ValidationError as error:
                raise ValidationError({"award_most": error.messages}) from error
        head = getattr(self, "budget", None) if self.pk is not None else None
        if head is not None and head.currency != self.currency:
            raise ValidationError({"currency": _("The budget is in %(currency)s. A programme in another currency is "
                                                 "another programme.") % {"currency": head.currency}})


class RuleVersion(models.Model):
    """Rules of who may have it, as they stood from a moment on; never changed, only followed by others."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rule_versions")
    number = models.PositiveIntegerField()
    tree = models.JSONField()  # as outward.eligibility reads it
    note = models.CharField(_("what is new in it"), max_length=300, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["programme", "number"], name="one_version_a_number")]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


class Call(models.Model):
    """That applications to a programme are taken from one day to another."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="calls")
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    text_en = models.TextField(_("what is looked for, in English"), max_length=4000, blank=True)
    text_zh = models.TextField(_("what is looked for, in Chinese"), max_length=4000, blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    state = models.CharField(max_length=9, default="draft")  # of the life cycle funding-call
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="call_days_in_order"),
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="call_has_a_title"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "closes_on"], name="calls_by_end")]
        ordering: ClassVar = ["closes_on", "id"]

    def __str__(self) -> str:
        return self.title_en or self.title_zh

    def is_open(self, on: date) -> bool:
        """Whether applications are taken on a day."""
        return self.state == "announced" and self.opens_on <= on <= self.closes_on


class DeclaredFact(models.Model):
    """What an enterprise says of itself that no register holds; its word, kept for its own questions alone."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="declared_facts")
    fact = models.CharField(max_length=40)
    value = models.JSONField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField(auto_now=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "fact"], name="one_declaration_a_fact"),
        ]
        ordering: ClassVar = ["fact"]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.fact}"
