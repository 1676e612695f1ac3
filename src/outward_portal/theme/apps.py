"""Django's name for this room."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """The room ``theme``."""

    name = "outward_portal.theme"
    label = "theme"
