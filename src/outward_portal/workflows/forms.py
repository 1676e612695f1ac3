"""The form of a step: what it asks for, and a reason where it must have one."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.workflows.flow import Step


def step_form(step: Step, user: Any, subject: Any) -> type[forms.Form]:
    """Give the form of a step, for a person and a row; ``reason`` is its last field.

    A private step asks for none that it does not need: nobody would read it.
    """
    asked = step.form_class(user, subject)
    if step.is_private and not step.needs_reason:
        return asked
    kept = _("Not kept in the history.") if step.is_private else _("Kept in the history, for whoever may read it.")
    reason = forms.CharField(label=_("reason"), max_length=500, required=step.needs_reason,
                             widget=forms.Textarea(attrs={"rows": 2}), help_text=kept)
    return cast("type[forms.Form]", type(asked.__name__, (asked,), {"reason": reason}))
