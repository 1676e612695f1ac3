"""An import of a spreadsheet into a register: what was sent, what a dry run found, what became of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.querysets import PolicyManager


def kept() -> FileSystemStorage:
    """Where files lie until they are written or dropped: not among the attached files, and closed to everybody."""
    return FileSystemStorage(settings.FILES.folder / "imports", file_permissions_mode=0o600,
                             directory_permissions_mode=0o700)


class Import(models.Model):
    """One file for one register. Nothing of it is in the register before ``written``, and then all of it is."""

    class State(models.TextChoices):
        """How far it is."""

        SENT = "sent", pgettext_lazy("import", "Sent, not checked yet")
        CHECKED = "checked", pgettext_lazy("import", "Checked")
        WRITTEN = "written", pgettext_lazy("import", "Written")
        DROPPED = "dropped", pgettext_lazy("import", "Dropped")

    kind = models.CharField(max_length=24)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imports")
    file = models.FileField(max_length=120, storage=kept)
    plan = models.FileField(max_length=120, storage=kept)  # what the dry run would write, by the server alone
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.SENT)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    checks = models.PositiveIntegerField(default=0)  # how often it was asked to be checked
    found = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"), null=True)
    job = models.ForeignKey("work.Job", models.SET_NULL, null=True, related_name="+")

    objects = PolicyManager()

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="imports_of_a_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"
