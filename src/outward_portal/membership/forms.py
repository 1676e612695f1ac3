"""Forms of accounts, members, claims and sharing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.credit_codes import validate_credit_code
from outward_portal.accounts.models import Claim, SharingProposal, User


class CreditCodeField(forms.CharField):
    """A unified social credit code, however it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, validators=[validate_credit_code], **kwargs)

    def to_python(self, value: Any) -> str:
        """Take out spaces and hyphens, and write it in capitals."""
        return str(super().to_python(value) or "").replace(" ", "").replace("-", "").upper()


class ProfileForm(forms.ModelForm[User]):
    """A person's name, and the language in which messages are written to them."""

    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    class Meta:
        """What of the account the person writes."""

        model = User
        fields = ("name", "language")

    def clean_name(self) -> str:
        """Refuse an empty name: colleagues could not tell who somebody is."""
        name = str(self.cleaned_data["name"]).strip()
        if not name:
            raise forms.ValidationError(_("Give your name."))
        return name


class AddressForm(forms.Form):
    """The address that a person wants for their account."""

    email = forms.EmailField(label=_("New e-mail address"), max_length=254,
                             widget=forms.EmailInput({"autocomplete": "email"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        """Refuse the address that the account has; whether another has it, nobody is told."""
        email = str(self.cleaned_data["email"]).lower()
        if email == self.user.email.lower():
            raise forms.ValidationError(_("This is the address of your account already."))
        return email


class NewAccountForm(forms.Form):
    """Who accepts an invitation without having an account: name and password."""

    name = forms.CharField(label=_("Your name"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    password1 = forms.CharField(label=_("Password"), strip=False,
                                widget=forms.PasswordInput({"autocomplete": "new-password"}))
    password2 = forms.CharField(label=_("Password again"), strip=False,
                                widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Hold the password to the rules."""
        cleaned = super().clean() or {}
        password = cleaned.get("password1")
        if password:
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
            if cleaned.get("password2") and cleaned["password2"] != password:
                self.add_error("password2", _("This is not the same password."))
        return cleaned


class InviteForm(forms.Form):
    """Whom to invite to an organisation."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    as_manager = forms.BooleanField(label=_("May manage the organisation's accounts"), required=False)


class ClaimForm(forms.ModelForm[Claim]):
    """A claim to act for an enterprise."""

    credit_code = CreditCodeField(label=_("Unified social credit code"),
                                  help_text=_("18 characters, as on the business licence"))

    class Meta:
        """What the claimant writes."""

        model = Claim
        fields = ("credit_code", "name", "evidence")
        widgets = {"evidence": forms.Textarea({"rows": 4})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "evidence": _("Your post there, a telephone number under which the enterprise can be asked, and who knows "
                          "of this claim"),
        }


class DecisionForm(forms.Form):
    """The office's decision on a claim, with the reason, which the claimant reads if it is a refusal."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect,
                                 choices=[(Claim.Decision.GRANTED, _("Grant the claim")),
                                          (Claim.Decision.REFUSED, _("Refuse the claim"))])
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}),
                             help_text=_("What was checked, or what is missing; the claimant reads it"))


class ProposalForm(forms.ModelForm[SharingProposal]):
    """A proposal to share with a parent or a subsidiary."""

    credit_code = CreditCodeField(label=_("The other's unified social credit code"))

    class Meta:
        """What the manager writes."""

        model = SharingProposal
        fields = ("side", "credit_code")


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class EraseForm(forms.Form):
    """Asks whether it is meant."""

    sure = forms.BooleanField(label=_("Erase my account. I know that this cannot be undone."))
