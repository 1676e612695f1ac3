"""An audit as the portal keeps it: findings, and the cells that they speak of, as plain data in both languages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class KeptCell:
    """A printed number: a cell of a table, or a number in the prose."""

    id: str  # as findings name it: 3:234, or C061
    table: str
    row: str
    place: Label  # what it is a number of
    text: str  # as the audit reads it
    held: str  # as the store has it printed
    unit: Label
    paragraph: str
    source: Label
    known_on: str
    is_claim: bool


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding of ``outward.audit``, under the key by which it is known again in another release."""

    key: str
    rule: str
    severity: str
    confidence: float
    message: Label
    arithmetic: tuple[str, ...]
    suspects: tuple[str, ...]
    evidence: tuple[str, ...]
    repair: Mapping[str, str]

    @property
    def named(self) -> tuple[str, ...]:
        """The cells to look at: those thought wrong, or all that it rests on."""
        return self.suspects or self.evidence


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """What the audit of one release found, as of a day."""

    case: str
    release: str
    as_of: str  # ISO date; empty for all that is known
    findings: tuple[KeptFinding, ...]
    cells: Mapping[str, KeptCell]  # those that findings speak of, by id
    audited: int  # cells and claims
    is_by_case: bool  # whether the case says what holds by definition; else that was found in most rows

    def to_json(self) -> str:
        """Write it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def key_of(rule: str, suspects: Sequence[str], evidence: Mapping[str, str]) -> str:
    """Name a finding: the same rule, suspects and printed numbers make the same finding, in whatever release.

    Examples
    --------
    >>> key_of("total", ["1:3"], {"1:1": "2.0", "1:3": "5"}) == key_of("total", ["1:3"], {"1:3": "5", "1:1": "2.0"})
    True
    """
    said = json.dumps([rule, sorted(suspects), sorted(evidence.items())], ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8")).hexdigest()[:32]


def read_audit(text: str) -> KeptAudit:
    """Read what ``to_json`` wrote."""
    raw = json.loads(text)
    return KeptAudit(raw["case"], raw["release"], raw["as_of"], tuple(map(finding_from, raw["findings"])),
                     {id: cell_from(cell) for id, cell in raw["cells"].items()}, raw["audited"], raw["is_by_case"])


def finding_from(raw: Mapping[str, Any]) -> KeptFinding:
    """Read a finding from plain data."""
    return KeptFinding(raw["key"], raw["rule"], raw["severity"], raw["confidence"], Label(**raw["message"]),
                       tuple(raw["arithmetic"]), tuple(raw["suspects"]), tuple(raw["evidence"]), dict(raw["repair"]))


def cell_from(raw: Mapping[str, Any]) -> KeptCell:
    """Read a cell from plain data."""
    return KeptCell(**{**raw, **{name: Label(**raw[name]) for name in ("place", "unit", "source")}})


def told_of(finding: KeptFinding, cells: Mapping[str, KeptCell]) -> dict[str, Any]:
    """Give a finding with its cells as plain data, to be kept with a decision."""
    ids = dict.fromkeys((*finding.suspects, *finding.evidence, *finding.repair))
    return {"finding": asdict(finding), "cells": {id: asdict(cells[id]) for id in ids if id in cells}}
