"""Django's name for this room."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The room ``membership``."""

    name = "outward_portal.membership"
    label = "membership"

    def ready(self) -> None:
        """Listen to what allauth and Django do."""
        from outward_portal.membership import signals  # noqa: F401
