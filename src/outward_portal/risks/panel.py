"""The panel: files that the office has sent, and those that lie in the workspace's folder ``risk/panel``.

Files are only looked through here: which family each belongs to, which years it has. The library reads them when an
outlook is made, and says what is wrong in each.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.risks.models import PanelFile

if TYPE_CHECKING:
    from outward.studies.risks.panel_folder import FamilyFile

MADE_UP: Final = "SYNTHETIC"
"""A file of this name in the folder says that the figures beside it are made up."""

_MOST_BYTES: Final = 64 * 1024 * 1024
_FIRST_YEAR, _LAST_YEAR = 1800, 2200


@dataclass(frozen=True, slots=True)
class Years:
    """What a file holds, at a glance."""

    rows: int
    years: frozenset[int]
    trouble: str | Promise = ""  # why it cannot be read

    @property
    def missing(self) -> tuple[int, ...]:
        """The years between its first and last of which it has no row."""
        return tuple(year for year in range(min(self.years), max(self.years)) if year not in self.years) \
            if self.years else ()


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the panel."""

    name: str
    family: str
    years: Years
    sent: PanelFile | None  # None: it lies in the folder
    is_replaced: bool = False  # a file of the same name was sent and stands in its place


@dataclass(frozen=True, slots=True)
class HeldFamily:
    """A family of files, with what the panel has of it."""

    described: FamilyFile
    parts: tuple[Part, ...]

    @property
    def years(self) -> Years:
        """The years of all its files together."""
        held = [part.years for part in self.parts if not part.is_replaced]
        return Years(sum(each.rows for each in held), frozenset().union(*(each.years for each in held)))


def folder() -> Path:
    """Give the workspace's folder of panel files, which may not be there."""
    place: Path = settings.WORKSPACE / "risk" / "panel"
    return place


def family_of(name: str) -> str:
    """Give the family that a file's name says, as the library reads names; empty where there is none."""
    from outward.studies.risks.panel_folder import family_files  # brings pandas

    named = [family for family in family_files() if re.fullmatch(rf"{family}(_[\w-]*)?\.csv", name.casefold())]
    return max(named, key=len, default="")


def held_families() -> list[HeldFamily]:
    """Give every family that a panel may hold, with its files."""
    from outward.studies.risks.panel_folder import family_files

    parts: dict[str, list[Part]] = {}
    sent = list(PanelFile.objects.filter(retired_at__isnull=True).select_related("added_by"))
    names = {file.name for file in sent}
    for file in sent:
        path = Path(file.file.path)
        years = _surveyed(path) if path.is_file() else Years(0, frozenset(), _("The file is no longer there."))
        parts.setdefault(file.family, []).append(Part(file.name, file.family, years, file))
    for path in _in_folder():
        family = family_of(path.name)
        if family:
            parts.setdefault(family, []).append(Part(path.name, family, _surveyed(path), None, path.name in names))
    return [HeldFamily(described, tuple(parts.get(family, ()))) for family, described in family_files().items()]


def unknown_files() -> list[str]:
    """Name the CSV files of the folder that belong to no family and are left alone."""
    return [path.name for path in _in_folder() if not family_of(path.name)]


def is_synthetic() -> bool:
    """Whether any figure of the panel is made up."""
    return (folder() / MADE_UP).exists() or PanelFile.objects.filter(retired_at__isnull=True,
                                                                     is_synthetic=True).exists()


def is_empty() -> bool:
    """Whether there is no file to make an outlook from."""
    return not PanelFile.objects.filter(retired_at__isnull=True).exists() and \
        not any(family_of(path.name) for path in _in_folder())


@contextmanager
def assembled() -> Iterator[Path]:
    """Give a folder in which every file of the panel stands under its name, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="panel-") as made:
        place = Path(made)
        sent = {file.name: Path(file.file.path)
                for file in PanelFile.objects.filter(retired_at__isnull=True)}
        lying = {path.name: path for path in _in_folder() if family_of(path.name)}
        for name, path in (lying | sent).items():
            (place / name).symlink_to(path.resolve())
        yield place


def _in_folder() -> list[Path]:
    return [path for path in sorted(folder().glob("*.csv")) if path.is_file()] if folder().is_dir() else []


def _surveyed(path: Path) -> Years:
    stat = path.stat()
    return survey(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def survey(path: Path, _stamp: int, size: int) -> Years:
    """Look a file through for its years; what cannot be read is said, not raised."""
    if size > _MOST_BYTES:
        return Years(0, frozenset(), _("It is larger than 64 MB. Split it by years."))
    rows, years = 0, set()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                text = (row.get("year") or "").strip()
                rows += 1
                if text.isascii() and text.isdecimal() and len(text) == 4 and _FIRST_YEAR <= int(text) <= _LAST_YEAR:
                    years.add(int(text))
    except (UnicodeDecodeError, csv.Error, OSError):
        return Years(0, frozenset(), _("It is no CSV in UTF-8."))
    if not years:
        return Years(rows, frozenset(), _("It has no column year, or no year in it."))
    return Years(rows, frozenset(years))


def problems_of(path: Path, name: str) -> list[Any]:
    """Have the library read one file by itself, and give what it finds wrong."""
    from outward.errors import InvalidInputError, OutwardError, Problem
    from outward.studies.risks.panel_folder import read_panel

    with tempfile.TemporaryDirectory(prefix="panel-") as made:
        (Path(made) / name).symlink_to(path.resolve())
        try:
            read_panel(Path(made))
        except InvalidInputError as error:
            return list(error.problems)
        except OutwardError as error:
            return [Problem(name, 0, "", error.what, error.mend)]
    return []


def place_of(name: str) -> Path:
    """Give where an upload lies."""
    return Path(settings.FILES.uploads) / name
