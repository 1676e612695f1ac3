"""The form of the check."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CheckForm(forms.Form):
    """Asks for what stands on a certificate."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=40,
                             widget=forms.TextInput(attrs={"autocomplete": "off"}))
    code = forms.CharField(label=_("Check code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
