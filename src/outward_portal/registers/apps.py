"""Django's name for this room; tells `records` which registers there are."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The room ``registers``."""

    name = "outward_portal.registers"
    label = "registers"

    def ready(self) -> None:
        """Register the kinds once the models are there."""
        from outward_portal.notices.records import DATED, SPECIFIC
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.records.cases import CASE_READERS
        from outward_portal.records.hearing import changed
        from outward_portal.records.kinds import KINDS
        from outward_portal.registers import notices
        from outward_portal.registers.case_rows import case_rows
        from outward_portal.registers.kinds import ALL

        KINDS.register(*ALL)
        CASE_READERS.append(case_rows)
        KINDS_OF_NOTICE.register(notices.STAGE)
        SPECIFIC.add(("project", "stage"))
        DATED.update(("project", "park"))
        changed.connect(notices.hear, dispatch_uid="registers")
