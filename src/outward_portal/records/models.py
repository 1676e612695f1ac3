"""What every register's record has, and what hangs on records: links, files, private fields, saved views."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import WIDEST_FIRST, Audience, Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.decimals import KeptDecimalField
from outward_portal.records.validators import validate_partial_date, validate_regions, validate_sector


class Record(models.Model):
    """An entry of a register. Each register is a model that extends this one; nothing is deleted, only retired."""

    kind = models.CharField(max_length=24, editable=False)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=300, blank=True)
    summary_en = models.TextField(_("facts in English"), max_length=4000, blank=True)
    summary_zh = models.TextField(_("facts in Chinese"), max_length=4000, blank=True)
    sector = models.CharField(_("sector"), max_length=60, blank=True, validators=[validate_sector])
    countries = models.CharField(_("countries"), max_length=200, blank=True, validators=[validate_regions],
                                 help_text=_("Codes of ISO 3166, several separated by ;"))
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=200, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True,
                                 validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(_("longitude"), null=True, blank=True,
                                  validators=[MinValueValidator(-180), MaxValueValidator(180)])
    begins = models.CharField(_("begins"), max_length=10, blank=True, validators=[validate_partial_date],
                              help_text=_("As exactly as it is known: 2015, 2015-06 or 2015-06-30"))
    ends = models.CharField(_("ends"), max_length=10, blank=True, validators=[validate_partial_date])
    source = models.CharField(_("source"), max_length=300, blank=True,
                              help_text=_("Where this is stated: publication, page, address"))
    paragraphs = models.CharField(_("paragraphs of the source"), max_length=120, blank=True)
    as_of = models.CharField(_("as of"), max_length=10, blank=True, validators=[validate_partial_date])

    audience = models.CharField(_("who sees it"), max_length=8, choices=Audience.choices, default=Audience.OWNER)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="records",
                              verbose_name=_("owner"))
    case = models.CharField(max_length=60, blank=True, editable=False)
    case_key = models.CharField(max_length=80, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample"), default=False, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PolicyManager()

    settled: ClassVar[tuple[str, ...]] = ()
    """Fields that follow from this and other records; a register that has some gives `settle` and `affected` too."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(name_en="") & Q(name_zh="")), name="record_has_a_name"),
            models.CheckConstraint(condition=Q(latitude__isnull=True, longitude__isnull=True)
                                   | Q(latitude__isnull=False, longitude__isnull=False),
                                   name="record_has_both_coordinates"),
            models.UniqueConstraint(fields=["case", "kind", "case_key"], condition=~Q(case=""),
                                    name="one_record_a_case_row"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "name_en", "id"], name="records_by_name_en"),
            models.Index(fields=["kind", "name_zh", "id"], name="records_by_name_zh"),
            models.Index(fields=["kind", "audience", "retired_at", "owner"], name="records_counted"),
            models.Index(fields=["kind", "sector", "id"], name="records_in_order_of_sector"),
            models.Index(fields=["kind", "countries", "id"], name="records_in_order_of_countries"),
            models.Index(fields=["kind", "place_en", "id"], name="records_in_order_of_place_en"),
            models.Index(fields=["kind", "place_zh", "id"], name="records_in_order_of_place_zh"),
            models.Index(fields=["owner"], name="records_by_owner"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_zh

    @property
    def name(self) -> Label:
        """The name in both languages."""
        return Label(self.name_en, self.name_zh)

    @property
    def audiences_as_wide(self) -> tuple[Audience, ...]:
        """The audiences in which everybody is who sees this record: its own and those around it."""
        return WIDEST_FIRST[: WIDEST_FIRST.index(Audience(self.audience)) + 1]

    @property
    def audiences_as_narrow(self) -> tuple[Audience, ...]:
        """The audiences in which nobody is who does not see this record: its own and those within it."""
        return WIDEST_FIRST[WIDEST_FIRST.index(Audience(self.audience)):]

    def settle(self) -> None:
        """Work out the fields in `settled`, before the record is saved."""

    def affected(self) -> list[Record]:
        """Give the records whose `settled` fields may follow from this one, after it was saved."""
        return []

    @property
    def is_retired(self) -> bool:
        """Whether it was taken out of the register."""
        return self.retired_at is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the kind that the model says."""
        self.kind = self.kind or self._meta.model_name or ""
        super().save(*args, **kwargs)


CASE_AUDIENCES = tuple((each.value, each.label) for each in WIDEST_FIRST if each != Audience.OWNER)
"""A case belongs to nobody alone."""


def part_of_record() -> models.OneToOneField[Record, Record]:
    """Make the key that a register shares with what every record has; ``record.as_project`` leads back."""
    return models.OneToOneField(Record, models.CASCADE, parent_link=True, primary_key=True,
                                related_name="as_%(class)s")


class CaseAccess(models.Model):
    """Who sees what comes from a case of the workspace: its records, its reports, runs over it."""

    case = models.CharField(max_length=60, unique=True)
    audience = models.CharField(_("who sees it"), max_length=8, choices=CASE_AUDIENCES)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["case"]

    def __str__(self) -> str:
        return self.case


class RecordCountry(models.Model):
    """A country of a record: an index over ``Record.countries``, written with it."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="country_rows")
    region = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["region", "record"], name="one_row_a_country")]

    def __str__(self) -> str:
        return self.region


class Relation(models.TextChoices):
    """How one record relates to another, read from source to target."""

    CARRIES_OUT = "carries-out", _("carries out")
    PARTNER = "partner", _("is a partner in")
    PART = "part", _("is part of")
    LOCATED = "located", _("is located in")
    OWNS = "owns", _("owns")
    MAKES = "makes", _("makes")
    SUPPLIES = "supplies", _("supplies")
    GOVERNS = "governs", _("applies to")
    FUNDS = "funds", _("funds")
    AMENDS = "amends", _("amends")
    REPEALS = "repeals", _("repeals")
    IMPLEMENTS = "implements", _("implements")
    TRANSLATES = "translates", _("is a translation of")
    RELATED = "related", pgettext_lazy("relation", "is related to")


class Link(models.Model):
    """A stated relation between two records."""

    source = models.ForeignKey(Record, models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Record, models.CASCADE, related_name="links_in")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "target", "relation"], name="one_link_a_relation"),
            models.CheckConstraint(condition=~Q(source=models.F("target")), name="nothing_links_to_itself"),
        ]
        indexes: ClassVar = [models.Index(fields=["target"], name="links_by_target")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.relation} {self.target_id}"


class Passage(models.Model):
    """A part of a longer text of a record, for search: seen by whoever sees the record."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    address = models.CharField(max_length=200, blank=True)  # of the page on which it stands; empty: the record's own

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "position"], name="one_passage_a_position")]

    def __str__(self) -> str:
        return self.title


class Attachment(models.Model):
    """A file on a record; kept under a random name, served only through a view that asks the policy."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), max_length=120)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(_("who sees it"), max_length=8, choices=Audience.choices, default=Audience.OWNER)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class DistinctPair(models.Model):
    """Two records that look alike and are not the same: somebody has looked, so nobody is asked again."""

    first = models.ForeignKey(Record, models.CASCADE, related_name="+")
    second = models.ForeignKey(Record, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="one_word_on_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="pair_stands_in_order"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"


class PrivateAudience(models.TextChoices):
    """Who sees a private field, as its owner says."""

    ITSELF = "itself", _("Only we ourselves")
    AGENCY = "agency", _("We and one agency")
    LEADING_GROUP = "leading-group", _("We and the leading group")
    AGGREGATES = "aggregates", _("Only we ourselves; counted in totals of several enterprises")


class PrivateField(models.Model):
    """A value that an enterprise keeps in its record but does not publish; a change is a new row, the old one ends."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="private_fields")
    field = models.CharField(max_length=40)
    period = models.CharField(_("period"), max_length=10, blank=True, validators=[validate_partial_date])
    number = KeptDecimalField(_("amount"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    text = models.CharField(_("text"), max_length=1000, blank=True)
    audience = models.CharField(_("who sees it"), max_length=14, choices=PrivateAudience.choices,
                                default=PrivateAudience.ITSELF)
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name=_("agency"), limit_choices_to={"kind": Organisation.Kind.AGENCY})
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "field", "period"], condition=Q(ended_at__isnull=True),
                                    name="one_current_value"),
            models.CheckConstraint(condition=~Q(audience="agency") | Q(agency__isnull=False),
                                   name="named_agency_is_named"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.period}"


class Reading(models.Model):
    """That somebody from outside saw a record's private fields: told to the record's owner."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12)
    fields = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.record_id} {self.at:%Y-%m-%d}"


class SavedView(models.Model):
    """A list's filters and order, kept under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    kind = models.CharField(max_length=24)
    name = models.CharField(_("name"), max_length=100)
    query = models.CharField(max_length=1000, blank=True)
    is_shared = models.BooleanField(_("shown to my organisation"), default=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind", "name"], name="one_view_a_name")]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
