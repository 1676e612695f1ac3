"""What a record's codes and dates may be, for forms, models and imports alike."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from outward.errors import OutwardError
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors

_PARTIAL_DATE = re.compile(r"(?:1[89]|20|21)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)

DIGITS: Final = 15  # so many significant digits SQLite keeps of a number


def validate_digits(value: Decimal) -> None:
    """Take numbers that every database gives back as they were."""
    if value.is_finite() and len(value.normalize().as_tuple().digits) > DIGITS:
        raise ValidationError(_("At most %(digits)s digits can be kept of a number."), params={"digits": DIGITS})


def validate_partial_date(text: str) -> None:
    """Take ``2015``, ``2015-06`` and ``2015-06-30``."""
    if not _PARTIAL_DATE.fullmatch(text):
        raise ValidationError(_("%(text)s is no date. Write 2015, 2015-06 or 2015-06-30."), params={"text": text})


def validate_regions(text: str) -> None:
    """Take ids of regions, separated by ``;``."""
    unknown = [code for code in text.split(";") if code not in regions()]
    if unknown or len(set(text.split(";"))) < len(text.split(";")):
        raise ValidationError(_("%(text)s: not a list of country codes such as KEN;ZMB"), params={"text": text})


def validate_sector(text: str) -> None:
    """Take an id of a sector."""
    try:
        sectors()[text]
    except OutwardError as error:
        raise ValidationError(_("%(text)s is no sector"), params={"text": text}) from error
