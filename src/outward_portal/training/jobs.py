"""Work in the background: holders are told before a certificate expires; what is left counts when it has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.notices.telling import tell
from outward_portal.training.certificates.actions import certify_again
from outward_portal.training.models import Certificate
from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

DAYS_BEFORE: Final = 60


@daily("training.expiring")
@job("training.expiring", name=_("Certificates that expire"))
def tell_of_expiring(context: Context) -> Mapping[str, Any] | None:
    """Tell the holders of certificates that expire within two months, once each; see what counts once one has."""
    today = timezone.localdate()
    found = Certificate._base_manager.filter(
        state=Certificate.State.VALID, expires_on__gte=today, expires_on__lte=today + timedelta(days=DAYS_BEFORE),
        holder__is_active=True).select_related("holder")
    with transaction.atomic():
        told = sum(tell("training.expiring", f"training.expiring:{each.pk}", about=each, to=[each.holder], values={
            "number": each.number, "expires": f"{each.expires_on:%Y-%m-%d}"}) is not None for each in found)
        certify_again(today)
        context.done({"told": told})
    return None
