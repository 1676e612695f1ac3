"""A policy matrix as a document: what its columns are, then tables of a few columns each, by the report's writers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from outward.planning.matrix import MARK, Line, PolicyMatrix
from outward.report.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Sentence,
    Table,
    TableCell,
    TableColumn,
    TableRow,
    Text,
)
from outward.vocabulary.labels import Language
from outward_portal.plans.queries.matrix import ShownMatrix
from outward_portal.theme.words import plain_pair

ACROSS: Final = 6
"""Columns of one table: so many fit on a page with the measure's name."""


def matrix_document(shown: ShownMatrix, columns: str, cited: str, language: Language) -> Document:
    """Put a matrix into a document in the language that is active.

    Parameters
    ----------
    shown : ShownMatrix
        The matrix.
    columns : str
        What its columns are, in words.
    cited : str
        How it is cited.
    language : {"en", "zh"}
        The document's language.
    """
    matrix, plan = shown.matrix, shown.plan
    blocks: list[Block] = []
    if plan.is_sample:
        blocks.append(Note("sample", "synthetic", (Text(_("Made up, to try the portal with.")),)))
    if not matrix.rows or not matrix.columns:
        blocks.append(_said("empty", _("The plan has no measures, or nothing to lay them against.")))
    met = [line for line in matrix.columns if line not in set(matrix.empty_columns)]
    for place in range(0, len(met), ACROSS):
        blocks.append(_part(shown, met[place:place + ACROSS], place, language))
    unmet = [_name(shown, line, language) for line in matrix.empty_rows]
    unasked = [line.name.text(language) for line in matrix.empty_columns]
    for id, title, names in (("rows", _("Measures that meet none of these"), unmet),
                             ("columns", _("Columns that no measure meets"), unasked)):
        if names:
            blocks += [Heading(f"h-{id}", 2, title), ListBlock(f"l-{id}", tuple((Text(name),) for name in names))]
    blocks.append(_said("cited", _("Cite as: %(citation)s") % {"citation": cited}))
    title = _("Policy matrix: %(plan)s") % {"plan": plain_pair(plan.title_en, plan.title_zh, language)}
    subtitle = _("Measures by %(columns)s; version %(version)s, %(state)s") % {
        "columns": columns.lower(), "version": plan.version, "state": plan.get_state_display()}
    return Document(f"plan-{plan.pk}", language, title, subtitle, timezone.localdate().isoformat(), (), tuple(blocks))


def _said(id: str, text: str) -> Paragraph:
    return Paragraph(id, (Sentence(f"{id}.s", (Text(text),)),))


def _name(shown: ShownMatrix, line: Line, language: Language) -> str:
    """Name a measure with its number; a column's key may be the same, and is no measure's."""
    return f"{shown.numbers[line.key]} {line.name.text(language)}"


def _part(shown: ShownMatrix, columns: Sequence[Line], place: int, language: Language) -> Table:
    matrix: PolicyMatrix = shown.matrix
    keys = [line.key for line in columns]
    rows = [line for line in matrix.rows if any(matrix.meets(line.key, key) for key in keys)]
    number = str(place // ACROSS + 1)
    return Table(
        f"matrix-{number}", number, _("Measures and what they meet, part %(number)s") % {"number": number},
        (TableColumn("measure", _("Measure"), numeric=False),
         *(TableColumn(line.key, line.name.text(language), numeric=False) for line in columns)),
        tuple(TableRow(line.key, (TableCell((Text(_name(shown, line, language)),)),
                                  *(TableCell((Text(MARK if matrix.meets(line.key, key) else ""),)) for key in keys)))
              for line in rows),
        summary=_("Which measure meets which column; x marks that it does."))
