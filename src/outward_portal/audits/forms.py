"""The forms of decisions: accept or dismiss, correct, withdraw."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.audits.kept import KeptCell
from outward_portal.audits.models import Decision
from outward_portal.audits.queries import Found
from outward_portal.theme.languages import current_language

_CELL = "cell_"
_NUMBER = re.compile(r"[-+−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?", re.ASCII)
"""A number as a table prints it: in the cell's own unit, so no word of a scale such as 亿 is taken."""


class _Reasoned(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=400, help_text=_("Why, for whoever reads the decision"))


class DecisionForm(_Reasoned):
    """Accept or dismiss, and why."""

    verdict = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=[
        (Decision.Verdict.ACCEPT.value, _("Accept: a number is wrong, as the finding says")),
        (Decision.Verdict.DISMISS.value, _("Dismiss: the numbers are right, or it is a matter of definition")),
    ])
    field_order = ("verdict", "reason")


class WithdrawalForm(_Reasoned):
    """Why a decision is taken back."""


class CorrectionForm(_Reasoned):
    """What cells are to read, where that stands, and since when it is known.

    ``texts`` holds the corrected texts by the cell's id, once the form is valid.
    """

    source = forms.CharField(label=_("Source of the correction"), max_length=200,
                             help_text=_("Where the right number stands: publication, edition, page"))
    known_on = forms.DateField(label=_("Known on"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
                               help_text=_("The day on which that source was out. What was known before stays as it "
                                           "was, and is read by asking for an earlier day."))

    def __init__(self, *args: Any, cells: list[KeptCell], likely: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells = cells
        self.texts: dict[str, str] = {}
        language = current_language()
        own = {f"{_CELL}{place}": forms.CharField(
            label=f"{cell.id} · {cell.place.text(language)}", max_length=40, required=False,
            initial=likely.get(cell.id, cell.held),
            help_text=_("Printed: %(text)s (%(unit)s), known on %(day)s") % {
                "text": cell.held, "unit": cell.unit.text(language), "day": cell.known_on})
            for place, cell in enumerate(cells)}
        self.fields = {**own, **{name: self.fields[name] for name in ("source", "known_on", "reason")}}
        self.fields["known_on"].initial = timezone.localdate()

    def clean_source(self) -> str:
        """Refuse what no document can show."""
        source = str(self.cleaned_data["source"])
        if not source.isprintable():
            raise forms.ValidationError(_("It has a character that cannot be printed."))
        return source

    def clean(self) -> dict[str, Any]:
        """Take the texts that differ; each is a number, and known later than what it corrects."""
        cleaned = super().clean() or {}
        day = cleaned.get("known_on")
        if day and day > timezone.localdate():
            self.add_error("known_on", _("This day is still to come."))
        for place, cell in enumerate(self.cells):
            name = f"{_CELL}{place}"
            text = str(cleaned.get(name, "")).strip()
            if name in self.errors or text in ("", cell.held):
                continue
            if not _NUMBER.fullmatch(text) or ("%" in text and "%" not in f"{cell.held}{cell.unit.en}"):
                self.add_error(name, _("This is no number. Write it as a table prints it, such as 1,234.5 or 8.5%."))
            elif day and day.isoformat() <= cell.known_on:
                self.add_error("known_on", _("%(cell)s was known on %(day)s already. A correction is known on a later "
                                             "day.") % {"cell": cell.id, "day": cell.known_on})
            self.texts[cell.id] = text
        if not self.texts and not self.errors:
            self.add_error(None, _("No number was changed. Write what a cell is to read."))
        return cleaned


def correctable(found: Found) -> list[KeptCell]:
    """Give the cells that a correction may be of: the suspects, and what is likely to read otherwise; no prose."""
    ids = dict.fromkeys((*found.finding.named, *found.finding.repair))
    return [found.cells[id] for id in ids if id in found.cells and not found.cells[id].is_claim]
