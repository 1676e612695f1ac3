"""Records of the test works and its private values, for tests of what hangs on records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from outward_portal.accounts.models import Organisation, User
from outward_portal.accounts.requests import Act, command
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import PrivateField, Record
from outward_portal.records.private import actions as private
from outward_portal.records.private.actions import Value


def enterprise(name: str = "Test Works", owner: Organisation | None = None, audience: str = "public",
               **values: Any) -> Record:
    """Add an enterprise to its register."""
    return actions.create(command("a test"), KINDS["enterprise"], {"name_en": name, "audience": audience, **values},
                          owner=None if owner is None else owner.pk)


def project(name: str = "Test Project", audience: str = "public", **values: Any) -> Record:
    """Add a project to its register."""
    return actions.create(command("a test"), KINDS["project"], {"name_en": name, "audience": audience, **values})


def keep(record: Record, by: User, number: str = "1234567.89", *, field: str = "revenue", period: str = "2025",
         audience: str = "itself", agency: Organisation | None = None, unit: str = "CNY", text: str = "",
         replaces: int | None = None) -> PrivateField:
    """Write a private value."""
    value = Value(field, period, Decimal(number) if not text else None, "" if text else unit, text, audience, agency)
    return private.write(Act(by), record, value, replaces=replaces)
