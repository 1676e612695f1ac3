"""Django's name for this room."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """The room ``leads``."""

    name = "outward_portal.leads"
    label = "leads"
