"""Django's name for this room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The room ``api``."""

    name = "outward_portal.api"
    label = "api"
