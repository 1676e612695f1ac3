"""Forms of what only some registers have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.records.validators import validate_partial_date
from outward_portal.registers.models import Project, StageDate


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

    def dates(self) -> dict[str, str]:
        """Give the dates by stage."""
        return {stage: self.cleaned_data[stage] for stage in Project.Stage.values}

    def stage_fields(self) -> list[forms.BoundField]:
        """Give the fields of the stages, in order."""
        return [self[stage] for stage in Project.Stage.values]
