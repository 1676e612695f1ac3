"""What this room does, in words for the journal."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

DEEDS: Final = {
    "service.drafted": _("Request for a service drafted"),
    "service.edited": _("Request for a service edited"),
    "service.posted": _("Request for a service posted"),
    "service.extended": _("Deadline of a request moved"),
    "service.invited": _("Provider invited to offer"),
    "service.awarded": _("Request awarded"),
    "service.begun": _("Work on a request begun"),
    "service.refused": _("Award not taken on"),
    "service.finished": _("Work on a request ended"),
    "service.rated": _("Service rated"),
    "service.cancelled": _("Request called off"),
    "service.invitation-declined": _("Invitation to offer declined"),
    "service.invitation-withdrawn": _("Invitation to offer taken back"),
    "service.offered": _("Offer made"),
    "service.offer-revised": _("Offer changed"),
    "service.offer-withdrawn": _("Offer taken back"),
    "service.offer-accepted": _("Offer accepted"),
    "service.offer-declined": _("Offer not accepted"),
    "service.offer-restored": _("Offer stands again"),
    "service.first-offer": _("Request has its first offer"),
    "service.conflict-waived": _("Conflict of interest waived"),
    "service.waiver-ended": _("Waiver of a conflict taken back"),
    "service.rating-answered": _("Rating answered"),
    "service.rating-hidden": _("Text of a rating hidden"),
    "service.rating-shown": _("Text of a rating shown again"),
    "service.mandate-declared": _("Mandate declared"),
    "service.mandate-ended": _("Mandate ended"),
    "dispute.opened": _("Case file opened"),
    "dispute.edited": _("Case file edited"),
    "dispute.path-chosen": _("Path of a dispute chosen"),
    "dispute.moved": _("Case file moved on"),
    "dispute.planned": _("Next step of a case set"),
    "dispute.shared": _("Case file shared with the office"),
    "dispute.unshared": _("Case file no longer shared"),
    "dispute.item-done": _("Item of a case ticked"),
    "dispute.item-undone": _("Tick of an item taken back"),
    "dispute.entry-added": _("Added to a case's log"),
    "dispute.reference-added": _("Document named in a case"),
    "dispute.reference-removed": _("Document taken out of a case"),
    "dispute.closed": _("Case file closed"),
}
"""By action. The journal never says what a request, an offer or a case file holds: others read it."""
