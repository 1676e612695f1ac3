"""Django's name for this room; what it forgets when an account is erased."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The room ``review``."""

    name = "outward_portal.review"
    label = "review"

    def ready(self) -> None:
        """Listen to erasures and say what is told, once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.review import notices
        from outward_portal.review.erasing import forget
        from outward_portal.review.waiting import waiting
        from outward_portal.work.waiting import WAITING

        erasing.connect(forget, dispatch_uid="review")
        WAITING.register(waiting, order=40)
        KINDS_OF_NOTICE.register(notices.WAITING, notices.RETURNED, notices.PUBLISHED)
