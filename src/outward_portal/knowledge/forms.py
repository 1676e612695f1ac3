"""Forms of texts, provisions and procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outward_portal.knowledge.extraction import MOST_LETTERS, kind_of
from outward_portal.knowledge.models import Document, Provision, Step, Version
from outward_portal.knowledge.quotations import quotation_problems
from outward_portal.knowledge.vocabulary import topics
from outward_portal.records.files.keeping import KeptFile
from outward_portal.review.forms import RowForm, plain
from outward_portal.theme.languages import current_language


class VersionForm(RowForm):
    """A text's date and language; of a new one the file or the text itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = self.instance.pk is None
        self.kept_file: KeptFile | None = None  # of a new version, once it is being written
        if self.is_new:
            self.fields["upload"] = forms.FileField(
                label=gettext_lazy("File"), required=False, allow_empty_file=False,
                help_text=gettext_lazy("PDF, DOCX or plain text, at most 20 MB. Macros, scripts and embedded files are "
                                       "refused."))
            self.fields["pasted"] = forms.CharField(
                label=gettext_lazy("Or the text itself"), required=False, max_length=MOST_LETTERS,
                widget=forms.Textarea({"rows": 12}))

    def plain(self) -> dict[str, Any]:
        """Leave the text out of drafts: it never changes."""
        found = super().plain()
        found.pop("pasted", None)
        return found

    def clean_upload(self) -> UploadedFile[Any] | None:
        """Take what its first bytes show to be one of the three, whatever it is called."""
        upload: UploadedFile[Any] | None = self.cleaned_data.get("upload")
        if upload is None:
            return None
        head = upload.read(4096)
        upload.seek(0)
        if kind_of(head) is None:
            raise forms.ValidationError(_("This is no PDF, DOCX or text file."))
        return upload

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of file and text."""
        cleaned = super().clean() or {}
        if self.is_new and "upload" not in self.errors and bool(cleaned.get("upload")) == bool(cleaned.get("pasted")):
            self.add_error("upload", _("Give either a file or the text."))
        return cleaned

    def upload(self) -> UploadedFile[Any] | None:
        """Give the file of a new version."""
        return self.cleaned_data.get("upload")


class ProvisionForm(RowForm):
    """A topic's answer, and the words that say so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            self.fields["topic"] = forms.ChoiceField(label=gettext_lazy("Topic"), choices=[
                ("", "—"), *((each.id, each.question.text(current_language())) for each in topics().values())])
        versions = self.fields.get("version")
        if isinstance(versions, forms.ModelChoiceField):
            versions.queryset = Version.objects.visible_to(self.user).filter(
                document=self.instance.document_id, extraction=Version.Extraction.READ)

    def clean(self) -> dict[str, Any]:
        """Hold the quotation to the text, and refuse a second answer to one topic."""
        cleaned = super().clean() or {}
        topic = cleaned.get("topic")
        if topic and Provision.objects.filter(document=self.instance.document_id, topic=topic).exists():
            self.add_error("topic", _("This topic is answered already. Propose a change there."))
        if not self.errors:
            for problem in quotation_problems(cleaned.get("answer", ""), cleaned.get("version"),
                                              cleaned.get("article", ""), cleaned.get("quotation", "")):
                self.add_error("quotation", problem)
        return cleaned


class StepForm(forms.ModelForm):
    """A step of a procedure."""

    class Meta:
        model = Step
        fields = ("position", "name_en", "name_zh", "office_en", "office_zh", "place_en", "place_zh", "papers_en",
                  "papers_zh", "cost_least", "cost_most", "currency", "days_least", "days_most", "basis",
                  "basis_article", "result_en", "result_zh")
        widgets = {"papers_en": forms.Textarea({"rows": 3}), "papers_zh": forms.Textarea({"rows": 3})}  # noqa: RUF012

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        basis = self.fields["basis"]
        assert isinstance(basis, forms.ModelChoiceField)
        basis.queryset = Document.objects.visible_to(user).filter(retired_at__isnull=True).order_by("name_en", "pk")

    def clean(self) -> dict[str, Any]:
        """Refuse ranges that run backwards and a cost without a currency."""
        cleaned = super().clean() or {}
        for least, most in (("cost_least", "cost_most"), ("days_least", "days_most")):
            low, high = cleaned.get(least), cleaned.get(most)
            if low is not None and high is not None and low > high:
                self.add_error(most, _("The most is less than the least."))
        if (cleaned.get("cost_least") is not None or cleaned.get("cost_most") is not None) \
                and not cleaned.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Name the currency of the cost."))
        if not (cleaned.get("name_en") or cleaned.get("name_zh")) and not cleaned.get("DELETE"):
            self.add_error("name_en", _("Say what is done, in at least one language."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the procedure and the position out: both are given when the steps are written."""
        return {*super()._get_validation_exclusions(), "procedure", "position"}  # type: ignore[misc]


_Steps = forms.formset_factory(StepForm, formset=BaseFormSet, extra=2, can_delete=True, max_num=60, validate_max=True)


class ProcedureForms:
    """A procedure's own form and one form a step, which are valid together; behaves as a form towards pages."""

    def __init__(self, base: Any, data: Any, *, steps: Sequence[Mapping[str, Any]], user: Any) -> None:
        self.base = base
        self.steps = _Steps(data, initial=[dict(step) for step in steps], prefix="step", form_kwargs={"user": user})

    def is_valid(self) -> bool:
        """Whether all are."""
        return bool(self.base.is_valid()) & self.steps.is_valid()

    @property
    def cleaned_data(self) -> dict[str, Any]:
        """The procedure's own."""
        found: dict[str, Any] = self.base.cleaned_data
        return found

    @property
    def fields(self) -> dict[str, forms.Field]:
        """The procedure's own."""
        found: dict[str, forms.Field] = self.base.fields
        return found

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong with the procedure and, as one line, with its steps."""
        wrong = {f"step-{n}": form.errors for n, form in enumerate(self.steps.forms, start=1) if form.errors}
        return {**self.base.errors, **wrong}

    def non_field_errors(self) -> list[str]:
        """What is wrong with no field in particular, steps named by their number."""
        said = [str(error) for error in self.base.non_field_errors()]
        for n, form in enumerate(self.steps.forms, start=1):
            said += [_("Step %(n)s, %(field)s: %(error)s") % {
                "n": n, "field": str(form.fields[name].label) if name in form.fields else "", "error": " ".join(errors)}
                for name, errors in form.errors.items()]
        return said + [str(error) for error in self.steps.non_form_errors()]

    def add_error(self, field: str | None, error: str) -> None:
        """Add an error to the procedure's form."""
        self.base.add_error(field, error)

    def __iter__(self) -> Iterator[forms.BoundField]:
        return iter(self.base)

    def __getitem__(self, name: str) -> forms.BoundField:
        found: forms.BoundField = self.base[name]
        return found

    def groups(self) -> Any:
        """Give the procedure's fields as they stand together."""
        return self.base.groups()

    def plain(self) -> dict[str, Any]:
        """Give the values with the steps, in the order of their positions."""
        kept = [form.cleaned_data for form in self.steps.forms
                if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        kept.sort(key=lambda step: (step.get("position") is None, step.get("position") or 0))
        return {**self.base.plain(), "steps": [
            {**plain({name: value for name, value in step.items() if name != "DELETE"}), "position": n}
            for n, step in enumerate(kept, start=1)]}
