"""Django's name for this room."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The room ``training``."""

    name = "outward_portal.training"
    label = "training"
