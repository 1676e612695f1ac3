"""The one way to rows: ``Model.objects.visible_to(user)``."""

from __future__ import annotations

from typing import Any, Final, Self

from django.db import models

LARGEST_KEY: Final = 2**63 - 1


class PolicyQuerySet(models.QuerySet[Any]):
    """Rows that can be narrowed to those that somebody may see."""

    def visible_to(self, user: Any) -> Self:
        """Keep the rows that the policy lets a person see; nothing where it says nothing.

        Parameters
        ----------
        user : User or AnonymousUser
            Who asks.
        """
        from outward_portal.accounts import policy

        return self.filter(policy.visible(self.model, policy.viewer(user)))

    def by_key(self, key: int) -> Any:
        """Give the row of a key, or nothing; a number that no key can be is not asked for, for databases fail at it.

        Parameters
        ----------
        key : int
            As an address or a form gives it.
        """
        return self.filter(pk=key).first() if 0 <= key <= LARGEST_KEY else None


PolicyManager = models.Manager.from_queryset(PolicyQuerySet)
