"""Django's name for this room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The room ``review``."""

    name = "outward_portal.review"
    label = "review"
