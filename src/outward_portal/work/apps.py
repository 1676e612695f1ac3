"""Django's name for this room; collects the kinds of work that the rooms above declare in their ``jobs`` modules."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkConfig(AppConfig):
    """The room ``work``."""

    name = "outward_portal.work"
    label = "work"

    def ready(self) -> None:
        """Import every app's ``jobs``."""
        autodiscover_modules("jobs")
