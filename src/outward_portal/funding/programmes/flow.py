"""The life cycle of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import Act
from outward_portal.funding import telling
from outward_portal.funding.models import Call, Programme
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.flow import State, Step, Workflow

_KEEPER: Final = _("the programme's agency, or the office")


def announce(act: Act, call: Call, values: Mapping[str, Any]) -> None:  # noqa: ARG001
    """Announce a call of a programme that runs and has rules, a currency and a budget."""
    programme, today = call.programme, timezone.localdate()
    if programme.is_retired or programme.standing != Programme.Standing.RUNNING:
        raise RefusedError(gettext("The programme does not run."))
    if call.closes_on < today:
        raise RefusedError(gettext("It would be closed already."))
    if not programme.rule_versions.exists():
        raise RefusedError(gettext("The programme has no rules yet. Write them first."))
    if getattr(programme, "budget", None) is None:
        raise RefusedError(gettext("The programme has no budget yet. Enter one first."))
    call.state = "announced"  # before it is told: readers are asked whether they see it
    call.save(update_fields=["state"])
    if call.opens_on <= today:
        telling.call_opened(call)


CALL: Final = Workflow(
    key="funding-call", name=_("Call for applications"), model=Call,
    page=lambda call: reverse("call", kwargs={"row": call.pk}), record=lambda call: call.programme_id,
    purpose=_("That applications to a programme are taken from one day to another: written, announced, over by its "
              "day or called off."),
    made_by=_KEEPER,
    states=(
        State("draft", pgettext_lazy("call", "Draft"), _("Seen by the leading group alone.")),
        State("announced", pgettext_lazy("call", "Announced"), _("It takes applications from its first to its last "
                                                                 "day."), is_end=True),
        State("cancelled", pgettext_lazy("call", "Called off"), is_end=True),
    ),
    steps=(
        Step("announce", _("Announce"), ("draft",), "announced", "call.keep", "call.announced", _KEEPER, do=announce,
             told=_("Everybody who sees the programme sees it, and its days can no longer be changed.")),
        Step("cancel", _("Call off"), ("draft", "announced"), "cancelled", "call.keep", "call.cancelled", _KEEPER,
             needs_reason=True, is_grave=True, told=_("Applications that were handed in are still decided.")),
    ),
)
