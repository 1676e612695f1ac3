"""Django's name for this room; tells the rooms below which records, subjects of review and case rows it has."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The room ``knowledge``."""

    name = "outward_portal.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        """Register what this room has once the models are there."""
        from outward_portal.knowledge import notices
        from outward_portal.knowledge.case_rows import case_rows
        from outward_portal.knowledge.kinds import ALL
        from outward_portal.knowledge.subjects import ALL as SUBJECTS_HERE
        from outward_portal.notices.records import DATED, SPECIFIC
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.notices.topics import TOPICS
        from outward_portal.records.cases import CASE_READERS
        from outward_portal.records.kinds import KINDS
        from outward_portal.review.subjects import SUBJECTS

        KINDS.register(*ALL)
        SUBJECTS.register(*SUBJECTS_HERE)
        CASE_READERS.append(case_rows)
        KINDS_OF_NOTICE.register(notices.PUBLISHED, notices.STATUS, notices.CHANGED, notices.VERSION)
        TOPICS.register(notices.SUBJECT)
        SPECIFIC.add(("document", ""))
        DATED.add("document")
