"""The form in which a view is named and shared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    """A view's name, and whether colleagues see it."""

    name = forms.CharField(label=_("Name"), max_length=100)
    is_shared = forms.BooleanField(label=_("Show it to my organisation"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user.organisation_id is None:
            del self.fields["is_shared"]
