"""The forms of this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.notices.models import Delivery, Endpoint
from outward_portal.notices.outbox.guard import LONGEST, NotAllowedError, target_of
from outward_portal.notices.topics import TOPICS, Text
from outward_portal.records.choosing import RecordField
from outward_portal.records.codes import RegionField
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Record
from outward_portal.theme.languages import current_language


@dataclass(frozen=True, slots=True)
class Picker:
    """A way to choose something to follow."""

    key: str  # a kind of topic, or "record-" and a kind of records
    label: Text
    model: type[Record] | None = None


_FIRST: Final = ("enterprise", "project", "document", "programme", "fundingcall", "call", "lead")
"""Kinds of records that are offered first, as far as they are there."""


def pickers(user: Any) -> Sequence[Picker]:
    """Give the pickers, in the order in which they are offered."""
    del user
    topics = [Picker(kind.key, kind.name) for kind in TOPICS]
    named = {kind.key: kind for kind in KINDS}
    first = [Picker(f"record-{key}", named[key].name, named[key].model) for key in _FIRST if key in named]
    return [*topics, *first, Picker("record", _("Any other record"), Record)]


class FollowForm(forms.Form):
    """One thing to follow."""

    def __init__(self, data: Any = None, *, picker: Picker, user: Any) -> None:
        super().__init__(data, auto_id=f"id_{picker.key}_%s")
        self.picker = picker
        if picker.model is not None:
            field: forms.Field = RecordField(picker.model, user, label=str(picker.label))
        elif picker.key == "country":
            field = RegionField(label=str(picker.label))
        else:
            kind = TOPICS.get(picker.key)
            assert kind is not None
            choices = [("", "---------"), *kind.choices(current_language())]
            field = forms.ChoiceField(label=str(picker.label), choices=choices)
        self.fields["what"] = field

    def topic(self) -> str:
        """Give the topic that was chosen."""
        what = self.cleaned_data["what"]
        return f"record:{what.pk}" if isinstance(what, Record) else f"{self.picker.key}:{what}"


class DigestForm(forms.Form):
    """How often what is unread is sent."""

    digest = forms.ChoiceField(label=_("Send me what is unread by e-mail"), choices=Delivery.Digest.choices,
                               widget=forms.RadioSelect)


class EndpointForm(forms.Form):
    """A message gateway."""

    name = forms.CharField(label=_("Name"), max_length=Endpoint._meta.get_field("name").max_length,
                           help_text=_("By which you tell it from others"))
    address = forms.CharField(
        label=_("Address"), max_length=LONGEST, help_text=_("Such as https://gateway.example/in"),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}))
    for_organisation = forms.BooleanField(
        label=_("It is my organisation's: whoever manages its accounts sees it and can end it"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["for_organisation"]

    def clean_address(self) -> str:
        """Refuse what nothing is sent to."""
        address = str(self.cleaned_data["address"]).strip()
        try:
            target_of(address)
        except NotAllowedError as error:
            raise forms.ValidationError(str(error)) from error
        return address
