"""Django's name for this room."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The room ``coordination``."""

    name = "outward_portal.coordination"
    label = "coordination"
