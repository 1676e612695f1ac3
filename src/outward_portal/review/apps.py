"""Django's name for this room; what it forgets when an account is erased."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The room ``review``."""

    name = "outward_portal.review"
    label = "review"

    def ready(self) -> None:
        """Listen to erasures once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.review.erasing import forget

        erasing.connect(forget, dispatch_uid="review")
