"""What requests and answers look like; the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Any, Final

from ninja import Schema
from pydantic import ConfigDict

MAX_ROWS: Final = 200


class _Described(Schema):
    slug: str
    name_en: str
    name_zh: str
    purpose_en: str
    purpose_zh: str


class CountedRegister(_Described):
    """A register in the list of registers."""

    count: int


class Registers(Schema):
    """The registers."""

    items: list[CountedRegister]


class Name(Schema):
    """A code and what it means."""

    code: str
    name_en: str
    name_zh: str


class Names(Schema):
    """Codes of a vocabulary."""

    items: list[Name]


class Field(Schema):
    """A field of a register's records."""

    name: str
    type: str
    label_en: str
    label_zh: str
    codes: list[Name]
    is_written: bool
    is_required: bool
    longest: int | None


class Filter(Schema):
    """A parameter that narrows a register's list."""

    parameter: str
    by: str
    label_en: str
    label_zh: str
    values: list[str]


class Register(_Described):
    """A register."""

    fields: list[Field]
    filters: list[Filter]
    orders: list[str]


class Item(Schema):
    """A record in a list, with the register's columns: codes beside names in both languages."""

    model_config = ConfigDict(extra="allow")
    id: int
    sample: bool
    retired: bool


class Records(Schema):
    """A page of a list."""

    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    items: list[Item]


class Count(Schema):
    """How many records a list holds."""

    count: int


class Record(Schema):
    """A record, with the register's fields."""

    model_config = ConfigDict(extra="allow")
    slug: str
    id: int
    name_en: str | None
    name_zh: str | None
    sample: bool
    retired_at: str | None
    merged_into: int | None
    changed_at: str
    revision: int


class Short(Schema):
    """A record by its names."""

    id: int
    slug: str
    name_en: str | None
    name_zh: str | None
    sample: bool


class Link(Schema):
    """A link, seen from one of its ends."""

    relation: str
    is_source: bool
    note: str | None
    record: Short


class Links(Schema):
    """The links of a record."""

    items: list[Link]


class Entry(Schema):
    """Something that was done to a record; each change as before and after."""

    at: str
    action: str
    reason: str | None
    changes: dict[str, Any]


class History(Schema):
    """What was done to a record."""

    items: list[Entry]


class Found(Schema):
    """Records that were found."""

    items: list[Short]


class Written(Schema):
    """Values by field, with the reason for the history."""

    model_config = ConfigDict(extra="forbid")
    fields: dict[str, str | int | float | bool | None]
    reason: str = ""


class Changed(Written):
    """Values of the fields that change, and why; others stay as they are."""

    reason: str
    revision: int | None = None


class Error(Schema):
    """What is wrong in one place."""

    model_config = ConfigDict(populate_by_name=True)
    detail: str


class Problem(Schema):
    """What was wrong (RFC 9457); ``errors`` names fields and parameters."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[dict[str, str]] | None = None


def _parameter(name: str, told: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": "query", "name": name, "required": False, "description": told, "schema": schema}


LIST_PARAMETERS: Final = {"parameters": [
    _parameter("q", "Words that must occur, the last perhaps only begun.", {"type": "string", "maxLength": 200}),
    _parameter("sort", "A key of the register's orders, by English texts; a minus before it turns it around.",
               {"type": "string"}),
    _parameter("rows", "Rows a page.", {"type": "integer", "minimum": 1, "maximum": MAX_ROWS, "default": 50}),
    _parameter("at", "The cursor that a page gave as next or previous.", {"type": "string", "maxLength": 2000}),
    _parameter("retired", "1: records that were taken out.", {"type": "string", "enum": ["1"]}),
    *(_parameter(name, "Where the register has this filter.", {"type": "string", "maxLength": 200})
      for name in ("type", "stage", "country", "sector", "counting", "currency", "least", "ownership", "state-share",
                   "location", "status")),
]}


class AuditedCell(Schema):
    """A printed number that a finding names."""

    id: str
    table: str
    row: str
    place_en: str
    place_zh: str
    text: str
    paragraph: str
    known_on: str


class CorrectedCell(Schema):
    """What a cell is to read instead."""

    cell: str
    was: str
    text: str


class FindingDecision(Schema):
    """What was decided on a finding, and why."""

    verdict: str
    reason: str
    decided_at: str
    source: str | None
    known_on: str | None
    release: str | None
    corrections: list[CorrectedCell]


class AuditFinding(Schema):
    """What cannot be right, where, and what it probably was."""

    finding: str
    rule: str
    rule_en: str
    rule_zh: str
    severity: str
    confidence: float
    state: str
    is_found: bool
    message_en: str
    message_zh: str
    arithmetic: list[str]
    suspects: list[str]
    evidence: list[str]
    repair: dict[str, str]
    cells: list[AuditedCell]
    decision: FindingDecision | None


class CaseAudit(Schema):
    """The audit of a case's newest release, with the decisions on its findings."""

    case: str
    release: str
    as_of: str | None
    items: list[AuditFinding]
