"""Django's name for this room; tells the rooms below what it has."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The room ``training``."""

    name = "outward_portal.training"
    label = "training"

    def ready(self) -> None:
        """Register courses, life cycles, notices, deeds and what waits; listen to erasures."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.notices.topics import TOPICS
        from outward_portal.records.kinds import KINDS
        from outward_portal.training import flows, kinds, notices
        from outward_portal.training.deeds import DEEDS_HERE
        from outward_portal.training.erasing import forget
        from outward_portal.training.waiting import waiting
        from outward_portal.work.waiting import WAITING
        from outward_portal.workflows.flow import WORKFLOWS

        KINDS.register(kinds.COURSES)
        WORKFLOWS.register(*flows.ALL)
        KINDS_OF_NOTICE.register(*notices.NOTICES)
        TOPICS.register(notices.TOPIC)
        name_deeds(DEEDS_HERE)
        WAITING.register(waiting)
        erasing.connect(forget, dispatch_uid="training")
