"""Country dossiers (paragraphs 124, 125): facts with their source, packs that bring them, corridors."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.studies.country_facts import Topic, topics
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.dossiers.vocabulary import SECTION_CHOICES
from outward_portal.records.decimals import KeptDecimalField
from outward_portal.records.models import Record, part_of_record
from outward_portal.records.validators import validate_partial_date
from outward_portal.registers.models import Agency
from outward_portal.review.models import Reviewed
from outward_portal.theme.languages import current_language


def validate_fact_topic(key: str) -> None:
    """Refuse what is no topic."""
    if key not in topics():
        raise ValidationError(_("%(key)s is no topic"), params={"key": key})


def topic_choices() -> list[tuple[str, Promise]]:
    """Give the topics, named in the page's language when they are shown."""
    return [(topic.key, lazy(lambda name=topic.name: name.text(current_language()), str)())
            for topic in topics().values()]


class Pack(models.Model):
    """A snapshot whose facts can be loaded, shown and switched off as one."""

    key = models.CharField(max_length=20, unique=True)
    is_on = models.BooleanField(default=True)
    snapshot = models.CharField(max_length=60, blank=True)  # version and date of what was loaded
    loaded_at = models.DateTimeField(null=True)
    switched_at = models.DateTimeField(null=True)
    notice_closed_at = models.DateTimeField(null=True)  # the one notice of what was stale when it was first loaded

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.key


class Dossier(models.Model):
    """That a dossier of a country is kept: because the case names it, or because somebody opened one."""

    region = models.CharField(max_length=40, unique=True)
    roles_en = models.CharField(max_length=300, blank=True)
    roles_zh = models.CharField(max_length=300, blank=True)
    paragraphs = models.CharField(max_length=120, blank=True)
    case = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["region"]

    def __str__(self) -> str:
        return self.region


class Confidence(models.TextChoices):
    """How far a fact can be relied on; `docs/how-to/keep-a-dossier-fresh.md` defines the steps."""

    HIGH = "high", _("High: the authority that answers for it says so")
    MEDIUM = "medium", _("Medium: a named compilation, or an estimate")
    LOW = "low", _("Low: one report, not confirmed")
    DISPUTED = "disputed", _("Disputed: sources contradict one another")


class TranslationState(models.TextChoices):
    """Whether a fact can be read in both languages; it follows from its texts."""

    NOT_NEEDED = "not-needed", _("Needs none: a number")
    MISSING = "missing", _("One language is missing")
    DONE = "done", _("In both languages")


class Fact(Reviewed, Record):
    """Something that is said of one country; ``name`` says of what, ``summary`` is the value where it is a text."""

    record_ptr = part_of_record()
    section = models.CharField(_("section"), max_length=24, choices=SECTION_CHOICES)
    topic = models.CharField(_("topic"), max_length=40, blank=True, choices=topic_choices,
                             validators=[validate_fact_topic])
    question_en = models.CharField(_("question it answers, in English"), max_length=200, blank=True)
    question_zh = models.CharField(_("question it answers, in Chinese"), max_length=200, blank=True)
    number = KeptDecimalField(_("number"), max_digits=26, decimal_places=6, null=True, blank=True,
                              help_text=_("In whole units: write billions out"))
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("Such as USD, %, km, persons"))
    period = models.CharField(_("period"), max_length=10, blank=True, validators=[validate_partial_date],
                              help_text=_("The year or date that the value is of"))
    is_estimate = models.BooleanField(_("an estimate"), default=False)
    printed = models.CharField(_("as printed in the source"), max_length=4000, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.CharField(_("address of the source"), max_length=300, blank=True,
                               validators=[URLValidator(schemes=["http", "https"])])
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    may_redistribute = models.BooleanField(_("may be given on in downloads"), default=False)
    retrieved_on = models.CharField(_("retrieved on"), max_length=10, blank=True, validators=[validate_partial_date])
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="facts",
                               verbose_name=_("agency that keeps it"))
    confidence = models.CharField(_("confidence"), max_length=8, choices=Confidence.choices, blank=True)
    translation = models.CharField(_("translation"), max_length=10, choices=TranslationState.choices, editable=False,
                                   default=TranslationState.MISSING)
    pack = models.ForeignKey(Pack, models.PROTECT, null=True, editable=False, related_name="facts")
    pack_key = models.CharField(max_length=80, blank=True, editable=False)
    shelved_audience = models.CharField(max_length=8, blank=True, editable=False)  # while its pack is switched off

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "pack_key"], condition=Q(pack__isnull=False),
                                    name="one_fact_a_row_of_a_pack"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["topic", "period"], name="facts_by_topic"),
            models.Index(fields=["review_due"], name="facts_by_review_due"),
        ]

    @property
    def about(self) -> Topic | None:
        """The topic, where it is one that every country is asked about."""
        return topics().get(self.topic)

    @property
    def question(self) -> Label:
        """The question that it answers."""
        return self.about.question if self.about else Label(self.question_en, self.question_zh)

    @property
    def label(self) -> Label:
        """What stands before the value on the country's own page."""
        return self.about.name if self.about else self.name

    @property
    def text(self) -> Label:
        """The value where it is a text."""
        return Label(self.summary_en, self.summary_zh)

    def is_stale(self, today: date) -> bool:
        """Whether its review date has passed; an earlier year of a series has none and does not grow stale."""
        return self.review_due is not None and self.review_due < today

    def settle(self) -> None:
        """Work out the section that follows from the topic, and whether a translation is missing."""
        if self.about is not None:
            self.section = self.about.section
        if self.summary_en and self.summary_zh:
            self.translation = TranslationState.DONE
        elif self.summary_en or self.summary_zh:
            self.translation = TranslationState.MISSING
        else:
            self.translation = TranslationState.NOT_NEEDED

    def clean(self) -> None:
        """Refuse a fact without a value, about no country or about several, or without its source."""
        super().clean()
        if self.number is None and not (self.summary_en or self.summary_zh):
            raise ValidationError({"number": _("Give a number, or a text in at least one language.")})
        if self.countries not in regions():
            raise ValidationError({"countries": _("A fact is about exactly one country, such as KAZ.")})
        if self.review_due is None:
            raise ValidationError({"review_due": _("Say when somebody is to look whether this still holds.")})
        if not self.source:
            raise ValidationError({"source": _("A fact without a source is not kept. Say where it is stated.")})


class CorridorLeg(Record):
    """A leg of a transport corridor (paragraphs 84, 85): from where to where, how, and how far it has come."""

    record_ptr = part_of_record()
    corridor = models.CharField(_("corridor"), max_length=20, blank=True)
    route_en = models.CharField(_("route in English"), max_length=200, blank=True)
    route_zh = models.CharField(_("route in Chinese"), max_length=200, blank=True)
    leg = models.PositiveSmallIntegerField(_("leg"), null=True, blank=True,
                                           validators=[MinValueValidator(1), MaxValueValidator(99)])
    from_en = models.CharField(_("from, in English"), max_length=200, blank=True)
    from_zh = models.CharField(_("from, in Chinese"), max_length=200, blank=True)
    to_en = models.CharField(_("to, in English"), max_length=200, blank=True)
    to_zh = models.CharField(_("to, in Chinese"), max_length=200, blank=True)
    mode_en = models.CharField(pgettext_lazy("transport", "mode in English"), max_length=200, blank=True)
    mode_zh = models.CharField(pgettext_lazy("transport", "mode in Chinese"), max_length=200, blank=True)
    direction_en = models.CharField(_("direction in English"), max_length=200, blank=True)
    direction_zh = models.CharField(_("direction in Chinese"), max_length=200, blank=True)
    stage_note_en = models.CharField(_("stage as stated, in English"), max_length=200, blank=True)
    stage_note_zh = models.CharField(_("stage as stated, in Chinese"), max_length=200, blank=True)
    remark_en = models.CharField(_("remark in English"), max_length=300, blank=True)
    remark_zh = models.CharField(_("remark in Chinese"), max_length=300, blank=True)
