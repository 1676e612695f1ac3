"""Tokens by which programs act for a person, and the answers that are given again to a request that is repeated."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.querysets import PolicyManager


class Scope(models.TextChoices):
    """What a token is good for; each includes the ones before."""

    PUBLIC = "read:public", _("Read what everybody may see")
    READ = "read", _("Read what I may see")
    WRITE = "write:records", _("Read, add and change records as I may")


class Token(models.Model):
    """A program's way in. Only the digest of the secret is kept: it is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80, help_text=_("Which program uses it"))
    scope = models.CharField(_("good for"), max_length=14, choices=Scope.choices, default=Scope.PUBLIC)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField(max_length=16)  # of the secret, by which its owner tells it from others
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(null=True)
    standing = models.CharField(max_length=64, blank=True)  # of the account when it was made

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_good(self) -> bool:
        """Whether it still lets anybody in."""
        return self.revoked_at is None and self.expires_at > timezone.now() and self.is_of_the_same_account

    @property
    def is_of_the_same_account(self) -> bool:
        """Whether its person has the password, role and organisation of then, and has not ended all sessions since."""
        return constant_time_compare(self.standing, self.user.standing())


class Answer(models.Model):
    """What was answered to a request with an ``Idempotency-Key``, so that a repetition adds nothing."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)  # of the request
    record = models.ForeignKey("records.Record", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key
