"""Fields of forms in this room: exact amounts, texts that files can carry, and one field a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from outward.eligibility import FactKind, Money
from outward.eligibility.facts import Value
from outward_portal.funding import facts
from outward_portal.records.codes import CurrencyField, RegionsField
from outward_portal.records.validators import DIGITS, validate_partial_date
from outward_portal.risks.incidents.forms import ProjectField, TextField
from outward_portal.theme.languages import current_language

__all__ = ["AmountField", "DayField", "FactsForm", "ProjectField", "TextField", "text_area"]

_LEAST: Final = Decimal("0.01")


class AmountField(forms.DecimalField):
    """An exact amount, more than nothing; separators of thousands may be typed."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"max_digits": DIGITS, "decimal_places": 2, "min_value": _LEAST,
                                 "widget": forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})}
        super().__init__(**usual | kwargs)

    def to_python(self, value: Any) -> Any:
        """Read it without its separators."""
        return super().to_python(value.replace(",", "").replace("，", "") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Show it in full, not as a power of ten."""
        return digits(value) if isinstance(value, Decimal) else value


def digits(value: Decimal) -> str:
    """Write a number in full, without zeros that say nothing.

    Examples
    --------
    >>> digits(Decimal("900000000.0000")), digits(Decimal("0.50")), digits(Decimal("1E+6"))
    ('900000000', '0.5', '1000000')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class DayField(forms.DateField):
    """A day, chosen from a calendar or typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)


def text_area(rows: int = 4) -> forms.Textarea:
    """Make a field of several lines."""
    return forms.Textarea({"rows": rows})


_AS_KEPT: Final[dict[str, Any]] = {"min_value": Decimal(0), "max_digits": 20, "decimal_places": 4}
"""Numbers as private fields keep them."""
_ANSWERS: Final = (("", _("not said")), ("yes", _("yes")), ("no", _("no")))


class FactsForm(forms.Form):
    """One field for each fact that is asked for, by its shape; an empty one says nothing."""

    def __init__(self, *args: Any, kinds: Iterable[FactKind], known: Mapping[str, Value], hints: Mapping[str, str],
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(kinds)
        for kind in self.kinds:
            for name, field in _fields(kind, known.get(kind.id), hints.get(kind.id, "")):
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """Ask for the currency of an amount."""
        cleaned = super().clean() or {}
        for kind in self.kinds:
            if kind.shape == "money" and cleaned.get(_name(kind)) is not None and not cleaned.get(_currency(kind)):
                self.add_error(_currency(kind), _("An amount needs its currency."))
        return cleaned

    def stated(self) -> dict[str, Value | None]:
        """Give what was said of each fact."""
        return {kind.id: self._stated(kind) for kind in self.kinds}

    def _stated(self, kind: FactKind) -> Value | None:
        given = self.cleaned_data[_name(kind)]
        match kind.shape:
            case "money":
                return None if given is None else Money(given, self.cleaned_data[_currency(kind)])
            case "set":
                codes = given.split(";") if isinstance(given, str) else given
                return frozenset(codes) if any(codes) else None
            case "yes-no":
                return {"yes": True, "no": False}.get(given)
            case _:
                return None if given in ("", None) else given

    def fact_fields(self) -> Iterator[forms.BoundField]:
        """Give the fields of the facts."""
        for kind in self.kinds:
            yield self[_name(kind)]
            if kind.shape == "money":
                yield self[_currency(kind)]


def _name(kind: FactKind) -> str:
    return f"fact_{kind.id}"


def _currency(kind: FactKind) -> str:
    return f"fact_{kind.id}_currency"


def _fields(kind: FactKind, known: Value | None, hint: str) -> Iterator[tuple[str, forms.Field]]:
    label = kind.name.text(current_language())
    common: dict[str, Any] = {"label": label, "required": False, "help_text": hint}
    match kind.shape:
        case "money":
            amount = known.amount if isinstance(known, Money) else None
            yield _name(kind), AmountField(**common, **_AS_KEPT, initial=amount)
            yield _currency(kind), CurrencyField(label=_("%(of)s: currency") % {"of": label}, required=False,
                                                 initial=known.currency if isinstance(known, Money) else "")
        case "number":
            yield _name(kind), AmountField(**common, **_AS_KEPT, initial=known)
        case "day":
            yield _name(kind), forms.CharField(**common, initial=known, max_length=10,
                                               validators=[validate_partial_date])
        case "yes-no":
            given = ("yes" if known else "no") if isinstance(known, bool) else ""
            yield _name(kind), forms.ChoiceField(**common, initial=given, choices=_ANSWERS)
        case "set" if kind.id == "countries":
            codes = ";".join(sorted(known)) if isinstance(known, frozenset) else ""
            field = RegionsField(label=label, required=False, initial=codes)
            if hint:
                field.help_text = f"{field.help_text} · {hint}"
            yield _name(kind), field
        case "set":
            yield _name(kind), forms.MultipleChoiceField(
                **common, initial=sorted(known) if isinstance(known, frozenset) else [], choices=_named(kind),
                widget=forms.CheckboxSelectMultiple)
        case _:
            yield _name(kind), forms.ChoiceField(**common, initial=known, choices=[("", "---------"), *_named(kind)])


def _named(kind: FactKind) -> list[tuple[str, str]]:
    return [(code, name.text(current_language())) for code, name in (kind.choices or {}).items()]


def declared_kinds() -> list[FactKind]:
    """Give the kinds of facts that no register holds: an enterprise's own word."""
    return [each.kind for each in facts.catalogue().values() if each.where == "declared"]
