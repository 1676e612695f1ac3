"""What is told of the registers: that a project has reached another stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward_portal.notices.telling import NoticeKind, tell
from outward_portal.notices.topics import of_record
from outward_portal.records import presentation
from outward_portal.records.models import Record
from outward_portal.registers.models import Project


def _stage(values: Mapping[str, Any]) -> dict[str, str]:
    stages = dict(Project.Stage.choices)
    return {"stage": str(stages.get(values.get("stage", ""), values.get("stage", "")))}


STAGE: Final = NoticeKind("project.stage", _("Stage of a project"), _("%(name)s has reached the stage “%(stage)s”"),
                          presentation.address, _stage)


def hear(sender: type[Record], *, changes: Sequence[tuple[Record, Mapping[str, Any]]], **_: Any) -> None:
    """Tell of projects whose stage was changed, within the transaction of the change."""
    del sender
    for record, fields in changes:
        stage = fields["stage"][1] if record.kind == "project" and "stage" in fields else None
        if stage:
            enterprise = getattr(record, "enterprise_id", None)
            tell(STAGE.key, f"project.stage:{record.pk}:{record.revision}", about=record,
                 topics=[*of_record(record), *([f"record:{enterprise}"] if enterprise else [])],
                 values={"stage": stage})
