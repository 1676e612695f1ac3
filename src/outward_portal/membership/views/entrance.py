"""The way in: allauth's views, one by one, with what our pages say beside its own context."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.views.decorators.cache import never_cache

from outward_portal.accounts.models import User
from outward_portal.membership import mail


class SignIn(account.LoginView):
    """Signing in; where there are sample accounts, the page says how to come by their passwords."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the passwords of sample accounts lie, if there are any."""
        has_samples = User.objects.filter(is_sample=True, is_active=True).exists()
        where = settings.FILES.sample_accounts.relative_to(settings.WORKSPACE) if has_samples else ""
        return super().get_context_data(**kwargs) | {"samples_lie_in": str(where)}


class _MailFolder:
    """Adds where messages lie in a portal that has no mail server."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the folder."""
        found: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return found | {"mail_folder": mail.folder()}


class VerificationSent(_MailFolder, account.EmailVerificationSentView):
    """After registering: look into your mail."""


class ResetSent(_MailFolder, account.PasswordResetDoneView):
    """After asking for a new password: look into your mail."""


sign_in = SignIn.as_view()
sign_out = account.logout
sign_up = account.signup
inactive = account.account_inactive
verification_sent = VerificationSent.as_view()
confirm_address = never_cache(account.confirm_email)
change_password = never_cache(account.password_change)
reset_password = account.password_reset
reset_sent = ResetSent.as_view()
reset_with_key = never_cache(account.password_reset_from_key)
reset_done = account.password_reset_from_key_done
reauthenticate = never_cache(account.reauthenticate)

second_factor = never_cache(mfa.index)
give_code = mfa.authenticate
reauthenticate_with_code = never_cache(mfa.reauthenticate)
activate_totp = never_cache(totp.activate_totp)
deactivate_totp = never_cache(totp.deactivate_totp)
view_codes = never_cache(recovery_codes.view_recovery_codes)
generate_codes = never_cache(recovery_codes.generate_recovery_codes)
download_codes = recovery_codes.download_recovery_codes
