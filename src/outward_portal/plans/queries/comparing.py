"""Two versions of a plan beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise

from outward.planning.comparison import ItemDifference, VersionedItem, compare_versions
from outward.vocabulary.labels import Label
from outward_portal.plans.models import Plan, PlanItem
from outward_portal.plans.queries.plans import items_of, numbers_of
from outward_portal.theme.words import plain_pair

_FIELDS: Final = ("title_en", "title_zh", "details_en", "details_zh", "paragraphs", "priority", "reform", "area",
                  "agency", "named_agency", "indicator_en", "indicator_zh", "targets", "baseline", "target_value",
                  "unit", "due_on")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs, in words."""

    name: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """What became of an item from one version to the other."""

    difference: ItemDifference
    title: Label
    fields: tuple[FieldChange, ...]


def differences(before: Plan, after: Plan, user: Any) -> list[ShownDifference]:
    """Compare two versions, as far as their reader sees them; what is the same is left out."""
    old, new = items_of(before, user), items_of(after, user)
    titles = {item.lineage: item.title for item in (*old, *new)}
    found = compare_versions(_versioned(old), _versioned(new))
    return [ShownDifference(each, titles[each.key], _changed(each)) for each in found if each.change != "same"]


def _versioned(items: Sequence[PlanItem]) -> list[VersionedItem]:
    numbers, lineages = numbers_of(items), {item.pk: item.lineage for item in items}
    ordered = sorted(items, key=lambda item: [int(part) for part in numbers[item.pk].split(".")])
    return [VersionedItem(item.lineage, lineages.get(item.parent_id or 0), numbers[item.pk],
                          {name: _text(item, name) for name in _FIELDS}) for item in ordered]


def _text(item: PlanItem, name: str) -> str:
    """Write a field as a reader compares it."""
    if name in ("priority", "reform", "area"):
        return str(getattr(item, f"get_{name}_display")())
    value: Any = item.shown_agency if name == "named_agency" else getattr(item, name)
    if value is None:
        return ""
    if name in ("agency", "named_agency"):
        return plain_pair(value.name_en, value.name_zh)
    return format(value.normalize(), "f") if name in ("baseline", "target_value") else str(value)


def _changed(difference: ItemDifference) -> tuple[FieldChange, ...]:
    before, after = difference.before, difference.after
    if before is None or after is None:
        return ()
    return tuple(FieldChange(PlanItem._meta.get_field(name).verbose_name, before.fields.get(name, ""),  # type: ignore[union-attr]
                             after.fields.get(name, "")) for name in difference.changed)
