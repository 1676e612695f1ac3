"""The dry run: what each row of a file would do to a register, and every cell that stands in its way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Audience
from outward_portal.accounts.policy import may, viewer
from outward_portal.imports.columns import KEY, CellError, Column, columns_for, ignored_names
from outward_portal.imports.constraints import broken
from outward_portal.imports.reading import Line, Table, cell
from outward_portal.journal.entries import differences
from outward_portal.records.kinds import NOT_YOUR_WHOLE, Kind
from outward_portal.records.models import Record

MAX_TOLD: Final = 500  # problems that are told; more are counted
_SAMPLE: Final = 200  # differences that are shown
_CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that is wrong: where, what, and how to mend it."""

    cell: str
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one row would do: add a record, or change one from a revision on."""

    row: int
    values: Mapping[str, Any]  # by the record's attribute
    key: int | None = None
    revision: int = 0


@dataclass(slots=True)
class Findings:
    """What a dry run found."""

    sheet: str = ""
    rows: int = 0
    unchanged: int = 0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    changes: list[tuple[int, int, dict[str, list[Any]]]] = field(default_factory=list)  # row, key, by field
    unknown: list[str] = field(default_factory=list)  # columns that the register does not know
    ignored: list[str] = field(default_factory=list)  # columns of an export that say nothing new

    def blame(self, at: str, row: int, column: str, text: str) -> None:
        """Write down a fault."""
        self.fault_count += 1
        if len(self.faults) < MAX_TOLD:
            self.faults.append(Fault(at, row, column, text))


def check(kind: Kind, user: Any, table: Table, told: Callable[[int], None] = lambda _: None) -> Findings:
    """Check a table's rows without writing anything.

    Parameters
    ----------
    kind : Kind
        The register.
    user : User
        Who imports: what this person may not see is not named, what this person may not change is a fault.
    table : Table
        The file's rows.
    told : callable
        Is told now and then how many rows are done.
    """
    found = Findings(sheet=table.sheet)
    layout = _Layout(kind, user, table.header, found)
    if layout.columns:
        checker = _Checker(kind, user, layout, found)
        while chunk := list(itertools.islice(table.lines, _CHUNK)):
            checker.check(chunk)
            told(found.rows)
        if not found.rows:
            found.blame("", 0, "", _("The file has no rows to import. Rows that begin with # are left out."))
    return found


class _Layout:
    """Which column of the file is which field."""

    def __init__(self, kind: Kind, user: Any, header: Sequence[str], found: Findings) -> None:
        known = columns_for(kind, user)
        self.columns: list[tuple[int, Column]] = []
        self.key: int | None = None
        for at, name in enumerate(header):
            if header.index(name) != at and name:
                found.blame(cell(1, at), 1, name, _("This column is there twice. Delete one."))
            elif name == KEY:
                self.key = at
            elif name in known:
                self.columns.append((at, known[name]))
            elif name in ignored_names(kind):
                found.ignored.append(name)
            elif name:
                found.unknown.append(name)
                found.blame(cell(1, at), 1, name, _(
                    "No field is called “%(name)s”. Take the names from the template, or delete the column.")
                    % {"name": name[:80]})
        if not self.columns:
            found.blame("", 1, "", _(
                "The first row names no field of this register. Take the names from the template."))
        self.at = {column.name: at for at, column in self.columns}

    def where(self, row: int, name: str) -> str:
        """Name the cell of a field in a row; empty where the file has no such column."""
        return cell(row, self.at[name]) if name in self.at else ""


class _Checker:
    def __init__(self, kind: Kind, user: Any, layout: _Layout, found: Findings) -> None:
        self.kind, self.user, self.layout, self.found = kind, user, layout, found
        self.may_create = may(user, "record.create", kind)
        self.audience = Audience.AGENCIES if viewer(user).adds_for is None else Audience.OWNER
        self.seen_keys: dict[int, int] = {}
        self.required = [name for name in kind.form_fields if not kind.field(name).blank and name not in layout.at
                         and not kind.field(name).has_default()]

    def check(self, lines: Sequence[Line]) -> None:
        """Check some rows, with one question to the database for all of them."""
        keys = {key for line in lines if (key := self._key(line)) is not None and key > 0}
        records = {record.pk: record for record in
                   self.kind.model.objects.visible_to(self.user).filter(pk__in=keys)}
        named = self._named(lines, list(records.values()))
        for line in lines:
            self.found.rows += 1
            self._check(line, records, named)

    def _text(self, line: Line, at: int | None) -> str:
        return line.texts[at] if at is not None and at < len(line.texts) else ""

    def _key(self, line: Line) -> int | None:
        """The record that a row names: ``None`` for a new one, 0 for what is no number."""
        text = self._text(line, self.layout.key)
        if not text:
            return None
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0

    def _named(self, lines: Sequence[Line], records: Sequence[Record]) -> dict[str, _Named]:
        """Look up, column by column, the records that cells name; only those that the person may see."""
        found = {}
        for at, column in self.layout.columns:
            if column.is_record:
                texts = {text for line in lines if (text := self._text(line, at))}
                present = {key for record in records if (key := getattr(record, column.attribute)) is not None}
                found[column.name] = _Named(column, self.user, texts, present,
                                            is_whole=column.name in self.kind.wholes)
        return found

    def _check(self, line: Line, records: Mapping[int, Record], named: Mapping[str, _Named]) -> None:
        key = self._key(line)
        before = self.found.fault_count
        current = None if key is None else self._current(line, key, records)
        values: dict[str, Any] = {}
        if key is None or current is not None:
            values = dict(self._values(line, current, named))
        if key is None:
            self._check_new(line, values, before)
        elif current is not None:
            self._check_change(line, current, values, before)

    def _current(self, line: Line, key: int, records: Mapping[int, Record]) -> Record | None:
        current = records.get(key)
        at = self.layout.key or 0
        text = ""
        if key in self.seen_keys:
            text = _("Row %(row)s names this record too. Keep one of them.") % {"row": self.seen_keys[key]}
        elif current is None:
            text = _("No record of this register that you may see has this number. Leave the cell empty to add one.")
        elif not may(self.user, "record.change", current):
            text = _("You may not change this record. Take the row out.")
        elif current.is_retired:
            text = _("This record is retired. Bring it back first, or take the row out.")
        self.seen_keys.setdefault(key, line.number)
        if text:
            self.found.blame(cell(line.number, at), line.number, KEY, text)
            return None
        return current

    def _values(self, line: Line, current: Record | None, named: Mapping[str, _Named]) -> Iterator[tuple[str, Any]]:
        for at, column in self.layout.columns:
            text = self._text(line, at)
            try:
                if column.is_record:
                    value = named[column.name].value(text, current)
                    if value is not _LEAVE:
                        yield column.attribute, value
                elif text and current is not None and text == getattr(current, column.attribute):
                    yield column.attribute, text
                elif text or current is not None or not column.field.has_default():
                    yield column.attribute, column.read(text)
            except CellError as error:
                self.found.blame(cell(line.number, at), line.number, column.name, str(error))

    def _check_new(self, line: Line, values: dict[str, Any], before: int) -> None:
        if not self.may_create:
            self.found.blame(cell(line.number, self.layout.key or 0), line.number, KEY,
                             _("You may not add records to this register. Name an existing one, or take the row out."))
            return
        for name in self.required:
            self.found.blame("", line.number, name, _("A new record needs this column."))
        record = self.kind.model(**{"audience": self.audience, **values})
        if self._keeps_rules(line, record, before):
            kept = {name: value for name, value in values.items() if value not in ("", None)}
            self.found.steps.append(Step(line.number, {"audience": str(self.audience), **kept}))

    def _check_change(self, line: Line, current: Record, values: dict[str, Any], before: int) -> None:
        stated = {name: getattr(current, name) for name in values}
        changed = differences(_plain(stated), _plain(values))
        if not changed:
            self.found.unchanged += self.found.fault_count == before
            return
        for name in changed:
            setattr(current, name, values[name])
        if self._keeps_rules(line, current, before):
            self.found.steps.append(Step(line.number, {name: values[name] for name in changed}, current.pk,
                                         current.revision))
            if len(self.found.changes) < _SAMPLE:
                self.found.changes.append((line.number, current.pk, changed))

    def _keeps_rules(self, line: Line, record: Record, before: int) -> bool:
        if self.found.fault_count > before:  # what the rules would say of it follows from the faults in its cells
            return False
        try:
            record.clean()
        except ValidationError as error:
            told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, texts in told.items():
                self.found.blame(self.layout.where(line.number, name), line.number, name, " ".join(texts))
        if self.found.fault_count == before:
            for name, text in broken(record):
                self.found.blame(self.layout.where(line.number, name), line.number, name, text)
        return self.found.fault_count == before


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value == "" else value for name, value in values.items()}


_LEAVE: Final = object()


class _Named:
    """The records that the cells of a column may name, by number or by name."""

    def __init__(self, column: Column, user: Any, texts: set[str], present: set[int], *, is_whole: bool) -> None:
        model: Any = column.field.related_model
        seen = model.objects.visible_to(user)
        keys = {int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 18}
        names = [text for text in texts if not text.isdecimal()]
        self.column = column
        self.keys = set(seen.filter(pk__in=keys | present).values_list("pk", flat=True)) if keys | present else set()
        self.retired = set(seen.filter(pk__in=self.keys, retired_at__isnull=False).values_list("pk", flat=True))
        self.names: dict[str, set[int]] = {}
        for path in ("name_en", "name_zh"):
            for key, name in seen.filter(**{f"{path}__in": names}, retired_at__isnull=True).values_list("pk", path):
                self.names.setdefault(name, set()).add(key)
        every = self.keys.union(*self.names.values()) if is_whole else ()
        self.of_others = {record.pk for record in seen.filter(pk__in=every) if not may(user, "record.change", record)}

    def value(self, text: str, current: Record | None) -> Any:
        """Give the number of the record that a cell means; what this person cannot see stays as it is."""
        present = None if current is None else getattr(current, self.column.attribute)
        if present is not None and present not in self.keys:
            if text:
                raise CellError(_("This field names a record that you may not see, and stays as it is. "
                                  "Leave the cell empty."))
            return _LEAVE
        key = self._key(text, present)
        if key in self.of_others and key != present:
            raise CellError(str(NOT_YOUR_WHOLE))
        return key

    def _key(self, text: str, present: int | None) -> int | None:
        if not text:
            return None
        if text.isascii() and text.isdecimal():
            key = int(text) if len(text) < 18 else 0
            if key not in self.keys or (key in self.retired and key != present):
                raise CellError(_("No record with the number %(text)s can be named here.") % {"text": text[:20]})
            return key
        found = self.names.get(text, set())
        if not found:
            raise CellError(_("No record is called “%(text)s”. Add it first, or write a record's number.")
                            % {"text": text[:80]})
        if len(found) > 1:
            raise CellError(_("%(count)s records are called “%(text)s”. Write the number of the one that is meant.")
                            % {"count": len(found), "text": text[:80]})
        return next(iter(found))
