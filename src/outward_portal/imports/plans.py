"""What a dry run would write, kept in a file between it and the confirmation: what was shown is what is written."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import IO

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from outward_portal.imports.checking import Step
from outward_portal.records.kinds import Kind


def dumped(steps: Sequence[Step]) -> bytes:
    """Write steps as lines of JSON."""
    text = io.StringIO()
    encoder = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":"))
    for step in steps:
        text.write(encoder.encode([step.row, step.key, step.revision, dict(step.values)]))
        text.write("\n")
    return text.getvalue().encode("utf-8", "surrogatepass")


def loaded(kind: Kind, file: IO[bytes]) -> Iterator[Step]:
    """Read steps, with values of the types that the register's fields have."""
    fields = {each.attname: _target(each) for each in kind.model._meta.concrete_fields}
    for line in file:
        row, key, revision, values = json.loads(line)
        yield Step(row, {name: fields[name].to_python(value) for name, value in values.items()}, key, revision)


def _target(field: models.Field) -> models.Field:
    """The field that a value is of; of a reference the key that it refers to."""
    while field.remote_field is not None:
        field = field.target_field  # type: ignore[attr-defined]
    return field
