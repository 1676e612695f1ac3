"""The life of a case file, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.notices.telling import tell
from outward_portal.services.disputes.forms import OutcomeForm, next_form
from outward_portal.services.models import CaseEntry, DisputeCase
from outward_portal.services.private_steps import private
from outward_portal.workflows.flow import State, Step, Workflow

_S = DisputeCase.State
_ENTERPRISE: Final = _("the enterprise")
_RUNNING: Final = (_S.OPEN, _S.NEGOTIATION, _S.MEDIATION, _S.ARBITRATION, _S.COURT, _S.SETTLED, _S.DECIDED, _S.ENFORCED)


def _settle(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> None:
    """Keep what was agreed or decided, in the log too."""
    case.outcome = values["outcome"]
    CaseEntry.objects.create(case=case, happened_on=timezone.localdate(), text=values["outcome"], by=act.actor)


def _plan(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> None:
    del act
    case.next_step, case.next_due = values["next_step"], values["next_due"]


def _share(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> None:
    del act, values
    case.is_shared = True
    tell("dispute.shared", f"dispute.shared:{case.pk}:{timezone.now().isoformat()}", about=case,
         to=list(Organisation.objects.filter(kind=Organisation.Kind.OFFICE)))


def _unshare(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> None:
    del act, values
    case.is_shared = False


def _close(act: Act, case: DisputeCase, values: Mapping[str, Any]) -> None:
    del values
    case.next_step, case.next_due = "", None
    if act.reason:
        CaseEntry.objects.create(case=case, happened_on=timezone.localdate(), text=act.reason, by=act.actor)


def _move(key: str, label: Any, sources: tuple[str, ...], target: str, **more: Any) -> Step:
    return Step(key, label, sources, target, "disputes.write", "dispute.moved", _ENTERPRISE, **more)


FLOW: Final = Workflow(
    key="dispute-case", name=_("Case file of a dispute"), model=DisputeCase,
    purpose=_("A dispute abroad, from the claim over talks, mediation, arbitration or a court to its end."),
    states=(
        State(_S.OPEN, _S.OPEN.label, _("The claim is written down; no path is taken yet.")),
        State(_S.NEGOTIATION, _S.NEGOTIATION.label), State(_S.MEDIATION, _S.MEDIATION.label),
        State(_S.ARBITRATION, _S.ARBITRATION.label), State(_S.COURT, _S.COURT.label),
        State(_S.SETTLED, _S.SETTLED.label, _("The sides have agreed.")),
        State(_S.DECIDED, _S.DECIDED.label, _("An award or a judgment is there.")),
        State(_S.ENFORCED, _S.ENFORCED.label), State(_S.CLOSED, _S.CLOSED.label, is_end=True),
    ),
    steps=private(
        Step("plan", _("Set the next step"), _RUNNING, "", "disputes.write", "dispute.planned", _ENTERPRISE,
             form_for=next_form, do=_plan, hidden=("next_step", "next_due")),
        _move("negotiate", _("Negotiate"), (_S.OPEN,), _S.NEGOTIATION),
        _move("mediate", _("Go to mediation"), (_S.OPEN, _S.NEGOTIATION), _S.MEDIATION),
        _move("arbitrate", _("Go to arbitration"), (_S.OPEN, _S.NEGOTIATION, _S.MEDIATION), _S.ARBITRATION),
        _move("sue", _("Go to court"), (_S.OPEN, _S.NEGOTIATION, _S.MEDIATION), _S.COURT),
        _move("settle", _("It is settled"), (_S.NEGOTIATION, _S.MEDIATION, _S.ARBITRATION, _S.COURT), _S.SETTLED,
              form=OutcomeForm, do=_settle, hidden=("outcome",)),
        _move("decide", _("It is decided"), (_S.ARBITRATION, _S.COURT), _S.DECIDED, form=OutcomeForm, do=_settle,
              hidden=("outcome",)),
        _move("enforce", _("Have it enforced"), (_S.SETTLED, _S.DECIDED), _S.ENFORCED),
        Step("share", _("Share with the office"), _RUNNING, "", "disputes.share", "dispute.shared", _ENTERPRISE,
             do=_share, told=_("The leading group's office then reads the whole file, until you end it.")),
        Step("unshare", _("Stop sharing"), (*_RUNNING, _S.CLOSED), "", "disputes.unshare", "dispute.unshared",
             _ENTERPRISE, do=_unshare),
        Step("close", _("Close the file"), _RUNNING, _S.CLOSED, "disputes.write", "dispute.closed", _ENTERPRISE,
             do=_close, is_grave=True, needs_reason=True,
             told=_("Nothing more is written in a closed file.")),
    ),
    page=lambda case: reverse("dispute-case", args=[case.pk]), made_by=_ENTERPRISE,
)
