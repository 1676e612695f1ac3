"""Django's name for this room; what it forgets when an account is erased."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The room ``imports``."""

    name = "outward_portal.imports"
    label = "imports"

    def ready(self) -> None:
        """Listen to erasures once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.imports.erasing import forget

        erasing.connect(forget, dispatch_uid="imports")
