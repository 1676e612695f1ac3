"""Days by which something is due: exact ones, as ISO 8601 texts, so that their order is that of time."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def validate_day(text: str) -> None:
    """Take ``2026-06-30``."""
    try:
        is_day = date.fromisoformat(text).isoformat() == text  # other ways of ISO 8601 would not stand in order
    except ValueError:
        is_day = False
    if not is_day:
        raise ValidationError(_("%(text)s is no day. Write it as 2026-06-30."), params={"text": text})


def today() -> str:
    """Give today, where the portal is."""
    return timezone.localdate().isoformat()


def days_until(day: str, since: str) -> int:
    """Count the days from one day to another; negative where it is over.

    Examples
    --------
    >>> days_until("2026-12-01", "2026-11-26"), days_until("2026-11-25", "2026-11-26")
    (5, -1)
    """
    return (date.fromisoformat(day) - date.fromisoformat(since)).days
