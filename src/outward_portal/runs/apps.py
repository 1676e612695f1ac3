"""Django's name for this room."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """The room ``runs``."""

    name = "outward_portal.runs"
    label = "runs"
