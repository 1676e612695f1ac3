"""What an export of a register says: its columns with codes and names in both languages, and its rows, one a record.

A record in several countries is one row, never one a country. A record that a column points to is named, by number and
names, only where the person who exports may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Literal

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, override

from outward.vocabulary.labels import Language
from outward_portal.records import paging, queries
from outward_portal.records.kinds import Filter, Kind
from outward_portal.records.listing import ListQuery
from outward_portal.records.models import Record
from outward_portal.theme import words
from outward_portal.theme.languages import PREFIXES
from outward_portal.work.kinds import in_both

Value = str | int | bool | Decimal | float | None
Type = Literal["string", "integer", "number", "boolean", "datetime"]  # of a Frictionless table schema
CHUNK_ROWS: Final = 1000


@dataclass(frozen=True, slots=True)
class Header:
    """A column of an exported table."""

    name: str
    label_en: str
    label_zh: str
    type: Type = "string"
    codes: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # what each code means, in both languages

    def __hash__(self) -> int:
        return hash(self.name)


def json_value(value: Any) -> Any:
    """Give a value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


Named = Mapping[int, tuple[str, str]]  # names of the records that may be seen, by number


@dataclass(frozen=True, slots=True)
class Part:
    """A column of the database and the columns of the export that it becomes."""

    path: str
    headers: tuple[Header, ...]
    cells: Callable[[Any, Named], tuple[Value, ...]]
    is_record: bool = False


def headers(kind: Kind) -> tuple[Header, ...]:
    """Give the columns of a register's export, in order."""
    return tuple(header for part in parts(kind) for header in part.headers)


def rows(query: ListQuery, user: Any) -> Iterator[tuple[Value, ...]]:
    """Give the records of a list as rows, in the list's order, as far as a person may see them.

    Rows come in chunks from the database, so that memory does not grow with the register.

    Parameters
    ----------
    query : ListQuery
        The list as it stands: filters, words, order.
    user : User or AnonymousUser
        Who exports.
    """
    made = parts(query.kind)
    found = paging.ordered(queries.given_on(query, user), query).values_list(*[part.path for part in made])
    source = iter(found.iterator(chunk_size=CHUNK_ROWS))
    pointing = [at for at, part in enumerate(made) if part.is_record]
    while chunk := list(islice(source, CHUNK_ROWS)):
        named = names_of({line[at] for line in chunk for at in pointing if line[at] is not None}, user)
        for line in chunk:
            yield tuple(cell for part, value in zip(made, line, strict=True) for cell in part.cells(value, named))


def names_of(keys: set[int], user: Any) -> Named:
    """Give the names of those records that a person may see."""
    if not keys:
        return {}
    seen = Record.objects.visible_to(user).filter(pk__in=keys)
    return {key: (en, zh) for key, en, zh in seen.values_list("pk", "name_en", "name_zh")}


@lru_cache(maxsize=64)
def parts(kind: Kind) -> tuple[Part, ...]:
    """Work out a register's columns from what it says of itself."""
    made = [_plain("id", "integer", "number in the portal", "编号")]
    made += [_part(kind, name) for name in kind.form_fields]
    settled = [each for each in kind.model._meta.local_concrete_fields if not each.editable and each.choices]
    made += [_part(kind, each.name) for each in settled]
    return (
        *made,
        Part("is_sample", (Header("sample", "sample, made up", "样例（虚构）", "boolean"),), _truth),
        Part("retired_at",
             (Header("retired_at", "retired from the register", "退出名录时间", "datetime"),), _moment),
        Part("merged_into_id", (Header("merged_into", "merged into the record", "已并入的记录", "integer"),
                                *_named_headers("merged_into", "merged into the record", "已并入的记录", "name")),
             _record, is_record=True),
        _plain("case", "string", "case that it was loaded from", "来源案例"),
        _plain("case_key", "string", "row of the case", "案例中的行"),
        Part("changed_at", (Header("changed_at", "last changed", "最后修改时间", "datetime"),), _moment),
        _plain("revision", "integer", "revision", "版本"),
    )


def labels(text: Any) -> tuple[str, str]:
    """Give a label in English and in Chinese, whatever language the request speaks."""
    said = in_both(text, {})
    return said.en, said.zh


_AREAS: Final = frozenset({"countries", "home"})
_TYPES: Final[tuple[tuple[type[models.Field[Any, Any]], Type], ...]] = (
    (models.BooleanField, "boolean"), (models.DecimalField, "number"), (models.FloatField, "number"),
    (models.IntegerField, "integer"),
)


def _part(kind: Kind, name: str) -> Part:
    each = kind.field(name)
    en, zh = labels(each.verbose_name)
    code = Header(name, en, zh)
    if each.is_relation:
        return Part(each.attname, (Header(name, en, zh, "integer"), *_named_headers(name, en, zh, "name")), _record,
                    is_record=True)
    if each.choices:
        codes = {str(value): labels(label) for value, label in each.flatchoices}
        return Part(name, (Header(name, en, zh, codes=codes), *_named_headers(name, en, zh, "label")), _chosen(codes))
    if name == "sector":
        return Part(name, (code, *_named_headers(name, en, zh, "name")), _sector)
    if name in _AREAS:
        return Part(name, (code, *_named_headers(name, en, zh, "name")), _countries)
    if isinstance(each, models.DateField):
        return Part(name, (Header(name, en, zh),), _day)
    for field_type, type_ in _TYPES:
        if isinstance(each, field_type):
            return _plain(name, type_, en, zh)
    return _plain(name, "string", en, zh)


def _named_headers(name: str, en: str, zh: str, what: str) -> tuple[Header, Header]:
    return (Header(f"{name}_{what}_en", f"{en}: name in English", f"{zh}：英文名称"),
            Header(f"{name}_{what}_zh", f"{en}: name in Chinese", f"{zh}：中文名称"))


def _plain(name: str, type_: Type, en: str, zh: str) -> Part:
    return Part(name, (Header(name, en, zh, type_),), _itself if type_ != "boolean" else _truth)


def _itself(value: Any, _: Named) -> tuple[Value, ...]:
    return (None if value == "" else value,)


def _truth(value: Any, _: Named) -> tuple[Value, ...]:
    return (bool(value),)


def _day(value: date | None, _: Named) -> tuple[Value, ...]:
    return (None if value is None else value.isoformat(),)


def _moment(value: datetime | None, _: Named) -> tuple[Value, ...]:
    return (None if value is None else value.strftime("%Y-%m-%dT%H:%M:%SZ"),)


def _record(value: int | None, named: Named) -> tuple[Value, ...]:
    names = named.get(value) if value is not None else None
    return (None, None, None) if names is None else (value, names[0] or None, names[1] or None)


def _sector(value: str, _: Named) -> tuple[Value, ...]:
    return (value, words.sector_name(value, "en"), words.sector_name(value, "zh")) if value else (None, None, None)


def _countries(value: str, _: Named) -> tuple[Value, ...]:
    if not value:
        return None, None, None
    codes = value.split(";")
    return (value, ";".join(words.region_name(code, "en") for code in codes),
            ";".join(words.region_name(code, "zh") for code in codes))


def _chosen(codes: Mapping[str, tuple[str, str]]) -> Callable[[Any, Named], tuple[Value, ...]]:
    known: dict[Any, tuple[Value, ...]] = {code: (code, *names) for code, names in codes.items()}
    return lambda value, _: known.get(value) or ((value, None, None) if value else (None, None, None))


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, when and by whom: what a file must say of itself."""

    query: ListQuery
    count: int
    at: datetime
    address: str  # of the list, in full
    publisher: str  # who is cited
    withheld: int = 0  # records that the reader sees but whose source does not let them go into a file

    def conditions(self, language: Language) -> Sequence[tuple[str, str]]:
        """The filters and the order, in words."""
        query = self.query
        with override(PREFIXES[language]):
            said = [(str(each.label), _meant(each, value, language)) for each, value in query.filters]
            said += [(gettext("Words"), query.words)] if query.words else []
            said += [(gettext("Retired ones"), gettext("yes"))] if query.retired else []
            order = [str(query.column.label), *([gettext("descending")] if query.descending else [])]
            return [*said, (gettext("Order"), ", ".join(order))]

    def citation(self, language: Language) -> str:
        """How the file is cited: who, what, when retrieved, where, under which licence."""
        en, zh = labels(self.query.kind.plural)
        day = timezone.localtime(self.at).date().isoformat()
        if language == "zh":
            return (f"{self.publisher}：《{zh}》名录，Outward平台，{self.count}条记录，{day}检索，{self.address}。"
                    f"{LICENCE_ZH}")
        records = "record" if self.count == 1 else "records"
        return (f"{self.publisher}, register “{en}”, Outward portal, {self.count} {records}, retrieved {day} from "
                f"{self.address}. {LICENCE_EN}")


def _meant(each: Filter, value: str, language: Language) -> str:
    if each.by == "sector":
        return words.sector_name(value, language)
    if each.by == "country":
        return words.region_name(value, language)
    return next((str(label) for key, label in each.choices if key == value), value)


LICENCE_EN: Final = ("Facts are cited from the source named in each row and remain under its terms; "
                     "what the portal's keepers wrote may be reused with this citation.")
LICENCE_ZH: Final = "各行所载事实引自该行注明的来源，受其条款约束；平台维护者撰写的内容注明本引用后可以再利用。"
