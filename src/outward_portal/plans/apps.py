"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The room ``plans``."""

    name = "outward_portal.plans"
    label = "plans"

    def ready(self) -> None:
        """Register the register of factors, the life cycles, the notices, and what waits for whom."""
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.plans import flows, notices
        from outward_portal.plans.deeds import DEEDS
        from outward_portal.plans.kinds import FACTORS
        from outward_portal.plans.waiting import waiting
        from outward_portal.records.kinds import KINDS
        from outward_portal.work.waiting import WAITING
        from outward_portal.workflows.flow import WORKFLOWS

        KINDS.register(FACTORS)
        WORKFLOWS.register(*flows.ALL)
        KINDS_OF_NOTICE.register(*notices.ALL)
        WAITING.register(waiting)
        name_deeds(DEEDS)
