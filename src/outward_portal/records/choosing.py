"""Choosing a record in a form: by its name, its number or the address of its page; never from a list of thousands."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.records import search
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import Record
from outward_portal.theme.words import plain_pair

MOST_OPTIONS: Final = 200
"""Up to so many records a form lists them; above, it asks for one."""

SUGGESTIONS: Final = 12
_NUMBER: Final = re.compile(r"(?:^|[(（/#])\s*(\d{1,17})\s*[)）/]?$", re.ASCII)


def label(key: int, name_en: str, name_zh: str) -> str:
    """Write a record as fields show it and read it again: its name, and its number in brackets."""
    return f"{plain_pair(name_en, name_zh)} ({key})"


def record_named(model: type[Record], text: str, user: Any) -> Record | None:
    """Find the record that somebody means, among those of a model that they may see and that are not retired.

    Parameters
    ----------
    model : type
        ``Record`` or a register's model.
    text : str
        A number, the address of a page, a suggestion such as ``Test Works (12)``, or a name that only one has.
    user : User or AnonymousUser
        Who asks.
    """
    plain = text.strip().rstrip("/")
    if not plain:
        return None
    seen = model.objects.visible_to(user).filter(retired_at__isnull=True)
    number = _NUMBER.search(plain)
    found = seen.filter(pk=int(number.group(1))).first() if number else None
    if found is not None and number is not None and (
            number.start() == 0 or plain == label(found.pk, found.name_en, found.name_zh)):
        return found
    named = list(seen.filter(Q(name_en__iexact=plain) | Q(name_zh=plain))[:2])  # "Plant (2)" may be what one is called
    if named:
        return named[0] if len(named) == 1 else None
    return found


def suggestions(model: type[Record], text: str, user: Any) -> list[str]:
    """Give the records that a person may mean by what is typed so far, best first."""
    kind = "" if model is Record else model._meta.model_name or ""
    keys = [hit.record for hit in search.find(search.wanted(text), user, kind=kind, count=SUGGESTIONS).hits]
    seen = Record.objects.visible_to(user).filter(pk__in=keys)
    names = {row[0]: row for row in seen.values_list("pk", "name_en", "name_zh")}
    return [label(*names[key]) for key in keys if key in names]


class RecordInput(forms.TextInput):
    """A field in which a record's name is typed; the page's script brings suggestions, without it a number will do."""

    def __init__(self, kind: Kind | None, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false"} | (attrs or {}))
        self.kind = kind

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Say where suggestions come from, in the page's language."""
        where = (reverse("records-suggest", args=[self.kind.slug]) if self.kind else reverse("all-records-suggest"))
        return super().build_attrs(base_attrs | {"data-suggest": where}, extra_attrs)


class RecordField(forms.Field):
    """Takes a record of one register by its name, number or address."""

    def __init__(self, model: type[Record], user: Any, **kwargs: Any) -> None:
        name = model._meta.model_name or ""
        kind = next((each for each in KINDS if each.key == name), None)
        super().__init__(widget=RecordInput(kind), **kwargs)
        self.model, self.user = model, user
        self.present: int | None = None  # what stands there and may stay
        self.help_text = self.help_text or _("Type some letters of its name, or its number, or the address of its page")

    def prepare_value(self, value: Any) -> Any:
        """Show a number as the name that it stands for."""
        key = value.pk if isinstance(value, Record) else value
        if isinstance(key, int):
            seen = self.model.objects.visible_to(self.user).filter(pk=key)
            row = seen.values_list("pk", "name_en", "name_zh").first()
            return label(*row) if row else key
        return value

    def clean(self, value: Any) -> Record | None:
        """Find the record that is meant."""
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        found = record_named(self.model, text[:400], self.user)
        if found is None and self.present is not None and text in (str(self.present), self.prepare_value(self.present)):
            found = self.model.objects.visible_to(self.user).filter(pk=self.present).first()  # retired since: may stay
        return found or self._nearest(text[:400])

    def _nearest(self, text: str) -> Record:
        """Give the only record in whose name a text stands; else say which there are."""
        near = suggestions(self.model, text, self.user)
        named = [each for each in near if text.casefold() in each.casefold()]
        found = record_named(self.model, named[0], self.user) if len(named) == 1 else None
        if found is not None:
            return found
        if near:
            raise forms.ValidationError(_("“%(text)s” names no record, or several. Write one of these: %(near)s"),
                                        params={"text": text[:80], "near": "; ".join(named or near)})
        raise forms.ValidationError(_("No record of that name or number is found. Choose a suggestion, or copy the "
                                      "address of its page."))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare by what is shown."""
        return str(self.prepare_value(initial) or "") != str(data or "")
