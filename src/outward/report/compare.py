"""Two reports compared: numbers and sentences that changed, came or went, by their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outward.errors import InvalidInputError, Problem


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number that differs; a side that does not have it is None."""

    id: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that differs; a side that does not have it is empty."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two reports, each list in the order of the later one, what is gone last."""

    numbers: tuple[NumberChange, ...]
    sentences: tuple[SentenceChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether the two say the same."""
        return not self.numbers and not self.sentences

    def as_json(self) -> dict[str, Any]:
        """Give the comparison for a program."""
        return {
            "numbers": [{"id": one.id, "before": _told(one.before), "after": _told(one.after)}
                        for one in self.numbers],
            "sentences": [{"id": one.id, "before": one.before or None, "after": one.after or None}
                          for one in self.sentences],
        }

    def as_text(self) -> str:
        """Give the comparison for a person."""
        if self.is_same:
            return "No number and no sentence differs.\n"
        lines = [f"{len(self.numbers)} numbers differ"]
        for one in self.numbers:
            lines.append(f"  {one.id}: {_number(one.before)} -> {_number(one.after)}")
        lines.append(f"{len(self.sentences)} sentences differ")
        for each in self.sentences:
            lines.append(f"  {each.id}")
            lines += [f"    - {each.before}"] if each.before else []
            lines += [f"    + {each.after}"] if each.after else []
        return "\n".join(lines) + "\n"


def compare_reports(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two reports by what their ``trace.json`` tells.

    Parameters
    ----------
    before, after : mapping
        As :func:`outward.report.write.read_trace` gives it.

    Returns
    -------
    Comparison
        Numbers whose text, value, unit or formula differ, and sentences whose text differs.

    Raises
    ------
    InvalidInputError
        If the two are in different languages, whose texts always differ.
    """
    if before["language"] != after["language"]:
        raise InvalidInputError([Problem("trace.json", 0, "language",
                                         f"{before['language']!r} against {after['language']!r}",
                                         "Compare two reports in one language, such as A/en and B/en.")], "compare")
    numbers = tuple(NumberChange(id, before["numbers"].get(id), after["numbers"].get(id))
                    for id in _ids(before["numbers"], after["numbers"])
                    if _differs(before["numbers"].get(id), after["numbers"].get(id)))
    sentences = tuple(SentenceChange(id, before["sentences"].get(id, ""), after["sentences"].get(id, ""))
                      for id in _ids(before["sentences"], after["sentences"])
                      if before["sentences"].get(id, "") != after["sentences"].get(id, ""))
    return Comparison(numbers, sentences)


def compare_languages(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> dict[str, Comparison]:
    """Compare two reports in each language that both have.

    Parameters
    ----------
    before, after : mapping
        Language to what ``trace.json`` tells, as :func:`outward.report.originals.traces_in` gives it.

    Returns
    -------
    dict
        Language to what differs, in the order of ``after``.

    Raises
    ------
    InvalidInputError
        If they have no language in common.
    """
    both = [language for language in after if language in before]
    if not both:
        raise InvalidInputError([Problem("trace.json", 0, "language", f"{', '.join(before)} against {', '.join(after)}",
                                         "Compare two reports in one language, such as A/en and B/en.")], "compare")
    return {language: compare_reports(before[language], after[language]) for language in both}


def _ids(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    return [*after, *(id for id in before if id not in after)]


def _differs(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    if before is None or after is None:
        return before is not after
    return any(before[key] != after[key] for key in ("text", "value", "unit", "formula"))


def _told(row: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if row is None else {key: row[key] for key in ("text", "value", "unit", "formula")}


def _number(row: Mapping[str, Any] | None) -> str:
    return "(not there)" if row is None else f"{row['text']} {row['unit']} ({row['value']!r})"
