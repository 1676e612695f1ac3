"""Who is in the group, and on which days its clock differs from Monday to Friday."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import CalendarDay, Member
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.registers.models import Agency

_OF_REGISTER = {"convener": Member.Part.CONVENER, "yes": Member.Part.MEMBER}
"""What the register of agencies calls them."""


def keep(act: Act, member: Member | None, values: Mapping[str, Any]) -> Member:
    """Enter a member, or change one; who was a member before becomes one again."""
    try:
        with transaction.atomic():
            current = Member() if member is None else Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
            current = _without_ended(current, values)
            for name, value in values.items():
                setattr(current, name, value)
            current.ended_at = None
            current.save()
            entries.write(act, "member.changed", current, changes={"part": [None, current.part]})
    except IntegrityError as error:
        raise RefusedError(_("This agency or organisation is a member already.")) from error
    return current


def _without_ended(member: Member, values: Mapping[str, Any]) -> Member:
    """Let ended memberships hold nothing that this one names; a new one goes on with the first of them."""
    named = {name: value for name in ("agency", "organisation") if (value := values.get(name)) is not None}
    if not named:
        return member
    ended = list(Member.objects.select_for_update(of=("self",)).filter(
        Q(*named.items(), _connector=Q.OR), ended_at__isnull=False).exclude(pk=member.pk).order_by("pk"))
    if member._state.adding and ended:
        member, *ended = ended
    Member.objects.filter(pk__in=[each.pk for each in ended]).delete()
    return member


def end(act: Act, member: Member) -> None:
    """End a membership; what the member did stays."""
    with transaction.atomic():
        if not Member.objects.filter(pk=member.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
            raise RefusedError(_("It has ended already."))
        entries.write(act, "member.ended", member)


def from_register(act: Act) -> int:
    """Enter the conveners and members that the register of agencies names (paragraph 124); give how many were new."""
    with transaction.atomic():
        named = Agency.objects.filter(membership_en__in=list(_OF_REGISTER), retired_at__isnull=True,
                                      membership__isnull=True).order_by("case_key", "pk")
        made = [Member.objects.create(agency=each, part=_OF_REGISTER[each.membership_en],
                                      place=10 if each.membership_en == "convener" else 20) for each in named]
        for each in made:
            entries.write(act, "member.changed", each, changes={"part": [None, each.part]})
    return len(made)


def add_days(act: Act, days: Iterable[tuple[date, bool, str]]) -> int:
    """Enter days that are off or worked against the rule; give how many were new or changed."""
    with transaction.atomic():
        count = 0
        for day, is_worked, note in days:
            known = CalendarDay.objects.filter(date=day).first()
            if known is not None and (known.is_worked, known.note) == (is_worked, note):
                continue
            row, _is_new = CalendarDay.objects.update_or_create(date=day, defaults={"is_worked": is_worked,
                                                                                    "note": note})
            entries.write(act, "days.changed", row, changes={"date": [None, day], "is_worked": [None, is_worked]})
            count += 1
    return count


def remove_day(act: Act, day: CalendarDay) -> None:
    """Let a day be an ordinary one again."""
    with transaction.atomic():
        entries.write(act, "days.changed", day, changes={"date": [day.date, None]})
        day.delete()
