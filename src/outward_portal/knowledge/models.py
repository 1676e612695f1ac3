"""The policy and law library (paragraphs 94, 124, 125): documents, their texts, provisions, procedures, instruments."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.knowledge.fields import SubjectsField
from outward_portal.knowledge.vocabulary import topics
from outward_portal.records.currencies import validate_currency
from outward_portal.records.decimals import KeptDecimalField
from outward_portal.records.models import Record, part_of_record
from outward_portal.records.validators import validate_partial_date
from outward_portal.review.models import Reviewed


class TextLanguage(models.TextChoices):
    """In which language a text is written."""

    ENGLISH = "en", _("English")
    CHINESE = "zh", _("Chinese")
    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    GERMAN = "de", _("German")
    INDONESIAN = "id", _("Indonesian")
    JAPANESE = "ja", _("Japanese")
    KAZAKH = "kk", _("Kazakh")
    KOREAN = "ko", _("Korean")
    MONGOLIAN = "mn", _("Mongolian")
    PERSIAN = "fa", _("Persian")
    PORTUGUESE = "pt", _("Portuguese")
    RUSSIAN = "ru", _("Russian")
    SPANISH = "es", _("Spanish")
    THAI = "th", _("Thai")
    TURKISH = "tr", _("Turkish")
    VIETNAMESE = "vi", _("Vietnamese")
    OTHER = "xx", pgettext_lazy("language", "Another")


class Document(Reviewed, Record):
    """A law, regulation, treaty, policy, plan or notice; ``countries`` says whose, ``begins``, ``ends`` its force."""

    record_ptr = part_of_record()

    class Type(models.TextChoices):
        """What it is."""

        LAW = "law", _("Law")
        REGULATION = "regulation", _("Regulation")
        RULE = "rule", _("Departmental rule")
        TREATY = "treaty", _("Treaty or agreement")
        POLICY = "policy", _("Policy")
        PLAN = "plan", _("Plan or strategy")
        NOTICE = "notice", _("Notice")
        GUIDE = "guide", _("Guide or catalogue")
        STANDARD = "standard", _("Standard")

    class Status(models.TextChoices):
        """Whether it holds."""

        DRAFT = "draft", pgettext_lazy("document", "Bill, not yet in force")
        IN_FORCE = "in-force", pgettext_lazy("document", "In force")
        AMENDED = "amended", pgettext_lazy("document", "In force, amended")
        REPEALED = "repealed", pgettext_lazy("document", "Repealed or expired")
        UNKNOWN = "unknown", pgettext_lazy("document", "Not known")

    class Reliability(models.TextChoices):
        """How far the source can be relied on; `docs/how-to/library.md` says what each grade asks for."""

        A = "A", _("A: official text")
        B = "B", _("B: official summary or translation")
        C = "C", _("C: report by a named third party")
        D = "D", _("D: hearsay, not confirmed")

    type = models.CharField(_("type"), max_length=10, choices=Type.choices, blank=True)
    issuer_en = models.CharField(_("issuing body, in English"), max_length=300, blank=True)
    issuer_zh = models.CharField(_("issuing body, in Chinese"), max_length=300, blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    issued_on = models.CharField(_("issued on"), max_length=10, blank=True, validators=[validate_partial_date],
                                 help_text=_("As exactly as it is known: 2015, 2015-06 or 2015-06-30"))
    time_note_en = models.CharField(_("remark on the time, in English"), max_length=200, blank=True)
    time_note_zh = models.CharField(_("remark on the time, in Chinese"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.UNKNOWN)
    scope_en = models.CharField(_("scope in English"), max_length=200, blank=True)
    scope_zh = models.CharField(_("scope in Chinese"), max_length=200, blank=True)
    original_language = models.CharField(_("language of the original"), max_length=2, choices=TextLanguage.choices,
                                         blank=True)
    subjects = SubjectsField(_("subjects"), blank=True)
    reliability = models.CharField(_("reliability of the source"), max_length=1, choices=Reliability.choices,
                                   blank=True)


class Version(Reviewed):
    """A document's text as it stood on a date, in one language; never changed, only followed by another."""

    class Extraction(models.TextChoices):
        """What became of reading the file."""

        WAITING = "waiting", pgettext_lazy("extraction", "Being read")
        READ = "read", pgettext_lazy("extraction", "Read")
        NO_TEXT = "no-text", pgettext_lazy("extraction", "The file holds pictures of text only")
        FAILED = "failed", pgettext_lazy("extraction", "Could not be read")

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    dated = models.CharField(_("date of this version"), max_length=10, validators=[validate_partial_date],
                             help_text=_("As exactly as it is known: 2015, 2015-06 or 2015-06-30"))
    language = models.CharField(_("language"), max_length=2, choices=TextLanguage.choices)
    is_translation = models.BooleanField(_("a translation of the original"), default=False)
    note = models.CharField(_("what is new in it, or who translated it"), max_length=300, blank=True)
    file = models.FileField(_("file"), max_length=120, blank=True, upload_to="texts")
    file_name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(_("text"), blank=True)
    extraction = models.CharField(max_length=7, choices=Extraction.choices, default=Extraction.WAITING)
    extraction_note = models.CharField(max_length=500, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-dated", "-id"]

    def __str__(self) -> str:
        return f"{self.dated} ({self.language})"


def validate_topic(id: str) -> None:
    """Refuse what is no topic."""
    if id not in topics():
        raise ValidationError(_("%(id)s is no topic"), params={"id": id})


class Provision(Reviewed):
    """What a document says on a topic, with the words that say so."""

    class Answer(models.TextChoices):
        """The answer to the topic's question."""

        YES = "yes", pgettext_lazy("provision", "Yes")
        NO = "no", pgettext_lazy("provision", "No")
        UNCLEAR = "unclear", pgettext_lazy("provision", "Unclear")
        NOT_APPLICABLE = "n-a", pgettext_lazy("provision", "Does not apply")

    document = models.ForeignKey(Document, models.CASCADE, related_name="provisions")
    topic = models.CharField(_("topic"), max_length=40, validators=[validate_topic])
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="provisions",
                                verbose_name=_("text that says so"))
    article = models.CharField(_("article"), max_length=40, blank=True)
    quotation = models.TextField(_("quotation"), max_length=2000, blank=True)
    comment_en = models.CharField(_("comment in English"), max_length=500, blank=True)
    comment_zh = models.CharField(_("comment in Chinese"), max_length=500, blank=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    stated_at = models.DateTimeField(auto_now=True)
    found_as = models.CharField(max_length=60, blank=True, editable=False, db_index=True)  # topic:answer, if published
    revision = models.PositiveIntegerField(default=1)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["topic"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "topic"], name="one_provision_a_topic"),
        ]
        indexes: ClassVar = [models.Index(fields=["topic", "answer"], name="provisions_by_answer")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.answer}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the words under which lists find it once it is published."""
        self.found_as = f"{self.topic}:{self.answer}" if self.published_at else ""
        super().save(*args, **kwargs)


class Procedure(Reviewed, Record):
    """How something is got from an authority, step by step; ``countries`` says where."""

    record_ptr = part_of_record()

    for_whom_en = models.CharField(_("for whom, in English"), max_length=300, blank=True)
    for_whom_zh = models.CharField(_("for whom, in Chinese"), max_length=300, blank=True)
    result_en = models.CharField(_("what one has in the end, in English"), max_length=300, blank=True)
    result_zh = models.CharField(_("what one has in the end, in Chinese"), max_length=300, blank=True)
    subjects = SubjectsField(_("subjects"), blank=True)


class Step(models.Model):
    """A step of a procedure; costs are in whole units of one currency, times in days."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name_en = models.CharField(_("what is done, in English"), max_length=300, blank=True)
    name_zh = models.CharField(_("what is done, in Chinese"), max_length=300, blank=True)
    office_en = models.CharField(_("office, in English"), max_length=200, blank=True)
    office_zh = models.CharField(_("office, in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("where, in English"), max_length=300, blank=True)
    place_zh = models.CharField(_("where, in Chinese"), max_length=300, blank=True)
    papers_en = models.TextField(_("documents needed, in English"), max_length=2000, blank=True)
    papers_zh = models.TextField(_("documents needed, in Chinese"), max_length=2000, blank=True)
    result_en = models.CharField(_("result in English"), max_length=300, blank=True)
    result_zh = models.CharField(_("result in Chinese"), max_length=300, blank=True)
    cost_least = KeptDecimalField(_("cost at least"), max_digits=16, decimal_places=2, null=True, blank=True,
                                  validators=[MinValueValidator(0)])
    cost_most = KeptDecimalField(_("cost at most"), max_digits=16, decimal_places=2, null=True, blank=True,
                                 validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, blank=True,
                                validators=[validate_currency])
    days_least = models.PositiveSmallIntegerField(_("days at least"), null=True, blank=True)
    days_most = models.PositiveSmallIntegerField(_("days at most"), null=True, blank=True)
    basis = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="based_steps",
                              verbose_name=_("legal basis"))
    basis_article = models.CharField(_("article of the legal basis"), max_length=40, blank=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "position"], name="one_step_a_position"),
            models.CheckConstraint(condition=Q(days_least__isnull=True) | Q(days_most__isnull=True)
                                   | Q(days_least__lte=F("days_most")), name="step_days_in_order"),
            models.CheckConstraint(condition=Q(cost_least__isnull=True) | Q(cost_most__isnull=True)
                                   | Q(cost_least__lte=F("cost_most")), name="step_costs_in_order"),
            models.CheckConstraint(condition=Q(cost_least__isnull=True, cost_most__isnull=True) | ~Q(currency=""),
                                   name="step_cost_has_a_currency"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh


class Instrument(Record):
    """Money and relief on offer: a fund, subsidy, loan, insurance, tax or procurement rule (paragraphs 61, 94, 126)."""

    record_ptr = part_of_record()

    class Status(models.TextChoices):
        """How far it exists."""

        PROPOSED = "proposed", pgettext_lazy("instrument", "Proposed")
        OPEN = "open", pgettext_lazy("instrument", "Open")
        CLOSED = "closed", pgettext_lazy("instrument", "Closed")

    category_en = models.CharField(_("class in English"), max_length=100, blank=True)
    category_zh = models.CharField(_("class in Chinese"), max_length=100, blank=True)
    provider_en = models.CharField(_("provider in English"), max_length=200, blank=True)
    provider_zh = models.CharField(_("provider in Chinese"), max_length=200, blank=True)
    beneficiary_en = models.CharField(_("for whom, in English"), max_length=300, blank=True)
    beneficiary_zh = models.CharField(_("for whom, in Chinese"), max_length=300, blank=True)
    trigger_en = models.CharField(_("condition in English"), max_length=300, blank=True)
    trigger_zh = models.CharField(_("condition in Chinese"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, blank=True)
    status_note_en = models.CharField(_("status as stated, in English"), max_length=200, blank=True)
    status_note_zh = models.CharField(_("status as stated, in Chinese"), max_length=200, blank=True)
