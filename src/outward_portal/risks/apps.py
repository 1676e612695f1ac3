"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The room ``risks``."""

    name = "outward_portal.risks"
    label = "risks"

    def ready(self) -> None:
        """Tell the dossiers what this room says in them, and the interface of its addresses."""
        from outward_portal.dossiers.sections import SECTIONS
        from outward_portal.risks import interface  # noqa: F401  (adds its routes)
        from outward_portal.risks.dossier import levels

        SECTIONS.contribute("risks", levels, order=10)
