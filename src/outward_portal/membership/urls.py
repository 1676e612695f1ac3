"""Addresses of the way in, of a person's own pages, and of the administration.

allauth's views are named one by one: what has no page of ours has no address.
"""

from __future__ import annotations

from django.urls import path, re_path

from outward_portal.membership.views import (
    account,
    address,
    administration,
    claims,
    data,
    entrance,
    invitations,
    members,
    organisations,
    sharing,
)

_ENTRANCE = [
    path("login/", entrance.sign_in, name="account_login"),
    path("login/second-factor/", entrance.give_code, name="mfa_authenticate"),
    path("logout/", entrance.sign_out, name="account_logout"),
    path("inactive/", entrance.inactive, name="account_inactive"),
    path("register/", entrance.sign_up, name="account_signup"),
    path("confirm/", entrance.verification_sent, name="account_email_verification_sent"),
    re_path(r"^confirm/(?P<key>[-:\w]+)/$", entrance.confirm_address, name="account_confirm_email"),
    path("password/change/", entrance.change_password, name="account_change_password"),
    path("password/reset/", entrance.reset_password, name="account_reset_password"),
    path("password/reset/sent/", entrance.reset_sent, name="account_reset_password_done"),
    re_path(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", entrance.reset_with_key,
            name="account_reset_password_from_key"),
    path("password/reset/done/", entrance.reset_done, name="account_reset_password_from_key_done"),
    path("reauthenticate/", entrance.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", entrance.second_factor, name="mfa_index"),
    path("second-factor/reauthenticate/", entrance.reauthenticate_with_code, name="mfa_reauthenticate"),
    path("second-factor/app/activate/", entrance.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/deactivate/", entrance.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", entrance.view_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", entrance.generate_codes, name="mfa_generate_recovery_codes"),
    path("second-factor/codes/file/", entrance.download_codes, name="mfa_download_recovery_codes"),
]

urlpatterns = [
    *_ENTRANCE,
    path("", account.account, name="account"),
    path("edit", account.edit, name="account-edit"),
    path("email/", address.change, name="email-change"),
    path("email/sent", address.sent, name="email-sent"),
    path("email/withdraw", address.withdraw, name="email-withdraw"),
    path("email/confirm/<str:token>", address.confirm, name="email-confirm"),
    path("sessions/", account.session_list, name="sessions"),
    path("sessions/<int:key>/end", account.end_session, name="session-end"),
    path("sessions/end", account.end_sessions, name="sessions-end"),
    path("data", data.export, name="data-export"),
    path("data/erase", data.erase, name="data-erase"),
    path("invitations/<str:token>/accept", invitations.accept, name="invitation-accept"),
    path("invitations/<int:key>/withdraw", invitations.withdraw, name="invitation-withdraw"),
    path("claim", claims.make, name="claim-make"),
    path("claims/", claims.queue, name="claims"),
    path("claims/<int:key>/", claims.decide, name="claim"),
    path("claims/<int:key>/withdraw", claims.withdraw, name="claim-withdraw"),
    path("members/", members.members, name="members"),
    path("members/invite", members.invite, name="member-invite"),
    path("members/<int:key>/manager", members.set_manager, name="member-manager"),
    path("members/<int:key>/remove", members.remove, name="member-remove"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/propose", sharing.propose, name="sharing-propose"),
    path("sharing/proposals/<int:key>/answer", sharing.answer, name="sharing-answer"),
    path("sharing/proposals/<int:key>/withdraw", sharing.withdraw, name="sharing-withdraw"),
    path("sharing/<int:key>/end", sharing.end, name="sharing-end"),
    path("accounts/", administration.accounts, name="accounts"),
    path("accounts/invite", administration.invite, name="account-invite"),
    path("accounts/<int:key>/", administration.account, name="account-page"),
    path("accounts/<int:key>/role", administration.change_role, name="account-role"),
    path("accounts/<int:key>/active", administration.set_active, name="account-active"),
    path("accounts/<int:key>/second-factor", administration.reset_second_factor, name="account-second-factor"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new", organisations.create, name="organisation-create"),
    path("organisations/<int:key>/", organisations.organisation, name="organisation"),
    path("organisations/<int:key>/edit", organisations.change, name="organisation-change"),
    path("organisations/<int:key>/invite", organisations.invite, name="organisation-invite"),
]
