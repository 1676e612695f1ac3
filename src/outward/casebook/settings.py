"""``case.toml`` to a ``Case``: every setting is named, typed and known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from outward.casebook.case import Case, TargetPath
from outward.casebook.layout import CONTROL, COVERAGES, ID, SETTINGS
from outward.casebook.sheets import text_of
from outward.errors import Problem
from outward.vocabulary.labels import Label

_TEXTS: Final = ("id", "name_en", "name_zh", "title_en", "title_zh", "region", "nation", "sector", "coverage",
                 "source", "price_index", "base_period")
_LISTS: Final = ("sectors", "benchmarks")
_REQUIRED: Final = ("id", "name_en", "region", "nation", "sector", "known_on")
_KNOWN: Final = (*_TEXTS, *_LISTS, "known_on", "synthetic", "target_paths")
_PATH_KEYS: Final = ("target", "pace", "note_en", "note_zh")
_NO_CONTROL: Final = "Delete it; no document can show it."


class _Reading:
    """The settings as far as they can be read, and what cannot."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.problems: list[Problem] = []

    def complain(self, key: str, what: str, mend: str) -> None:
        self.problems.append(Problem(SETTINGS, 0, key, what, mend))

    def text(self, key: str) -> str:
        value = self.given.get(key, "")
        if not isinstance(value, str):
            self.complain(key, f"{value!r} is not text", "Put it in quotation marks.")
            return ""
        if found := CONTROL.search(value):
            self.complain(key, f"the control character {ord(found.group()):#04x}", _NO_CONTROL)
        if key in _REQUIRED and not value.strip():
            self.complain(key, f"no {key}", f'Write a line {key} = "...".')
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.complain(key, f"{value!r} is not a list of texts", f'Write {key} = ["...", "..."].')
            return ()
        if len(set(value)) < len(value):
            self.complain(key, "an entry stands twice", "Keep one of them.")
        return tuple(value)

    def day(self, key: str) -> str:
        value = self.given.get(key)
        if value is None:
            self.complain(key, f"no {key}", f"Write a line such as {key} = 2017-12-31.")
            return ""
        try:
            return (value if type(value) is date else date.fromisoformat(value)).isoformat()
        except (TypeError, ValueError):
            self.complain(key, f"{value!r} is not a date", f"Write {key} = 2017-12-31.")
            return ""

    def flag(self, key: str) -> bool:
        value = self.given.get(key, False)
        if not isinstance(value, bool):
            self.complain(key, f"{value!r} is neither true nor false", f"Write {key} = true or {key} = false.")
        return value is True

    def paths(self, key: str) -> tuple[TargetPath, ...]:
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.complain(key, f"{value!r} is not a list of tables", f"Write each under its own [[{key}]].")
            return ()
        return tuple(path for number, item in enumerate(value, 1) if (path := self._path(f"{key}[{number}]", item)))

    def _path(self, where: str, item: Mapping[str, Any]) -> TargetPath | None:
        target, pace = item.get("target"), item.get("pace")
        notes = {key: item.get(key, "") for key in ("note_en", "note_zh")}
        if not isinstance(target, str) or isinstance(pace, bool) or not isinstance(pace, int | float):
            self.complain(where, f"target {target!r}, pace {pace!r}", 'Write target = "G05" and pace = 0.16.')
            return None
        if not abs(pace) <= 1e6:  # nan compares false
            self.complain(where, f"pace {pace}", "Write a growth a year in percent or points.")
            return None
        if not all(isinstance(note, str) for note in notes.values()):
            self.complain(where, "a note is not text", "Put it in quotation marks.")
            return None
        if any(CONTROL.search(text) for text in (target, *notes.values())):
            self.complain(where, "a control character", _NO_CONTROL)
        for key in sorted(item.keys() - set(_PATH_KEYS)):
            self.complain(where, f"{key!r} is not known here", f"Known are {', '.join(_PATH_KEYS)}.")
        return TargetPath(target, float(pace), notes["note_en"], notes["note_zh"])


def read_settings(data: bytes) -> tuple[Case | None, list[Problem]]:
    """Read ``case.toml``.

    Returns
    -------
    tuple
        The case, or ``None`` where a setting cannot be read; and the problems found.
    """
    text, problems = text_of(SETTINGS, data)
    if problems:
        return None, problems
    try:
        reading = _Reading(tomllib.loads(text))
    except RecursionError:
        return None, [Problem(SETTINGS, 0, "", "brackets within brackets, too deep to read", "Write plain settings.")]
    except ValueError as error:  # a TOMLDecodeError, or a number of too many digits
        return None, [Problem(SETTINGS, 0, "", f"not TOML: {error}", "Mend the line it names.")]
    case = _case(reading)
    return (None if reading.problems else case), reading.problems


def _case(reading: _Reading) -> Case:
    for key in sorted(reading.given.keys() - set(_KNOWN)):
        reading.complain(key, f"no setting {key!r} is known", f"Known are {', '.join(_KNOWN)}.")
    texts = {key: reading.text(key) for key in _TEXTS}
    name = Label(texts["name_en"], texts["name_zh"])
    title = Label(texts["title_en"] or name.en, texts["title_zh"] or name.zh)
    if texts["id"] and not ID.fullmatch(texts["id"]):
        reading.complain("id", f"{texts['id']!r} is not an id", "Use letters, digits and hyphens, no spaces.")
    if texts["coverage"] not in COVERAGES:
        reading.complain("coverage", f"{texts['coverage']!r} is not a coverage", "Write traditional or full.")
    return Case(
        id=texts["id"], name=name, title=title, region=texts["region"], nation=texts["nation"],
        sector=texts["sector"], sectors=reading.texts("sectors"), coverage=texts["coverage"],
        known_on=reading.day("known_on"), benchmarks=reading.texts("benchmarks"), synthetic=reading.flag("synthetic"),
        price_index=texts["price_index"], base_period=texts["base_period"], target_paths=reading.paths("target_paths"),
        source=texts["source"],
    )
