"""Django's name for this room; tells `records` of its registers and the dossier of what its own rooms contribute."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The room ``dossiers``."""

    name = "outward_portal.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Register the kinds and the parts of the sections once the models are there."""
        from outward_portal.dossiers.case import case_rows
        from outward_portal.dossiers.kinds import ALL
        from outward_portal.dossiers.parts import contribute
        from outward_portal.dossiers.sections import SECTIONS
        from outward_portal.records.cases import CASE_READERS
        from outward_portal.records.kinds import KINDS

        KINDS.register(*ALL)
        CASE_READERS.append(case_rows)
        contribute(SECTIONS)
