"""What states and severities are called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

SEVERITIES: Final[dict[str, Promise]] = {
    "error": pgettext_lazy("finding", "error"),
    "warning": pgettext_lazy("finding", "warning"),
    "info": pgettext_lazy("finding", "note"),
}
"""The gravest first."""

STATES: Final[dict[str, Promise]] = {
    "open": pgettext_lazy("finding", "open"),
    "accepted": pgettext_lazy("finding", "accepted"),
    "dismissed": pgettext_lazy("finding", "dismissed"),
    "corrected": pgettext_lazy("finding", "corrected"),
}
