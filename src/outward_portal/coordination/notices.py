"""What people are told of in this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.coordination.meetings.flow import page as meeting_page
from outward_portal.coordination.problems.flow import page as problem_page
from outward_portal.coordination.tasks.flow import page as task_page
from outward_portal.notices.telling import NoticeKind


def _kind(key: str, name: Promise, words: Promise) -> NoticeKind:
    pages: dict[str, Callable[[Any], str]] = {"task": task_page, "meeting": meeting_page}
    return NoticeKind(key, name, words, pages.get(key.partition(".")[0], problem_page))


KINDS: Final = (
    _kind("task.given", _("Task given"), _("A task for you, due %(day)s: %(name)s")),
    _kind("task.accepted", _("Task accepted"), _("The agency will do it: %(name)s")),
    _kind("task.done", _("Task reported done"), _("Reported done, to be confirmed: %(name)s")),
    _kind("task.returned", _("Task returned"), _("The office returned a task of yours: %(name)s")),
    _kind("task.soon", _("Task due soon"), _("Due on %(day)s: %(name)s")),
    _kind("task.late", _("Task late"), _("Late, it was due on %(day)s: %(name)s")),
    _kind("meeting.invited", _("Invitation to a meeting"), _("You are invited to a meeting on %(day)s: %(name)s")),
    _kind("meeting.moved", _("Meeting moved"), _("Time or place has changed, now %(day)s: %(name)s")),
    _kind("meeting.cancelled", _("Meeting called off"), _("The meeting of %(day)s does not take place: %(name)s")),
    _kind("meeting.minutes", _("Minutes approved"), _("The minutes of %(day)s are approved: %(name)s")),
    _kind("problem.raised", _("Problem raised"), _("An enterprise raises a problem: %(name)s")),
    _kind("problem.taken", _("Problem taken"), _("An agency leads on your problem: %(name)s")),
    _kind("problem.untaken", _("Problem not taken in time"), _("Nobody has taken it within its term: %(name)s")),
    _kind("problem.late", _("Problem not answered in time"), _("It is not answered within its term: %(name)s")),
    _kind("problem.led", _("Problem to lead"), _("You lead on a problem of an enterprise: %(name)s")),
    _kind("problem.asked", _("Question about your problem"), _("You are asked something, the clock stands: %(name)s")),
    _kind("problem.replied", _("Reply of an enterprise"), _("The enterprise has replied, the clock goes on: %(name)s")),
    _kind("problem.answered", _("Problem answered"), _("Your problem is answered: %(name)s")),
    _kind("problem.accepted", _("Answer accepted"), _("The enterprise accepts the answer: %(name)s")),
    _kind("problem.reopened", _("Problem reopened"), _("The answer left something open: %(name)s")),
    _kind("problem.withdrawn", _("Problem withdrawn"), _("The enterprise no longer asks: %(name)s")),
    _kind("opinion.asked", _("Opinion asked for"), _("You are asked for your opinion on a problem: %(name)s")),
    _kind("opinion.given", _("Opinion given"), _("An agency has given its opinion: %(name)s")),
)
