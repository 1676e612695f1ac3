"""Django's name for this room; what it forgets when an account is erased."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """The room ``workbench``."""

    name = "outward_portal.workbench"
    label = "workbench"

    def ready(self) -> None:
        """Listen to erasures once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.workbench.erasing import forget

        erasing.connect(forget, dispatch_uid="workbench")
