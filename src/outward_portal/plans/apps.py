"""Django's name for this room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The room ``plans``."""

    name = "outward_portal.plans"
    label = "plans"
