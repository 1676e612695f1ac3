"""Forms of what only some registers have."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.records.validators import validate_partial_date
from outward_portal.registers.models import Project, StageDate

_IN_ORDER: Final = (Project.Stage.IDEA, Project.Stage.PLANNED, Project.Stage.AGREED, Project.Stage.UNDER_WAY,
                    Project.Stage.COMPLETED)


def _is_after(one: str, other: str) -> bool:
    """Whether a date is after another, as far as both are known: 2015 is not after 2015-03."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]


class StageDatesForm(forms.Form):
    """When a project reached each of its stages; for the present one, today can be proposed."""

    def __init__(self, *args: Any, project: Project, propose: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(StageDate.objects.filter(project=project).values_list("stage", "date"))
        for stage, label in Project.Stage.choices:
            self.fields[stage] = forms.CharField(label=label, max_length=10, required=False, initial=known.get(stage),
                                                 validators=[validate_partial_date])
        if propose and project.stage and project.stage not in known:
            proposed = self.fields[project.stage]
            proposed.initial = timezone.localdate().isoformat()
            proposed.help_text = _("Today is proposed, because this is the present stage. Change it to the day on "
                                   "which the stage was reached.")
        self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=300,
                                                help_text=_("Why, for whoever reads the history"))
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=project.revision)

    def clean(self) -> dict[str, Any]:
        """Refuse a stage that was reached before one that comes ahead of it, as far as both dates tell."""
        cleaned = super().clean() or {}
        reached: list[tuple[str, str]] = []
        for stage in _IN_ORDER:
            date = cleaned.get(stage, "")
            after = next((each for each in reached if date and _is_after(each[1], date)), None)
            if after is not None:
                self.add_error(stage, _("This is before “%(stage)s”, %(date)s, which comes ahead of it.")
                               % {"stage": Project.Stage(after[0]).label, "date": after[1]})
            if date:
                reached.append((stage, date))
        return cleaned

    def dates(self) -> dict[str, str]:
        """Give the dates by stage."""
        return {stage: self.cleaned_data[stage] for stage in Project.Stage.values}

    def stage_fields(self) -> list[forms.BoundField]:
        """Give the fields of the stages, in order."""
        return [self[stage] for stage in Project.Stage.values]
