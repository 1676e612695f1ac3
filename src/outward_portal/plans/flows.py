"""The life cycles of this room: of a plan, of one of its items, of a factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import Act
from outward_portal.plans.actions import plans
from outward_portal.plans.models import Factor, Plan, PlanItem
from outward_portal.records.choosing import RecordField
from outward_portal.records.errors import RefusedError
from outward_portal.workflows.flow import State, Step, Workflow

_OFFICE: Final = _("The office of the leading group")
_DRAWING: Final = _("The leading group and its analysts")
_ANSWERING: Final = _("The office, and officers of the agency that answers for it")


class OpinionForm(forms.Form):
    """What an agency says of a plan."""

    text = forms.CharField(label=_("Opinion"), max_length=4000, widget=forms.Textarea({"rows": 6}))


class ProgressForm(forms.Form):
    """Where an item stands, in words."""

    progress = forms.CharField(label=_("Where it stands"), max_length=1000, widget=forms.Textarea({"rows": 4}))


class DoneForm(ProgressForm):
    """What was done, and when."""

    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def clean_done_on(self) -> Any:
        """Refuse a day that is still to come."""
        day = self.cleaned_data["done_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


def _follower_form(user: Any, subject: Any) -> type[forms.Form]:
    """Ask which factor takes the place of one, if any."""
    del subject

    class FollowerForm(forms.Form):
        follower = RecordField(label=_("Factor that takes its place"), model=Factor, user=user, required=False)

    return FollowerForm


def _offer(act: Act, plan: Plan, values: Mapping[str, Any]) -> None:
    del act, values
    if not plan.items.exists():
        raise RefusedError(gettext("The plan is empty. Add its goals and measures before you put it to the agencies."))
    plan.revision += 1
    plans.offer(plan)


def _opine(act: Act, plan: Plan, values: Mapping[str, Any]) -> None:
    plans.opine(act, plan, values["text"])


def _adopt(act: Act, plan: Plan, values: Mapping[str, Any]) -> None:
    del values
    plans.adopt(act, plan)


def _close(act: Act, plan: Plan, values: Mapping[str, Any]) -> None:
    del values
    plan.closing_note = act.reason[:500]


def _revise(act: Act, plan: Plan, values: Mapping[str, Any]) -> None:
    del values
    plans.revise(act, plan)


def _report(act: Act, item: PlanItem, values: Mapping[str, Any]) -> None:
    del act
    item.progress = values["progress"]


def _finish(act: Act, item: PlanItem, values: Mapping[str, Any]) -> None:
    del act
    item.progress, item.done_on = values["progress"], values["done_on"]


def _reopen(act: Act, item: PlanItem, values: Mapping[str, Any]) -> None:
    del act, values
    item.done_on = None


def _supersede(act: Act, factor: Factor, values: Mapping[str, Any]) -> None:
    del act
    follower = values.get("follower")
    if follower is not None and follower.pk == factor.pk:
        raise RefusedError(gettext("A factor does not take its own place. Choose another, or none."))
    factor.superseded_by = follower


PLAN: Final = Workflow(
    key="plan", name=_("Plan"), purpose=_("A plan from its draft by consultation to its adoption, its carrying out and "
                                          "its end; what is adopted is changed by a next version only."),
    model=Plan, page=lambda plan: reverse("plan", kwargs={"row": plan.pk}), made_by=_DRAWING,
    states=(
        State("draft", pgettext_lazy("plan", "Draft"),
              _("Seen by the leading group and its analysts, who draw it up.")),
        State("consultation", pgettext_lazy("plan", "In consultation"),
              _("The agencies say what they think of it; the office alone changes it.")),
        State("adopted", pgettext_lazy("plan", "Adopted"), _("Read by its audience; its items no longer change.")),
        State("under-way", pgettext_lazy("plan", "Under way"), _("Agencies write how far their items are.")),
        State("closed", pgettext_lazy("plan", "Closed"), _("Over, or followed by a next version."), is_end=True),
    ),
    steps=(
        Step("consult", _("Put it to the agencies"), ("draft",), "consultation", "plan.offer", "plan.consulted",
             _("The office, and officers of the agency whose plan it is"), do=_offer,
             told=_("The agencies that answer for items are told and can give their opinion.")),
        Step("opine", _("Give an opinion"), ("consultation",), "", "plan.opine", "plan.opinion", _DRAWING,
             form=OpinionForm, do=_opine, hidden=("text",),
             told=_("It is read by the leading group and its analysts.")),
        Step("return", _("Take it back as a draft"), ("consultation",), "draft", "plan.offer", "plan.returned",
             _("The office, and officers of the agency whose plan it is"), needs_reason=True),
        Step("adopt", _("Adopt it"), ("consultation",), "adopted", "plan.adopt", "plan.adopted", _OFFICE, do=_adopt,
             told=_("Its audience can read it from now on, and its items no longer change. A version before it is "
                    "closed.")),
        Step("begin", _("Begin to carry it out"), ("adopted",), "under-way", "plan.adopt", "plan.begun", _OFFICE),
        Step("revise", _("Begin a next version"), ("adopted", "under-way"), "", "plan.revise", "plan.revised", _OFFICE,
             do=_revise, told=_("A draft with all its items is made. This version holds until that one is adopted.")),
        Step("close", _("Close it"), ("adopted", "under-way"), "closed", "plan.adopt", "plan.closed", _OFFICE,
             do=_close, needs_reason=True, is_grave=True, told=_("Nothing more is written in it.")),
    ),
)

ITEM: Final = Workflow(
    key="plan-item", name=_("Item of a plan"),
    purpose=_("A measure or a task of an adopted plan, from its beginning to its end."),
    model=PlanItem, page=lambda item: reverse("plan-item", kwargs={"row": item.pk}), made_by=_DRAWING,
    states=(
        State("open", pgettext_lazy("item", "Not begun"), _("Nobody has said that it was begun.")),
        State("under-way", pgettext_lazy("item", "Under way"), _("Its agency is at it.")),
        State("done", pgettext_lazy("item", "Done"), _("Its agency says that it is done, when, and what was done."),
              is_end=True),
        State("dropped", pgettext_lazy("item", "Dropped"), _("Given up, with a reason; counted in nothing."),
              is_end=True),
    ),
    steps=(
        Step("start", _("Begin"), ("open",), "under-way", "plan-item.progress", "plan-item.started", _ANSWERING,
             form=ProgressForm, do=_report),
        Step("report", _("Write how far it is"), ("under-way",), "", "plan-item.progress", "plan-item.reported",
             _ANSWERING, form=ProgressForm, do=_report),
        Step("finish", _("It is done"), ("open", "under-way"), "done", "plan-item.progress", "plan-item.done",
             _ANSWERING, form=DoneForm, do=_finish),
        Step("drop", _("Drop it"), ("open", "under-way"), "dropped", "plan-item.progress", "plan-item.dropped",
             _ANSWERING, needs_reason=True, is_grave=True, told=_("It is counted in nothing any more.")),
        Step("reopen", _("Open it again"), ("done", "dropped"), "under-way", "plan-item.progress",
             "plan-item.reopened", _ANSWERING, do=_reopen, needs_reason=True),
    ),
)

FACTOR: Final = Workflow(
    key="factor", name=_("Factor"), purpose=_("A factor from its proposal to the register's word, until another takes "
                                              "its place."),
    model=Factor, page=lambda factor: reverse("record", kwargs={"slug": "factors", "key": factor.pk}),
    record=lambda factor: int(factor.pk), made_by=_("The leading group"),
    states=(
        State("proposed", pgettext_lazy("factor", "Proposed"), _("Somebody has entered it; it is not yet checked.")),
        State("accepted", pgettext_lazy("factor", "Accepted"), _("It holds; measures are asked for that answer it.")),
        State("superseded", pgettext_lazy("factor", "Superseded"), _("It no longer holds."), is_end=True),
    ),
    steps=(
        Step("accept", _("Accept"), ("proposed",), "accepted", "factor.accept", "factor.accepted", _OFFICE),
        Step("supersede", _("It no longer holds"), ("proposed", "accepted"), "superseded", "factor.accept",
             "factor.superseded", _OFFICE, form_for=_follower_form, do=_supersede, needs_reason=True, is_grave=True),
    ),
)

ALL: Final = (PLAN, ITEM, FACTOR)
