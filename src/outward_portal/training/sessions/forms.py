"""Forms of sessions: planning one, asking for a place, the questions afterwards."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.theme.words import plain_pair
from outward_portal.training.fields import DaysField, read_days
from outward_portal.training.models import Course, SessionAnswer, TrainingSession


class SessionForm(forms.ModelForm):
    """A session of a course; the course stays once it is planned."""

    days = DaysField(label=pgettext_lazy("session", "Days"), help_text=_("One a line, as 2026-12-07"))
    place_en = forms.CharField(label=_("Place in English"), max_length=300, required=False)
    place_zh = forms.CharField(label=_("Place in Chinese"), max_length=300, required=False, help_text=_(
        "Building and room: told to those who have a place, and to nobody else."))
    link = forms.URLField(label=_("Link for attending online"), max_length=300, required=False, assume_scheme="https")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = TrainingSession
        fields: ClassVar = ("course", "days", "hours_of_day", "closes_on", "capacity", "placing", "language", "trainer",
                            "town_en", "town_zh", "is_online")
        widgets: ClassVar = {"closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        assert isinstance(course, forms.ModelChoiceField)
        course.queryset = Course.objects.visible_to(user).filter(retired_at__isnull=True).order_by("name_en", "pk")
        course.label_from_instance = _course_label  # type: ignore[method-assign, assignment]
        self.fields["hours_of_day"].help_text = _("Such as 09:00–17:00")
        if self.instance.pk:
            del self.fields["course"]
            self.fields["revision"].initial = self.instance.revision

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order with the last day to enrol, and a link that leads to no web page."""
        cleaned = super().clean() or {}
        days, closes = read_days(cleaned.get("days", "")), cleaned.get("closes_on")
        if days and closes and closes > days[0]:
            self.add_error("closes_on", gettext("The last day to enrol is after the first day of the session."))
        if days and not self.instance.pk and days[-1] < timezone.localdate():
            self.add_error("days", gettext("All days are past."))
        if cleaned.get("link") and not cleaned["link"].startswith("https://"):
            self.add_error("link", gettext("Give an address that begins with https://."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give the cleaned values."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


def _course_label(course: Any) -> str:
    return plain_pair(course.name_en, course.name_zh)


class EnrolForm(forms.Form):
    """Asks for a place."""

    remark = forms.CharField(label=_("Remark for the organiser"), max_length=500, required=False,
                             widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(forms.ModelForm):
    """The questions after a session."""

    class Meta:
        model = SessionAnswer
        fields: ClassVar = ("content", "teaching", "organisation", "use", "remark")
        widgets: ClassVar = {"remark": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("content", "teaching", "organisation", "use"):
            label = self.fields[name].label
            self.fields[name] = forms.TypedChoiceField(label=label, coerce=int, widget=forms.RadioSelect, choices=[
                (5, gettext("5 agree fully")), (4, "4"), (3, "3"), (2, "2"), (1, gettext("1 do not agree at all"))])
