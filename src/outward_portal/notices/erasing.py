"""What is left of this room when an account is erased: nothing."""

from __future__ import annotations

from typing import Any

from outward_portal.accounts.models import User
from outward_portal.notices.models import Delivery, Endpoint, Message, Notice, Subscription


def forget(user: User, **_: Any) -> None:
    """Delete what a person followed, was told and had sent."""
    Message.objects.filter(user=user).delete()
    Notice.objects.filter(reader=user).delete()
    Subscription.objects.filter(user=user).delete()
    Endpoint.objects.filter(user=user).delete()
    Delivery.objects.filter(user=user).delete()
