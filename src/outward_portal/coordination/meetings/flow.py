"""The life cycles of a meeting and of a proposal for its agenda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.requests import Act
from outward_portal.coordination.meetings.actions import invited, members, next_place, to_come
from outward_portal.coordination.meetings.drafting import drafted
from outward_portal.coordination.models import AgendaItem, Attendance, Meeting
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError
from outward_portal.risks.incidents.forms import TextField
from outward_portal.workflows.flow import State, Step, Workflow

_S = Meeting.State
_I = AgendaItem.State
_OFFICE = _("the office")


def _minutes_form(_user: Any, meeting: Meeting) -> type[forms.Form]:
    """Ask for the minutes in both languages, beginning with what is there, or with what the rows say."""
    begun = drafted(meeting)
    area = forms.Textarea({"class": "long", "rows": 16})

    class MinutesForm(forms.Form):
        minutes_en = TextField(label=_("Minutes in English"), max_length=20000, required=False, widget=area,
                               initial=meeting.minutes_en or begun.en)
        minutes_zh = TextField(label=_("Minutes in Chinese"), max_length=20000, required=False, widget=area,
                               initial=meeting.minutes_zh or begun.zh)

        base = forms.CharField(widget=forms.HiddenInput, required=False, initial=meeting.changed_at.isoformat())

        def clean(self) -> dict[str, Any]:
            cleaned = super().clean() or {}
            if not cleaned.get("minutes_en") and not cleaned.get("minutes_zh"):
                self.add_error("minutes_en", _("Write it in one of the languages at least."))
            return cleaned

    return MinutesForm


def _invite(act: Act, meeting: Meeting, _values: Mapping[str, Any]) -> None:
    del act
    if meeting.begins_at <= timezone.now():
        raise RefusedError(gettext("Its time is past. Change the time first."))
    found = [each.organisation for each in members() if each.organisation is not None]
    if not found:
        raise RefusedError(gettext("No member of the group acts in the portal. Enter the members first."))
    Attendance.objects.bulk_create([Attendance(meeting=meeting, organisation=each) for each in found],
                                   ignore_conflicts=True)
    tell("meeting.invited", f"meeting.invited:{meeting.pk}", about=meeting, to=found, topics=["room:coordination"],
         values={"day": _day(meeting)})


def _hold(act: Act, meeting: Meeting, _values: Mapping[str, Any]) -> None:
    del act
    if meeting.begins_at > timezone.now():
        raise RefusedError(gettext("It has not begun yet."))


def _write(act: Act, meeting: Meeting, values: Mapping[str, Any]) -> None:
    del act
    if values.get("base") and values["base"] != meeting.changed_at.isoformat():
        raise RefusedError(gettext("Somebody has written the minutes meanwhile. Copy your text, open them again "
                                   "and add to them."))
    meeting.minutes_en, meeting.minutes_zh = values["minutes_en"], values["minutes_zh"]


def _approve(act: Act, meeting: Meeting, _values: Mapping[str, Any]) -> None:
    if not meeting.minutes_en or not meeting.minutes_zh:
        raise RefusedError(gettext("Minutes are approved in both languages; one of them is missing."))
    meeting.approved_at, meeting.approved_by = timezone.now(), act.actor
    tell("meeting.minutes", f"meeting.minutes:{meeting.pk}", about=meeting, to=invited(meeting),
         topics=["room:coordination"], values={"day": _day(meeting)})


def _cancel(act: Act, meeting: Meeting, _values: Mapping[str, Any]) -> None:
    del act
    tell("meeting.cancelled", f"meeting.cancelled:{meeting.pk}", about=meeting, to=invited(meeting),
         values={"day": _day(meeting)})


def _day(meeting: Meeting) -> str:
    return timezone.localtime(meeting.begins_at).date().isoformat()


def page(meeting: Meeting) -> str:
    """Give the address of a meeting's page."""
    return reverse("group-meeting", args=[meeting.pk])


MEETING = Workflow(
    key="group-meeting", name=_("Meeting of the leading group"), model=Meeting, page=page,
    purpose=_("A meeting, from its plan and agenda to the minutes that are approved."), made_by=_OFFICE,
    states=(
        State(_S.PLANNED, _S.PLANNED.label, _("Time and place are chosen; members may propose items.")),
        State(_S.INVITED, _S.INVITED.label, _("Each member was told, and says who comes.")),
        State(_S.HELD, _S.HELD.label, _("Attendance and decisions are written down.")),
        State(_S.DRAFTED, _S.DRAFTED.label, _("The minutes are written and still change.")),
        State(_S.APPROVED, _S.APPROVED.label, _("Nothing changes any more; members were told."), is_end=True),
        State(_S.CANCELLED, _S.CANCELLED.label, _("It does not take place."), is_end=True),
    ),
    steps=(
        Step("invite", _("Invite the members"), (_S.PLANNED,), _S.INVITED, "meeting.keep", "meeting.invited", _OFFICE,
             do=_invite, told=_("Each member with people in the portal is told.")),
        Step("hold", _("It was held"), (_S.INVITED,), _S.HELD, "meeting.keep", "meeting.held", _OFFICE, do=_hold,
             told=_("After this the agenda stays as it is.")),
        Step("draft", _("Draft the minutes"), (_S.HELD,), _S.DRAFTED, "meeting.keep", "meeting.drafted", _OFFICE,
             form_for=_minutes_form, do=_write, hidden=("minutes_en", "minutes_zh"),
             told=_("Begun from the agenda, the attendance and the decisions as they are written down.")),
        Step("rewrite", _("Change the minutes"), (_S.DRAFTED,), "", "meeting.keep", "meeting.drafted", _OFFICE,
             form_for=_minutes_form, do=_write, hidden=("minutes_en", "minutes_zh")),
        Step("approve", _("Approve the minutes"), (_S.DRAFTED,), _S.APPROVED, "meeting.keep", "meeting.approved",
             _OFFICE, do=_approve, told=_("They must be there in both languages, and cannot be changed afterwards.")),
        Step("cancel", _("Call it off"), (_S.PLANNED, _S.INVITED), _S.CANCELLED, "meeting.keep", "meeting.cancelled",
             _OFFICE, do=_cancel, needs_reason=True, is_grave=True, told=_("Whoever was invited is told.")),
    ))


def _accept(act: Act, item: AgendaItem, _values: Mapping[str, Any]) -> None:
    del act
    item.place = next_place(to_come(item.meeting))


AGENDA = Workflow(
    key="agenda-item", name=_("Item of an agenda"), model=AgendaItem, page=lambda item: page(item.meeting),
    purpose=_("What a member proposes to speak of, and whether the office takes it."),
    made_by=_("a member of the group"),
    states=(
        State(_I.PROPOSED, _I.PROPOSED.label, _("A member proposes it.")),
        State(_I.ACCEPTED, _I.ACCEPTED.label, _("It stands on the agenda."), is_end=True),
        State(_I.DECLINED, _I.DECLINED.label, _("It is not spoken of this time."), is_end=True),
    ),
    steps=(
        Step("accept", _("Put it on the agenda"), (_I.PROPOSED, _I.DECLINED), _I.ACCEPTED, "agenda.decide",
             "agenda.accepted", _OFFICE, do=_accept),
        Step("decline", _("Do not take it"), (_I.PROPOSED, _I.ACCEPTED), _I.DECLINED, "agenda.decide",
             "agenda.declined", _OFFICE),
    ))
