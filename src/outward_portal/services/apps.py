"""Django's name for this room; tells the rooms below what it keeps, does, tells of, and has waiting."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The room ``services``."""

    name = "outward_portal.services"
    label = "services"

    def ready(self) -> None:
        """Register what this room has once the models are there."""
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.records.kinds import KINDS
        from outward_portal.services.deeds import DEEDS
        from outward_portal.services.disputes import flow as disputes
        from outward_portal.services.kinds import PROVIDERS
        from outward_portal.services.requests import flow, part_flows
        from outward_portal.services.telling import KINDS as NOTICES
        from outward_portal.services.waiting import waiting
        from outward_portal.work.waiting import WAITING
        from outward_portal.workflows.flow import WORKFLOWS

        KINDS.register(PROVIDERS)
        WORKFLOWS.register(flow.FLOW, *part_flows.ALL, disputes.FLOW)
        KINDS_OF_NOTICE.register(*NOTICES)
        WAITING.register(waiting)
        name_deeds(DEEDS)
