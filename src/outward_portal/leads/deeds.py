"""What the journal calls this room's actions."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Final[dict[str, Promise]] = {
    "interest.shown": _("Interest in a lead shown"),
    "interest.followed": _("Interest in a lead followed up"),
    "interest.handed-over": _("Interest in a lead handed over"),
    "interest.noted": _("Note on an interest in a lead written"),
    "interest.offered": _("Offer for a lead made"),
    "interest.won": _("Lead won"),
    "interest.lost": _("Lead lost"),
    "interest.no-bid": _("Lead not bid for"),
    "interest.withdrawn": _("Interest in a lead withdrawn"),
    "interest.again": _("Interest in a lead shown again"),
}
