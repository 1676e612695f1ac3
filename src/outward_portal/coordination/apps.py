"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The room ``coordination``."""

    name = "outward_portal.coordination"
    label = "coordination"

    def ready(self) -> None:
        """Tell the life cycles, what the journal and notices call things, and what waits for whom."""
        from outward_portal.coordination.deeds import DEEDS
        from outward_portal.coordination.meetings.flow import AGENDA, MEETING
        from outward_portal.coordination.notices import KINDS
        from outward_portal.coordination.problems.flow import OPINION, PROBLEM
        from outward_portal.coordination.tasks.flow import FLOW
        from outward_portal.coordination.waiting import waiting
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.work.waiting import WAITING
        from outward_portal.workflows.flow import WORKFLOWS

        name_deeds(DEEDS)
        WORKFLOWS.register(MEETING, AGENDA, FLOW, PROBLEM, OPINION)
        KINDS_OF_NOTICE.register(*KINDS)
        WAITING.register(waiting)
