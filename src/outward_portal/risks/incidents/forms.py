"""The forms of incidents."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.records.codes import RegionField
from outward_portal.records.private.forms import AgencyField
from outward_portal.registers.models import Project
from outward_portal.risks.incidents.templates import agencies
from outward_portal.risks.models import Incident, IncidentFact
from outward_portal.risks.words import event_names
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import plain_pair

MOST_PROJECTS: Final = 500
_MOMENT: Final = "%Y-%m-%dT%H:%M"
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class MomentField(forms.DateTimeField):
    """A day and time on the portal's clocks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[_MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d"],
                         widget=forms.DateTimeInput({"type": "datetime-local"}, _MOMENT), **kwargs)


class TextField(forms.CharField):
    """A text that documents can show: without control characters."""

    def clean(self, value: Any) -> str:
        """Refuse what cannot be printed."""
        text = str(super().clean(value))
        if _UNPRINTABLE.search(text):
            raise forms.ValidationError(_("It has a character that cannot be printed."))
        return text.replace("\r\n", "\n")


class ProjectsField(forms.ModelMultipleChoiceField):
    """Chooses projects, named in the page's language."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Name a project."""
        return plain_pair(obj.name_en, obj.name_zh)


class ProjectField(forms.ModelChoiceField):
    """Chooses one project."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a project."""
        return plain_pair(obj.name_en, obj.name_zh)


class WhereForm(forms.Form):
    """In which country, before everything else."""

    region = RegionField(label=_("Country"))


class OpeningForm(forms.Form):
    """What is said when an incident is opened; which projects it concerns, and who does the tasks."""

    title_en = TextField(label=_("Title in English"), max_length=200, required=False,
                         help_text=_("Enterprises whose projects are named see the titles, the country, the kind of "
                                     "risk and their own part, nothing else."))
    title_zh = TextField(label=_("Title in Chinese"), max_length=200, required=False)
    risk = forms.ChoiceField(label=_("Kind of risk"), choices=Incident.Risk.choices)
    event = forms.ChoiceField(label=_("Event"), required=False)
    route = forms.ChoiceField(label=_("Route"), required=False,
                              choices=[("", _("as the event's definition says")), *Incident.Route.choices])
    began_at = MomentField(label=_("Since when"))
    summary = TextField(label=_("What happened"), max_length=4000, widget=forms.Textarea({"rows": 5}))
    source = TextField(label=_("Where that is known from"), max_length=300,
                       help_text=_("Who said it, where, when"))
    is_exercise = forms.BooleanField(label=_("An exercise: nothing of this has happened"), required=False)
    projects = ProjectsField(label=_("Projects concerned"), queryset=Project.objects.none(), required=False)

    def __init__(self, *args: Any, projects: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        event = self.fields["event"]
        assert isinstance(event, forms.ChoiceField)
        event.choices = [("", _("none of these")), *((id, name.text(language)) for id, name in event_names().items())]
        chosen = self.fields["projects"]
        assert isinstance(chosen, ProjectsField)
        chosen.queryset = projects
        known = list(Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY))
        for each in agencies():
            field = AgencyField(queryset=Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY),
                                required=False, empty_label=_("the office itself"),
                                label=_("Tasks of: %(agency)s") % {"agency": each.name.text(language)},
                                initial=each.among(known))
            self.fields[f"agency_{each.id}"] = field

    def clean(self) -> dict[str, Any]:
        """Ask for a title, and for a route where no event says it; an event is of its own kind of risk."""
        cleaned = super().clean() or {}
        if not cleaned.get("title_en") and not cleaned.get("title_zh"):
            self.add_error("title_zh" if current_language() == "zh" else "title_en", _("Give it a title."))
        from outward.risk.events import events

        event = cleaned.get("event", "")
        if event and cleaned.get("risk") and events()[event].kind != cleaned["risk"]:
            self.add_error("event", _("This event is of another kind of risk."))
        if not event and not cleaned.get("route"):
            self.add_error("route", _("Choose a route, because no event says it."))
        began = cleaned.get("began_at")
        if began and began > timezone.now():
            self.add_error("began_at", _("This time is still to come."))
        if len(cleaned.get("projects") or ()) > MOST_PROJECTS:
            self.add_error("projects", _("At most %(most)d projects are named at once.") % {"most": MOST_PROJECTS})
        return cleaned

    def given_agencies(self) -> dict[str, Organisation | None]:
        """Give whom the template's agencies stand for."""
        return {each.id: self.cleaned_data.get(f"agency_{each.id}") for each in agencies()}


class OwnForm(forms.Form):
    """Something written in an incident, of a project or of all; an enterprise writes of its own projects alone."""

    project = ProjectField(label=_("Project"), queryset=Project.objects.none(), required=False,
                           empty_label=_("the incident as a whole"))

    def __init__(self, *args: Any, projects: Any, is_own_part: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, ProjectField)
        field.queryset = projects
        if is_own_part:
            field.required, field.empty_label = True, None


class FactForm(OwnForm):
    """What somebody has found out."""

    topic = forms.ChoiceField(label=_("About"), choices=IncidentFact.Topic.choices)
    text_en = TextField(label=_("In English"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))
    text_zh = TextField(label=_("In Chinese"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))
    source = TextField(label=_("Source"), max_length=300, help_text=_("Who said it, where, when"))
    field_order = ("topic", "project", "text_en", "text_zh", "source")

    def clean(self) -> dict[str, Any]:
        """Ask for the text in one of the languages at least."""
        cleaned = super().clean() or {}
        if not cleaned.get("text_en") and not cleaned.get("text_zh"):
            self.add_error("text_zh" if current_language() == "zh" else "text_en", _("Write it in a language."))
        return cleaned


class EntryForm(OwnForm):
    """A line of the log."""

    happened_at = MomentField(label=_("When"))
    text = TextField(label=_("What"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    source = TextField(label=_("Source"), max_length=300, required=False)
    field_order = ("happened_at", "project", "text", "source")

    def clean_happened_at(self) -> Any:
        """Refuse what has not happened yet."""
        if self.cleaned_data["happened_at"] > timezone.now():
            raise forms.ValidationError(_("This time is still to come."))
        return self.cleaned_data["happened_at"]


class TaskForm(forms.Form):
    """A task added by hand."""

    title_en = TextField(label=_("Task in English"), max_length=300, required=False)
    title_zh = TextField(label=_("Task in Chinese"), max_length=300, required=False)
    agency = AgencyField(label=_("Agency"), queryset=Organisation.objects.none(), required=False,
                         empty_label=_("the office itself"))
    project = ProjectField(label=_("Or the enterprise of the project"), queryset=Project.objects.none(), required=False,
                           empty_label=_("none"))
    due_at = MomentField(label=_("Due"))

    def __init__(self, *args: Any, projects: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency, project = self.fields["agency"], self.fields["project"]
        assert isinstance(agency, AgencyField)
        assert isinstance(project, ProjectField)
        agency.queryset = Organisation.objects.visible_to(user).filter(kind=Organisation.Kind.AGENCY)
        project.queryset = projects

    def clean(self) -> dict[str, Any]:
        """Ask for a title; a task is an agency's or an enterprise's."""
        cleaned = super().clean() or {}
        if not cleaned.get("title_en") and not cleaned.get("title_zh"):
            self.add_error("title_zh" if current_language() == "zh" else "title_en", _("Say what is to be done."))
        if cleaned.get("agency") and cleaned.get("project"):
            self.add_error("project", _("A task is an agency's or an enterprise's: choose one of them."))
        return cleaned


class DoneForm(forms.Form):
    """What was done."""

    note = TextField(label=_("What was done"), max_length=1000, required=False)


class NoteForm(forms.Form):
    """A version of the note."""

    text_en = TextField(label=_("English"), max_length=20000, required=False,
                        widget=forms.Textarea({"class": "long", "rows": 24}))
    text_zh = TextField(label=_("Chinese"), max_length=20000, required=False,
                        widget=forms.Textarea({"class": "long", "rows": 24}))
    base = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a note that says nothing."""
        cleaned = super().clean() or {}
        if not cleaned.get("text_en") and not cleaned.get("text_zh"):
            self.add_error("text_en", _("Write it in one of the languages at least."))
        return cleaned


class NamingForm(forms.Form):
    """Projects that an incident concerns too."""

    projects = ProjectsField(label=_("Projects concerned"), queryset=Project.objects.none())

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["projects"]
        assert isinstance(chosen, ProjectsField)
        chosen.queryset = projects


class ClosingForm(forms.Form):
    """What was learned."""

    lessons = TextField(label=_("Lessons"), max_length=4000, widget=forms.Textarea({"rows": 8}),
                        help_text=_("What was seen too late, which cover was missing, what the plan lacked, and who "
                                    "changes what because of it"))


class ReopeningForm(forms.Form):
    """Why an incident is opened again."""

    reason = TextField(label=_("Reason"), max_length=400)
