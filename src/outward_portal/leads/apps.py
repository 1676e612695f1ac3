"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The room ``leads``."""

    name = "outward_portal.leads"
    label = "leads"

    def ready(self) -> None:
        """Tell the registers, the life cycle, what the journal and notices call things, and what waits for whom."""
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.leads.deeds import DEEDS
        from outward_portal.leads.flow import INTEREST
        from outward_portal.leads.kinds import ALL
        from outward_portal.leads.telling import ALL as TOLD
        from outward_portal.leads.waiting import waiting
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.records.kinds import KINDS
        from outward_portal.work.waiting import WAITING
        from outward_portal.workflows.flow import WORKFLOWS

        KINDS.register(*ALL)
        name_deeds(DEEDS)
        WORKFLOWS.register(INTEREST)
        KINDS_OF_NOTICE.register(*TOLD)
        WAITING.register(waiting)
