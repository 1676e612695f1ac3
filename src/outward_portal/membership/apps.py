"""Django's name for this room."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The room ``membership``."""

    name = "outward_portal.membership"
    label = "membership"
