"""Everything that the portal keeps about a person, as data that they can take with them.

What is theirs stands in full; of what they did, the deeds stand with their numbers and times, because the rows
themselves tell of others too. A table that points to accounts and is named nowhere here counts among the deeds, so
that a new one is never left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import models
from django.utils import timezone

from outward_portal.accounts.models import Claim, Invitation, User
from outward_portal.journal.models import Entry

_SECRET: Final = frozenset({"password"})
_IN_FULL: Final[dict[str, tuple[str, ...]]] = {
    "account.EmailAddress": ("email", "verified", "primary"),
    "mfa.Authenticator": ("type", "created_at", "last_used_at"),  # never the secret
    "accounts.Session": ("began_at", "address", "browser"),  # never the key
    "accounts.AddressChange": ("email", "asked_at", "expires_at"),
    "accounts.Claim": ("credit_code", "name", "evidence", "decision", "reason", "created_at", "decided_at"),
    "api.Token": ("name", "scope", "made_at", "expires_at", "used_at", "revoked_at"),  # never the digest
    "records.SavedView": ("kind", "name", "query", "is_shared"),
    "notices.Subscription": ("topic", "made_at", "muted_at"),
    "notices.Notice": ("occurrence__kind", "occurrence__at", "topic", "made_at", "read_at"),  # never what it was about
    "notices.Delivery": ("digest", "feed_made_at"),  # never the feed's digest
    "notices.Endpoint": ("name", "address", "made_at", "ended_at"),  # never the nonce
    "notices.Message": ("uid", "channel", "state", "made_at", "sent_at"),
    "training.Enrolment": ("session__course__name_en", "session__course__name_zh", "session__begins_on", "state",
                           "remark", "reply", "asked_at", "has_answered", "attendance__day", "attendance__is_present"),
    "training.Certificate": ("number", "holder_name", "shows_initials", "issued_on", "expires_on", "state",
                             "revoked_on", "reason"),
    "training.TeamMember": ("label", "work", "added_at", "skills__skill", "skills__declared", "skills__certified"),
    "journal.Entry": ("at", "action", "subject", "reason", "request"),
}
"""Rows that are the person's own, with the fields that are given out."""

_OWN_COLUMN: Final = {EmailAddress: "user", Authenticator: "user", Claim: "claimant", Entry: "actor"}


def personal_data(user: User) -> dict[str, Any]:
    """Gather what is kept about a person."""
    return {
        "made_at": timezone.now(),
        "account": {field.name: getattr(user, field.attname) for field in user._meta.concrete_fields
                    if field.name not in _SECRET},
        "organisation": None if user.organisation is None else
        {"name_en": user.organisation.name_en, "name_zh": user.organisation.name_zh,
         "credit_code": user.organisation.credit_code},
        "invitations_to_this_address": list(Invitation.objects.filter(email__iexact=user.email).values(
            "organisation__name_en", "organisation__name_zh", "role", "as_manager", "created_at", "expires_at",
            "accepted_at", "withdrawn_at")),
        "rows": {f"{model._meta.label}.{column}": rows for model, column, rows in _related(user)},
    }


def _related(user: User) -> Iterator[tuple[type[models.Model], str, list[dict[str, Any]]]]:
    for model, column in columns_about_people():
        own = _OWN_COLUMN.get(model, column) == column
        named = _IN_FULL.get(model._meta.label, ()) if own else ()
        times = (field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField))
        fields = named or ("pk", *times)
        yield model, column, list(model._base_manager.filter(**{column: user}).order_by("pk").values(*fields))


def columns_about_people() -> list[tuple[type[models.Model], str]]:
    """Give every table and column that points to an account."""
    return sorted(((relation.related_model, relation.field.name)
                   for relation in User._meta.get_fields(include_hidden=True)
                   if isinstance(relation, models.ManyToOneRel) and isinstance(relation.related_model, type)),
                  key=lambda pair: (pair[0]._meta.label, pair[1]))
