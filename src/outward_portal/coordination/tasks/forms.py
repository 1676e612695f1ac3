"""The forms of tasks."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.accounts.models import Organisation
from outward_portal.coordination.models import Task
from outward_portal.coordination.models.tasks import TASK_OWNERS
from outward_portal.records.choosing import RecordField
from outward_portal.records.models import Record
from outward_portal.records.private.forms import AgencyField
from outward_portal.risks.incidents.forms import TextField
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import plain_pair

YEARS: Final = range(2000, 2100)
"""Years of which the calendar shows months."""


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Chooses organisations, named in the page's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Name one."""
        return plain_pair(obj.name_en, obj.name_zh)


class DayField(forms.DateField):
    """A day of this century: calendars end somewhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)

    def validate(self, value: Any) -> None:
        """Refuse a day that no calendar shows."""
        super().validate(value)
        if value is not None and value.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def doers(user: Any) -> Any:
    """Give the organisations to which a task can be given, of those that a person may see."""
    return Organisation.objects.visible_to(user).filter(kind__in=TASK_OWNERS)


class TaskForm(forms.Form):
    """A task: what, who, by when."""

    title_en = TextField(label=_("Task in English"), max_length=300, required=False)
    title_zh = TextField(label=_("Task in Chinese"), max_length=300, required=False)
    details = TextField(label=_("Details"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4}))
    owner = AgencyField(label=_("Who does it"), queryset=Organisation.objects.none())
    helpers = OrganisationsField(label=_("Who helps"), queryset=Organisation.objects.none(), required=False,
                                 help_text=_("They see the task and write in it."))
    due_on = DayField(label=_("Due"))
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Task.Priority.choices, coerce=int,
                                      initial=Task.Priority.NORMAL)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "helpers"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = doers(user)

    def clean(self) -> dict[str, Any]:
        """Ask for a title in one of the languages."""
        cleaned = super().clean() or {}
        if not cleaned.get("title_en") and not cleaned.get("title_zh"):
            self.add_error("title_zh" if current_language() == "zh" else "title_en", _("Say what is to be done."))
        return cleaned

    def split(self) -> tuple[dict[str, Any], list[Organisation]]:
        """Give the task's fields, and who helps."""
        values = dict(self.cleaned_data)
        values.pop("reason", None)
        return values, list(values.pop("helpers"))


class GivingForm(TaskForm):
    """A new task: its day is still to come."""

    def clean_due_on(self) -> Any:
        """Refuse a day that is past."""
        if self.cleaned_data["due_on"] < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return self.cleaned_data["due_on"]


class ChangingForm(TaskForm):
    """A change of a task, with its reason."""

    reason = TextField(label=_("Reason"), max_length=400, help_text=_("It stands in the task's history."))


class NoteForm(forms.Form):
    """How it goes on."""

    text = TextField(label=_("How it goes on"), max_length=2000, widget=forms.Textarea({"rows": 3}))


class TaskField(forms.ModelChoiceField):
    """Chooses a task, named in the page's language, with its day."""

    def label_from_instance(self, obj: Any) -> str:
        """Name one."""
        return f"{plain_pair(obj.title_en, obj.title_zh)} ({obj.due_on})"


class BeforeForm(forms.Form):
    """The task that has to be done before."""

    before = TaskField(label=_("It waits for"), queryset=Task.objects.none())

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["before"]
        assert isinstance(field, TaskField)
        field.queryset = tasks


class RecordForm(forms.Form):
    """A record of the registers that a task is about."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["record"] = RecordField(Record, user, label=pgettext_lazy("register", "Record"))
