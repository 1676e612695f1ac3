"""Django's name for this room."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The room ``imports``."""

    name = "outward_portal.imports"
    label = "imports"
