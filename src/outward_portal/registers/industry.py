"""Classes of GB/T 4754 as registers state them: their form is checked, and their names stand beside the codes."""

from __future__ import annotations

import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from outward.errors import OutwardError
from outward.vocabulary.labels import Language
from outward.vocabulary.sectors import codes_in, sectors
from outward_portal.theme.languages import PREFIXES

_CODE: Final = r"\d{2,4}(?:-\d{2,4})?"
_PART: Final = rf"(?:[A-T] ?\({_CODE}\)|{_CODE}(?: ?\(\d{{3,4}}\))?)"
_CODES: Final = re.compile(rf"{_PART}(?:[;,+] ?{_PART})*", re.ASCII)


def validate_industry(text: str) -> None:
    """Take codes of two to four digits, ranges of them, with their section or class in brackets, several by ``;``."""
    if not _CODES.fullmatch(text):
        raise ValidationError(gettext_lazy(
            "%(text)s is no class of GB/T 4754. Write codes of two to four digits such as 34, 3421 or 34-35, several "
            "separated by ;"), params={"text": text})


def industry_names(text: str, language: Language) -> str:
    """Name the classes that a text states, so far as this portal knows them.

    Examples
    --------
    >>> industry_names("34 (3421)", "en")
    'general equipment; metal-cutting machine tools'
    """
    with override(PREFIXES[language]):
        names = [_name(code, language) for part in re.findall(_CODE, text, re.ASCII) for code in _codes(part)]
    return ("；" if language == "zh" else "; ").join(dict.fromkeys(names))


def _codes(part: str) -> tuple[str, ...]:
    try:
        return codes_in(part)
    except OutwardError:
        return (part,)


def _name(code: str, language: Language) -> str:
    known = {each.gbt_4754_2011: each.name.text(language) for each in sectors().values() if each.gbt_4754_2011}
    if code in known:
        return known[code]
    if code[:2] in known:
        return _("%(code)s in %(division)s") % {"code": code, "division": known[code[:2]]}
    return _("%(code)s is not in this portal's list") % {"code": code}


class IndustryField(models.CharField):
    """Classes of GB/T 4754."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"validators": [validate_industry], **kwargs})

    def deconstruct(self) -> Any:
        """Be an ordinary text to the database."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, "django.db.models.CharField", args, kwargs

    def say(self, value: str, language: Language) -> str:
        """Write the codes with their names, for a page."""
        return f"{value} · {industry_names(value, language)}"
