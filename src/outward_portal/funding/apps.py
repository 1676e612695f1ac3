"""Django's name for this room."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """The room ``funding``."""

    name = "outward_portal.funding"
    label = "funding"
