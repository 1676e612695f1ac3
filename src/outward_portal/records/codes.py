"""Fields of codes in a form: regions are written by name, sectors chosen from a list, currencies suggested."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from outward.errors import OutwardError
from outward.vocabulary.catalogue import spelling_key
from outward.vocabulary.labels import Language
from outward.vocabulary.regions import RegionKind, regions
from outward.vocabulary.sectors import sectors
from outward_portal.records.currencies import present_currencies
from outward_portal.theme import words
from outward_portal.theme.languages import current_language

_PARTS: Final = re.compile(r"[;；、\n]")
_COMMAS: Final = re.compile(r"[,，]")
_LONGEST: Final = 2000  # characters of several names


class Suggesting(forms.TextInput):
    """A field with suggestions that need no script; with it, several are suggested one after the other."""

    def __init__(self, suggested: str, *, several: bool = False) -> None:
        super().__init__({"autocomplete": "off"} | ({"data-several": "; "} if several else {}))
        self.suggested = suggested

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """Put the list behind the field."""
        list_id = f"known_{name}"
        shown = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = _suggested(self.suggested, current_language())
        return Markup('{}<datalist id="{}">{}</datalist>').format(Markup(shown), list_id, options)  # noqa: S704


@lru_cache(maxsize=8)
def _suggested(what: str, language: Language) -> Markup:
    if what == "currencies":
        pairs: Iterable[tuple[str, str]] = present_currencies(language)
    else:
        kinds: tuple[RegionKind, ...] = ("province", "country") if what == "homes" else ("country",)
        names = [[region_shown(each.id, language) for each in regions().of_kind(kind)] for kind in kinds]
        pairs = [(name, name) for group in names for name in sorted(group)]
    return Markup().join(Markup('<option value="{}">{}</option>').format(*pair) for pair in pairs)


@lru_cache(maxsize=1024)
def region_shown(code: str, language: Language) -> str:
    """Name a region so that the name leads back to it: its code, where several go by its name."""
    name = words.region_name(code, language)
    try:
        return name if regions().find(name).id == code else code
    except OutwardError:
        return code


def regions_read(text: str) -> list[str]:
    """Give the ids of the regions that a text names, by name in either language or by code.

    Raises
    ------
    ValidationError
        If a part of the text names none; says which come near.

    Examples
    --------
    >>> regions_read("Kenya; 赞比亚"), regions_read("KEN;ZMB"), regions_read("Kenya, Zambia")
    (['KEN', 'ZMB'], ['KEN', 'ZMB'], ['KEN', 'ZMB'])
    """
    found: list[str] = []
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        try:
            found.append(regions().find(part).id)
        except OutwardError:
            pieces = [piece.strip() for piece in _COMMAS.split(part) if piece.strip()]
            found += [_region(piece) for piece in pieces]
    return list(dict.fromkeys(found))


def _region(text: str) -> str:
    try:
        return regions().find(text).id
    except OutwardError as error:
        near = _near(text, current_language())
        if near:
            raise forms.ValidationError(_("“%(text)s” is no country or region that is known here. Near it: %(near)s"),
                                        params={"text": text[:80], "near": near}) from error
        raise forms.ValidationError(_("“%(text)s” is no country or region that is known here. Write its name in "
                                      "English or Chinese, or its code."), params={"text": text[:80]}) from error


def _near(text: str, language: Language) -> str:
    """Name the regions whose names in a language come near to a text."""
    names = {spelling_key(name): name for each in regions() if (name := region_shown(each, language))}
    return ", ".join(names[key] for key in difflib.get_close_matches(spelling_key(text[:80]), names, n=3))


class RegionField(forms.CharField):
    """Takes a region by its name in either language, or by its code; keeps the code and shows the name."""

    widget = Suggesting("homes")
    between = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or _("Its name or its code"),
                            "max_length": _LONGEST, "widget": type(self).widget})

    def prepare_value(self, value: Any) -> Any:
        """Show codes as the names that they stand for; what is none of them, as it was typed."""
        codes = str(value or "").split(";")
        if any(code not in regions() for code in codes):
            return value
        return self.between.join(region_shown(code, current_language()) for code in codes)

    def clean(self, value: Any) -> str:
        """Give the code."""
        found = regions_read(super().clean(value))
        if len(found) > 1 and not self.between:
            raise forms.ValidationError(_("Name one only."))
        return ";".join(found)


class RegionsField(RegionField):
    """Takes several."""

    widget = Suggesting("countries", several=True)
    between = "; "

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "help_text": _("Names or codes, several separated by ;")})


class SectorField(forms.CharField):
    """Takes the id of a sector, chosen by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "widget": forms.Select})
        self.widget.choices = _sectors  # asked for with each page, in its language


def _sectors() -> list[tuple[str, str]]:
    return [("", "---------"), *((each.id, each.name.text(current_language())) for each in sectors().values())]


class CurrencyField(forms.CharField):
    """Takes a currency's code, in small letters too, and suggests codes by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "widget": Suggesting("currencies"),
                            "help_text": _("A code of ISO 4217, such as CNY or USD")})

    def to_python(self, value: Any) -> str:
        """Write it in capitals."""
        return str(super().to_python(value)).upper()


FIELDS: Final[dict[str, type[forms.Field]]] = {
    "countries": RegionsField, "home": RegionField, "sector": SectorField, "currency": CurrencyField,
}
"""Fields of records that hold codes."""
