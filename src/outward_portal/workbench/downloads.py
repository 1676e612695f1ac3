"""An index as files: what the command line writes, with the choices and weights that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from outward import __version__
from outward.composite import Evaluation, framework_toml
from outward.composite.evaluation import restricted
from outward.report.document import Document
from outward.studies.indices.study import REPORT_SUBTITLE, table_result
from outward.studies.indices.template import template
from outward.studies.indices.written import (
    causes_csv,
    comparison_csv,
    left_out_csv,
    ranks_csv,
    result_json,
    scores_csv,
    sobol_csv,
    values_csv,
)
from outward_portal.theme.languages import current_language
from outward_portal.workbench import computing
from outward_portal.workbench.asking import Bench
from outward_portal.workbench.comparing import Pair
from outward_portal.workbench.drawing import light_assessment

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV: Final = "text/csv; charset=utf-8"


def _left_out(bench: Bench, now: Evaluation) -> bytes:
    return left_out_csv(replace(light_assessment(bench, now), left_out=computing.left_out(bench.asked)))


def _document(bench: Bench) -> Document:
    """Put everything around an index into a report in the reader's language."""
    from outward.report.build import build_report  # brings what draws

    language = current_language()
    return build_report([table_result(computing.assessed(bench.asked))], language=language,
                        subtitle=REPORT_SUBTITLE).document


def _page(bench: Bench, _now: Evaluation) -> bytes:
    from outward.report.html import render_html

    return render_html(_document(bench))


def _pdf(bench: Bench, _now: Evaluation) -> bytes:
    from outward.report.pdf import render_pdf  # brings a compiler

    return render_pdf(_document(bench))


def _docx(bench: Bench, _now: Evaluation) -> bytes:
    from outward.report.docx import render_docx

    return render_docx(_document(bench))


_MAKERS: Final[Mapping[str, Callable[[Bench, Evaluation], bytes]]] = {
    "scores.csv": lambda _bench, now: scores_csv(now),
    "values.csv": lambda _bench, now: values_csv(now),
    "ranks.csv": lambda bench, now: ranks_csv(light_assessment(bench, now, with_bands=True)),
    "sobol.csv": lambda bench, _now: sobol_csv(computing.assessed(bench.asked)),
    "left_out.csv": _left_out,
    "result.json": lambda bench, _now: result_json(computing.assessed(bench.asked)),
    "spec.toml": lambda _bench, now: framework_toml(restricted(now.framework, now.inputs)).encode(),
    "report.html": _page, "report.pdf": _pdf, "report.docx": _docx,
}
_PAIRED: Final[Mapping[str, Callable[[Pair], bytes]]] = {
    "comparison.csv": lambda pair: comparison_csv(pair.found),
    "causes.csv": lambda pair: causes_csv(pair.found),
}
TYPES: Final[Mapping[str, str]] = {
    **{name: _CSV for name in (*_MAKERS, *_PAIRED) if name.endswith(".csv")},
    "report.html": "text/html; charset=utf-8", "report.pdf": "application/pdf",
    "report.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "result.json": "application/json", "spec.toml": "application/toml", "template.xlsx": XLSX,
}
"""The files that are made, with their types."""

COMPUTED: Final = tuple(_MAKERS)
"""Those that need ranks."""

PAIRED: Final = tuple(_PAIRED)
"""Those of a comparison."""


def made(bench: Bench, now: Evaluation, name: str) -> bytes:
    """Make a file.

    Raises
    ------
    OutwardError
        If what stands in it cannot be computed.
    """
    return _MAKERS[name](bench, now)


def made_of_pair(pair: Pair, name: str) -> bytes:
    """Make a file of a comparison."""
    return _PAIRED[name](pair)


def blank(bench: Bench) -> bytes:
    """Make the spreadsheet to fill for an index's framework."""
    return template(bench.framework, current_language())


def citation(bench: Bench) -> str:
    """Say how a version is cited."""
    return _("%(title)s, index %(number)s, version %(version)s, inputs %(digest)s; Outward %(program)s") % {
        "title": bench.index.title, "number": bench.index.pk, "version": bench.version.number,
        "digest": bench.version.digest[:16], "program": __version__}
