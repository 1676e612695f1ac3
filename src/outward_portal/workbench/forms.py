"""Sending a framework and data, naming and sharing an index, saving a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from outward.errors import InvalidInputError, Problem
from outward_portal.accounts.models import WorkAudience
from outward_portal.accounts.policy import viewer
from outward_portal.theme.languages import current_language
from outward_portal.workbench.models import IndexAssessment

if TYPE_CHECKING:
    from outward.composite import Framework, IndexData

OWN = "own"
"""The choice of a framework that is none of the shipped ones."""


class SourceForm(forms.Form):
    """A framework and data: what cannot be read is listed in ``problems``, all of it at once.

    Once the form is valid, ``framework_read`` and ``data_read`` hold what was read, and ``text`` the framework's text.
    """

    framework = forms.ChoiceField(label=_("Framework"))
    framework_file = forms.FileField(label=_("Framework as a file"), required=False,
                                     help_text=_("TOML in UTF-8; only where the framework is your own"),
                                     widget=forms.ClearableFileInput({"accept": ".toml"}))
    framework_text = forms.CharField(
        label=_("… or its text"), required=False, strip=False, max_length=200_000,
        help_text=_("A framework that you have sent stands here, to be mended; a file that you choose takes its place"),
        widget=forms.Textarea({"rows": 12, "spellcheck": "false", "class": "code"}))
    table = forms.FileField(label=_("Data"), help_text=_("XLSX, or CSV in UTF-8 or GB18030; at most 5 MB"),
                           widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from outward.composite.shipped import SHIPPED, shipped_framework  # brings the engine, as below

        language = current_language()
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            *((id, shipped_framework(id).name.text(language)) for id in SHIPPED), (OWN, _("My own"))]
        self.problems: list[Problem] = []
        self.text = ""
        self.framework_read: Framework | None = None
        self.data_read: IndexData | None = None

    def clean(self) -> dict[str, Any]:
        """Read the framework, then the data by it."""
        cleaned = super().clean() or {}
        if "framework" in cleaned:
            self.read_framework(cleaned)
        upload = cleaned.get("table")
        if self.framework_read is not None and upload is not None:
            self.read_data(upload)
        return cleaned

    def read_framework(self, cleaned: dict[str, Any]) -> None:
        """Read the framework that was chosen or sent."""
        from outward_portal.workbench import reading

        self.text, name = self._framework_text(cleaned)
        if not self.text.strip():
            if not self.problems:
                self.add_error("framework_file", _("Choose the file of your framework, or choose another framework."))
            return
        try:
            self.framework_read = reading.framework_from(self.text, name)
        except InvalidInputError as error:
            self._blame("framework_text", error)

    def _framework_text(self, cleaned: dict[str, Any]) -> tuple[str, str]:
        """Give the framework's text and what its file is called."""
        from outward.composite.shipped import framework_text
        from outward_portal.workbench import reading

        if cleaned["framework"] != OWN:
            return framework_text(cleaned["framework"]), f"{cleaned['framework']}.toml"
        sent: UploadedFile[Any] | None = cleaned.get("framework_file")
        if sent is None:
            return str(cleaned.get("framework_text", "")).replace("\r\n", "\n"), reading.FRAMEWORK_FILE
        name = (sent.name or reading.FRAMEWORK_FILE)[-100:]
        try:
            text = reading.framework_in(sent.read(reading.MOST_FRAMEWORK_BYTES + 1), name)
        except InvalidInputError as error:
            self._blame("framework_file", error)
            return "", name
        self.keep_text(text)
        return text, name

    def keep_text(self, text: str) -> None:
        """Have the form show a framework that was sent as a file: browsers do not keep files."""
        given = QueryDict(mutable=True)
        given.update(self.data)
        given[self.add_prefix("framework_text")] = text
        self.data = given

    def read_data(self, upload: UploadedFile[Any]) -> None:
        """Read the data by the framework."""
        from outward_portal.workbench import reading

        assert self.framework_read is not None
        try:
            self.data_read = reading.data_in(upload, self.framework_read)
        except InvalidInputError as error:
            self._blame("table", error)

    def _blame(self, field: str, error: InvalidInputError) -> None:
        self.problems += error.problems
        self.add_error(field, _("What is wrong stands in the table below, by row and column."))


class Sharing(forms.Form):
    """What an index is called and who sees it; whoever lets more people see it says so once more."""

    title = forms.CharField(label=_("Title"), max_length=200)
    audience = forms.ChoiceField(label=_("Who sees it"))
    confirmed = forms.BooleanField(
        label=_("I want these people to see the index, its data and all its versions."), required=False)

    def __init__(self, *args: Any, user: Any, index: IndexAssessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = index.audience if index is not None else str(WorkAudience.SELF)
        organisation = index.organisation_id if index is not None else viewer(user).organisation
        has_organisation = viewer(user).organisation is not None and organisation is not None
        self.fields["audience"].choices = [  # type: ignore[attr-defined]
            (value, label) for value, label in WorkAudience.choices
            if value != WorkAudience.ORGANISATION or has_organisation]

    def clean(self) -> dict[str, Any]:
        """Refuse to let more people see an index without the confirmation."""
        cleaned = super().clean() or {}
        order = WorkAudience.values
        audience = cleaned.get("audience")
        if audience and order.index(audience) > order.index(self.before) and not cleaned.get("confirmed"):
            self.add_error("confirmed", _("More people would see this index. Confirm it here, or choose fewer."))
        return cleaned


class NewForm(SourceForm, Sharing):
    """A new index."""

    field_order = ("title", "framework", "framework_file", "framework_text", "table", "audience", "confirmed")


class SendForm(SourceForm):
    """Another framework or other data for an index: the next version."""

    keep_choices = forms.BooleanField(label=_("Keep the choices and weights of the newest version"), required=False,
                                      initial=True)
    note = forms.CharField(label=_("What is new in it"), max_length=300, required=False)

    def __init__(self, *args: Any, index: IndexAssessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.index = index
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            ("", _("That of the newest version")), *self.fields["framework"].choices]  # type: ignore[attr-defined]
        self.fields["framework"].required = self.fields["table"].required = False
        self.fields["table"].help_text = _("XLSX, or CSV in UTF-8 or GB18030; at most 5 MB. "
                                           "Without a file the data stay those of the newest version")

    def clean(self) -> dict[str, Any]:
        """Read what was sent; what was not sent stays, and has to fit."""
        cleaned = super().clean()
        newest = self.index.newest
        assert newest is not None
        if self.framework_read is not None and cleaned.get("table") is None and not self.errors:
            from outward_portal.workbench import reading

            try:
                self.data_read = reading.kept_data(self._kept_path(), newest.file_name, self.framework_read)
            except InvalidInputError as error:
                self._blame("framework_text" if cleaned["framework"] == OWN else "framework", error)
        return cleaned

    def _kept_path(self) -> Any:
        from pathlib import Path

        assert self.index.newest is not None
        return Path(self.index.newest.file.path)

    def _framework_text(self, cleaned: dict[str, Any]) -> tuple[str, str]:
        if cleaned["framework"]:
            return super()._framework_text(cleaned)
        assert self.index.newest is not None
        return self.index.newest.framework_text, "framework.toml"


class SaveForm(forms.Form):
    """What is new in a version."""

    note = forms.CharField(label=_("What is new in it"), max_length=300, required=False)
