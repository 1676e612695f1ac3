"""Columns that hold what a course teaches and on which days a session is held, as short texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from outward.skills import MOST_LEVEL, Teaching, skill_name, skills
from outward.vocabulary.labels import Language
from outward_portal.theme.languages import current_language

MOST_TAUGHT: Final = 6
MOST_DAYS: Final = 60


def read_taught(text: str) -> tuple[Teaching, ...]:
    """Read what a course teaches.

    Raises
    ------
    ValueError
        If the text is no such list.

    Examples
    --------
    >>> read_taught("insurance:0>3;country:1>2")
    (Teaching(skill='insurance', level=3, entry=0), Teaching(skill='country', level=2, entry=1))
    """
    found = []
    for part in text.split(";") if text else ():
        skill, _colon, way = part.partition(":")
        entry, arrow, level = way.partition(">")
        if skill not in skills() or not arrow:
            raise ValueError(part)
        taught = Teaching(skill, int(level), int(entry))
        if not 0 <= taught.entry < taught.level <= MOST_LEVEL:
            raise ValueError(part)
        found.append(taught)
    if len({each.skill for each in found}) < len(found) or len(found) > MOST_TAUGHT:
        raise ValueError(text)
    return tuple(found)


def write_taught(taught: tuple[Teaching, ...]) -> str:
    """Write what a course teaches as its column holds it."""
    return ";".join(f"{each.skill}:{each.entry}>{each.level}" for each in taught)


def validate_taught(text: str) -> None:
    """Refuse what is no list of skills with levels."""
    try:
        read_taught(text)
    except ValueError as error:
        raise ValidationError(_("%(text)s: write skills with the level from which and to which the course leads, as in "
                                "insurance:0>3; each once, at most %(most)s."),
                              params={"text": text[:100], "most": MOST_TAUGHT}) from error


def of_countries(taught: tuple[Teaching, ...], countries: str) -> tuple[Teaching, ...]:
    """Give knowledge of a country as knowledge of each of the course's countries.

    Examples
    --------
    >>> [each.skill for each in of_countries((Teaching("country", 2), Teaching("hse", 1)), "KAZ;UZB")]
    ['country:KAZ', 'country:UZB', 'hse']
    """
    found: list[Teaching] = []
    for each in taught:
        if skills()[each.skill].is_of_a_country:
            found += [Teaching(f"{each.skill}:{code}", each.level, each.entry) for code in countries.split(";") if code]
        else:
            found.append(each)
    return tuple(found)


def _way_choices() -> list[tuple[str, str]]:
    """Give from which level to which a course can lead."""
    return [("", "—"), *((f"{entry}>{level}", f"{entry}→{level}") for entry in range(MOST_LEVEL)
                         for level in range(entry + 1, MOST_LEVEL + 1))]


def skill_choices() -> list[tuple[str, str]]:
    """Give the skills in the page's language."""
    language = current_language()
    return [("", "—"), *((each.id, each.name.text(language)) for each in skills().values())]


class TaughtWidget(forms.MultiWidget):
    """Lines of a skill, and the level from which the course begins with that to which it leads."""

    use_fieldset = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__([forms.Select() for _place in range(2 * MOST_TAUGHT)], attrs)

    def decompress(self, value: Any) -> list[str]:
        """Lay the column's text out in lines."""
        try:
            taught = read_taught(value or "")
        except (ValueError, AttributeError):
            taught = ()
        cells = [cell for each in taught for cell in (each.skill, f"{each.entry}>{each.level}")]
        return cells + [""] * (2 * MOST_TAUGHT - len(cells))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write a line a skill, each choice with a name that a screen reader reads."""
        values = value if isinstance(value, list) else self.decompress(value)
        said, choices = (gettext("Skill %(n)s"), gettext("Levels of skill %(n)s")), (skill_choices(), _way_choices())
        given = {key: text for key, text in (attrs or {}).items() if key != "id"}
        id = (attrs or {}).get("id", f"id_{name}")
        cells = []
        for place, shown in enumerate(values):
            row, what = divmod(place, 2)
            shown_as = {**given, "id": id + (f"_{place}" if place else ""), "aria-label": said[what] % {"n": row + 1}}
            cells.append(forms.Select(choices=choices[what]).render(f"{name}_{place}", shown, shown_as, renderer))
        rows = [(cells[at], cells[at + 1]) for at in range(0, len(cells), 2)]
        lines = format_html_join("", "<tr><td>{}</td><td>{}</td></tr>", rows)
        return format_html("<table><thead><tr><th>{}</th><th>{}</th></tr></thead><tbody>{}</tbody></table>",
                           pgettext("team", "Skill"), pgettext("team", "Levels"), lines)

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> Any:
        """Take the column's text as programs send it, or the lines of a page."""
        if name in data:
            return data[name]
        cells = super().value_from_datadict(data, files, name)
        lines = [cells[at:at + 2] for at in range(0, len(cells), 2)]
        return ";".join(f"{skill or ''}:{way or ''}" for skill, way in lines if skill or way)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither the text nor a line was sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)


class _TaughtFormField(forms.CharField):
    widget = TaughtWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as text."""
        return (initial or "") != (data or "")


class TaughtField(models.CharField):
    """What a course teaches: skills with the levels from which and to which it leads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("validators", [validate_taught])
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Give rows for a form."""
        return _TaughtFormField(required=not self.blank, label=capfirst(self.verbose_name), max_length=self.max_length,
                                help_text=self.help_text, initial=kwargs.get("initial"), validators=[validate_taught])

    def deconstruct(self) -> Any:
        """Leave out what is always the same."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        kwargs.pop("max_length", None)
        return name, path, args, kwargs

    def say(self, value: str, language: Language) -> str:
        """Name the skills with their levels, for a page."""
        try:
            taught = read_taught(value)
        except ValueError:
            return value
        return ("；" if language == "zh" else "; ").join(
            f"{skill_name(each.skill).text(language)} {each.entry}→{each.level}" for each in taught)


def read_days(text: str) -> tuple[date, ...]:
    """Read the days of a session.

    Examples
    --------
    >>> read_days("2026-12-07;2026-12-08")
    (datetime.date(2026, 12, 7), datetime.date(2026, 12, 8))
    """
    return tuple(date.fromisoformat(part) for part in text.split(";") if part)


class DaysField(forms.CharField):
    """Days, one a line as 2026-12-07, or several separated by spaces, commas or semicolons."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Show one day a line."""
        return value.replace(";", "\n") if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """Give the days in order, each once."""
        text = super().clean(value)
        parts = text.replace(",", " ").replace(";", " ").replace("，", " ").replace("；", " ").split()
        try:
            days = sorted({date.fromisoformat(part) for part in parts})
        except ValueError as error:
            raise ValidationError(gettext("Write each day as year, month, day: 2026-12-07.")) from error
        if len(days) > MOST_DAYS:
            raise ValidationError(gettext("At most %(most)s days.") % {"most": MOST_DAYS})
        return ";".join(day.isoformat() for day in days)
