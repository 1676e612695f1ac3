"""Making a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.api.models import Scope


class TokenForm(forms.Form):
    """What a token is for, and how long."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Which program uses it"))
    scope = forms.ChoiceField(label=_("Good for"), choices=Scope.choices)
    days = forms.TypedChoiceField(label=_("Expires after"), coerce=int, initial=90, choices=[
        (30, _("30 days")), (90, _("90 days")), (365, _("a year"))])
