"""Sending a spreadsheet, and confirming what it would do."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from outward.workbooks.archive import MAX_FILE_BYTES

_BEGINNINGS = {".xlsx": b"PK\x03\x04"}  # a workbook is a zip file; of a CSV file nothing can be told by its beginning


class UploadForm(forms.Form):
    """A file of the user's."""

    file = forms.FileField(label=_("File"), help_text=_("XLSX, or CSV in UTF-8 or GB18030; at most 50 MB"),
                           widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}))

    def clean_file(self) -> UploadedFile:
        """Refuse at once what cannot be a spreadsheet; the reader looks closer."""
        file: UploadedFile = self.cleaned_data["file"]
        ending = Path(file.name or "").suffix.lower()
        if ending not in (".xlsx", ".csv"):
            raise forms.ValidationError(_("Only .xlsx and .csv files are read. Save the file in one of these formats."))
        if (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than 50 MB. Split it, or leave out what is not needed."))
        beginning = file.read(4)
        file.seek(0)
        if not beginning.startswith(_BEGINNINGS.get(ending, b"")):
            raise forms.ValidationError(_("This is no Excel workbook, whatever its name. Save it as .xlsx."))
        return file


class ConfirmForm(forms.Form):
    """Why the rows are written, with the digest of the plan that was shown."""

    plan = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    reason = forms.CharField(label=_("Reason"), max_length=200,
                             help_text=_("Why, and where the rows come from, for whoever reads the history"))
