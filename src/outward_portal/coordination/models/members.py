"""Who is in the leading group (paragraph 124), and on which days its clock runs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.registers.models import Agency


class Member(models.Model):
    """A member of the group: an agency of the register, the organisation whose people act for it here, or both."""

    class Part(models.TextChoices):
        """What it is in the group."""

        CONVENER = "convener", pgettext_lazy("leading group", "Convener")
        MEMBER = "member", pgettext_lazy("leading group", "Member")
        OFFICE = "office", pgettext_lazy("leading group", "Office")

    agency = models.OneToOneField(Agency, models.PROTECT, null=True, blank=True, related_name="membership",
                                  verbose_name=_("agency in the register"))
    organisation = models.OneToOneField(Organisation, models.PROTECT, null=True, blank=True, related_name="membership",
                                        verbose_name=_("organisation that acts here"))
    part = models.CharField(_("part in the group"), max_length=8, choices=Part.choices, default=Part.MEMBER)
    place = models.PositiveSmallIntegerField(_("place in lists"), default=100)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(agency__isnull=False) | Q(organisation__isnull=False),
                                   name="member_is_an_agency_or_organisation"),
        ]
        ordering: ClassVar = ["place", "id"]

    def __str__(self) -> str:
        return str(self.organisation or self.agency)

    @property
    def name(self) -> Label:
        """Its name: the organisation's, else the register's."""
        named = self.organisation or self.agency
        assert named is not None, "a constraint holds it"
        return Label(named.name_en, named.name_zh)


class CalendarDay(models.Model):
    """A day on which the clock differs from Monday to Friday, as it is published for each year."""

    date = models.DateField(_("day"), unique=True)
    is_worked = models.BooleanField(_("worked"))
    note = models.CharField(_("note"), max_length=100, blank=True)

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return self.date.isoformat()
