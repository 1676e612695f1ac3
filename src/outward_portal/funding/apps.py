"""Django's name for this room; tells the rooms below of its records, life cycles, notices and deeds."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    """The room ``funding``."""

    name = "outward_portal.funding"
    label = "funding"

    def ready(self) -> None:
        """Register what this room has once the models are there."""
        from outward_portal.accounts.erasing import erasing
        from outward_portal.funding.applications.flow import APPLICATION, REVIEW
        from outward_portal.funding.awards.flows import CLAW_BACK, INSTALMENT, REPORT
        from outward_portal.funding.deeds import DEEDS
        from outward_portal.funding.erasing import forget
        from outward_portal.funding.kinds import PROGRAMMES
        from outward_portal.funding.programmes.flow import CALL
        from outward_portal.funding.telling import KINDS as NOTICES
        from outward_portal.funding.waiting import waiting
        from outward_portal.journal.deeds import name_deeds
        from outward_portal.notices.telling import KINDS_OF_NOTICE
        from outward_portal.records.kinds import KINDS
        from outward_portal.work.waiting import WAITING
        from outward_portal.workflows.flow import WORKFLOWS

        KINDS.register(PROGRAMMES)
        WORKFLOWS.register(CALL, APPLICATION, REVIEW, INSTALMENT, REPORT, CLAW_BACK)
        KINDS_OF_NOTICE.register(*NOTICES)
        WAITING.register(waiting)
        name_deeds(DEEDS)
        erasing.connect(forget, dispatch_uid="funding")
