"""The forms of members, days and digests."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Organisation
from outward_portal.coordination.models import Member
from outward_portal.records.choosing import RecordField
from outward_portal.records.private.forms import AgencyField
from outward_portal.registers.models import Agency
from outward_portal.risks.incidents.forms import TextField

_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(off|worked|休|班)(?:\s+(.{0,100}))?")
_WORKED: Final = ("worked", "班")
_MOST_DAYS: Final = 400
_FIRST_YEAR: Final = 2015


class MemberForm(forms.Form):
    """A member: its record in the register of agencies, the organisation that acts for it, or both."""

    organisation = AgencyField(label=_("Organisation that acts here"), queryset=Organisation.objects.none(),
                               required=False, help_text=_("Its officers are invited to meetings and given tasks."))
    part = forms.ChoiceField(label=_("Part in the group"), choices=Member.Part.choices)
    place = forms.IntegerField(label=_("Place in lists"), min_value=0, max_value=9999, initial=100)
    field_order = ("agency", "organisation", "part", "place")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = RecordField(Agency, user, label=_("Agency in the register"), required=False)
        self.order_fields(self.field_order)
        field = self.fields["organisation"]
        assert isinstance(field, AgencyField)
        field.queryset = Organisation.objects.visible_to(user).filter(
            kind__in=[Organisation.Kind.AGENCY, Organisation.Kind.OFFICE])

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not cleaned.get("agency") and not cleaned.get("organisation") and not self.errors:
            self.add_error("agency", _("Name the agency, the organisation, or both."))
        return cleaned


class DaysForm(forms.Form):
    """Days of a year, as they are published, one a line."""

    days = TextField(label=_("Days, one a line"), max_length=20000, widget=forms.Textarea({"rows": 8}),
                     help_text=_("Such as: 2027-02-15 off Spring Festival, or 2027-02-20 worked. Each weekday off and "
                                 "each weekend day worked."))

    def clean_days(self) -> list[tuple[date, bool, str]]:
        """Read each line; name the first that means nothing."""
        found: dict[date, tuple[date, bool, str]] = {}
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), 1):
            if not line.strip():
                continue
            match = _DAY.fullmatch(line.strip())
            try:
                day = date.fromisoformat(match.group(1)) if match else None
            except ValueError:
                day = None
            if match is None or day is None:
                raise forms.ValidationError(_("Line %(number)d means no day: %(line)s") % {"number": number,
                                                                                          "line": line[:80]})
            found[day] = (day, match.group(2) in _WORKED, (match.group(3) or "").strip())
        if len(found) > _MOST_DAYS:
            raise forms.ValidationError(_("At most %(most)d days at once.") % {"most": _MOST_DAYS})
        return list(found.values())


class DigestForm(forms.Form):
    """Of which quarter."""

    year = forms.IntegerField(label=_("Year"), min_value=_FIRST_YEAR)
    quarter = forms.TypedChoiceField(label=_("Quarter"), coerce=int, choices=[(each, str(each)) for each in
                                                                              (1, 2, 3, 4)])

    def clean(self) -> dict[str, Any]:
        """Refuse a quarter that has not begun."""
        cleaned = super().clean() or {}
        year, quarter, today = cleaned.get("year"), cleaned.get("quarter"), timezone.localdate()
        if year and quarter and (year > today.year or date(year, 3 * quarter - 2, 1) > today):
            self.add_error("quarter", _("This quarter has not begun."))
        return cleaned
