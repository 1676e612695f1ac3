"""What a project's page says beside its fields: how it counts, and when it reached its stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import may, viewer
from outward_portal.records.models import Record
from outward_portal.registers.models import Project, StageDate
from outward_portal.theme import words


def counting(record: Record, user: Any) -> Mapping[str, Any]:
    """Say how a project counts and why, naming another project only to whoever may see it."""
    assert isinstance(record, Project)
    whole = None
    if record.umbrella_id is not None:
        whole = Project.objects.visible_to(user).filter(pk=record.umbrella_id).first()
    return {"counting": record.counting, "sentences": list(_sentences(record, whole)), "whole": whole,
            "is_part": record.umbrella_id is not None}


def _sentences(project: Project, whole: Project | None) -> list[str]:
    how = Project.Counting
    value = words.amount(project.value, project.currency)
    stage = str(project.get_stage_display())
    first = {
        how.COUNTS: _("It counts as one project, with its value of %(value)s.") % {"value": value},
        how.UMBRELLA: _("It counts as one project, with its value of %(value)s, which stands for its parts too: they "
                        "do not count beside it.") % {"value": value},
        how.PART: _("It does not count by itself: its value is within that of the project that it is part of."
                    ) if whole else _("Its value is within that of the project that it is part of. In totals of what "
                                      "you see it counts by itself, because that project is not among it."),
        how.SPLIT: _("It does not count: it states no value of its own, so its parts count instead."),
        how.CANCELLED: _("It does not count, because its stage is: %(stage)s.") % {"stage": stage},
        how.UNVALUED: _("It counts as one project and adds nothing to sums, because no value is stated."),
        how.RETIRED: _("It does not count, because it was taken out of the register."),
        how.PROGRAMME: _("It does not count: it is a programme of governments, not one project."),
    }[how(project.counting)]
    said = [first]
    if project.counting in (how.COUNTS, how.UMBRELLA):
        if project.value_hedge:
            said.append(_("Its source says “%(hedge)s”, and so do the sums that it is in.")
                        % {"hedge": project.get_value_hedge_display()})
        said.append(_("It is summed with other amounts in %(currency)s only.") % {"currency": project.currency})
    if ";" in project.countries and project.counting in (how.COUNTS, how.UMBRELLA, how.UNVALUED):
        said.append(_("It lies in several countries: by country it stands in the row “Several countries”, because its "
                      "source states no shares."))
    return said


def risks(record: Record, user: Any) -> Mapping[str, Any]:
    """Say whether the reader weighs the project's risks: an enterprise its own alone."""
    reader = viewer(user)
    own = reader.role != Role.ENTERPRISE or record.owner_id in reader.own
    return {"is_weighed": own and may(user, "exposure.read")}


@dataclass(frozen=True, slots=True)
class ShownStage:
    """A stage with its date."""

    label: str
    date: str
    is_present: bool


def told_stages(text: str) -> str:
    """Put the dates of stages, as the journal tells them, into words."""
    labels = dict(Project.Stage.choices)
    pairs = [part.partition(" ") for part in text.split("; ")]
    return "; ".join(f"{labels.get(stage, stage)} {date}" for stage, _space, date in pairs)


def stages(record: Record, user: Any) -> Mapping[str, Any]:
    """Give the dates of a project's stages, in the order in which it reached them."""
    assert isinstance(record, Project)
    dates = StageDate.objects.visible_to(user).filter(project=record.pk).order_by("date", "id")
    shown = [ShownStage(str(each.get_stage_display()), each.date, each.stage == record.stage) for each in dates]
    return {"dates": shown, "lacks_date": bool(record.stage) and not any(each.is_present for each in shown)}
