"""Teams of enterprises that work abroad: who can do what, and what a project asks for. Private to the enterprise."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.skills import MOST_LEVEL
from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.records.validators import validate_regions
from outward_portal.training.models.certificates import Certificate


class TeamMember(models.Model):
    """A person of the team, under a name that the enterprise chooses; it may be a made-up one."""

    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="team")
    label = models.CharField(_("name or made-up name"), max_length=80, help_text=_(
        "A made-up name such as “Engineer 3” will do; nobody outside your enterprise sees it."))
    work = models.CharField(_("work in the team"), max_length=120, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True,
                                related_name="team_places", verbose_name=_("account"), help_text=_(
                                    "Certificates of this account then count by themselves."))
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enterprise", "label"], name="one_member_a_label"),
            models.UniqueConstraint(fields=["enterprise", "account"], condition=Q(account__isnull=False),
                                    name="one_member_an_account"),
        ]
        ordering: ClassVar = ["label", "id"]

    def __str__(self) -> str:
        return self.label

    @property
    def own_account(self) -> User | None:
        """The account, as long as it acts for the enterprise: of somebody who has left nothing more is told here."""
        return self.account if self.account is not None and self.account.organisation_id == self.enterprise_id else None


class HeldSkill(models.Model):
    """A skill of a member: as declared, and as a certificate says; what counts is the higher of what holds today."""

    member = models.ForeignKey(TeamMember, models.CASCADE, related_name="skills")
    skill = models.CharField(_("skill"), max_length=40)  # id, with its country where it is of one: country:KAZ
    declared = models.PositiveSmallIntegerField(_("level as declared"), default=0)
    certified = models.PositiveSmallIntegerField(_("level as certified"), default=0)
    certificate = models.ForeignKey(Certificate, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "skill"], name="one_row_a_skill"),
            models.CheckConstraint(condition=Q(declared__lte=MOST_LEVEL, certified__lte=MOST_LEVEL),
                                   name="levels_are_0_to_4"),
        ]
        ordering: ClassVar = ["member", "skill"]

    def __str__(self) -> str:
        return f"{self.member_id} {self.skill}"

    @property
    def is_certified(self) -> bool:
        """Whether a certificate that holds today says the level that counts."""
        return self.certificate is not None and self.certificate.is_good and self.certified >= self.declared

    @property
    def level(self) -> int:
        """The level that counts."""
        held = self.certificate is not None and self.certificate.is_good
        return max(self.declared, self.certified if held else 0)


class TeamProfile(models.Model):
    """What a project in some countries asks of the team; begun from the portal's list and changed by the enterprise."""

    enterprise = models.ForeignKey(Organisation, models.CASCADE, related_name="team_profiles")
    name = models.CharField(_("name"), max_length=120)
    type = models.CharField(_("type of project"), max_length=20)  # id of outward.skills.profiles
    countries = models.CharField(_("countries"), max_length=200, blank=True, validators=[validate_regions],
                                 help_text=_("Codes of ISO 3166, several separated by ;"))
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["enterprise", "name"], name="one_profile_a_name")]
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ProfileNeed(models.Model):
    """So many persons of a level in a skill."""

    profile = models.ForeignKey(TeamProfile, models.CASCADE, related_name="needs")
    skill = models.CharField(_("skill"), max_length=40)
    level = models.PositiveSmallIntegerField(pgettext_lazy("team", "level"), validators=[MinValueValidator(1),
                                                                     MaxValueValidator(MOST_LEVEL)])
    people = models.PositiveSmallIntegerField(_("persons"), validators=[MinValueValidator(1), MaxValueValidator(99)])

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "skill"], name="one_need_a_skill"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=MOST_LEVEL, people__gte=1),
                                   name="a_need_asks_for_something"),
        ]
        ordering: ClassVar = ["profile", "skill"]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.skill}"
