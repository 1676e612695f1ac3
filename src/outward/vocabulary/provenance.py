"""Sources: who printed a number, when, and under what terms."""

from __future__ import annotations

from dataclasses import dataclass

from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class Source:
    """A document or data set that a number was taken from."""

    id: str
    title: Label
    publisher: Label
    date: str = ""  # ISO date or year of publication, as far as it is known
    licence: str = ""
    note: str = ""
