"""Lists of this room as files and for programs: what each row tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.coordination.models import Decision, Meeting, Problem, PublicAnswer, Task
from outward_portal.coordination.problems.clock import Clock, clocks
from outward_portal.records.table_files import citation, table_file

TASK: Final = ("task", "title_en", "title_zh", "owner_en", "owner_zh", "priority", "due_on", "state", "given", "done",
               "ended", "held_up", "late", "decision", "sample")
PROBLEM: Final = ("problem", "title", "topic", "region", "enterprise_en", "enterprise_zh", "lead_en", "lead_zh",
                  "state", "urgent", "raised", "taken", "answered", "working_days", "term_days", "due_on", "late",
                  "sample")
MEETING: Final = ("meeting", "title_en", "title_zh", "begins", "minutes_long", "place_en", "place_zh", "state",
                  "sample")
DECISION: Final = ("decision", "number", "text_en", "text_zh", "meeting", "meeting_en", "meeting_zh", "day")


def _moment(at: Any) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at is not None else None


def task_item(task: Any) -> dict[str, Any]:
    """Give a task as plain data."""
    return dict(zip(TASK, (
        task.pk, task.title_en, task.title_zh, task.owner.name_en, task.owner.name_zh, task.priority,
        task.due_on.isoformat(), task.state, _moment(task.given_at), _moment(task.done_at), _moment(task.ended_at),
        task.is_blocked, task.is_late, task.decision_id, task.is_sample), strict=True))


def problem_item(problem: Problem, clock: Clock) -> dict[str, Any]:
    """Give a problem with its clock as plain data."""
    lead = problem.lead
    return dict(zip(PROBLEM, (
        problem.pk, problem.title, problem.topic, problem.region, problem.organisation.name_en,
        problem.organisation.name_zh, lead.name_en if lead else "", lead.name_zh if lead else "", problem.state,
        problem.is_urgent, _moment(problem.raised_at), _moment(problem.taken_at), _moment(problem.answered_at),
        clock.days, clock.term, clock.due_on.isoformat() if clock.due_on else None, clock.is_late, problem.is_sample),
        strict=True))


def decision_item(decision: Decision) -> dict[str, Any]:
    """Give a decision as plain data."""
    meeting = decision.meeting
    return dict(zip(DECISION, (
        decision.pk, decision.label, decision.text_en, decision.text_zh, meeting.pk, meeting.title_en,
        meeting.title_zh, timezone.localtime(meeting.begins_at).date().isoformat()), strict=True))


def meeting_item(meeting: Meeting) -> dict[str, Any]:
    """Give a meeting as plain data."""
    return dict(zip(MEETING, (
        meeting.pk, meeting.title_en, meeting.title_zh, _moment(meeting.begins_at), meeting.minutes_long,
        meeting.place_en, meeting.place_zh, meeting.state, meeting.is_sample), strict=True))


def meetings_file(found: Iterable[Meeting], format: str) -> HttpResponse:
    """Write a list of meetings."""
    return table_file("meetings", MEETING, map(meeting_item, found), format,
                      citation(_("Meetings of the leading group")))


def tasks_file(found: Iterable[Task], format: str) -> HttpResponse:
    """Write a list of tasks."""
    return table_file("tasks", TASK, map(task_item, found), format, citation(_("Tasks of the leading group")))


def problems_file(found: Iterable[Problem], format: str) -> HttpResponse:
    """Write a list of problems."""
    rows = list(found)
    told = clocks(rows)
    return table_file("problems", PROBLEM, (problem_item(each, told[each.pk]) for each in rows), format,
                      citation(_("Problems of enterprises")))


def decisions_file(found: Iterable[Decision], format: str) -> HttpResponse:
    """Write a list of decisions."""
    return table_file("decisions", DECISION, map(decision_item, found), format,
                      citation(_("Decisions of the leading group")))


ANSWER: Final = ("question_en", "question_zh", "answer_en", "answer_zh", "topic", "published", "sample")


def answers_file(found: Iterable[PublicAnswer], format: str) -> HttpResponse:
    """Write the published questions and answers."""
    return table_file("answers", ANSWER, (
        dict(zip(ANSWER, (each.question_en, each.question_zh, each.answer_en, each.answer_zh, each.topic,
                          each.published_on.isoformat(), each.is_sample), strict=True)) for each in found),
        format, citation(_("Questions and answers")))
