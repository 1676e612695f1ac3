"""What two persons publish in this room: documents, their texts, provisions and procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outward.vocabulary.labels import Label, Language
from outward_portal.accounts.requests import Act
from outward_portal.knowledge import actions, kinds, notices
from outward_portal.knowledge.articles import pieces
from outward_portal.knowledge.forms import ProcedureForms, ProvisionForm, VersionForm
from outward_portal.knowledge.models import Document, Provision, Step, Version
from outward_portal.knowledge.queries import older_versions
from outward_portal.knowledge.quotations import quotation_problems
from outward_portal.knowledge.vocabulary import topics
from outward_portal.records import presentation
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record
from outward_portal.review.forms import RowForm, plain, row_form
from outward_portal.review.subjects import RecordSubject, RowSubject, ShownValue
from outward_portal.theme.words import number

_FIRST_PIECES: Final = 6
"""Headings and articles of a text that a reviewer sees beside the draft."""


class DocumentSubject(RecordSubject):
    """A document; who follows it, its country or its subjects is told."""

    def apply(self, act: Act, subject: Any, values: Mapping[str, Any]) -> None:
        """Tell of what changes in what is published."""
        super().apply(act, subject, values)
        if subject.is_published:
            notices.tell_changed(subject, Document.objects.get(pk=subject.pk))

    def publish(self, act: Act, subject: Any) -> None:
        """Tell of what is new."""
        is_new = not subject.is_published
        super().publish(act, subject)
        if is_new:
            notices.tell_published(Document.objects.get(pk=subject.pk))


class VersionSubject(RowSubject):
    """A document's text of a date."""

    key, name, model = "version", gettext_lazy("Text of a document"), Version
    parent, given = "document", ()
    fields = ("dated", "language", "is_translation", "note")
    preview = "knowledge/version_preview.jinja"
    fixed = gettext_lazy("The file and its text stay as they are. To replace them, withdraw this draft and add the "
                         "text anew.")

    def previewed(self, subject: Any, user: Any) -> Mapping[str, Any]:
        """Show how the text begins, and with which older ones it can be compared."""
        found = pieces(subject.text)
        return {"text": subject, "pieces": found[:_FIRST_PIECES], "more": max(0, len(found) - _FIRST_PIECES),
                "others": older_versions(subject, user) if subject.extraction == Version.Extraction.READ else []}

    def discard(self, act: Act, subject: Any) -> None:
        """Delete the text with its file, unless a provision quotes it or somebody reads it just now."""
        if subject.extraction == Version.Extraction.WAITING:
            raise RefusedError(_("The file is still being read. Wait a moment."))
        if subject.provisions.exists():
            raise RefusedError(_("A provision quotes this text. Withdraw that provision's draft first."))
        if subject.file:
            transaction.on_commit(lambda: subject.file.storage.delete(subject.file.name))
        super().discard(act, subject)

    def form_class(self, names: tuple[str, ...]) -> type[RowForm]:
        """Ask a new version for its file or its text too."""
        return row_form(Version, names, VersionForm)

    @contextmanager
    def keeping_files(self, form: Any) -> Iterator[None]:
        """Look at the text's file and keep it."""
        upload = form.upload()
        with actions.kept_text(upload) if upload else nullcontext() as form.kept_file:
            yield

    def begin(self, act: Act, form: Any, parent: Record | None) -> Any:
        """Add the text; its file is read behind."""
        del parent
        return actions.add_version(act, form.save(commit=False), form.kept_file, form.cleaned_data.get("pasted", ""))

    def publish(self, act: Act, subject: Any) -> None:
        """Let it be read and found."""
        super().publish(act, subject)
        actions.index_texts(subject.document)
        notices.tell_version(subject)

    def problems(self, subject: Any, values: Mapping[str, Any]) -> list[str]:
        """Refuse a text that nobody can read."""
        del values
        if subject.extraction == Version.Extraction.WAITING:
            return [_("The file is still being read. Wait a moment.")]
        if subject.extraction == Version.Extraction.FAILED:
            return [_("The file could not be read as text. Save it anew without a password, macros and embedded "
                      "objects, or paste its text.")]
        return []  # a scan without a text layer may be published: its file can be read by people

    def title(self, subject: Any) -> Label:
        """Name it by its document and date."""
        document = subject.document
        ending = f" ({subject.dated}, {subject.language})"
        return Label(*(f"{name}{ending}" if name else "" for name in (document.name_en[:250], document.name_zh[:250])))

    def address(self, subject: Any) -> str:
        """Give the page of the text."""
        return reverse("version", args=[subject.pk])


class ProvisionSubject(RowSubject):
    """What a document says on a topic."""

    key, name, model = "provision", gettext_lazy("Provision"), Provision
    parent, given = "document", ("topic",)
    fields = ("answer", "version", "article", "quotation", "comment_en", "comment_zh", "review_due")

    def form_class(self, names: tuple[str, ...]) -> type[RowForm]:
        """Check the quotation against the text."""
        return row_form(Provision, names, ProvisionForm)

    def begin(self, act: Act, form: Any, parent: Record | None) -> Any:
        """Add it, said by whoever proposes it."""
        del parent
        provision = form.save(commit=False)
        provision.stated_by = act.actor
        provision.save()
        return provision

    def apply(self, act: Act, subject: Any, values: Mapping[str, Any]) -> None:
        """Write the values; a change of them is said by whoever makes it."""
        if plain_changes(self.plain(subject), values) and act.actor is not None and not subject.is_published:
            subject.stated_by = act.actor
        super().apply(act, subject, values)

    def problems(self, subject: Any, values: Mapping[str, Any]) -> list[str]:
        """Hold the quotation to the text once more: the text may be another by now."""
        version = Version.objects.filter(pk=values.get("version") or 0, document=subject.document_id).first()
        return quotation_problems(str(values.get("answer")), version, str(values.get("article") or ""),
                                  str(values.get("quotation") or ""))

    def title(self, subject: Any) -> Label:
        """Name it by its document and topic."""
        topic, document = topics()[subject.topic].name, subject.document
        en, zh = document.name_en[:200], document.name_zh[:200]
        return Label(f"{en}: {topic.en}" if en else "", f"{zh}：{topic.zh}" if zh else "")

    def address(self, subject: Any) -> str:
        """Give its place on the document's page."""
        return f"{presentation.address(subject.document)}#provision-{subject.topic}"


def plain_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether values differ."""
    return any(before.get(name) != value for name, value in after.items())


STEP_FIELDS: Final = tuple(field.name for field in Step._meta.concrete_fields
                           if field.name not in ("id", "procedure"))


class ProcedureSubject(RecordSubject):
    """A procedure with its steps."""

    template = "knowledge/procedure_fields.jinja"

    def form(self, data: Any, files: Any, *, user: Any, subject: Any, values: Mapping[str, Any] | None,
             parent: Record | None) -> Any:
        """Give the procedure's form with one of each step."""
        base = super().form(data, files, user=user, subject=subject, values=values, parent=parent)
        return ProcedureForms(base, data, steps=list((values or {}).get("steps", ())), user=user)

    def plain(self, subject: Any) -> dict[str, Any]:
        """Give the values with the steps."""
        steps = [plain({name: getattr(step, Step._meta.get_field(name).attname) for name in STEP_FIELDS})  # type: ignore[union-attr]
                 for step in subject.steps.all()]
        return {**super().plain(subject), "steps": steps}

    def begin(self, act: Act, form: Any, parent: Record | None) -> Any:
        """Add the procedure and its steps."""
        procedure = super().begin(act, form.base, parent)
        actions.write_steps(act, procedure, form.plain()["steps"])
        return self.model._default_manager.get(pk=procedure.pk)

    def apply(self, act: Act, subject: Any, values: Mapping[str, Any]) -> None:
        """Change the procedure and its steps."""
        super().apply(act, subject, values)
        if "steps" in values:
            actions.write_steps(act, subject, values["steps"])

    def shown(self, values: Mapping[str, Any], language: Language) -> list[ShownValue]:
        """Show each step as a field."""
        ending = "_zh" if language == "zh" else "_en"
        lines = [ShownValue(f"step-{n}", _("Step %(n)s") % {"n": n}, _step_words(step, ending))
                 for n, step in enumerate(values.get("steps", ()), start=1)]
        return [*super().shown(values, language), *lines]


def _step_words(step: Mapping[str, Any], ending: str) -> str:
    """Write a step as lines of text, for comparing drafts."""
    said = []
    for name in STEP_FIELDS:
        value = step.get(name)
        if value in (None, "") or name == "position" or (name.endswith(("_en", "_zh")) and not name.endswith(ending)):
            continue
        label = str(Step._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        said.append(_("%(name)s: %(value)s") % {
            "name": label, "value": number(value) if isinstance(value, float) else value})
    return "\n".join(said)


ALL: Final = (DocumentSubject(kinds.DOCUMENTS), VersionSubject(), ProvisionSubject(),
              ProcedureSubject(kinds.PROCEDURES))
