"""What leaves the portal: a row a message, without its contents, which are put together when it is sent."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.querysets import PolicyManager


def new_word() -> str:
    """Give a random word that nobody guesses."""
    return uuid.uuid4().hex


class Endpoint(models.Model):
    """A message gateway that is told what its owner is told; its secret follows from the nonce and is kept nowhere."""

    user = models.ForeignKey(User, models.CASCADE, related_name="endpoints")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+",
                                     verbose_name=_("organisation"))
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=500)
    nonce = models.CharField(max_length=32, default=new_word, editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "address"], condition=Q(ended_at__isnull=True),
                                    name="one_endpoint_an_address"),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.name

    def is_of(self, user: User) -> bool:
        """Whether it is its maker's own, or that of the organisation in which its maker still is."""
        return self.organisation_id is None or self.organisation_id == user.organisation_id


class Message(models.Model):
    """A message to one person by one channel, until the channel has taken it or it is given up."""

    class Channel(models.TextChoices):
        """The way by which it goes."""

        EMAIL = "email", pgettext_lazy("channel", "E-mail")
        WEBHOOK = "webhook", pgettext_lazy("channel", "Message gateway")

    class State(models.TextChoices):
        """How far it is; ``dead`` stays until somebody has it tried again."""

        WAITING = "waiting", pgettext_lazy("message", "Waiting")
        SENDING = "sending", pgettext_lazy("message", "Being sent")
        SENT = "sent", pgettext_lazy("message", "Sent")
        EMPTY = "empty", pgettext_lazy("message", "Dropped: nothing was left to tell")
        DEAD = "dead", pgettext_lazy("message", "Given up")

    key = models.CharField(max_length=120, unique=True)  # what makes it one message
    uid = models.CharField(max_length=32, unique=True, default=new_word)  # the same at every attempt
    channel = models.CharField(_("channel"), max_length=7, choices=Channel.choices)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, null=True, related_name="messages")
    notice = models.ForeignKey("notices.Notice", models.CASCADE, null=True, related_name="messages")
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease = models.CharField(max_length=32, blank=True)  # of the worker that has it
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(_("what went wrong"), max_length=80, blank=True)  # a word for those who run the portal

    objects = PolicyManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="messages_to_send",
                         condition=Q(state__in=["waiting", "sending"])),
            models.Index(fields=["lease"], name="messages_of_a_lease", condition=Q(state="sending")),
        ]
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.key
