"""Private fields in an export: only those that the person may see, as a table of their own, and told to their owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from outward_portal.accounts.models import User
from outward_portal.accounts.policy import viewer
from outward_portal.records import queries
from outward_portal.records.exporting import Header, Value, labels
from outward_portal.records.listing import ListQuery
from outward_portal.records.models import PrivateAudience, PrivateField, Reading

HEADERS: Final = (
    Header("record", "number of the record", "记录编号", "integer"),
    Header("record_name_en", "name of the record in English", "记录英文名称"),
    Header("record_name_zh", "name of the record in Chinese", "记录中文名称"),
    Header("field", "field", "字段"),
    Header("field_label_en", "name of the field in English", "字段英文名称"),
    Header("field_label_zh", "name of the field in Chinese", "字段中文名称"),
    Header("period", "period", "期间"),
    Header("number", "amount", "数值", "number"),
    Header("unit", "unit", "单位"),
    Header("text", "text", "文字"),
    Header("audience", "who sees it", "可见范围"),
    Header("audience_label_en", "who sees it, in English", "可见范围（英文）"),
    Header("audience_label_zh", "who sees it, in Chinese", "可见范围（中文）"),
)


@dataclass(frozen=True, slots=True)
class PrivateTable:
    """The private fields of a list's records that one person may see."""

    query: ListQuery
    user: Any

    def fields(self) -> Any:
        """Give the fields; nothing where the register has none."""
        seen = PrivateField.objects.visible_to(self.user).filter(ended_at__isnull=True)
        return seen.filter(record__in=queries.selected(self.query, self.user).values("pk"))

    def exists(self) -> bool:
        """Whether there is anything in it for this person."""
        return bool(self.query.kind.private) and self.fields().exists()

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Give the fields as rows."""
        types = {each.key: labels(each.label) for each in self.query.kind.private}
        audiences = {value: labels(label) for value, label in PrivateAudience.choices}
        found = self.fields().order_by("record", "field", "period").values_list(
            "record", "record__name_en", "record__name_zh", "field", "period", "number", "unit", "text", "audience")
        for record, en, zh, field, period, number, unit, text, audience in found.iterator(chunk_size=1000):
            yield (record, en or None, zh or None, field, *types.get(field, (field, field)), period or None, number,
                   unit or None, text or None, audience, *audiences[audience])

    def tell_owners(self) -> None:
        """Write down for each owner from outside whose fields are about to be read, before a byte of them goes out."""
        if not isinstance(self.user, User):
            return
        own = viewer(self.user).organisation
        read: dict[int, set[str]] = {}
        for record, owner, field in self.fields().values_list("record", "record__owner", "field").distinct():
            if owner is not None and owner != own:
                read.setdefault(record, set()).add(field)
        with transaction.atomic():
            Reading.objects.bulk_create(
                (Reading(record_id=record, reader=self.user, channel="export", fields=",".join(sorted(names))[:500])
                 for record, names in read.items()), batch_size=500)
