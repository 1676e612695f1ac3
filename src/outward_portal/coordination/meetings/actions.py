"""Writing meetings: plans, agenda, attendance, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import AgendaItem, Attendance, Decision, Meeting, Member
from outward_portal.journal import entries
from outward_portal.journal.models import Head
from outward_portal.notices.telling import tell
from outward_portal.records.errors import RefusedError

MOST_ITEMS: Final = 100
"""Items of an agenda, and decisions of a meeting."""


def plan(act: Act, values: Mapping[str, Any]) -> Meeting:
    """Plan a meeting; nobody is invited yet."""
    with transaction.atomic():
        made = Meeting.objects.create(**values, made_by=act.actor)
        entries.write(act, "meeting.planned", made, changes={"begins_at": [None, made.begins_at]})
    return made


def change(act: Act, meeting: Meeting, values: Mapping[str, Any]) -> Meeting:
    """Change time, place or title; whoever was invited is told of another time or place."""
    with transaction.atomic():
        current = to_come(meeting)
        before = {name: getattr(current, name) for name in values}
        for name, value in values.items():
            setattr(current, name, value)
        current.save()
        changed = entries.differences(before, values)
        entries.write(act, "meeting.changed", current, changes={name: changed[name] for name in changed.keys()
                                                                & {"begins_at", "minutes_long"}})
        if current.state == Meeting.State.INVITED and changed.keys() & {"begins_at", "place_en", "place_zh"}:
            tell("meeting.moved", f"meeting.moved:{current.pk}:{current.changed_at.isoformat()}", about=current,
                 to=invited(current), values={"day": timezone.localtime(current.begins_at).date().isoformat()})
    return current


def to_come(meeting: Meeting) -> Meeting:
    """Take hold of a meeting that has not been held."""
    current: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not current.is_to_come:
        raise RefusedError(_("The meeting was held or called off: this can no longer be changed."))
    return current


def sat(meeting: Meeting) -> Meeting:
    """Take hold of a meeting that was held and whose minutes are not approved."""
    current: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not current.has_sat or current.state == Meeting.State.APPROVED:
        raise RefusedError(_("This is written after the meeting was held and before its minutes are approved."))
    return current


def invited(meeting: Meeting) -> list[Organisation]:
    """Give the organisations that were invited."""
    return list(Organisation.objects.filter(pk__in=meeting.attendances.values("organisation")))


def members() -> list[Member]:
    """Give the members of the group that act in the portal."""
    return list(Member.objects.filter(ended_at__isnull=True, organisation__isnull=False).select_related(
        "organisation", "agency"))


def propose(act: Act, meeting: Meeting, values: Mapping[str, Any]) -> AgendaItem:
    """Propose an item; what the office proposes stands on the agenda at once."""
    with transaction.atomic():
        current = to_come(meeting)
        if current.items.count() >= MOST_ITEMS:
            raise RefusedError(_("An agenda holds at most %(most)d items.") % {"most": MOST_ITEMS})
        organisation = act.actor.organisation if act.actor else None
        is_office = organisation is not None and organisation.kind == Organisation.Kind.OFFICE
        made = AgendaItem.objects.create(
            meeting=current, **values, proposed_by=act.actor, proposed_for=organisation,
            state=AgendaItem.State.ACCEPTED if is_office else AgendaItem.State.PROPOSED,
            place=next_place(current) if is_office else 0)
        entries.write(act, "agenda.accepted" if is_office else "agenda.proposed", made)
    return made


def next_place(meeting: Meeting) -> int:
    """Give the place below the last item of an agenda."""
    last = meeting.items.filter(state=AgendaItem.State.ACCEPTED).aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def move_up(act: Act, item: AgendaItem) -> None:
    """Let an item change places with the one above it."""
    with transaction.atomic():
        meeting = to_come(item.meeting)
        rows = list(meeting.items.filter(state=AgendaItem.State.ACCEPTED).order_by("place", "pk"))
        at = next((number for number, each in enumerate(rows) if each.pk == item.pk), 0)
        if not at:
            return
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
        for place, each in enumerate(rows, 1):
            each.place = place
        AgendaItem.objects.bulk_update(rows, ["place"])
        entries.write(act, "agenda.ordered", meeting)


def answer_invitation(act: Act, attendance: Attendance, state: str, who: str) -> None:
    """Say whether an agency comes, and who."""
    with transaction.atomic():
        meeting = to_come(attendance.meeting)
        current = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
        current.state, current.who = state, who
        current.save(update_fields=["state", "who"])
        entries.write(act, "attendance.answered", meeting, changes={"agency": [None, current.organisation_id],
                                                                    "state": [None, state]})


def record_attendance(act: Act, meeting: Meeting, states: Mapping[int, str]) -> None:
    """Write down who was there, by organisation."""
    with transaction.atomic():
        current = sat(meeting)
        rows = list(current.attendances.select_for_update(of=("self",)))
        for each in rows:
            each.state = states.get(each.organisation_id, each.state)
        Attendance.objects.bulk_update(rows, ["state"])
        entries.write(act, "attendance.recorded", current)


def decide(act: Act, meeting: Meeting, values: Mapping[str, Any]) -> Decision:
    """Write a decision down under the year's next number."""
    with transaction.atomic():
        current = sat(meeting)
        Head.objects.select_for_update().get(pk=1)  # one at a time: two decisions at once would take one number
        if current.decisions.count() >= MOST_ITEMS:
            raise RefusedError(_("A meeting has at most %(most)d decisions.") % {"most": MOST_ITEMS})
        year = timezone.localtime(current.begins_at).year
        last = Decision.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
        made = Decision.objects.create(meeting=current, year=year, number=last + 1, by=act.actor, **values)
        entries.write(act, "decision.made", made, changes={"number": [None, made.label]})
    return made
