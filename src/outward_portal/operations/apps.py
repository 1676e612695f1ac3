"""Django's name for this room."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """The room ``operations``."""

    name = "outward_portal.operations"
    label = "operations"
