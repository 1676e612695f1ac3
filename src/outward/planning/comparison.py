"""Two versions of a plan, item by item: what came, went, moved and was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Change = Literal["added", "removed", "moved", "changed", "same"]


@dataclass(frozen=True, slots=True)
class VersionedItem:
    """An item of one version; ``key`` is alike in all versions of the plan."""

    key: str
    parent: str | None
    number: str  # as this version counts it
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """What became of an item from one version to the next."""

    key: str
    before: VersionedItem | None
    after: VersionedItem | None
    changed: tuple[str, ...] = ()  # names of fields
    is_moved: bool = False  # into another parent

    @property
    def change(self) -> Change:
        """The change in one word; an item that was changed and moved is called changed."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.changed else "moved" if self.is_moved else "same"


def compare_versions(before: Sequence[VersionedItem], after: Sequence[VersionedItem]) -> tuple[ItemDifference, ...]:
    """Say what became of each item, in the order of the later version; what is gone comes last.

    A number that differs only because others came or went is no change.

    Examples
    --------
    >>> first = [VersionedItem("a", None, "1", {"title": "Parks"}), VersionedItem("b", None, "2")]
    >>> second = [VersionedItem("a", None, "1", {"title": "Seven parks"}), VersionedItem("c", None, "2")]
    >>> [(each.key, each.change, each.changed) for each in compare_versions(first, second)]
    [('a', 'changed', ('title',)), ('c', 'added', ()), ('b', 'removed', ())]
    """
    old = {item.key: item for item in before}
    found = [_difference(item.key, old.get(item.key), item) for item in after]
    here = {item.key for item in after}
    return (*found, *(_difference(item.key, item, None) for item in before if item.key not in here))


def _difference(key: str, before: VersionedItem | None, after: VersionedItem | None) -> ItemDifference:
    if before is None or after is None:
        return ItemDifference(key, before, after)
    names = dict.fromkeys((*before.fields, *after.fields))
    changed = tuple(name for name in names if before.fields.get(name, "") != after.fields.get(name, ""))
    return ItemDifference(key, before, after, changed, before.parent != after.parent)
