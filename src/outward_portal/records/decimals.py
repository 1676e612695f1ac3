"""Numbers that either database gives back as they were written."""

from __future__ import annotations

from typing import Any

from django.db import models

from outward_portal.records.validators import validate_digits


class KeptDecimalField(models.DecimalField[Any, Any]):
    """A decimal of at most fifteen significant digits.

    SQLite keeps no more. What it rounds up may then have more digits than its column, and every list with such a row
    would fail. The column is an ordinary one, so a migration knows nothing of this.
    """

    default_validators = [validate_digits]  # noqa: RUF012  (as Django types it)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.DecimalField", args, options
