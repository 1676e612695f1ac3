"""Django's name for this room."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The room ``services``."""

    name = "outward_portal.services"
    label = "services"
