"""What the journal calls the actions of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS_HERE: Final[Mapping[str, Promise]] = {
    "topic.followed": _("Something followed"),
    "topic.unfollowed": _("Something no longer followed"),
    "topic.muted": _("Something followed muted"),
    "topic.unmuted": _("Something followed heard again"),
    "delivery.changed": _("Messages by e-mail chosen"),
    "delivery.unsubscribed": _("Messages by e-mail switched off by their link"),
    "feed.made": _("Address of a feed made"),
    "feed.ended": _("Address of a feed ended"),
    "endpoint.made": _("Message gateway set up"),
    "endpoint.ended": _("Message gateway ended"),
    "endpoint.tried": _("Message gateway tried"),
    "message.again": _("Message tried again"),
}
