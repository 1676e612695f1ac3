"""What waits here for somebody: tasks, invitations, proposals, problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import may, viewer
from outward_portal.coordination.models import AgendaItem, Attendance, Meeting, Opinion, Problem, Task
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> list[Waiting]:
    """Say what waits for a person."""
    return [*_tasks(user), *_meetings(user), *_problems(user)]


def _tasks(user: Any) -> Iterator[Waiting]:
    if not may(user, "tasks.read"):
        return
    seen, here = Task.objects.visible_to(user), reverse("group-tasks")
    own = seen.filter(owner=viewer(user).organisation)
    yield Waiting(_("Tasks of the leading group to accept"), own.filter(state=Task.State.OPEN).count(),
                  f"{here}?mine=1&state=open")
    yield Waiting(_("Tasks of the leading group to do"), own.filter(
        state__in=[Task.State.ACCEPTED, Task.State.IN_WORK, Task.State.RETURNED]).count(),
                  f"{here}?mine=1&state=undone")
    if viewer(user).role == Role.OFFICE:
        yield Waiting(_("Tasks reported done to confirm"), seen.filter(state=Task.State.DONE).count(),
                      f"{here}?state=done")


def _meetings(user: Any) -> Iterator[Waiting]:
    if not may(user, "group.read"):
        return
    here = reverse("group-meetings")
    yield Waiting(_("Invitations to meetings to answer"), Attendance.objects.visible_to(user).filter(
        organisation=viewer(user).organisation, state=Attendance.State.INVITED,
        meeting__state=Meeting.State.INVITED).count(), f"{here}?state=invited")
    if viewer(user).role == Role.OFFICE:
        yield Waiting(_("Items proposed for an agenda"), AgendaItem.objects.visible_to(user).filter(
            state=AgendaItem.State.PROPOSED,
            meeting__state__in=[Meeting.State.PLANNED, Meeting.State.INVITED]).count(), here)
        yield Waiting(_("Minutes to write or approve"), Meeting.objects.visible_to(user).filter(
            state__in=[Meeting.State.HELD, Meeting.State.DRAFTED]).count(), f"{here}?state=unfinished")


def _problems(user: Any) -> Iterator[Waiting]:
    if not may(user, "problems.read"):
        return
    seen, here, own = Problem.objects.visible_to(user), reverse("group-problems"), viewer(user).organisation
    states = Problem.State
    if viewer(user).role == Role.ENTERPRISE:
        yield Waiting(_("Questions about your problems"), seen.filter(state=states.ASKED).count(),
                      f"{here}?state=asked")
        yield Waiting(_("Answers to your problems to accept"), seen.filter(state=states.ANSWERED).count(),
                      f"{here}?state=answered")
        return
    if viewer(user).role == Role.OFFICE:
        yield Waiting(_("Problems of enterprises to take"), seen.filter(state=states.RAISED).count(),
                      f"{here}?state=raised")
        yield Waiting(_("Accepted answers to close"), seen.filter(state=states.ACCEPTED).count(),
                      f"{here}?state=accepted")
    yield Waiting(_("Problems on which you lead"), seen.filter(lead=own, state__in=[
        states.TAKEN, states.COORDINATED, states.REOPENED]).count() if own else 0, f"{here}?state=unanswered")
    yield Waiting(_("Opinions that you are asked for"), Opinion.objects.visible_to(user).filter(
        organisation=own, state=Opinion.State.ASKED).count() if own else 0, f"{here}?asked=1")
