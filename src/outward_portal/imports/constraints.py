"""Whether a record keeps its tables' rules, told without a question to the database a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outward_portal.records.models import Record

_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool | None]]] = {
    "exact": lambda value, other: None if value is None else value == other,
    "isnull": lambda value, other: (value is None) == other,
    "gt": lambda value, other: None if value is None else value > other,
    "gte": lambda value, other: None if value is None else value >= other,
    "lt": lambda value, other: None if value is None else value < other,
    "lte": lambda value, other: None if value is None else value <= other,
    "in": lambda value, other: None if value is None else value in other,
    "range": lambda value, other: None if value is None else other[0] <= value <= other[1],
}

_WORDS: Final = {
    "record_has_a_name": ("name_en", _("Give a name in at least one language.")),
    "record_has_both_coordinates": ("latitude", _("Give both latitude and longitude, or neither.")),
}


def broken(record: Record) -> list[tuple[str, str]]:
    """Give the rules that a record breaks: the field that is meant, if one is, and what is wrong."""
    found = []
    for constraint in _checks(type(record)):
        if holds(constraint.condition, record) is False:
            field, text = _WORDS.get(constraint.name, ("", constraint.get_violation_error_message()))
            found.append((field, str(text)))
    return found


def _checks(model: type[models.Model]) -> list[models.CheckConstraint]:
    every = [*model._meta.constraints, *(each for parent in model._meta.get_parent_list()
                                         for each in parent._meta.constraints)]
    return [each for each in every if isinstance(each, models.CheckConstraint)]


def holds(condition: Any, record: models.Model) -> bool | None:
    """Work out a condition on a record as SQL does; ``None`` where SQL would not know, which a check lets pass.

    Examples
    --------
    >>> holds(Q(latitude__gte=0) | Q(latitude__isnull=True), Record(latitude=None))
    True
    >>> holds(~Q(name_en=""), Record(name_en="")), holds(Q(latitude__gte=0), Record(latitude=None))
    (False, None)
    """
    if isinstance(condition, tuple):
        return _compared(condition, record)
    if not isinstance(condition, Q):
        raise NotImplementedError(f"a check that is no Q: {condition}")
    parts = [holds(child, record) for child in condition.children]
    known: bool | None
    if condition.connector == Q.OR:
        known = True if True in parts else None if None in parts else False
    elif condition.connector == Q.AND:
        known = False if False in parts else None if None in parts else True
    else:
        raise NotImplementedError(f"a check joined by {condition.connector}")
    return known if not condition.negated or known is None else not known


def _compared(condition: tuple[str, Any], record: models.Model) -> bool | None:
    path, other = condition
    name, _dash, lookup = path.partition("__")
    if (lookup or "exact") not in _COMPARED:
        raise NotImplementedError(f"a check by {path}")
    if isinstance(other, F):
        other = _value(record, str(other.name))  # type: ignore[attr-defined]
    elif isinstance(other, models.Model):
        other = other.pk
    return _COMPARED[lookup or "exact"](_value(record, name), other)


def _value(record: models.Model, name: str) -> Any:
    field = record._meta.get_field(name)
    assert isinstance(field, models.Field)
    return getattr(record, field.attname)
