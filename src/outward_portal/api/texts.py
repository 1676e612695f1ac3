"""Texts that programs send: what no database stores is refused before a form sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def unstorable(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name the values that hold, at any depth, what cannot be stored: a null character, or half a character."""
    return [(name, _("Characters that cannot be stored.")) for name, value in values.items() if not _is_storable(value)]


def _is_storable(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, list):
        return all(_is_storable(each) for each in value)
    return not isinstance(value, dict) or all(_is_storable(each) for pair in value.items() for each in pair)
