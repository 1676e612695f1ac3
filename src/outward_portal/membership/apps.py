"""Django's name for this room."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    """The room ``membership``."""

    name = "outward_portal.membership"
    label = "membership"

    def ready(self) -> None:
        """Listen to what allauth and Django do, and say what waits here."""
        from outward_portal.membership import signals, waiting  # noqa: F401  (the signals connect themselves)
        from outward_portal.work.waiting import WAITING

        WAITING.register(waiting.waiting, order=10)
