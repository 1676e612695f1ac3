"""Django's name for this room; tells the rooms below of its registers, case rows and subjects of review."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """The room ``dossiers``."""

    name = "outward_portal.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Register the kinds and the parts of the sections once the models are there."""
        from outward_portal.dossiers import notices
        from outward_portal.dossiers.case import case_rows
        from outward_portal.dossiers.kinds import ALL, FACTS
        from outward_portal.dossiers.parts import contribute
        from outward_portal.dossiers.sections import SECTIONS
        from outward_portal.dossiers.subjects import FactSubject
        from outward_portal.notices.records import SPECIFIC
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.records.cases import CASE_READERS
        from outward_portal.records.kinds import KINDS
        from outward_portal.review.subjects import SUBJECTS

        KINDS.register(*ALL)
        CASE_READERS.append(case_rows)
        KINDS_OF_NOTICE.register(notices.PUBLISHED, notices.STALE, notices.STALE_COUNTRY)
        SPECIFIC.add(("fact", ""))
        SUBJECTS.register(FactSubject(FACTS))
        contribute(SECTIONS)
