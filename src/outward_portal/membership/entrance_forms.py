"""The forms of the way in, over allauth's: our words, and the same work whether or not an account is known."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act, request_number
from outward_portal.journal import entries


def plain_passwords(form: forms.Form) -> None:
    """Say what a password must be in one line of text, and leave out what repeats the label inside a field."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    if "password1" in form.fields:
        form.fields["password1"].help_text = " ".join(password_validators_help_texts())


class SignIn(allauth_forms.LoginForm):
    """Asks for address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_passwords(self)
        self.fields["password"].help_text = ""  # the page says where to go with a forgotten one


class SignUp(allauth_forms.SignupForm):
    """Registers a visitor. An address that is known gets the same answer, after as much work, and a message."""

    name = forms.CharField(label=_("Your name"), max_length=100,
                           widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_passwords(self)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Save, or do what takes as long."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        found: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return found

    def save(self, request: HttpRequest) -> User:
        """Make the account, and note it in the journal."""
        with transaction.atomic():
            user: User = super().save(request)
            user.name = self.cleaned_data["name"].strip()
            user.language = get_language() or "en"
            user.save(update_fields=["name", "language"])
            entries.write(Act(user, "", request_number(request)), "account.created", user,
                          changes={"role": [None, user.role]})
        return user


class ChangePassword(allauth_forms.ChangePasswordForm):
    """Asks for the present password and twice for a new one, which must be another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_passwords(self)
        self.fields["oldpassword"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Refuse the password that is there already: a first password must really change."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("password1") and cleaned.get("password1") == cleaned.get("oldpassword"):
            self.add_error("password1", _("This is your present password. Choose another."))
        return cleaned


class ResetPassword(allauth_forms.ResetPasswordForm):
    """Asks for the address to which a link is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_passwords(self)


class ResetPasswordKey(allauth_forms.ResetPasswordKeyForm):
    """Asks twice for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_passwords(self)


class Reauthenticate(allauth_forms.ReauthenticateForm):
    """Asks for the password again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain_passwords(self)
        self.fields["password"].help_text = ""
