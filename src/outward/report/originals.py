"""Reports where they lie: what ``--out`` named, the folder of one language in it, or beside a returned file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from outward.errors import NotFoundError
from outward.report.docx import CASE_PROPERTY, LANGUAGE_PROPERTY
from outward.report.docx_parts import custom_properties
from outward.report.docx_safety import open_word_file
from outward.report.write import TRACE, read_trace
from outward.vocabulary.labels import LANGUAGES


def traces_in(folder: Path) -> dict[str, dict[str, Any]]:
    """Read the reports of a folder by language: its own, or those in its ``en`` and ``zh``.

    Parameters
    ----------
    folder : Path
        What was given to ``--out``, or the folder of one language in it.

    Returns
    -------
    dict
        Language to what :func:`outward.report.write.read_trace` gives; never empty.

    Raises
    ------
    NotFoundError
        If no report lies there.
    InvalidInputError
        If a ``trace.json`` is not one that this program wrote, or was changed since.
    """
    if (folder / TRACE).is_file():
        trace = read_trace(folder)
        return {str(trace["language"]): trace}
    traces: dict[str, dict[str, Any]] = {
        each: read_trace(folder / each) for each in LANGUAGES if (folder / each / TRACE).is_file()}
    if not traces:
        raise _nothing_in(_with_languages([folder]))
    return traces


def trace_of_returned(path: Path, folders: Sequence[Path]) -> dict[str, Any]:
    """Find the report that a returned DOCX was written with.

    Parameters
    ----------
    path : Path
        The DOCX that came back; its properties name its case and language.
    folders : sequence of Path
        Where to look, in this order: in each, then in its ``en`` and ``zh``.

    Returns
    -------
    dict
        The first report of that case and language; the first of all where none is, so that a check can say what it is.

    Raises
    ------
    NotFoundError
        If there is no such file, or no report in any of the folders.
    InvalidInputError
        If the file is no safe Word file, or a ``trace.json`` was not written by this program, or was changed since.
    """
    told = custom_properties(open_word_file(path).part.package)
    wanted = (told.get(CASE_PROPERTY), told.get(LANGUAGE_PROPERTY))
    places = list(dict.fromkeys(_with_languages(folders)))
    traces = [read_trace(place) for place in places if (place / TRACE).is_file()]
    if not traces:
        raise _nothing_in(places)
    return next((trace for trace in traces if _belongs(trace, wanted)), traces[0])


def _belongs(trace: Mapping[str, Any], wanted: tuple[str | None, str | None]) -> bool:
    return (trace["case"], trace["language"]) == wanted


def _with_languages(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        yield folder
        yield from (folder / language for language in LANGUAGES)


def _nothing_in(places: Iterator[Path] | Sequence[Path]) -> NotFoundError:
    return NotFoundError(f"no {TRACE} in any of {', '.join(map(str, places))}", "report",
                         "Name the folder that `outward report` wrote to.")
