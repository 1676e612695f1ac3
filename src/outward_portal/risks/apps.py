"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The room ``risks``."""

    name = "outward_portal.risks"
    label = "risks"

    def ready(self) -> None:
        """Tell the dossiers what this room says in them, and the interface of its addresses."""
        from outward_portal.dossiers.sections import SECTIONS
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.notices.topics import TOPICS
        from outward_portal.risks import interface, notices  # noqa: F401  (the interface adds its routes)
        from outward_portal.risks.dossier import levels
        from outward_portal.risks.waiting import waiting
        from outward_portal.work.waiting import WAITING

        SECTIONS.contribute("risks", levels, order=10)
        KINDS_OF_NOTICE.register(notices.OPENED, notices.REOPENED, notices.RAISED, notices.COUNTRY)
        TOPICS.register(notices.LEVEL)
        WAITING.register(waiting, order=30)
