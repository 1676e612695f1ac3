"""Zip files whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can carry
_PLAIN_FILE = 0o644 << 16


def fixed_archive(files: Mapping[str, bytes], first: Iterable[str] = ()) -> bytes:
    """Pack files so that the same content gives the same bytes everywhere.

    Nothing is compressed: the bytes of a deflated file depend on the zlib that Python was built with.

    Parameters
    ----------
    files : mapping of str to bytes
        Names within the archive and contents.
    first : iterable of str
        Names that come first, in this order; the others follow by name.

    Examples
    --------
    >>> fixed_archive({"b": b"2", "a": b"1"}) == fixed_archive({"a": b"1", "b": b"2"})
    True
    """
    leading = [name for name in first if name in files]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name in (*leading, *sorted(set(files) - set(leading))):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # or the machine's own system is written
            entry.external_attr = _PLAIN_FILE
            archive.writestr(entry, files[name])
    return packed.getvalue()
