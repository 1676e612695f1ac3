"""Addresses of the room ``coordination``."""

from __future__ import annotations

from django.urls import path

from outward_portal.coordination.views import group, meetings, planner, problems, tasks

urlpatterns = [
    path("", tasks.board, name="group-board"),
    path("desk", tasks.own_desk, name="group-desk"),
    path("agencies/<int:row>/", tasks.agency, name="group-agency"),
    path("tasks/", tasks.tasks, name="group-tasks"),
    path("tasks/files/<slug:format>", tasks.tasks_file, name="group-tasks-file"),
    path("tasks/new", tasks.give, name="group-task-new"),
    path("tasks/<int:row>/", tasks.task, name="group-task"),
    path("tasks/<int:row>/change", tasks.change, name="group-task-change"),
    path("tasks/<int:row>/note", tasks.note, name="group-task-note"),
    path("tasks/<int:row>/before", tasks.wait_for, name="group-task-before"),
    path("tasks/before/<int:row>/out", tasks.wait_no_longer, name="group-task-before-out"),
    path("tasks/<int:row>/records", tasks.name_record, name="group-task-record"),
    path("tasks/records/<int:row>/out", tasks.unname_record, name="group-task-record-out"),
    path("calendar/", planner.calendar, name="group-calendar"),
    path("calendar/leading-group.ics", planner.calendar_download, name="group-calendar-file"),
    path("calendar/days/", planner.days, name="group-days"),
    path("calendar/days/<int:row>/out", planner.day_out, name="group-day-out"),
    path("meetings/", meetings.meetings, name="group-meetings"),
    path("meetings/new", meetings.plan, name="group-meeting-new"),
    path("meetings/<int:row>/", meetings.meeting, name="group-meeting"),
    path("meetings/<int:row>/change", meetings.change, name="group-meeting-change"),
    path("meetings/<int:row>/agenda", meetings.propose, name="group-agenda-new"),
    path("agenda/<int:row>/up", meetings.move_up, name="group-agenda-up"),
    path("meetings/<int:row>/coming", meetings.coming, name="group-meeting-coming"),
    path("meetings/<int:row>/attendance", meetings.attendance, name="group-meeting-attendance"),
    path("meetings/<int:row>/decisions", meetings.decide, name="group-decision-new"),
    path("meetings/<int:row>/minutes/<slug:format>", meetings.minutes, name="group-minutes"),
    path("decisions/", meetings.decisions, name="group-decisions"),
    path("decisions/files/<slug:format>", meetings.decisions_file, name="group-decisions-file"),
    path("problems/", problems.problems, name="group-problems"),
    path("problems/files/<slug:format>", problems.problems_file, name="group-problems-file"),
    path("problems/new", problems.raise_problem, name="group-problem-new"),
    path("problems/<int:row>/", problems.problem, name="group-problem"),
    path("answers/", problems.answers, name="group-answers"),
    path("answers/files/<slug:format>", problems.answers_file, name="group-answers-file"),
    path("members/", group.group, name="group-members"),
    path("members/register", group.from_register, name="group-members-register"),
    path("members/new", group.keep_member, name="group-member-new"),
    path("members/<int:row>/change", group.keep_member, name="group-member-change"),
    path("members/<int:row>/end", group.end_member, name="group-member-end"),
    path("statistics/", group.statistics, name="group-statistics"),
    path("digests/", group.digests, name="group-digests"),
    path("digests/<int:row>/", group.digest, name="group-digest"),
    path("digests/<int:row>/<slug:language>.<slug:format>", group.digest_file, name="group-digest-file"),
]
