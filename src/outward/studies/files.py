"""Files that the user names, put in place by renaming: a reader sees the old or the new, never half."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from outward.errors import InvalidValueError, StoreError


def check_targets(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse, before any work is done, files that cannot be written or are read.

    Raises
    ------
    InvalidValueError
        If a file is named twice, or is one of the inputs.
    StoreError
        If a folder is missing or in the file's place.
    """
    read = {path.resolve() for path in inputs}
    seen: set[Path] = set()
    for path in targets:
        place = path.resolve()
        if place in seen or place in read:
            raise InvalidValueError("two files of one name" if place in seen else "it would overwrite what is read",
                                    str(path), "Name another file.")
        if path.is_dir():
            raise StoreError("a folder is there", str(path), "Name a file in it.")
        if not path.parent.is_dir():
            raise StoreError("there is no such folder", str(path.parent), "Make it, or name another file.")
        seen.add(place)


def put_files(contents: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all.

    Raises
    ------
    StoreError
        If the disk or the rights do not allow it.
    """
    for path, data in contents.items():
        draft = path.with_name(f".{path.name[:200]}.{os.getpid()}.new")
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            raise StoreError(f"cannot be written: {error.strerror or error}", str(path),
                             "Check the disk and the rights, or name another file.") from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
