"""How a purchase stands: the library's checklist over the answers that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from outward.risk.acquisition import STANDING_LABELS, STANDINGS, Answer, Screen, Screened, checklist, screen
from outward.vocabulary.labels import Label
from outward_portal.registers.models import Project
from outward_portal.risks.models import PurchaseAnswer, PurchaseScreen

if TYPE_CHECKING:
    from outward.risk.acquisition import Reply


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its present answer, and those before it."""

    screened: Screened
    standing: Label
    answer: PurchaseAnswer | None
    before: tuple[PurchaseAnswer, ...]


@dataclass(frozen=True, slots=True)
class Purchase:
    """The checklist of a project as a reader sees it."""

    screen: PurchaseScreen | None
    found: Screen
    groups: tuple[tuple[Label, tuple[Question, ...]], ...]
    counts: tuple[tuple[str, Label, int], ...]


def purchase_of(project: Project, user: Any) -> Purchase:
    """Read the checklist of a project."""
    seen = PurchaseScreen.objects.visible_to(user).filter(project=project.pk).select_related("agency").first()
    rows = list(PurchaseAnswer.objects.visible_to(user).filter(screen__project=project.pk).select_related(
        "by", "organisation").order_by("-id"))
    known = {item.id for item in checklist().items}
    present = {row.item: row for row in rows if row.ended_at is None and row.item in known}
    found = screen(Answer(row.item, cast("Reply", row.reply), row.evidence, str(row.organisation or ""),
                          f"{row.at:%Y-%m-%d}", row.note) for row in present.values())
    groups = tuple((name, tuple(
        Question(each, STANDING_LABELS[each.standing], present.get(each.item.id),
                 tuple(row for row in rows if row.item == each.item.id and row.ended_at is not None))
        for each in found.screened if each.item.group == group)) for group, name in checklist().groups.items())
    return Purchase(seen, found, groups,
                    tuple((each, STANDING_LABELS[each], len(found.of(each))) for each in STANDINGS))
