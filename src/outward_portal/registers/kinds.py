"""How each register is listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Perspective, PrivateFieldType, Section
from outward_portal.registers import sections
from outward_portal.registers.models import (
    Agency,
    Alliance,
    Brand,
    Cluster,
    Enterprise,
    Facility,
    Park,
    Patent,
    Product,
    Project,
    Subsector,
)

_NAME: Final = Column("name", _("Name"), ("name_en", "name_zh"), "name")
_SECTOR: Final = Column("sector", _("Sector"), ("sector",), "sector")
_PLACE: Final = Column("place", _("Place"), ("place_en", "place_zh"))
_COUNTRIES: Final = Column("countries", _("Country"), ("countries",), "countries")
_ENTERPRISE: Final = Column("enterprise", _("Enterprise"), ("enterprise_id",), "record", is_sortable=False)
"""Not sortable: the order would tell something of the names of enterprises that the reader may not see."""

_BY_SECTOR: Final = Filter("sector", _("Sector"), "sector__in", "sector")
_BY_COUNTRY: Final = Filter("country", _("Country"), "country_rows__region", "country")

_SEVERAL_COUNTRIES: Final = Filter("extent", _("Extent"), "countries__contains", "choice",
                                   ((";", _("In several countries")),))

_TOTALS: Final = Perspective("totals", _("Totals"))
_MAP: Final = Perspective("map", _("Map"))
_TIMELINE: Final = Perspective("timeline", _("Timeline"))

_NAMES: Final = Fieldset(_("Names"), ("name_en", "name_zh"))
_FACTS: Final = Fieldset(_("Facts and source"), ("summary_en", "summary_zh", "source", "paragraphs", "as_of"))
_PLACES: Final = Fieldset(_("Place"), ("countries", "place_en", "place_zh", "latitude", "longitude"))
_TIMES: Final = Fieldset(_("Time"), ("begins", "ends"))
_SEEN: Final = Fieldset(_("Who sees it"), ("audience",))


def _choices(field: str, model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    found = model._meta.get_field(field)
    assert isinstance(found, models.Field)
    return tuple(found.flatchoices)


ENTERPRISES: Final = Kind(
    model=Enterprise, slug="enterprises", name=_("Enterprise"), plural=_("Enterprises"),
    purpose=_("Key enterprises of the region, their partners and benchmarks abroad: sector, ownership, products, facts "
              "with their source."),
    columns=(
        _NAME, _SECTOR, _PLACE,
        Column("ownership", _("Ownership"), ("ownership",), "choice"),
        Column("products", _("Products"), ("products_en", "products_zh"), is_sortable=False),
        Column("role", _("Part it plays"), ("role_en", "role_zh")),
    ),
    filters=(
        _BY_SECTOR,
        Filter("ownership", _("Ownership"), "ownership", "choice", _choices("ownership", Enterprise)),
        _BY_COUNTRY,
        Filter("state-share", _("State share at least, %"), "state_share__gte", "least"),
    ),
    fieldsets=(
        Fieldset(_("Names"), ("name_en", "name_zh", "short_name", "aliases", "credit_code", "website")),
        Fieldset(_("Business"), ("sector", "industry_code", "products_en", "products_zh", "role_en", "role_zh")),
        Fieldset(_("Ownership"), ("ownership", "state_share", "state_share_hedge")),
        Fieldset(_("Place"), ("home", "countries", "place_en", "place_zh", "latitude", "longitude")),
        _FACTS, _SEEN,
    ),
    private=(
        PrivateFieldType("revenue", _("Revenue"), is_amount=True),
        PrivateFieldType("overseas-revenue", _("Revenue abroad"), is_amount=True),
        PrivateFieldType("exports", _("Exports"), is_amount=True),
        PrivateFieldType("employees", _("Employees"), is_amount=True, unit="persons"),
        PrivateFieldType("overseas-employees", _("Employees abroad"), is_amount=True, unit="persons"),
        PrivateFieldType("contact", _("Contact person"), is_amount=False),
        PrivateFieldType("plans", _("Plans abroad"), is_amount=False),
    ),
    enterprise_owned=True,
    perspectives=(_MAP,),
)

PROJECTS: Final = Kind(
    model=Project, slug="projects", name=_("Project"), plural=_("Projects"),
    purpose=_("Investments, overseas parks, acquisitions, contracts and aid: who, where, how much, how far, and how "
              "each counts in totals."),
    columns=(
        _NAME, _ENTERPRISE, _COUNTRIES,
        Column("type", _("Type"), ("type",), "choice"),
        Column("stage", _("Stage"), ("stage",), "choice"),
        Column("value", _("Value"), ("value", "currency", "value_hedge"), "amount"),
    ),
    filters=(
        Filter("type", _("Type"), "type", "choice", _choices("type", Project)),
        Filter("stage", _("Stage"), "stage", "choice", _choices("stage", Project)),
        _BY_COUNTRY, _SEVERAL_COUNTRIES, _BY_SECTOR,
        Filter("counting", _("In totals"), "counting", "choice", _choices("counting", Project)),
        Filter("currency", _("Currency"), "currency", "currency"),
        Filter("least", _("Value at least"), "value__gte", "least", needs="currency"),
    ),
    fieldsets=(
        _NAMES,
        Fieldset(_("Project"), ("type", "type_note_en", "type_note_zh", "mode_en", "mode_zh", "sector", "enterprise",
                                "enterprise_presumed", "counterparty", "partners_en", "partners_zh", "filing_number",
                                "approval_number")),
        Fieldset(_("Stage"), ("stage", "stage_note_en", "stage_note_zh", "begins", "ends")),
        Fieldset(_("Value"), ("value", "value_hedge", "currency", "quantity", "quantity_hedge",
                              "quantity_unit", "unit_price", "umbrella",
                              "is_programme")),
        Fieldset(_("Effect"), ("expected_effect_en", "expected_effect_zh", "reported_effect_en", "reported_effect_zh")),
        _PLACES, _FACTS, _SEEN,
    ),
    private=(
        PrivateFieldType("contract-value", _("Contract value"), is_amount=True),
        PrivateFieldType("own-funds", _("Own funds put in"), is_amount=True),
        PrivateFieldType("receivables", _("Receivables"), is_amount=True),
        PrivateFieldType("partners", _("Partners in confidence"), is_amount=False),
    ),
    enterprise_owned=True, contributed=True,
    perspectives=(_TOTALS, _MAP, _TIMELINE),
    sections=(Section("registers/counting.jinja", sections.counting),
              Section("registers/stages.jinja", sections.stages, _("Stage")),
              Section("registers/risks.jinja", sections.risks)),
    told=(("stage_dates", _("dates of its stages")),), told_as={"stage_dates": sections.told_stages},
)

PRODUCTS: Final = Kind(
    model=Product, slug="products", name=_("Product"), plural=_("Products"),
    purpose=_("What enterprises make for export, with its HS code."),
    columns=(_NAME, _ENTERPRISE, _SECTOR, Column("hs", _("HS code"), ("hs_code",)), _COUNTRIES),
    filters=(_BY_SECTOR, Filter("country", _("Market"), "country_rows__region", "country")),
    fieldsets=(_NAMES, Fieldset(_("Product"), ("enterprise", "sector", "hs_code", "specification_en",
                                               "specification_zh")),
               Fieldset(_("Markets"), ("countries", "markets_en", "markets_zh")), _FACTS, _SEEN),
    enterprise_owned=True,
)

SUBSECTORS: Final = Kind(
    model=Subsector, slug="subsectors", name=_("Priority subsector"), plural=_("Priority subsectors"),
    purpose=_("Subsectors that the region puts first, with their key products and tasks."),
    columns=(
        _NAME,
        Column("group", _("Subsector"), ("group_en", "group_zh")),
        Column("tier", _("Priority"), ("tier_en", "tier_zh")),
        Column("code", _("GB/T 4754"), ("industry_code",)),
    ),
    filters=(_BY_SECTOR,),
    fieldsets=(_NAMES, Fieldset(_("Subsector"), ("group_en", "group_zh", "tier_en", "tier_zh", "sector",
                                                 "industry_code", "isic_code", "specification_en",
                                                 "specification_zh", "task_en", "task_zh")), _FACTS, _SEEN),
)

PARKS: Final = Kind(
    model=Park, slug="parks", name=_("Park"), plural=_("Parks"),
    purpose=_("Industrial parks at home and abroad: place, industries, tenants, exports, stage."),
    columns=(
        _NAME, _COUNTRIES, _PLACE,
        Column("location", _("Location"), ("location",), "choice"),
        Column("focus", _("Industries"), ("focus_en", "focus_zh"), is_sortable=False),
        Column("value", _("Investment"), ("value", "currency"), "amount"),
    ),
    filters=(
        Filter("location", _("Location"), "location", "choice", _choices("location", Park)), _BY_COUNTRY,
        _SEVERAL_COUNTRIES, _BY_SECTOR,
        Filter("stage", _("Stage"), "stage", "choice", _choices("stage", Park)),
    ),
    fieldsets=(
        _NAMES,
        Fieldset(_("Park"), ("location", "type_en", "type_zh", "group_en", "group_zh", "enterprise",
                             "enterprise_presumed", "sector", "focus_en", "focus_zh", "markets_en", "markets_zh")),
        Fieldset(_("Size"), ("stage", "begins", "ends", "area_km2", "value", "tenants", "exports", "exports_year",
                             "currency")),
        _PLACES, _FACTS, _SEEN,
    ),
    contributed=True,
    perspectives=(_TOTALS, _MAP, _TIMELINE),
)

CLUSTERS: Final = Kind(
    model=Cluster, slug="clusters", name=_("Cluster"), plural=_("Industrial clusters"),
    purpose=_("Industrial clusters of the region and their standing."),
    columns=(_NAME, _PLACE, Column("area", _("Area"), ("area_en", "area_zh")),
             Column("industry", _("Industry"), ("industry_en", "industry_zh")),
             Column("role", _("Standing"), ("role_en", "role_zh"))),
    filters=(_BY_SECTOR,),
    fieldsets=(_NAMES, Fieldset(_("Cluster"), ("area_en", "area_zh", "sector", "industry_en", "industry_zh",
                                               "industry_code", "role_en", "role_zh")), _PLACES, _FACTS, _SEEN),
    perspectives=(_MAP,),
)

FACILITIES: Final = Kind(
    model=Facility, slug="facilities", name=_("Facility"), plural=_("Facilities"),
    purpose=_("Technology centres, overseas offices, factories and research sites."),
    columns=(_NAME, Column("type", _("Type"), ("type",), "choice"),
             Column("level", _("Level"), ("level_en", "level_zh")), _ENTERPRISE, _COUNTRIES, _PLACE),
    filters=(Filter("type", _("Type"), "type", "choice", _choices("type", Facility)), _BY_COUNTRY, _BY_SECTOR),
    fieldsets=(_NAMES, Fieldset(_("Facility"), ("type", "level_en", "level_zh", "enterprise", "sector", "staff")),
               _TIMES, _PLACES, _FACTS, _SEEN),
    enterprise_owned=True,
    perspectives=(_MAP, _TIMELINE),
)

BRANDS: Final = Kind(
    model=Brand, slug="brands", name=_("Brand"), plural=_("Brands"),
    purpose=_("Brands of the region's enterprises and where they are registered."),
    columns=(_NAME, _ENTERPRISE, _COUNTRIES, Column("number", _("Registration number"), ("registration_number",))),
    filters=(_BY_COUNTRY, _BY_SECTOR),
    fieldsets=(_NAMES, Fieldset(_("Brand"), ("enterprise", "sector", "registration_number", "nice_classes",
                                            "countries")),
               _TIMES, _FACTS, _SEEN),
    enterprise_owned=True,
    perspectives=(_TIMELINE,),
)

PATENTS: Final = Kind(
    model=Patent, slug="patents", name=_("Patent"), plural=_("Patents"),
    purpose=_("Patents and applications, by office and status."),
    columns=(_NAME, _ENTERPRISE, Column("type", _("Type"), ("type",), "choice"),
             Column("office", _("Office"), ("office",)), Column("filed", _("Filed"), ("filed",)),
             Column("status", _("Status"), ("status",), "choice")),
    filters=(Filter("type", _("Type"), "type", "choice", _choices("type", Patent)),
             Filter("status", _("Status"), "status", "choice", _choices("status", Patent)), _BY_SECTOR),
    fieldsets=(_NAMES, Fieldset(_("Patent"), ("enterprise", "type", "office", "application_number",
                                              "publication_number", "status", "filed", "granted", "sector",
                                              "countries")),
               _TIMES, _FACTS, _SEEN),
    enterprise_owned=True,
    perspectives=(_TIMELINE,),
)

ALLIANCES: Final = Kind(
    model=Alliance, slug="alliances", name=_("Alliance"), plural=_("Patent and standards alliances"),
    purpose=_("Alliances that pool patents, set standards or join an industry; members are linked."),
    columns=(_NAME, Column("type", _("Type"), ("type",), "choice"), _SECTOR,
             Column("standards", _("Standards"), ("standards_en", "standards_zh"), is_sortable=False)),
    filters=(Filter("type", _("Type"), "type", "choice", _choices("type", Alliance)), _BY_SECTOR),
    fieldsets=(_NAMES, Fieldset(_("Alliance"), ("type", "sector", "standards_en", "standards_zh")),
               _TIMES, _FACTS, _SEEN),
    perspectives=(_TIMELINE,),
)

AGENCIES: Final = Kind(
    model=Agency, slug="agencies", name=_("Agency"), plural=_("Agencies and institutions"),
    purpose=_("Agencies, ministries, missions and institutions, and their part in the leading group."),
    columns=(_NAME, Column("role", _("Part it plays"), ("role_en", "role_zh")),
             Column("membership", _("In the leading group"), ("membership_en", "membership_zh"))),
    filters=(),
    fieldsets=(Fieldset(_("Names"), ("name_en", "name_zh", "name_printed")),
               Fieldset(_("Role"), ("role_en", "role_zh", "membership_en", "membership_zh")), _FACTS, _SEEN),
)

ALL: Final = (ENTERPRISES, PROJECTS, PARKS, CLUSTERS, PRODUCTS, SUBSECTORS, FACILITIES, BRANDS, PATENTS, ALLIANCES,
              AGENCIES)
