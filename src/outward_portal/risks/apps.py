"""Django's name for this room; what it says in other rooms."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    """The room ``risks``."""

    name = "outward_portal.risks"
    label = "risks"
