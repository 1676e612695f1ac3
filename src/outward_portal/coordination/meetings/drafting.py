"""Minutes as the portal begins them, in both languages, from what is written down: attendance, agenda, decisions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.coordination.models import AgendaItem, Attendance, Meeting, Task
from outward_portal.theme.words import plain_pair


def both(en: str, zh: str) -> Label:
    """Write a text for each language, the other's with a mark where its own is missing."""
    return Label(plain_pair(en, zh, "en"), plain_pair(en, zh, "zh"))


def named(organisation: Organisation) -> Label:
    """Name an organisation in both languages."""
    return both(organisation.name_en, organisation.name_zh)


def drafted(meeting: Meeting) -> Label:
    """Put the minutes together from the rows."""
    parts = [*_head(meeting), *_attendance(meeting), *_agenda(meeting), *_decisions(meeting)]
    return Label("\n".join(part.en for part in parts), "\n".join(part.zh for part in parts))


def when(meeting: Meeting) -> str:
    """Write when it began, on the portal's clocks."""
    return f"{timezone.localtime(meeting.begins_at):%Y-%m-%d %H:%M}"


def _head(meeting: Meeting) -> Iterator[Label]:
    place = both(meeting.place_en, meeting.place_zh)
    yield Label(f"Time: {when(meeting)}", f"时间：{when(meeting)}")
    if place.en or place.zh:
        yield Label(f"Place: {place.en}", f"地点：{place.zh}")
    if meeting.chair:
        yield Label(f"Chair: {meeting.chair}", f"主持：{meeting.chair}")


def _attendance(meeting: Meeting) -> Iterator[Label]:
    rows = list(meeting.attendances.select_related("organisation"))
    groups = ((Attendance.State.PRESENT, Label("Present", "出席")),
              (Attendance.State.EXCUSED, Label("Excused", "请假")),
              (Attendance.State.ABSENT, Label("Absent", "缺席")))
    yield Label("", "")
    for state, title in groups:
        names = [named(each.organisation) for each in rows if each.state == state]
        if names:
            yield Label(f"{title.en}: {', '.join(each.en for each in names)}",
                        f"{title.zh}：{'、'.join(each.zh for each in names)}")
    if not any(each.state == Attendance.State.PRESENT for each in rows):
        yield Label("Present: not written down yet", "出席：尚未登记")


def _agenda(meeting: Meeting) -> Iterator[Label]:
    items = list(meeting.items.filter(state=AgendaItem.State.ACCEPTED))
    yield Label("", "")
    yield Label("Agenda" if items else "Agenda: none", "议程" if items else "议程：无")
    for number, each in enumerate(items, 1):
        title = both(each.title_en, each.title_zh)
        yield Label(f"- {number}. {title.en}", f"- {number}. {title.zh}")


def _decisions(meeting: Meeting) -> Iterator[Label]:
    decisions = list(meeting.decisions.all())
    tasks: dict[int | None, list[Task]] = {}
    for task in Task.objects.filter(decision__in=decisions).select_related("owner"):
        tasks.setdefault(task.decision_id, []).append(task)
    yield Label("", "")
    yield Label("Decisions" if decisions else "Decisions: none", "决定事项" if decisions else "决定事项：无")
    for each in decisions:
        text = both(each.text_en, each.text_zh)
        yield Label(f"- {each.label}: {text.en}", f"- {each.label}：{text.zh}")
        for task in tasks.get(each.pk, []):
            title, owner = both(task.title_en, task.title_zh), named(task.owner)
            yield Label(f"- {each.label}, task: {title.en} ({owner.en}, due {task.due_on})",
                        f"- {each.label}，任务：{title.zh}（{owner.zh}，{task.due_on}前）")
