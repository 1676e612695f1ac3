"""Sources of projects (paragraphs 93, 125): events, the leads that they and others give, and what comes of each."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.leads.days import validate_day
from outward_portal.records.currencies import validate_currency
from outward_portal.records.decimals import KeptDecimalField
from outward_portal.records.models import Record, part_of_record
from outward_portal.registers.models import Enterprise, Project
from outward_portal.theme import words

NEVER: Final = "9999-12-31"
"""Until when a lead is open that states no end: texts of days stand in the order of time."""


class Event(Record):
    """A visit, forum or fair: when, where, by whom, and what those who go there should know."""

    record_ptr = part_of_record()

    class Type(models.TextChoices):
        """What it is."""

        VISIT = "visit", _("Visit of a delegation")
        FORUM = "forum", _("Forum")
        FAIR = "fair", _("Fair")
        MEETING = "meeting", _("Talks between enterprises")

    type = models.CharField(_("type"), max_length=8, choices=Type.choices)
    host_en = models.CharField(_("host in English"), max_length=300, blank=True)
    host_zh = models.CharField(_("host in Chinese"), max_length=300, blank=True)
    briefing_en = models.TextField(_("briefing in English"), max_length=8000, blank=True)
    briefing_zh = models.TextField(_("briefing in Chinese"), max_length=8000, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["type", "record_ptr"], name="events_in_order_of_type")]


class Lead(Record):
    """A chance abroad: a tender, a cooperation project, a note of a mission, what a visit or forum gave, aid."""

    record_ptr = part_of_record()

    class Type(models.TextChoices):
        """Where it comes from."""

        TENDER = "tender", _("Tender")
        COOPERATION = "cooperation", _("List of cooperation projects")
        EMBASSY = "embassy", _("Note of a mission abroad")
        FORUM = "forum", pgettext_lazy("lead", "From a forum or fair")
        VISIT = "visit", pgettext_lazy("lead", "From a visit")
        AID = "aid", pgettext_lazy("lead", "Aid project")

    type = models.CharField(_("kind of lead"), max_length=12, choices=Type.choices)
    deadline = models.CharField(_("deadline"), max_length=10, blank=True, validators=[validate_day],
                                help_text=_("Last day to bid or answer, as 2026-06-30"))
    expires = models.CharField(_("open until"), max_length=10, blank=True, validators=[validate_day],
                               help_text=_("Last day on the board where there is no deadline or it is to go earlier"))
    value = KeptDecimalField(_("value"), max_digits=20, decimal_places=2, null=True, blank=True,
                             validators=[MinValueValidator(0)], help_text=_("In units of the currency"))
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    counterparty_en = models.CharField(_("counterparty in English"), max_length=300, blank=True)
    counterparty_zh = models.CharField(_("counterparty in Chinese"), max_length=300, blank=True)
    wanted_en = models.CharField(_("what is wanted, in English"), max_length=500, blank=True,
                                 help_text=_("Products and work in a few words: they are compared with what "
                                             "enterprises make"))
    wanted_zh = models.CharField(_("what is wanted, in Chinese"), max_length=500, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="leads",
                              verbose_name=_("from the event"))
    open_until = models.CharField(max_length=10, default=NEVER, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__isnull=True) | ~Q(currency=""),
                                   name="value_of_a_lead_has_a_currency"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["open_until", "record_ptr"], name="leads_by_end"),
            models.Index(fields=["type", "record_ptr"], name="leads_in_order_of_type"),
            models.Index(fields=["deadline", "record_ptr"], name="leads_in_order_of_deadline"),
            models.Index(fields=["currency", "value", "record_ptr"], name="leads_by_currency"),
        ]

    settled: ClassVar[tuple[str, ...]] = ("open_until",)

    def settle(self) -> None:
        """Work out until when it is open."""
        self.open_until = min(filter(None, (self.deadline, self.expires)), default=NEVER)

    def clean(self) -> None:
        """Refuse a value without its currency."""
        super().clean()
        if self.value is not None and not self.currency:
            raise ValidationError({"currency": _("A value needs its currency.")})


class Interest(models.Model):
    """An enterprise's interest in a lead, and what came of it."""

    class State(models.TextChoices):
        """How far it has come."""

        SHOWN = "shown", pgettext_lazy("interest", "Shown")
        FOLLOWED = "followed", pgettext_lazy("interest", "In follow-up")
        OFFERED = "offered", pgettext_lazy("interest", "Offer made")
        WON = "won", pgettext_lazy("interest", "Won")
        LOST = "lost", pgettext_lazy("interest", "Lost")
        NO_BID = "no-bid", pgettext_lazy("interest", "No bid")
        WITHDRAWN = "withdrawn", pgettext_lazy("interest", "Withdrawn")

    RUNNING: ClassVar[tuple[str, ...]] = (State.SHOWN, State.FOLLOWED, State.OFFERED)
    is_kept_back: bool = False
    """Whether what is being done to it stays with the leading group: for the length of a step, never stored."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="interests", verbose_name=_("lead"))
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="interests", verbose_name=_("enterprise"))
    title_en = models.CharField(max_length=300, blank=True)  # the lead's name as the enterprise was shown it
    title_zh = models.CharField(max_length=300, blank=True)
    who_en = models.CharField(max_length=300, blank=True)  # the enterprise's name: showing interest tells it
    who_zh = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SHOWN)
    moves = models.PositiveIntegerField(default=0)
    message = models.CharField(_("message"), max_length=1000, blank=True)
    agency = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("followed up by"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
                                verbose_name=_("officer"))
    next_on = models.DateField(_("next step on"), null=True, blank=True)
    offered_on = models.DateField(_("offer made on"), null=True, blank=True)
    offer = KeptDecimalField(_("offer"), max_digits=20, decimal_places=2, null=True, blank=True,
                             validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    outcome = models.CharField(_("reason of the outcome"), max_length=500, blank=True)
    project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="+",
                                verbose_name=_("contract record"))
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    shown_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lead", "enterprise"], name="one_interest_an_enterprise"),
            models.CheckConstraint(condition=Q(offer__isnull=True) | ~Q(currency=""), name="offer_has_a_currency"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "next_on"], name="interests_by_state")]
        ordering: ClassVar = ["-moved_at", "-id"]

    def __str__(self) -> str:
        return words.plain_pair(self.title_en, self.title_zh)

    @property
    def name(self) -> Label:
        """What it is about, in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def is_running(self) -> bool:
        """Whether something is expected to follow."""
        return self.state in self.RUNNING


class InterestNote(models.Model):
    """What was said or done about an interest, on a day."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="notes")
    happened_on = models.DateField(_("when"))
    text = models.CharField(_("what was said or done"), max_length=2000)
    is_internal = models.BooleanField(_("for the leading group only"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-happened_on", "-id"]

    def __str__(self) -> str:
        return f"{self.happened_on}"
