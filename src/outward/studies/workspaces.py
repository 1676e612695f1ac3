"""What a workspace holds, told from its folders and small files alone.

Nothing heavy is imported, so that a first page comes at once; a damaged case is listed as such, where opening a release
would refuse it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outward.store import layout
from outward.store.layout import is_case_name
from outward.vocabulary.labels import Label

__all__ = ["HeldCase", "HeldRelease", "folders", "held_cases", "is_case_name"]

_SETTINGS = "case.toml"
_LARGEST = 1_000_000  # bytes of a manifest or case.toml that are read


@dataclass(frozen=True, slots=True)
class HeldRelease:
    """A release as its manifest describes it; ``observations`` is None where the manifest cannot be read."""

    name: str
    observations: int | None
    known_on: str = ""  # ISO date of the newest that is in it: the case's own or an import's


@dataclass(frozen=True, slots=True)
class HeldCase:
    """A case as the settings of its newest release describe it; named by its id where they cannot be read."""

    id: str
    name: Label
    synthetic: bool
    releases: tuple[HeldRelease, ...]  # oldest first


def held_cases(workspace: Path) -> tuple[HeldCase, ...]:
    """List the cases of a workspace with their releases.

    Parameters
    ----------
    workspace : pathlib.Path
        The workspace; it need not exist.

    Returns
    -------
    tuple of HeldCase
        Sorted by id. Folders whose name cannot be a case's are passed over, and so are links that lead elsewhere.
    """
    return tuple(_case(workspace, id) for id in sorted(folders(workspace / layout.CASES, is_case_name)))


def folders(parent: Path, is_name: Callable[[str], bool]) -> Iterator[str]:
    """Name the folders within a folder whose names are of a kind; links are none."""
    if parent.is_dir():
        yield from (
            entry.name
            for entry in parent.iterdir()
            if is_name(entry.name) and entry.is_dir() and not entry.is_symlink()
        )


def _case(workspace: Path, id: str) -> HeldCase:
    releases = layout.releases_folder(workspace, id)
    names = sorted(folders(releases, layout.is_release_name), key=layout.release_order)
    settings = _settings(releases / names[-1] / layout.CASE_FILES / _SETTINGS) if names else {}
    name = Label(_text(settings, "name_en"), _text(settings, "name_zh"))
    return HeldCase(
        id,
        name if name.en or name.zh else Label(id, id),
        settings.get("synthetic") is True,
        tuple(_release(releases / name) for name in names),
    )


def _release(folder: Path) -> HeldRelease:
    manifest = _manifest(folder / layout.MANIFEST)
    own = str(_settings(folder / layout.CASE_FILES / _SETTINGS).get("known_on", ""))  # a date of TOML, or its text
    imports = manifest.get("imports")
    dates = [_text(each, "known_on") for each in imports if isinstance(each, dict)] if isinstance(imports, list) else []
    return HeldRelease(folder.name, _observations(manifest), max([own, *dates]))


def _settings(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_head(path))
    except (OSError, ValueError, RecursionError):  # the case is still listed, by its id
        return {}


def _manifest(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(_head(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _observations(manifest: Mapping[str, Any]) -> int | None:
    try:
        return int(manifest["counts"]["observations"])
    except (ValueError, KeyError, TypeError):
        return None


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_LARGEST).decode("utf-8")


def _text(settings: Mapping[str, Any], key: str) -> str:
    value = settings.get(key)
    return value if isinstance(value, str) else ""
