"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The room ``risks``."""

    name = "outward_portal.risks"
    label = "risks"

    def ready(self) -> None:
        """Tell the dossiers what this room says in them, what it tells of, and what waits for whom."""
        from outward_portal.dossiers.sections import SECTIONS
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.notices.topics import TOPICS
        from outward_portal.risks import notices
        from outward_portal.risks.dossier import levels
        from outward_portal.risks.waiting import waiting
        from outward_portal.work.waiting import WAITING

        SECTIONS.contribute("risks", levels, order=10)
        KINDS_OF_NOTICE.register(notices.OPENED, notices.REOPENED, notices.RAISED, notices.COUNTRY)
        TOPICS.register(notices.LEVEL)
        WAITING.register(waiting, order=30)
