"""The registers (paragraphs 26-29, 34-36, 92-94, 124): what each of them holds beyond what every record has."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.credit_codes import validate_credit_code
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.currencies import validate_currency
from outward_portal.records.decimals import KeptDecimalField
from outward_portal.records.models import Record, part_of_record
from outward_portal.records.validators import validate_partial_date
from outward_portal.registers.counting import counting_of
from outward_portal.registers.industry import IndustryField


class Hedge(models.TextChoices):
    """How a printed number is qualified."""

    MORE_THAN = "more than", _("more than")
    LESS_THAN = "less than", _("less than")
    NEARLY = "nearly", _("nearly")
    ABOUT = "about", _("about")


class Enterprise(Record):
    """An enterprise, institute or foreign partner."""

    record_ptr = part_of_record()

    class Ownership(models.TextChoices):
        """Who owns it."""

        STATE = "state", _("State-owned")
        STATE_CENTRAL = "state-central", _("State-owned (central)")
        STATE_LOCAL = "state-local", _("State-owned (local)")
        PRIVATE = "private", _("Private")
        JOINT = "joint", _("Joint venture")
        FOREIGN = "foreign", _("Foreign")

    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    aliases = models.CharField(_("other names"), max_length=500, blank=True, help_text=_("Separated by ;"))
    home = models.CharField(_("home province or country"), max_length=20, blank=True)
    industry_code = IndustryField(_("class of GB/T 4754"), max_length=60, blank=True)
    ownership = models.CharField(_("ownership"), max_length=14, choices=Ownership.choices, blank=True)
    state_share = models.DecimalField(_("state share, %"), max_digits=5, decimal_places=2, null=True, blank=True,
                                      validators=[MinValueValidator(0), MaxValueValidator(100)])
    state_share_hedge = models.CharField(_("qualifier of the share"), max_length=12, choices=Hedge.choices, blank=True)
    products_en = models.CharField(_("products in English"), max_length=500, blank=True)
    products_zh = models.CharField(_("products in Chinese"), max_length=500, blank=True)
    role_en = models.CharField(_("part it plays, in English"), max_length=200, blank=True)
    role_zh = models.CharField(_("part it plays, in Chinese"), max_length=200, blank=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True,
                                   validators=[validate_credit_code])
    website = models.CharField(_("website"), max_length=200, blank=True,
                               validators=[URLValidator(schemes=["https", "http"])])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state_share__isnull=True) | Q(state_share__range=(0, 100)),
                                   name="state_share_is_a_share"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ownership", "record_ptr"], name="enterprises_by_ownership"),
            models.Index(fields=["role_en", "record_ptr"], name="enterprises_by_role_en"),
            models.Index(fields=["role_zh", "record_ptr"], name="enterprises_by_role_zh"),
        ]


class Project(Record):
    """A project abroad, or at home for abroad: investment, park, acquisition, contract, aid."""

    record_ptr = part_of_record()

    class Type(models.TextChoices):
        """What is done."""

        INVESTMENT = "investment", _("Investment")
        JOINT_VENTURE = "joint-venture", _("Joint venture")
        ACQUISITION = "acquisition", _("Acquisition")
        PARK = "park", _("Overseas park")
        SUPPLY = "supply", _("Supply contract")
        CONSTRUCTION = "construction", _("Construction contract")
        AID = "aid", _("Aid")
        RESEARCH = "research", _("Research and development")
        CAPACITY = "capacity", _("Capacity cooperation")
        DOMESTIC = "domestic", _("Domestic project")

    class Stage(models.TextChoices):
        """How far it has come."""

        IDEA = "idea", pgettext_lazy("stage", "Proposed")
        PLANNED = "planned", pgettext_lazy("stage", "Planned")
        AGREED = "agreed", pgettext_lazy("stage", "Agreed")
        UNDER_WAY = "under-way", pgettext_lazy("stage", "Under way")
        COMPLETED = "completed", pgettext_lazy("stage", "Completed")
        SUSPENDED = "suspended", pgettext_lazy("stage", "Suspended")
        CANCELLED = "cancelled", pgettext_lazy("stage", "Cancelled")

    class Counting(models.TextChoices):
        """How a project counts in totals; worked out when it is written, never typed."""

        COUNTS = "counts", _("counts with its own value")
        UMBRELLA = "umbrella", _("counts for its parts too")
        PART = "part", _("does not count: its value is within that of the project it is part of")
        SPLIT = "split", _("does not count: its parts do, because it states no value of its own")
        CANCELLED = "cancelled", _("does not count: cancelled or suspended")
        UNVALUED = "unvalued", _("counts as a project, without a value: none is stated")
        RETIRED = "retired", _("does not count: it was taken out of the register")
        PROGRAMME = "programme", _("does not count: a programme of several countries' governments, not one project")

    type = models.CharField(_("type"), max_length=14, choices=Type.choices, blank=True)
    type_note_en = models.CharField(_("type as stated, in English"), max_length=200, blank=True)
    type_note_zh = models.CharField(_("type as stated, in Chinese"), max_length=200, blank=True)
    mode_en = models.CharField(_("mode in English"), max_length=200, blank=True)
    mode_zh = models.CharField(_("mode in Chinese"), max_length=200, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="projects",
                                   verbose_name=_("enterprise"))
    enterprise_presumed = models.BooleanField(_("the source does not name the enterprise outright"), default=False)
    counterparty = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="counterparty_in",
                                     verbose_name=_("counterparty"))
    partners_en = models.CharField(_("other partners, in English"), max_length=300, blank=True)
    partners_zh = models.CharField(_("other partners, in Chinese"), max_length=300, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, blank=True)
    stage_note_en = models.CharField(_("stage as stated, in English"), max_length=200, blank=True)
    stage_note_zh = models.CharField(_("stage as stated, in Chinese"), max_length=200, blank=True)
    value = KeptDecimalField(_("value"), max_digits=20, decimal_places=2, null=True, blank=True,
                             validators=[MinValueValidator(0)], help_text=_("In units of the currency"))
    value_hedge = models.CharField(_("qualifier of the value"), max_length=12, choices=Hedge.choices, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, null=True, blank=True,
                                   validators=[MinValueValidator(0)])
    quantity_hedge = models.CharField(_("qualifier of the quantity"), max_length=12, choices=Hedge.choices, blank=True)
    quantity_unit = models.CharField(_("unit of the quantity"), max_length=60, blank=True)
    unit_price = KeptDecimalField(_("unit price"), max_digits=20, decimal_places=2, null=True, blank=True,
                                  validators=[MinValueValidator(0)])
    filing_number = models.CharField(_("filing number"), max_length=60, blank=True)
    approval_number = models.CharField(_("approval number"), max_length=60, blank=True)
    expected_effect_en = models.CharField(_("expected effect, in English"), max_length=500, blank=True)
    expected_effect_zh = models.CharField(_("expected effect, in Chinese"), max_length=500, blank=True)
    reported_effect_en = models.CharField(_("reported effect, in English"), max_length=500, blank=True)
    reported_effect_zh = models.CharField(_("reported effect, in Chinese"), max_length=500, blank=True)
    umbrella = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts",
                                 verbose_name=_("part of the project"))
    is_programme = models.BooleanField(_("a programme of governments, not one project"), default=False)
    counting = models.CharField(_("how it counts"), max_length=9, choices=Counting.choices, editable=False,
                                default=Counting.UNVALUED)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__isnull=True) | ~Q(currency=""), name="value_has_a_currency"),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=0), name="value_is_not_negative"),
            models.CheckConstraint(condition=Q(umbrella__isnull=True) | ~Q(umbrella=models.F("record_ptr")),
                                   name="no_project_is_its_own_part"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["value", "record_ptr"], name="projects_by_value"),
            models.Index(fields=["currency", "value", "record_ptr"], name="projects_by_currency",
                         condition=Q(value__isnull=False)),
            models.Index(fields=["stage", "record_ptr"], name="projects_in_order_of_stage"),
            models.Index(fields=["type", "record_ptr"], name="projects_in_order_of_type"),
            models.Index(fields=["counting", "currency"], name="projects_by_counting"),
        ]

    settled: ClassVar[tuple[str, ...]] = ("counting",)
    _left: int | None = None  # the umbrella that it is leaving, between settle and affected

    def settle(self) -> None:
        """Work out how the project counts; its umbrella is held meanwhile, so that it cannot change beside this."""
        if self.umbrella_id is not None:
            self.umbrella = Project.objects.select_for_update().get(pk=self.umbrella_id)
        before = None
        if self.pk is not None:  # a new project leaves no umbrella: many are written at once, and need not ask
            before = Project.objects.filter(pk=self.pk).values_list("umbrella", flat=True).first()
        self._left = before if before != self.umbrella_id else None
        self.counting = counting_of(self)

    def affected(self) -> list[Record]:
        """The projects whose counting may follow from this one: its parts, its umbrella, the umbrella that it left."""
        umbrellas = [key for key in (self.umbrella_id, self._left) if key is not None]
        return list(Project.objects.select_for_update().filter(Q(pk__in=umbrellas) | Q(umbrella=self.pk))
                    .order_by("pk"))

    def clean(self) -> None:
        """Refuse a project that would be part of a part, or of itself."""
        super().clean()
        if self.umbrella is not None:
            if self.umbrella.umbrella_id is not None:
                raise ValidationError({"umbrella": _("That project is itself a part of another; name the whole.")})
            if self.pk is not None and (self.umbrella_id == self.pk or self.parts.exists()):
                raise ValidationError({"umbrella": _("This project has parts of its own and cannot be a part.")})
        if self.value is not None and not self.currency:
            raise ValidationError({"currency": _("A value needs its currency.")})


class StageDate(models.Model):
    """When a project reached a stage, as far as it is known."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stage_dates")
    stage = models.CharField(_("stage"), max_length=10, choices=Project.Stage.choices)
    date = models.CharField(_("date"), max_length=10, validators=[validate_partial_date])

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "stage"], name="one_date_a_stage")]
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return f"{self.stage} {self.date}"


class Product(Record):
    """A product that an enterprise makes."""

    record_ptr = part_of_record()
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="product_records",
                                   verbose_name=_("enterprise"))
    hs_code = models.CharField(_("HS code"), max_length=10, blank=True, validators=[RegexValidator(
        r"^\d{2}(\d{2}){0,4}$", _("Write the code's digits: 2, 4 or 6 of the HS, 8 or 10 of a country's tariff."))])
    specification_en = models.CharField(_("specification in English"), max_length=500, blank=True)
    specification_zh = models.CharField(_("specification in Chinese"), max_length=500, blank=True)
    markets_en = models.CharField(_("markets in English"), max_length=300, blank=True)
    markets_zh = models.CharField(_("markets in Chinese"), max_length=300, blank=True)


class Subsector(Record):
    """A priority subsector and its key product (paragraphs 112-121)."""

    record_ptr = part_of_record()
    group_en = models.CharField(_("subsector in English"), max_length=200, blank=True)
    group_zh = models.CharField(_("subsector in Chinese"), max_length=200, blank=True)
    tier_en = models.CharField(_("priority in English"), max_length=100, blank=True)
    tier_zh = models.CharField(_("priority in Chinese"), max_length=100, blank=True)
    specification_en = models.CharField(_("specification in English"), max_length=500, blank=True)
    specification_zh = models.CharField(_("specification in Chinese"), max_length=500, blank=True)
    task_en = models.CharField(_("task in English"), max_length=500, blank=True)
    task_zh = models.CharField(_("task in Chinese"), max_length=500, blank=True)
    industry_code = IndustryField(_("class of GB/T 4754"), max_length=60, blank=True)
    isic_code = models.CharField(_("class of ISIC Rev. 4"), max_length=60, blank=True)


class Park(Record):
    """An industrial park, at home or abroad."""

    record_ptr = part_of_record()

    class Location(models.TextChoices):
        """On which side of the border."""

        OVERSEAS = "overseas", _("Overseas")
        DOMESTIC = "domestic", _("Domestic")

    location = models.CharField(_("location"), max_length=8, choices=Location.choices, blank=True)
    type_en = models.CharField(_("type in English"), max_length=100, blank=True)
    type_zh = models.CharField(_("type in Chinese"), max_length=100, blank=True)
    group_en = models.CharField(_("group in English"), max_length=200, blank=True)
    group_zh = models.CharField(_("group in Chinese"), max_length=200, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="parks",
                                   verbose_name=_("enterprise"))
    enterprise_presumed = models.BooleanField(_("the source does not name the enterprise outright"), default=False)
    focus_en = models.CharField(_("industries in English"), max_length=300, blank=True)
    focus_zh = models.CharField(_("industries in Chinese"), max_length=300, blank=True)
    markets_en = models.CharField(_("markets in English"), max_length=300, blank=True)
    markets_zh = models.CharField(_("markets in Chinese"), max_length=300, blank=True)
    stage = models.CharField(_("stage"), max_length=10, choices=Project.Stage.choices, blank=True)
    area_km2 = models.DecimalField(_("area, km²"), max_digits=10, decimal_places=3, null=True, blank=True,
                                   validators=[MinValueValidator(0)])
    value = KeptDecimalField(_("investment"), max_digits=20, decimal_places=2, null=True, blank=True,
                             validators=[MinValueValidator(0)], help_text=_("In units of the currency"))
    tenants = models.PositiveIntegerField(_("tenants"), null=True, blank=True)
    exports = KeptDecimalField(_("exports a year"), max_digits=20, decimal_places=2, null=True, blank=True,
                               validators=[MinValueValidator(0)], help_text=_("In units of the currency"))
    exports_year = models.CharField(_("year of the exports"), max_length=4, blank=True,
                                    validators=[validate_partial_date])
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__isnull=True, exports__isnull=True) | ~Q(currency=""),
                                   name="amounts_of_a_park_have_a_currency"),
        ]

    def clean(self) -> None:
        """Refuse amounts without a currency."""
        super().clean()
        if (self.value is not None or self.exports is not None) and not self.currency:
            raise ValidationError({"currency": _("A value needs its currency.")})


class Cluster(Record):
    """An industrial cluster of the region."""

    record_ptr = part_of_record()
    area_en = models.CharField(_("area in English"), max_length=200, blank=True)
    area_zh = models.CharField(_("area in Chinese"), max_length=200, blank=True)
    industry_en = models.CharField(_("industry in English"), max_length=300, blank=True)
    industry_zh = models.CharField(_("industry in Chinese"), max_length=300, blank=True)
    role_en = models.CharField(_("standing in English"), max_length=200, blank=True)
    role_zh = models.CharField(_("standing in Chinese"), max_length=200, blank=True)
    industry_code = IndustryField(_("class of GB/T 4754"), max_length=60, blank=True)


class Facility(Record):
    """A technology centre, overseas office, factory or research site."""

    record_ptr = part_of_record()

    class Type(models.TextChoices):
        """What it is for."""

        TECHNOLOGY_CENTRE = "technology", _("Technology centre")
        OFFICE = "office", _("Overseas office")
        FACTORY = "factory", _("Factory")
        RESEARCH = "research", _("Research and development site")

    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    level_en = models.CharField(_("level in English"), max_length=100, blank=True)
    level_zh = models.CharField(_("level in Chinese"), max_length=100, blank=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="facilities",
                                   verbose_name=_("enterprise"))
    staff = models.PositiveIntegerField(_("staff"), null=True, blank=True)


class Brand(Record):
    """A brand and where it is registered."""

    record_ptr = part_of_record()
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="brands",
                                   verbose_name=_("enterprise"))
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    nice_classes = models.CharField(_("Nice classes"), max_length=60, blank=True)


class Patent(Record):
    """A patent or application (paragraph 110)."""

    record_ptr = part_of_record()

    class Status(models.TextChoices):
        """Where it stands."""

        APPLIED = "applied", pgettext_lazy("patent", "Applied for")
        GRANTED = "granted", pgettext_lazy("patent", "Granted")
        LAPSED = "lapsed", pgettext_lazy("patent", "Lapsed")
        REFUSED = "refused", pgettext_lazy("patent", "Refused")

    class Type(models.TextChoices):
        """Of which kind."""

        INVENTION = "invention", _("Invention")
        UTILITY = "utility", _("Utility model")
        DESIGN = "design", _("Design")

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="patents",
                                   verbose_name=_("enterprise"))
    type = models.CharField(_("type"), max_length=10, choices=Type.choices, blank=True)
    office = models.CharField(_("patent office"), max_length=60, blank=True)
    application_number = models.CharField(_("application number"), max_length=40, blank=True)
    publication_number = models.CharField(_("publication number"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, blank=True)
    filed = models.CharField(_("date of filing"), max_length=10, blank=True, validators=[validate_partial_date])
    granted = models.CharField(_("date of grant"), max_length=10, blank=True, validators=[validate_partial_date])


class Alliance(Record):
    """A patent, standards or industry alliance (paragraph 111); its members are linked."""

    record_ptr = part_of_record()

    class Type(models.TextChoices):
        """What it pools."""

        PATENT = "patent", _("Patent alliance")
        STANDARDS = "standards", _("Standards alliance")
        INDUSTRY = "industry", _("Industry alliance")

    type = models.CharField(_("type"), max_length=10, choices=Type.choices, blank=True)
    standards_en = models.CharField(_("standards in English"), max_length=300, blank=True)
    standards_zh = models.CharField(_("standards in Chinese"), max_length=300, blank=True)


class Agency(Record):
    """An agency, ministry, mission or institution and its part in the leading group (paragraph 124)."""

    record_ptr = part_of_record()
    name_printed = models.CharField(_("name as printed"), max_length=300, blank=True)
    role_en = models.CharField(_("part it plays, in English"), max_length=300, blank=True)
    role_zh = models.CharField(_("part it plays, in Chinese"), max_length=300, blank=True)
    membership_en = models.CharField(_("membership in English"), max_length=60, blank=True)
    membership_zh = models.CharField(_("membership in Chinese"), max_length=60, blank=True)
