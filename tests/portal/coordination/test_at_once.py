"""Several people at the same moment, each in a thread and a connection of their own, in a real portal."""

from __future__ import annotations

from tests.portal.serving import Portal

_RACE = """
from datetime import timedelta
from django.utils import timezone
from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act, command
from outward_portal.coordination.meetings import actions as meetings
from outward_portal.coordination.models import Decision, Meeting, Task, TaskDependence, TaskEscalation, TaskNote
from outward_portal.coordination.tasks import actions as tasks
from outward_portal.coordination.tasks.escalation import escalate
from outward_portal.coordination.tasks.flow import FLOW
from outward_portal.workflows.taking import take
from tests.portal.at_once import together

agency = Organisation.objects.create(kind="agency", name_en="Agency")
officers = [User.objects.create_user(f"o{n}@example.org", None, role="officer", organisation=agency) for n in (1, 2)]
act, now = command("race"), timezone.now()
def task():
    return tasks.give(act, {"title_en": "t", "owner": agency, "due_on": now.date()})

held = [Meeting.objects.create(title_en="m", begins_at=now, state="held") for _ in range(2)]
refused = together([lambda m=m: meetings.decide(act, m, {"text_en": "d"}) for m in held * 3])
print(sorted(Decision.objects.values_list("number", flat=True)), refused)
given = task()
refused = together([lambda o=o: take(Act(o), FLOW, given, FLOW.step("accept")) for o in officers])
print(TaskNote.objects.filter(deed="task.accepted").count(), refused)
a, b = task(), task()
refused = together([lambda: tasks.wait_for(act, a, b), lambda: tasks.wait_for(act, b, a)])
print(TaskDependence.objects.count(), refused)
late = now.date() + timedelta(days=2)
refused = together([lambda: escalate(act, late)] * 2)
print(TaskEscalation.objects.count() == 2 * Task.objects.count(), refused)
"""


def test_each_thing_is_done_once_and_nothing_fails(portal: Portal) -> None:
    """Six decisions of one year, two officers on one task, two halves of a circle, the day's escalation twice."""
    numbers, accepted, circle, escalated = portal.python(_RACE).splitlines()[-4:]
    assert numbers == "[1, 2, 3, 4, 5, 6] []"
    assert accepted == "1 ['refused']"
    assert circle == "1 ['refused']"
    assert escalated == "True []"
