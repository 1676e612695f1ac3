"""A register in which every record carries a word of its own, so that a leak is found wherever it comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from outward_portal.accounts.requests import Act
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS, Kind
from outward_portal.records.models import PrivateField, Record
from tests.portal.people import People

AUDIENCES = ("public", "members", "agencies", "office", "own")


def word(kind: Kind, audience: str) -> str:
    """Give the word that stands in the record of a kind with an audience, and nowhere else."""
    return f"zq{kind.key}{audience}"


@dataclass(frozen=True, slots=True)
class World:
    """The records by kind and audience."""

    people: People
    records: dict[tuple[str, str], Record]

    def of(self, kind: Kind) -> Iterator[tuple[str, Record]]:
        """Give a kind's records with their audience."""
        return ((audience, self.records[kind.key, audience]) for audience in AUDIENCES)


def make_world(people: People) -> World:
    """Add to every register one record of each audience; every text of a record carries its word."""
    records: dict[tuple[str, str], Record] = {}
    for kind in KINDS:
        for audience in AUDIENCES:
            owner = people.works.pk if audience == "own" else None
            record = actions.create(Act(people.office, f"reason {word(kind, audience)}"), kind,
                                    {**values(kind, word(kind, audience)),
                                     "audience": "owner" if audience == "own" else audience}, owner=owner)
            records[kind.key, audience] = record
    return World(people, records)


def values(kind: Kind, secret: str) -> dict[str, Any]:
    """Fill a kind's free texts with a word, and what else a record needs."""
    filled: dict[str, Any] = {}
    for name in kind.form_fields:
        field = kind.field(name)
        if name.startswith(("name_", "summary_", "place_")) or name == "source":
            filled[name] = f"{name} {secret}"
        elif name == kind.given_on:
            filled[name] = True
        elif field.choices and not field.blank and name != "audience":
            filled[name] = field.flatchoices[0][0]
    return filled


def keep_private(record: Record, people: People) -> dict[str, PrivateField]:
    """Write one private field of each audience on a record."""
    return {
        audience: PrivateField.objects.create(
            record=record, field="revenue", period=str(2010 + n), number=Decimal(f"7{n}1234567"), unit="CNY",
            text=f"zqprivate{audience.replace('-', '')}", audience=audience,
            agency=people.commerce if audience == "agency" else None)
        for n, audience in enumerate(("itself", "agency", "leading-group", "aggregates"))
    }
