"""Forms of accounts."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import User


class SignUpForm(forms.Form):
    """What registering asks beside address and password."""

    name = forms.CharField(label=_("Name"), max_length=100)

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002
        """Keep the name."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


