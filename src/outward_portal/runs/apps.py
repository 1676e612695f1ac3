"""Django's name for this room; what it forgets when an account is erased."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """The room ``runs``."""

    name = "outward_portal.runs"
    label = "runs"

    def ready(self) -> None:
        """Listen to erasures once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.runs.erasing import forget

        erasing.connect(forget, dispatch_uid="runs")
