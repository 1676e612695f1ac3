"""A bundle: the release, the chapters, the template and the settings that build the same report again, in one zip."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from outward import __version__
from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.report.archive import fixed_archive
from outward.report.chapters import TEMPLATE, chapter_files
from outward.report.write import FORMATS, Format
from outward.vocabulary.labels import LANGUAGES, Language
from outward.workbooks.archive import BROKEN_ZIP

if TYPE_CHECKING:
    from outward.studies.releases import Release

MAX_FILES = 5_000
MAX_BYTES = 4 * 1024**3  # unpacked: a release of many million rows is far below
_MANIFEST = "bundle.json"
_LARGEST_MANIFEST = 100_000  # bytes that are looked at
_WORKSPACE, _CHAPTERS = "workspace", "chapters"
_README = """\
A bundle of Outward {version}: everything that builds the report of the case {case} again, the same bytes.

    outward report rebuild THIS.zip --out DIR

or, unpacked, with the same version of Outward:

    {command}

workspace/  the release {release} as it was stored
chapters/   the analyst's own chapters, if there are any
bundle.json the settings
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a report was asked for."""

    language: str = ""  # empty: both
    format: str = "all"
    as_of: str = ""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages to write."""
        return tuple(each for each in LANGUAGES if self.language in ("", each))

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats to write."""
        return tuple(each for each in FORMATS if self.format in ("all", each))


@dataclass(frozen=True, slots=True)
class Bundled:
    """What an unpacked bundle holds, by where it lies."""

    case: str
    release: str
    workspace: Path
    settings: Settings
    chapters: Path | None
    template: Path | None


def bundle(
    release: Release, workspace: Path, settings: Settings, *, chapters: Path | None = None, template: Path | None = None
) -> bytes:
    """Pack what rebuilds a report.

    Parameters
    ----------
    release : Release
        The release that the report is of.
    workspace : Path
        Where it lies.
    settings : Settings
        Languages, formats and date.
    chapters : Path, optional
        The folder of the analyst's own chapters.
    template : Path, optional
        The template of the DOCX, where it is not among the chapters.

    Returns
    -------
    bytes
        A zip that depends on these alone: not on the clock or the folders.

    Raises
    ------
    NotFoundError
        If the chapters or the template are not there.
    """
    files: dict[str, bytes] = {}
    for path in (workspace / "version", *sorted(release.folder.rglob("*"))):
        if path.is_file():
            files[f"{_WORKSPACE}/{path.relative_to(workspace).as_posix()}"] = path.read_bytes()
    if chapters is not None:
        if not chapters.is_dir():
            raise NotFoundError(f"no folder {chapters.name!r}", "bundle", "Name the folder of the chapters.")
        for path in chapter_files(chapters):
            files[f"{_CHAPTERS}/{path.name}"] = path.read_bytes()
    if template is not None:
        if not template.is_file():
            raise NotFoundError(f"no file {template.name!r}", "bundle", "Name the template's .docx file.")
        files[TEMPLATE] = template.read_bytes()
    files[_MANIFEST] = (json.dumps({
        "made_by": "outward report bundle", "version": __version__, "case": release.case_id, "release": release.name,
        "settings": asdict(settings), "chapters": chapters is not None, "template": template is not None,
    }, indent=1) + "\n").encode()
    files["README.txt"] = _README.format(version=__version__, case=release.case_id, release=release.name,
                                         command=_command(release, settings, files)).encode()
    return fixed_archive(files, first=("README.txt", _MANIFEST))


def _command(release: Release, settings: Settings, files: Mapping[str, bytes]) -> str:
    words = ["outward", "--workspace", _WORKSPACE, "report", release.case_id, "--release", release.name]
    words += ["--lang", settings.language] if settings.language else []
    words += ["--format", settings.format] if settings.format != "all" else []
    words += ["--as-of", settings.as_of] if settings.as_of else []
    words += ["--chapters", _CHAPTERS] if any(name.startswith(f"{_CHAPTERS}/") for name in files) else []
    words += ["--template", TEMPLATE] if TEMPLATE in files else []
    return " ".join([*words, "--out", "DIR"])


def check_replaceable(path: Path) -> None:
    """Make sure that what lies where a bundle is to go is a bundle, if anything does.

    Raises
    ------
    InvalidInputError
        If it is something else.
    """
    if (path.exists() or path.is_symlink()) and not _is_bundle(path):
        raise InvalidInputError([Problem(path.name, 0, "", "a file of this name is there that is no bundle",
                                         "Move it away, or name another file with --out.")], "--out")


def _is_bundle(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_MANIFEST) as manifest:
            return b'"made_by": "outward report bundle"' in manifest.read(_LARGEST_MANIFEST)
    except (*BROKEN_ZIP, KeyError):
        return False


def unpack(path: Path, folder: Path) -> Bundled:
    """Unpack a bundle into an empty folder.

    Parameters
    ----------
    path : Path
        The zip; treated as hostile: no file leaves the folder, and there is an end to its size.
    folder : Path
        Where to.

    Raises
    ------
    NotFoundError
        If there is no such file.
    InvalidInputError
        If it is no bundle.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path.name!r}", "bundle", "Name a zip that `outward report bundle` wrote.")
    try:
        with zipfile.ZipFile(path) as archive:
            _extract(archive, folder, path)
        told: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
        settings = Settings(**{key: str(value) for key, value in told["settings"].items()})
        bundled = Bundled(
            str(told["case"]), str(told["release"]), folder / _WORKSPACE, settings,
            folder / _CHAPTERS if told["chapters"] else None, folder / TEMPLATE if told["template"] else None)
    except (*BROKEN_ZIP, KeyError, TypeError, AttributeError) as error:
        raise _no_bundle(path, f"it cannot be read ({error})") from error
    if not settings.languages or not settings.formats:
        raise _no_bundle(path, f"its settings are {told['settings']}")
    if bundled.chapters is not None:
        bundled.chapters.mkdir(exist_ok=True)
    return bundled


def _extract(archive: zipfile.ZipFile, folder: Path, path: Path) -> None:
    entries = archive.infolist()
    left = MAX_BYTES
    if len(entries) > MAX_FILES:
        raise _no_bundle(path, f"it holds {len(entries)} files, more than {MAX_FILES}")
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if entry.is_dir():
            continue
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or stat.S_ISLNK(
                entry.external_attr >> 16):
            raise _no_bundle(path, f"the name {entry.filename!r} leads out of it")
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, target.open("xb") as file:
            while chunk := packed.read(1 << 20):
                left -= len(chunk)
                if left < 0:
                    raise _no_bundle(path, f"it unpacks to more than {MAX_BYTES:,} bytes")
                file.write(chunk)


def _no_bundle(path: Path, what: str) -> InvalidInputError:
    return InvalidInputError([Problem(path.name, 0, "", f"this is no bundle: {what}",
                                      "Pack it anew with `outward report bundle`.")], str(path))
