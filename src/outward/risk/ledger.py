"""A ledger of forecasts: each entry is sealed with the one before it, so that none can be changed afterwards unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from outward.errors import InvalidValueError

FIRST: Final = "0" * 64  # what stands before the first entry


@dataclass(frozen=True, slots=True)
class Entry:
    """A forecast as it was written down: ``hash`` is SHA-256 of place, hash before and content."""

    sequence: int
    previous: str
    content: str  # canonical JSON
    hash: str


def append(previous: str, sequence: int, content: Mapping[str, Any]) -> Entry:
    """Seal a forecast behind the newest entry.

    Parameters
    ----------
    previous : str
        Hash of the newest entry, or ``FIRST``.
    sequence : int
        Its place, from 1.
    content : mapping
        What is written down; numbers, texts and ``None``.

    Raises
    ------
    InvalidValueError
        If a number is not finite, or a value no number or text: JSON has no way to write it.

    Examples
    --------
    >>> first = append(FIRST, 1, {"event": "coup", "probability": 0.1})
    >>> second = append(first.hash, 2, {"event": "coup", "probability": 0.2})
    >>> broken([first, second])
    ()
    """
    try:
        text = json.dumps(dict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InvalidValueError(f"a forecast that cannot be written: {error}", f"ledger, entry {sequence}",
                                "Write None for a probability that there is not.") from None
    return Entry(sequence, previous, text, _seal(sequence, previous, text))


def broken(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Verify a ledger from its first entry on; say what is wrong, entry by entry, or nothing.

    An entry changed, left out, put in or moved breaks its own seal or the next one's. Entries cut off at the end break
    nothing: whoever keeps the newest hash elsewhere sees that.
    """
    wrong = []
    previous, place = FIRST, 0
    for entry in entries:
        place += 1
        if entry.sequence != place:
            wrong.append(f"entry {entry.sequence} stands where {place} is due")
            place = entry.sequence
        if entry.previous != previous:
            wrong.append(f"entry {entry.sequence} does not follow the one before it")
        if entry.hash != _seal(entry.sequence, entry.previous, entry.content):
            wrong.append(f"entry {entry.sequence} is not what was sealed")
        previous = entry.hash
    return tuple(wrong)


def _seal(sequence: int, previous: str, content: str) -> str:
    return hashlib.sha256(f"{sequence}\n{previous}\n{content}".encode()).hexdigest()
