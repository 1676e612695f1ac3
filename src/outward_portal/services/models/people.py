"""Columns that name who did something, and money with its currency."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from outward_portal.records.currencies import validate_currency
from outward_portal.records.decimals import KeptDecimalField


def person() -> models.ForeignKey[Any, Any]:
    """Make the column of a person; who is erased leaves it empty."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


def money(name: Any, *, is_needed: bool = False) -> KeptDecimalField:
    """Make the column of an amount in whole units of the row's currency."""
    return KeptDecimalField(name, max_digits=18, decimal_places=2, null=not is_needed, blank=not is_needed,
                            validators=[MinValueValidator(0)])


def currency(*, is_needed: bool = False) -> models.CharField[Any, Any]:
    """Make the column of a currency's code."""
    return models.CharField(_("currency"), max_length=3, blank=not is_needed, validators=[validate_currency])
