"""What the lists of this room share: states in the order of a life cycle, and organisations as choices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When

from outward_portal.accounts.models import Organisation
from outward_portal.theme.lists import Choices
from outward_portal.theme.words import plain_pair


def in_order_of(field_name: str, keys: Iterable[str]) -> Case:
    """Let states stand in the order of their life cycle."""
    listed = list(keys)
    return Case(*(When(**{field_name: key}, then=Value(place)) for place, key in enumerate(listed)),
                default=Value(len(listed)), output_field=IntegerField())


def organisations(keys: QuerySet[Organisation]) -> Choices:
    """Give organisations as choices, named in the page's language."""
    return tuple((str(each.pk), plain_pair(each.name_en, each.name_zh)) for each in keys)
