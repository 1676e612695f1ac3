"""Django's name for this room."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """The room ``theme``."""

    name = "outward_portal.theme"
    label = "theme"

    def ready(self) -> None:
        """Say which work in the background waits for somebody."""
        from outward_portal.theme.waiting import waiting
        from outward_portal.work.waiting import WAITING

        WAITING.register(waiting, order=20)
