"""The form of an answer, and of who sees the checklist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.risks.exposure.forms import AudienceForm
from outward_portal.risks.models import PurchaseAnswer


class AnswerForm(forms.Form):
    """An answer to one question."""

    reply = forms.ChoiceField(label=_("Answer"), choices=PurchaseAnswer.Reply.choices)
    evidence = forms.CharField(label=_("Evidence"), max_length=500, required=False,
                               help_text=_("The document that shows it, with its date. A yes counts only with it."))
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReadersForm(AudienceForm):
    """Who sees the checklist and its answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_free = bool(self.fields)
