"""A case's folder on disk to bytes by name; nothing outside the folder is read."""

from __future__ import annotations

from pathlib import Path

from outward.casebook.layout import CONTROL, FOLDERS, MAX_FILE_BYTES, SETTINGS
from outward.errors import InvalidInputError, NotFoundError, Problem


def is_case_folder(path: Path) -> bool:
    """Whether a folder holds a case: it has a ``case.toml``."""
    return (path / SETTINGS).is_file()


def folder_files(path: Path) -> dict[str, bytes]:
    """Read the files of a case, by name within the folder (``registers/parks.csv``), sorted.

    Raises
    ------
    NotFoundError
        If there is no such folder, or it has no ``case.toml``.
    InvalidInputError
        If a file leads out of the folder, is no plain file or is too large.
    """
    if not path.is_dir():
        what = "is a file, not a folder" if path.exists() else "is not there"
        raise NotFoundError(f"{path} {what}", "case folder", f"Name a folder with a {SETTINGS} in it.")
    if not is_case_folder(path):
        raise NotFoundError(f"{path} has no {SETTINGS}", "case folder",
                            "Name a case's folder, or begin one with: outward case new NAME.")
    root = path.resolve()
    found, problems = {}, []
    for name in _candidates(path):
        problem = _problem(root, path / name, name)
        if problem:
            problems.append(problem)
        else:
            found[name] = (path / name).read_bytes()
    if problems:
        raise InvalidInputError(problems, str(path))
    return found


def _candidates(path: Path) -> list[str]:
    """Name the settings and every CSV file where a case keeps its own; hidden files are the system's."""
    inside = [file for folder in ("", *FOLDERS) if (path / folder).is_dir() for file in (path / folder).iterdir()]
    names = [file.relative_to(path).as_posix() for file in inside
             if not file.name.startswith((".", "~$")) and file.suffix.lower() == ".csv"]
    return sorted([SETTINGS, *names])


def _problem(root: Path, file: Path, name: str) -> Problem | None:
    if CONTROL.search(name):
        return Problem(name, 0, "", "the file's name has a character that is no text", "Give the file another name.")
    try:
        resolved = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return Problem(name, 0, "", "the link leads nowhere", "Delete it, or put the file itself in its place.")
    if not resolved.is_relative_to(root):
        return Problem(name, 0, "", "a link that leads out of the folder", "Put the file itself in its place.")
    if not resolved.is_file():
        return Problem(name, 0, "", "this is no plain file", "Put a CSV file in its place.")
    size = resolved.stat().st_size
    if size > MAX_FILE_BYTES:
        return Problem(name, 0, "", f"{size / 2**20:.1f} MB; a case's file has at most {MAX_FILE_BYTES // 2**20} MB",
                       "Spread the rows over several files in tables/.")
    return None
