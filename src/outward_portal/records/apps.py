"""Django's name for this room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The room ``records``."""

    name = "outward_portal.records"
    label = "records"
