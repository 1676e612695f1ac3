"""The form in which a file is attached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Audience
from outward_portal.accounts.policy import viewer
from outward_portal.records.files.inspection import CONTENT_TYPES, MOST_BYTES
from outward_portal.records.models import Record


def audiences(record: Record, user: Any) -> list[Audience]:
    """Give the audiences that a file may have: none wider than its record's, none that shuts out its sender."""
    seen_by = viewer(user)
    own = record.owner_id is not None and record.owner_id == seen_by.organisation
    return [each for each in record.audiences_as_narrow
            if (each != Audience.OWNER or own) and (each != Audience.OFFICE or seen_by.role == "office" or own)
            ] or [Audience(record.audience)]


class FileForm(forms.Form):
    """A file, its title, and who sees it."""

    file = forms.FileField(
        label=_("File"), max_length=300,
        widget=forms.FileInput({"accept": ",".join(f".{extension}" for extension in (*CONTENT_TYPES, "jpeg"))}),
        help_text=_("PDF, DOCX, XLSX, PPTX, PNG, JPEG, WebP, plain text or CSV, at most 20 MB. Macros, scripts and "
                    "embedded files are refused; places and names are taken off pictures."))
    title = forms.CharField(label=_("Title"), max_length=200, required=False,
                            help_text=_("What it is; left empty, the file's name"))
    audience = forms.ChoiceField(label=_("Who sees it"))

    def __init__(self, *args: Any, record: Record, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["audience"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [(each.value, each.label) for each in audiences(record, user)]

    def clean_file(self) -> Any:
        """Refuse a file that is too large before anything is made of it."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Make it smaller, or attach it in parts."))
        return given
