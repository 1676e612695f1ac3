"""Django's name for this room."""

from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    """The room ``workflows``."""

    name = "outward_portal.workflows"
    label = "workflows"
