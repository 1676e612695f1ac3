"""What this room does, as the journal and histories name it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

DEEDS: Final = {
    "plan.made": _("Plan begun"),
    "plan.changed": _("Plan changed"),
    "plan.discarded": _("Draft of a plan thrown away"),
    "plan.consulted": _("Plan put to the agencies"),
    "plan.returned": _("Plan taken back as a draft"),
    "plan.opinion": _("Opinion on a plan given"),
    "plan.adopted": _("Plan adopted"),
    "plan.begun": _("Plan under way"),
    "plan.closed": _("Plan closed"),
    "plan.revised": _("Next version of a plan begun"),
    "plan.item-added": _("Item added to a plan"),
    "plan.item-changed": _("Item of a plan changed"),
    "plan.item-moved": _("Item of a plan moved"),
    "plan.item-removed": _("Item of a plan taken out"),
    "plan.linked": _("Item of a plan linked"),
    "plan.unlinked": _("Link of a plan's item taken back"),
    "plan.result-added": _("Result of a plan's item written"),
    "plan.result-removed": _("Result of a plan's item taken out"),
    "plan.task-handed": _("Task of a plan handed over"),
    "plan-item.started": _("Item of a plan begun"),
    "plan-item.reported": _("Progress of a plan's item written"),
    "plan-item.done": _("Item of a plan done"),
    "plan-item.dropped": _("Item of a plan dropped"),
    "plan-item.reopened": _("Item of a plan opened again"),
    "factor.accepted": _("Factor accepted"),
    "factor.superseded": _("Factor superseded"),
    "factor.cited": _("Figure cited for a factor"),
    "factor.uncited": _("Citation of a figure taken back"),
}
