"""Providers of services, and for whom they act elsewhere, as they declare it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.catalogue import spelling_key
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.models import Record, part_of_record
from outward_portal.records.validators import validate_partial_date
from outward_portal.services.codes import LanguagesField, SectorsField, ServicesField
from outward_portal.services.models.people import person


class Provider(Record):
    """Who offers services; ``countries`` says where, ``owner`` is its organisation in the portal, if it has one."""

    record_ptr = part_of_record()

    class Size(models.TextChoices):
        """How many people work there."""

        ONE = "one", _("One person")
        SMALL = "small", _("Up to 20 people")
        MIDDLE = "middle", _("21 to 200 people")
        LARGE = "large", _("More than 200 people")

    services = ServicesField(_("services"))
    languages = LanguagesField(_("working languages"), blank=True)
    sectors = SectorsField(_("sectors it knows"), blank=True)
    home = models.CharField(_("home province or country"), max_length=20, blank=True)
    accreditation_issuer = models.CharField(_("accredited by"), max_length=200, blank=True)
    accreditation_number = models.CharField(_("number of the accreditation"), max_length=80, blank=True)
    accreditation_until = models.CharField(_("accreditation valid until"), max_length=10, blank=True,
                                           validators=[validate_partial_date],
                                           help_text=_("As exactly as it is known: 2028, 2028-06 or 2028-06-30"))
    capacity = models.PositiveSmallIntegerField(_("open engagements at once, at most"), null=True, blank=True)
    size = models.CharField(pgettext_lazy("provider", "size"), max_length=6, choices=Size.choices, blank=True)
    price_basis_en = models.CharField(_("basis of prices, in English"), max_length=300, blank=True)
    price_basis_zh = models.CharField(_("basis of prices, in Chinese"), max_length=300, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True,
                               validators=[URLValidator(schemes=["https", "http"])])


class Mandate(models.Model):
    """That a provider acts or acted for somebody outside of this portal, as it declares: only it reads this."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="mandates")
    client = models.CharField(_("for whom"), max_length=200)
    client_key = models.CharField(max_length=200, editable=False, db_index=True)  # its name as names are compared
    record = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("the same in a register"))
    began_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty while it lasts"))
    declared_by = person()
    declared_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                                   name="mandate_ends_after_it_began"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.client

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the name as names are compared."""
        self.client_key = spelling_key(self.client)[:200]
        super().save(*args, **kwargs)
