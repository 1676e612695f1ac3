"""Django's name for this room; what it says on every page, what waits, and what it forgets."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room ``notices``."""

    name = "outward_portal.notices"
    label = "notices"

    def ready(self) -> None:
        """Register once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.notices import marks, queries, records
        from outward_portal.notices.deeds import DEEDS_HERE
        from outward_portal.notices.erasing import forget
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.records.hearing import changed
        from outward_portal.theme.masthead import TEMPLATE_NAMES, add_mark
        from outward_portal.work.waiting import WAITING

        name_deeds(DEEDS_HERE)
        KINDS_OF_NOTICE.register(records.CHANGED, records.BEGINS, records.ENDS)
        changed.connect(records.hear, dispatch_uid="notices")
        erasing.connect(forget, dispatch_uid="notices")
        add_mark(marks.unread)
        WAITING.register(marks.waiting)
        TEMPLATE_NAMES["following"] = queries.following
