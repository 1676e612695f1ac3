"""Certificates: numbered, with a code by which anybody to whom it is shown checks it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.querysets import PolicyManager
from outward_portal.training.models.sessions import Enrolment


class Certificate(models.Model):
    """That somebody attended a session of a course; it may expire, and be revoked with a reason."""

    class State(models.TextChoices):
        """Whether it was taken back; whether it has expired follows from the day."""

        VALID = "valid", pgettext_lazy("certificate", "Valid")
        REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")

    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="certificate")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificates")
    number = models.CharField(pgettext_lazy("certificate", "number"), max_length=20, unique=True)
    code = models.CharField(_("check code"), max_length=14)
    holder_name = models.CharField(_("holder"), max_length=100, blank=True)  # as it was on the day
    shows_initials = models.BooleanField(_("the check shows my initials"), default=False)
    issued_on = models.DateField(pgettext_lazy("certificate", "issued on"))
    expires_on = models.DateField(_("valid until"), null=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.VALID)
    revoked_on = models.DateField(_("revoked on"), null=True)
    reason = models.CharField(_("why it was revoked"), max_length=500, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state="valid") | (Q(revoked_on__isnull=False) & ~Q(reason="")),
                                   name="a_revoked_certificate_says_why"),
        ]
        ordering: ClassVar = ["-issued_on", "-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_good(self) -> bool:
        """Whether it holds today."""
        return self.state == self.State.VALID and not self.is_expired
