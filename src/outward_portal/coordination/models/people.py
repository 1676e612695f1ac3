"""Columns that many rows of this room have: who did something, for whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from outward_portal.accounts.models import Organisation


def person() -> models.ForeignKey[Any, Any]:
    """Make a column for who did something."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")


def for_whom() -> models.ForeignKey[Any, Any]:
    """Make a column for the organisation for which somebody did something."""
    return models.ForeignKey(Organisation, models.SET_NULL, null=True, editable=False, related_name="+")
