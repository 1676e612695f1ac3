"""The forms of meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.coordination.models import AgendaItem, Attendance, Meeting
from outward_portal.coordination.tasks.forms import YEARS
from outward_portal.risks.incidents.forms import MomentField, TextField
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import plain_pair

_COMING = ((Attendance.State.COMING, Attendance.State.COMING.label),
           (Attendance.State.EXCUSED, Attendance.State.EXCUSED.label))
_WAS = (*_COMING[1:], (Attendance.State.PRESENT, Attendance.State.PRESENT.label),
        (Attendance.State.ABSENT, Attendance.State.ABSENT.label))


class TitledForm(forms.Form):
    """Something with a title in one of the languages at least."""

    in_english, in_chinese = "title_en", "title_zh"

    def clean(self) -> dict[str, Any]:
        """Ask for the text in one of the languages."""
        cleaned = super().clean() or {}
        if not cleaned.get(self.in_english) and not cleaned.get(self.in_chinese):
            self.add_error(self.in_chinese if current_language() == "zh" else self.in_english,
                           _("Write it in a language."))
        return cleaned


class MeetingForm(TitledForm):
    """When, where, about what."""

    title_en = TextField(label=_("Title in English"), max_length=200, required=False)
    title_zh = TextField(label=_("Title in Chinese"), max_length=200, required=False)
    begins_at = MomentField(label=_("Begins"))
    minutes_long = forms.IntegerField(label=_("Minutes long"), min_value=5, max_value=1440, initial=120)
    place_en = TextField(label=_("Place in English"), max_length=200, required=False)
    place_zh = TextField(label=_("Place in Chinese"), max_length=200, required=False)
    chair = TextField(label=_("Chair"), max_length=100, required=False)

    def clean_begins_at(self) -> Any:
        """Refuse a day that no calendar shows."""
        begins = self.cleaned_data["begins_at"]
        if begins.year not in YEARS:
            raise forms.ValidationError(self.fields["begins_at"].error_messages["invalid"], code="invalid")
        return begins


class ItemForm(TitledForm):
    """What is to be spoken of."""

    title_en = TextField(label=_("Item in English"), max_length=300, required=False)
    title_zh = TextField(label=_("Item in Chinese"), max_length=300, required=False)
    details = TextField(label=_("Details"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))


class ItemField(forms.ModelChoiceField):
    """Chooses an item of an agenda, named in the page's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Name one."""
        return plain_pair(obj.title_en, obj.title_zh)


class DecisionForm(TitledForm):
    """What was decided."""

    in_english, in_chinese = "text_en", "text_zh"
    text_en = TextField(label=_("Decision in English"), max_length=1000, required=False,
                        widget=forms.Textarea({"rows": 3}))
    text_zh = TextField(label=_("Decision in Chinese"), max_length=1000, required=False,
                        widget=forms.Textarea({"rows": 3}))
    item = ItemField(label=_("Item of the agenda"), queryset=AgendaItem.objects.none(), required=False,
                     empty_label=_("none of these"))

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, ItemField)
        field.queryset = meeting.items.filter(state=AgendaItem.State.ACCEPTED)


class ComingForm(forms.Form):
    """Whether somebody comes, and who."""

    state = forms.ChoiceField(label=_("We are"), choices=_COMING)
    who = TextField(label=_("Who comes"), max_length=200, required=False)


class AttendanceForm(forms.Form):
    """Who was there."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in meeting.attendances.select_related("organisation"):
            known = each.state if each.state in dict(_WAS) else Attendance.State.PRESENT
            self.fields[f"of_{each.organisation_id}"] = forms.ChoiceField(
                label=plain_pair(each.organisation.name_en, each.organisation.name_zh), choices=_WAS, initial=known)

    def states(self) -> dict[int, str]:
        """Give the attendance by organisation."""
        return {int(name.removeprefix("of_")): value for name, value in self.cleaned_data.items()}
