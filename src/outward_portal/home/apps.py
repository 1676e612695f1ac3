"""Django's name for this room."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The room ``home``."""

    name = "outward_portal.home"
    label = "home"
