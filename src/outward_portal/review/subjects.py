"""What can be published by two persons: each room registers its own kinds of subjects.

Another room's subject, such as a fact of a country's dossier, is a model that extends ``Reviewed`` and has a
``revision``, a ``Subject`` (usually a ``RowSubject``) and a line in its app's ``ready``:
``SUBJECTS.register(FactSubject())``.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from outward.vocabulary.labels import Label, Language
from outward_portal.accounts.models import Audience
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records import actions as records
from outward_portal.records import presentation
from outward_portal.records.forms import RecordForm, form_class
from outward_portal.records.kinds import Kind, Text
from outward_portal.records.models import Record
from outward_portal.review.forms import RowForm, plain, row_form
from outward_portal.theme.words import country_names, plain_pair, sector_name


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A proposed value in words."""

    name: str
    label: str
    text: str


class Subject(ABC):
    """A kind of subject of review."""

    key: str
    name: Text
    model: type[models.Model]
    template: ClassVar[str] = "review/fields.jinja"  # of its form's fields, given as `form`
    preview: ClassVar[str] = ""  # a template of what a draft's values do not show; it knows it as `previewed`
    is_begun_alone: ClassVar[bool] = True  # whether the queue offers to propose one
    fixed: ClassVar[Text] = ""  # what no edit of a draft changes, and what to do instead

    @property
    @abstractmethod
    def fields(self) -> tuple[str, ...]:
        """The fields that a draft holds."""

    @abstractmethod
    def form(self, data: Any, files: Any, *, user: Any, subject: Any, values: Mapping[str, Any] | None,
             parent: Record | None) -> Any:
        """Give the form of a draft: of ``values`` where there are any, of a new subject where ``subject`` is ``None``.

        The form has ``plain()``, its values as JSON keeps them, ``groups()``, and fields ``reason`` and ``revision``.
        """

    def keeping_files(self, form: Any) -> AbstractContextManager[None]:  # noqa: ARG002  (for rooms that take files)
        """Keep the files of a valid form, for the transaction in which ``begin`` writes the subject that has them.

        What is slow, such as looking at them, is done before that transaction: while it is open, nobody else can write.
        """
        return nullcontext()

    @abstractmethod
    def begin(self, act: Act, form: Any, parent: Record | None) -> Any:
        """Write a new subject from a valid form, unpublished: the public does not see it."""

    @abstractmethod
    def apply(self, act: Act, subject: Any, values: Mapping[str, Any]) -> None:
        """Write a draft's values into the subject, and count its ``revision`` up."""

    @abstractmethod
    def publish(self, act: Act, subject: Any) -> None:
        """Let the public see the subject as it stands."""

    @abstractmethod
    def title(self, subject: Any) -> Label:
        """Name a subject, for queues."""

    @abstractmethod
    def address(self, subject: Any) -> str:
        """Give the page of a subject."""

    @abstractmethod
    def record(self, subject: Any) -> Record | None:
        """Give the record on whose page and in whose history a subject stands."""

    def previewed(self, subject: Any, user: Any) -> Mapping[str, Any]:  # noqa: ARG002  (for rooms to say more)
        """Give what the template of the preview shows to a reader."""
        return {}

    def discard(self, act: Act, subject: Any) -> None:  # noqa: B027  (nothing, unless a kind takes it away)
        """Take away what was never published, when its draft is withdrawn; a record stays for another draft."""

    def problems(self, subject: Any, values: Mapping[str, Any]) -> list[str]:  # noqa: ARG002  (for rooms to say more)
        """Say what speaks against publishing these values; nothing, unless a room knows something."""
        return []

    def find(self, key: int, user: Any) -> Any:
        """Give a subject that a person may see."""
        return self.model._default_manager.visible_to(user).filter(pk=key).first()  # type: ignore[attr-defined]

    def plain(self, subject: Any) -> dict[str, Any]:
        """Give a subject's present values as a draft keeps them."""
        return plain({name: getattr(subject, self.field(name).attname) for name in self.fields})

    def field(self, name: str) -> models.Field[Any, Any]:
        """Give the model's field of this name."""
        found = self.model._meta.get_field(name)
        assert isinstance(found, models.Field)
        return found

    @cached_property
    def pairs(self) -> tuple[str, ...]:
        """The texts that are kept in both languages, by name without the language."""
        names = set(self.fields)
        return tuple(name[:-3] for name in self.fields if name.endswith("_en") and f"{name[:-3]}_zh" in names)

    def shown(self, values: Mapping[str, Any], language: Language) -> list[ShownValue]:
        """Give a draft's values in words, empty ones too."""
        return [ShownValue(name, _capital(str(self.field(name).verbose_name)),
                           self._words(name, values.get(name), language)) for name in self.fields if name in values]

    def _words(self, name: str, value: Any, language: Language) -> str:
        if value in (None, "", []):
            return ""
        field = self.field(name)
        say = getattr(field, "say", None) or _BY_NAME.get(name)
        if say is not None:
            return str(say(value, language))
        if isinstance(field, models.BooleanField):
            return pgettext("ticked", "Yes") if value else pgettext("ticked", "No")
        if isinstance(field, models.DecimalField):
            return f"{Decimal(str(value)).normalize():,f}"  # every digit: two values that differ must not look the same
        if isinstance(field, models.ForeignKey):
            return _row_words(field.related_model._default_manager.filter(pk=value).first(), language)
        return str(dict(field.flatchoices).get(value, value))

    def from_plain(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give values as the model takes them, by column."""
        return {self.field(name).attname: _python(self.field(name), value) for name, value in values.items()
                if name in self.fields}

    def in_country(self, region: str) -> Q:  # noqa: ARG002  (for kinds that know of countries)
        """Give the condition under which a subject is about a country."""
        return Q(pk__in=[])

    def untranslated(self, language: str) -> Q:
        """Give the condition under which some text stands in the other language only."""
        other = "zh" if language == "en" else "en"
        found = Q(pk__in=[])
        for base in self.pairs:
            found |= Q(**{f"{base}_{language}": ""}) & ~Q(**{f"{base}_{other}": ""})
        return found


_BY_NAME: Final[Mapping[str, Callable[[str, Language], str]]] = {"countries": country_names, "sector": sector_name}


def _row_words(row: Any, language: Language) -> str:
    return plain_pair(row.name_en, row.name_zh, language) if isinstance(row, Record) else str(row or "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _python(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None if field.null else ""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def digest(subject: Subject, values: Mapping[str, Any], language: str) -> str:
    """Sum up a subject's wording in a language: translations of it are out of date when this has changed."""
    texts = [str(values.get(f"{base}_{language}") or "") for base in subject.pairs]
    return hashlib.sha256("\x1f".join(texts).encode("utf-8")).hexdigest()


RETIRED: Final = "is_retired"
"""The name under which the draft of a record keeps that it is to be taken out of its register, or brought back."""


class _PlainRecordForm(RecordForm):
    """A record's form that gives its values as a draft keeps them."""

    def plain(self) -> dict[str, Any]:
        """Give the cleaned values."""
        return plain(self.values())


class RecordSubject(Subject):
    """A register that two persons publish."""

    form_mixins: ClassVar[tuple[type, ...]] = ()  # what a room's drafts do beside the register's own form

    def __init__(self, kind: Kind) -> None:
        self.kind, self.key, self.name, self.model = kind, kind.key, kind.name, kind.model

    @property
    def fields(self) -> tuple[str, ...]:
        """The register's fields."""
        return self.kind.form_fields

    def form(self, data: Any, files: Any, *, user: Any, subject: Any, values: Mapping[str, Any] | None,
             parent: Record | None) -> Any:
        """Give the register's own form."""
        del files, parent
        made = type("DraftForm", (*self.form_mixins, _PlainRecordForm, form_class(self.kind)), {})
        instance = self.kind.model.objects.get(pk=subject.pk) if subject is not None else None
        return made(data, kind=self.kind, user=user, instance=instance, initial=dict(values or {}))

    def begin(self, act: Act, form: Any, parent: Record | None) -> Any:
        """Add the record, seen by the agencies, contributors and analysts."""
        del parent
        return records.create(act, self.kind, {**self.from_plain(form.plain()), "audience": Audience.AGENCIES},
                              is_sample=getattr(act.actor, "is_sample", False))

    def apply(self, act: Act, subject: Any, values: Mapping[str, Any]) -> None:
        """Change the record as the registers do."""
        records.change(act, subject, self.kind, self.from_plain(values), revision=subject.revision)
        if RETIRED in values:
            (records.retire if values[RETIRED] else records.restore)(act, subject)

    def shown(self, values: Mapping[str, Any], language: Language) -> list[ShownValue]:
        """Say also that it is to be taken out of its register."""
        said = super().shown(values, language)
        if RETIRED in values:
            said.append(ShownValue(RETIRED, _("In its register"), _("to be taken out of it") if values[RETIRED]
                                   else _("to be brought back into it")))
        return said

    def publish(self, act: Act, subject: Any) -> None:
        """Show it to everybody."""
        del act
        rows: models.QuerySet[Any] = self.model._default_manager.filter(pk=subject.pk)
        rows.update(audience=Audience.PUBLIC, published_at=timezone.now(), revision=F("revision") + 1)

    def in_country(self, region: str) -> Q:
        """Take the record's own countries."""
        return Q(country_rows__region=region)

    def title(self, subject: Any) -> Label:
        """Give the record's name."""
        return Label(subject.name_en, subject.name_zh)

    def address(self, subject: Any) -> str:
        """Give the record's page."""
        return presentation.address(subject)

    def record(self, subject: Any) -> Record | None:
        """Give the record itself."""
        return Record.objects.get(pk=subject.pk)


class RowSubject(Subject):
    """Rows of a model that are no records, such as what a document says on a topic."""

    is_begun_alone = False  # from the page of its record
    parent: str = ""  # the field that names the record to which a row belongs; empty: it belongs to none
    given: tuple[str, ...] = ()  # fields that a new subject is given and that no draft changes

    def form(self, data: Any, files: Any, *, user: Any, subject: Any, values: Mapping[str, Any] | None,
             parent: Record | None) -> Any:
        """Give a form of the model's fields; those that stay as they are only for a new one."""
        names = self.fields if subject is not None else (*self.given, *self.fields)
        instance = self.model._default_manager.get(pk=subject.pk) if subject is not None else self.model()
        if subject is None and self.parent and parent is not None:
            setattr(instance, f"{self.parent}_id", parent.pk)
        return self.form_class(names)(data, files, instance=instance, initial=dict(values or {}), user=user)

    def form_class(self, names: tuple[str, ...]) -> type[RowForm]:
        """Give the form of these fields; a room may have its own."""
        return row_form(self.model, names)

    def begin(self, act: Act, form: Any, parent: Record | None) -> Any:
        """Add the row."""
        del act, parent
        return form.save()

    def apply(self, act: Act, subject: Any, values: Mapping[str, Any]) -> None:
        """Write the values."""
        del act
        for column, value in self.from_plain(values).items():
            setattr(subject, column, value)
        subject.revision += 1
        subject.save()

    def publish(self, act: Act, subject: Any) -> None:
        """Mark it as published."""
        del act
        subject.published_at = timezone.now()
        subject.revision += 1
        subject.save()

    def in_country(self, region: str) -> Q:
        """Take the countries of the record to which it belongs."""
        return Q(**{f"{self.parent}__country_rows__region": region}) if self.parent else super().in_country(region)

    def discard(self, act: Act, subject: Any) -> None:
        """Delete the row; the draft keeps its values."""
        entries.write(act, "subject.removed", subject, record=getattr(self.record(subject), "pk", None))
        subject.delete()

    def record(self, subject: Any) -> Record | None:
        """Give the record to which it belongs."""
        key = getattr(subject, f"{self.parent}_id") if self.parent else None
        return None if key is None else Record.objects.get(pk=key)


class Subjects:
    """The kinds of subjects of this portal; each app adds its own when it starts."""

    def __init__(self) -> None:
        self._subjects: dict[str, Subject] = {}

    def register(self, *subjects: Subject) -> None:
        """Add kinds; a second one under a name is an error."""
        for subject in subjects:
            if subject.key in self._subjects:
                raise LookupError(f"two subjects of review named {subject.key}")
            self._subjects[subject.key] = subject

    def __iter__(self) -> Iterator[Subject]:
        return iter(self._subjects.values())

    def get(self, key: str) -> Subject | None:
        """Give the kind of this name."""
        return self._subjects.get(key)

    def __getitem__(self, key: str) -> Subject:
        return self._subjects[key]


SUBJECTS: Final = Subjects()

