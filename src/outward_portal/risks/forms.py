"""The forms of this room: files of the panel, costs, opening an alert, moving it on, its level by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.vocabulary.regions import regions
from outward_portal.accounts.models import Organisation
from outward_portal.records.files.inspection import MOST_BYTES
from outward_portal.risks import words
from outward_portal.risks.models import Alert, RiskLevel
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import plain_pair

MOST_COST = 1_000_000


class PanelFileForm(forms.Form):
    """A file of the panel, and where its figures come from."""

    file = forms.FileField(label=_("File"), max_length=120, widget=forms.ClearableFileInput({"accept": ".csv"}),
                           help_text=_("CSV in UTF-8, at most 20 MB, named by its family and years, such as "
                                       "institutional_vdem_1950_2020.csv"))
    source = forms.CharField(label=_("Source"), max_length=300,
                             help_text=_("Publisher, edition, and the day on which it was taken"))
    is_synthetic = forms.BooleanField(label=_("The figures are made up"), required=False)

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file that is too large before anything is made of it."""
        given: UploadedFile[Any] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it by years, or put it into the "
                                          "workspace's folder risk/panel."))
        return given


class CostsForm(forms.Form):
    """How many false alarms a missed event is worth at each level."""

    watch = forms.FloatField(label=_("Watch"), min_value=0.1, max_value=MOST_COST)
    warning = forms.FloatField(label=_("Warning"), min_value=0.1, max_value=MOST_COST)
    alarm = forms.FloatField(label=_("Alarm"), min_value=0.1, max_value=MOST_COST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"step": "any", "inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        """Refuse costs that rise with the level."""
        cleaned = super().clean() or {}
        given = [float(cleaned[name]) for name in ("watch", "warning", "alarm") if cleaned.get(name) is not None]
        if given != sorted(given, reverse=True):
            self.add_error(None, _("The costs must not rise from watch to warning to alarm: a higher level is for what "
                                   "is more probable."))
        return cleaned

    @property
    def costs(self) -> tuple[float, float, float]:
        """The costs, once the form is valid."""
        data = self.cleaned_data
        return data["watch"], data["warning"], data["alarm"]


class SaveCostsForm(CostsForm):
    """The same, with the reason, once one has seen what they would have done."""

    reason = forms.CharField(label=_("Reason"), max_length=400, help_text=_("Why, for whoever reads the history"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("watch", "warning", "alarm"):
            self.fields[name].widget = forms.HiddenInput()


class OpenForm(forms.Form):
    """An alert that somebody opens, not a forecast."""

    event = forms.ChoiceField(label=_("Event"))
    region = forms.ChoiceField(label=_("Country"))
    level = forms.ChoiceField(label=_("Level"), choices=RiskLevel.choices[1:])
    year = forms.IntegerField(label=_("First year in which it may come"), min_value=1950, max_value=2100)
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}),
                             help_text=_("What it rests on, with its source"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        events = [(id, name.text(language)) for id, name in words.event_names().items()]
        named: dict[str, str] = {code: each.name.text(language) for code, each in regions().items() if each.iso3}
        countries = sorted(named.items(), key=lambda pair: str(pair[1]))
        self.fields["event"].choices = [("", "—"), *events]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", "—"), *countries]  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year


class MoveForm(forms.Form):
    """A step in an alert's life: to which stage, says the address."""

    note = forms.CharField(label=_("What was found"), max_length=2000, required=False,
                           widget=forms.Textarea({"rows": 3}))
    outcome = forms.ChoiceField(label=_("What happened"), choices=[("", "—"), *Alert.Outcome.choices], required=False)

    def __init__(self, *args: Any, to: str, **kwargs: Any) -> None:
        kwargs["prefix"] = to  # several of these stand on one page
        super().__init__(*args, **kwargs)
        self.to = to
        if to != Alert.Stage.REVIEWED:
            del self.fields["outcome"]
        if to == Alert.Stage.ACKNOWLEDGED:
            self.fields["note"].label = _("Note")
        if to in (Alert.Stage.CLOSED, Alert.Stage.OPEN):
            self.fields["note"].label = _("Reason")

    def clean(self) -> dict[str, Any]:
        """Ask for what each step owes to whoever reads it later."""
        cleaned = super().clean() or {}
        if self.to != Alert.Stage.ACKNOWLEDGED and not cleaned.get("note", "").strip():
            self.add_error("note", _("Write it down, for whoever reads this alert later."))
        if self.to == Alert.Stage.REVIEWED and not cleaned.get("outcome"):
            self.add_error("outcome", _("Say what happened."))
        return cleaned


class _AgencyField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return plain_pair(obj.name_en, obj.name_zh)


class GiveForm(forms.Form):
    """Who looks after an alert."""

    agency = _AgencyField(label=_("Agency that looks after it"), required=False, empty_label="—",
                          queryset=Organisation.objects.none())
    take_it = forms.BooleanField(label=_("I look after it myself"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["agency"]
        assert isinstance(chooser, _AgencyField)
        chooser.queryset = Organisation.objects.visible_to(user).filter(
            kind__in=[Organisation.Kind.AGENCY, Organisation.Kind.OFFICE, Organisation.Kind.MISSION])


class OverrideForm(forms.Form):
    """A level set by hand, and why."""

    level = forms.ChoiceField(label=_("Level"), required=False,
                              choices=[("", _("as forecast")), *RiskLevel.choices])
    reason = forms.CharField(label=_("Reason"), max_length=400, help_text=_("What the forecast does not know"))
