"""What a person has worked out, such as a run or an index: called otherwise, shared, put aside and brought back.

Each action is one transaction and leaves an entry in the journal, which keeps who sees it and never its title: a title
is its maker's words.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import WorkAudience
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries


class WorkedOut(models.Model):
    """What every row of this kind has besides its content; a model extends it."""

    deed: ClassVar[str]  # how the journal's words for it begin: "run" of "run.changed"

    title = models.CharField(_("title"), max_length=200, blank=True)
    audience = models.CharField(_("who sees it"), max_length=13, choices=WorkAudience.choices,
                                default=WorkAudience.SELF)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        """Whether it was put aside."""
        return self.retired_at is not None

    def locked(self) -> Self:
        """Read the row anew and keep it from others until the transaction ends."""
        return type(self)._default_manager.select_for_update().get(pk=self.pk)


def change(act: Act, row: WorkedOut, *, title: str, audience: str) -> bool:
    """Call a row otherwise, or let others see it; says whether anything changed."""
    with transaction.atomic():
        current = row.locked()
        changes = entries.differences({"audience": current.audience}, {"audience": audience})
        renamed = current.title != title
        if not changes and not renamed:
            return False
        current.title, current.audience = title, audience
        current.save(update_fields=["title", "audience"])
        entries.write(act, f"{row.deed}.changed", current, changes={**changes, **({"title": None} if renamed else {})})
    return True


def retire(act: Act, row: WorkedOut) -> None:
    """Put a row aside: nobody but its maker sees it, and it can be brought back."""
    _set_retired(act, row, "retired", retire_it=True)


def restore(act: Act, row: WorkedOut) -> None:
    """Bring a row back."""
    _set_retired(act, row, "restored", retire_it=False)


def _set_retired(act: Act, row: WorkedOut, done: str, *, retire_it: bool) -> None:
    with transaction.atomic():
        current = row.locked()
        if current.is_retired == retire_it:
            return
        current.retired_at = timezone.now() if retire_it else None
        current.save(update_fields=["retired_at"])
        entries.write(act, f"{row.deed}.{done}", current)
