"""Forms of the administration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import SELF_MANAGED, Organisation, Role, User
from outward_portal.accounts.policy import viewer
from outward_portal.membership.actions import places
from outward_portal.membership.forms import CreditCodeField
from outward_portal.records.errors import RefusedError
from outward_portal.theme.words import plain_pair


class OrganisationChoice(forms.ModelChoiceField[Organisation]):
    """An organisation, named in the page's language with its kind."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Name it."""
        return f"{plain_pair(obj.name_en, obj.name_zh)} ({obj.get_kind_display()})"


class PlaceForm(forms.Form):
    """A role, and the organisation that fits it."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = OrganisationChoice(label=_("Organisation"), queryset=Organisation.objects.none(), required=False)
    is_manager = forms.BooleanField(label=_("May manage the organisation's accounts"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.visible_to(user).order_by("kind", "name_en", "id"))

    def clean(self) -> dict[str, Any]:
        """Refuse a role and an organisation that do not fit."""
        cleaned = super().clean() or {}
        if "role" in cleaned and "organisation" in cleaned:
            try:
                places.check_place(cleaned["role"], cleaned["organisation"])
            except RefusedError as error:
                self.add_error("organisation", str(error))
        return cleaned


class ChangePlaceForm(PlaceForm):
    """The same, with the reason for the change."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class InviteAccountForm(PlaceForm):
    """Whom to invite to the portal, in any role."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ("email", "role", "organisation", "is_manager")

    def clean_email(self) -> str:
        """Refuse an address that has an account: administrators see accounts anyway, and change their role there."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("This address has an account. Find it in the list and change its role."))
        return email


class OrganisationForm(forms.ModelForm[Organisation]):
    """An organisation's kind, names and credit code."""

    credit_code = CreditCodeField(label=_("Unified social credit code"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    class Meta:
        """What of it is written."""

        model = Organisation
        fields = ("kind", "name_en", "name_zh", "credit_code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if viewer(user).role != Role.ADMINISTRATOR:
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (kind.value, kind.label) for kind in Organisation.Kind if kind in SELF_MANAGED]

    def clean(self) -> dict[str, Any]:
        """Refuse one without a name."""
        cleaned = super().clean() or {}
        if not cleaned.get("name_en") and not cleaned.get("name_zh"):
            self.add_error("name_en", _("Give a name in at least one language."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Give what was written."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def validate_constraints(self) -> None:
        """Leave it to the action, which holds the row while it looks."""
