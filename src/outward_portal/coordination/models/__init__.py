"""The room's rows: the group's members, meetings with decisions, tasks, problems of enterprises, digests."""

from outward_portal.coordination.models.digests import Digest, DigestFile
from outward_portal.coordination.models.meetings import AgendaItem, Attendance, Decision, Meeting
from outward_portal.coordination.models.members import CalendarDay, Member
from outward_portal.coordination.models.problems import Opinion, Problem, ProblemPause, ProblemRecord, PublicAnswer
from outward_portal.coordination.models.tasks import (
    Task,
    TaskDependence,
    TaskEscalation,
    TaskHelper,
    TaskNote,
    TaskRecord,
)

__all__ = ["AgendaItem", "Attendance", "CalendarDay", "Decision", "Digest", "DigestFile", "Meeting", "Member",
           "Opinion", "Problem", "ProblemPause", "ProblemRecord", "PublicAnswer", "Task", "TaskDependence",
           "TaskEscalation", "TaskHelper", "TaskNote", "TaskRecord"]
