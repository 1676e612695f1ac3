"""How a piece of work ends before its end."""

from __future__ import annotations

from typing import Any

from outward_portal.work.kinds import Text, in_both


class ToldError(Exception):
    """A failure that another attempt will not mend; its words are shown to whoever asked for the work."""

    def __init__(self, text: Text, **values: Any) -> None:
        self.said = in_both(text, values)
        super().__init__(self.said.en)


class CancelledError(Exception):
    """Whoever asked for the work wants it no more."""


class LostError(Exception):
    """The job was taken for lost and is another worker's now: what this attempt did must not be kept."""
