"""What a register says about itself: columns, filters, form, private fields; pages, files and the API read it here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from functools import cached_property
from typing import Any, Final, Literal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.records.models import Record

Text = str | Promise  # a Promise is a translation that is looked up when it is shown
NOT_YOUR_WHOLE: Final = _("How that record counts would follow from this one, and you may not change it. Ask whoever "
                          "keeps it to state its parts.")
Show = Literal["name", "text", "choice", "sector", "countries", "amount", "number", "record", "date"]


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a list.

    ``paths`` are the columns of the database behind it: one, or the English and the Chinese text, or an amount with its
    currency, or another record's key.
    """

    key: str
    label: Text
    paths: tuple[str, ...]
    show: Show = "text"
    is_sortable: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """A way to narrow a list: by a choice, a sector, a country, a period or an amount.

    ``condition`` is Django's lookup that the value goes to.
    """

    key: str
    label: Text
    condition: str
    by: Literal["choice", "sector", "country", "currency", "least", "most", "record"]
    choices: tuple[tuple[str, Text], ...] = ()
    needs: str = ""  # the key of the filter without which this one means nothing: amounts compare within a currency


@dataclass(frozen=True, slots=True, eq=False)
class Fieldset:
    """Fields that stand together, on a record's page and in its form."""

    title: Text
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class PrivateFieldType:
    """A field that an enterprise may keep without publishing it."""

    key: str
    label: Text
    is_amount: bool
    unit: str = ""  # a fixed unit; empty: a currency that the enterprise names, or none for text


@dataclass(frozen=True, slots=True, eq=False)
class Perspective:
    """Another way to read what a list holds, such as a map: its page takes the list's address as it stands."""

    name: str  # of the address, which takes the register's slug
    label: Text


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What a register adds to the page of each of its records."""

    template: str
    read: Callable[[Record, Any], Mapping[str, Any]]  # of the record, for a reader; the template knows it as `section`
    under: Text = ""  # the title of the fields under which it stands; empty: it stands for itself


@dataclass(frozen=True, eq=False)
class Kind:
    """A register."""

    model: type[Record]
    slug: str  # in addresses
    name: Text
    plural: Text
    purpose: Text  # one sentence: what is kept here and for whom
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    fieldsets: tuple[Fieldset, ...]
    private: tuple[PrivateFieldType, ...] = ()
    enterprise_owned: bool = False  # an enterprise may add its own
    provider_owned: bool = False  # a provider of services may add its own
    contributed: bool = False  # missions and ministries may add some
    perspectives: tuple[Perspective, ...] = ()
    sections: tuple[Section, ...] = ()
    told: tuple[tuple[str, Text], ...] = ()  # what the journal tells of a record beside the fields of its form
    told_as: Mapping[str, Callable[[str], str]] = with_default(default_factory=dict)  # in words, by its name
    given_on: str = ""  # a yes/no field: only records in which it is set may go into files
    review: str = ""  # the page where it is proposed instead of written at once, if two persons publish it
    written: Callable[[Any], None] | None = None  # called of a record that was added or changed, in that transaction

    @property
    def key(self) -> str:
        """The kind's name in the database."""
        return self.model._meta.model_name or ""

    @cached_property
    def form_fields(self) -> tuple[str, ...]:
        """The fields that a person writes, in order."""
        return tuple(name for fieldset in self.fieldsets for name in fieldset.fields)

    @cached_property
    def wholes(self) -> tuple[str, ...]:
        """The fields that name a record of the same register, in which something follows from the one that names it."""
        return tuple(name for name in self.form_fields if self.field(name).related_model is self.model)

    def field(self, name: str) -> models.Field[Any, Any]:
        """Give the model's field of this name."""
        found = self.model._meta.get_field(name)
        if not isinstance(found, models.Field):
            raise LookupError(f"{name} is no field of {self.key}")
        return found

    def column(self, key: str) -> Column | None:
        """Give the column of this key."""
        return next((column for column in self.columns if column.key == key), None)


class Kinds:
    """The registers of this portal, in the order in which they are listed; each app adds its own when it starts."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def register(self, *kinds: Kind) -> None:
        """Add registers; a second one under a kind's name or address is an error."""
        for kind in kinds:
            if kind.key in self._kinds or kind.slug in {known.slug for known in self}:
                raise LookupError(f"two registers named {kind.key} or /{kind.slug}/")
            self._kinds[kind.key] = kind

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._kinds.values())

    def __getitem__(self, key: str) -> Kind:
        return self._kinds[key]

    def by_slug(self, slug: str) -> Kind | None:
        """Give the register at an address."""
        return next((kind for kind in self if kind.slug == slug), None)


KINDS = Kinds()
