"""The one way to rows: ``Model.objects.visible_to(user)``."""

from __future__ import annotations

from typing import Any, Self

from django.db import models


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


PolicyManager = models.Manager.from_queryset(PolicyQuerySet)
