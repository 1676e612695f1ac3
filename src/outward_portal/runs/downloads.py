"""An answer as one file: everything that was made, with what it must be cited by."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from outward.vocabulary.labels import Language
from outward_portal.records.readable_cases import case_name
from outward_portal.runs.models import Run
from outward_portal.runs.queries import answer_folder
from outward_portal.runs.questions import name_of, told_request

_SMALL = 8_000_000  # bytes that are packed in memory


def citation(run: Run, language: Language) -> str:
    """Say how an answer is cited."""
    name = name_of(run.question).text(language)
    return _("%(name)s, case %(case)s, release %(release)s; Outward %(version)s, run %(number)s, answer %(digest)s") % {
        "name": name, "case": case_name(run.case).text(language), "release": run.release, "version": run.version,
        "number": run.pk, "digest": run.digest[:16]}


def packed(run: Run, language: Language) -> IO[bytes]:
    """Pack an answer: results, numbers, tables, charts, trace and page in both languages, with a note that says so."""
    folder = answer_folder(run)
    stream: IO[bytes] = tempfile.SpooledTemporaryFile(_SMALL)  # noqa: SIM115  (whoever sends it closes it)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(run, language))
        archive.writestr("request.json", json.dumps({
            "question": run.question, "case": run.case, "release": run.release, "version": run.version,
            "request": run.request, "answer": run.digest}, ensure_ascii=False, indent=1))
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, Path(path.relative_to(folder)).as_posix())
    stream.seek(0)
    return stream


def _readme(run: Run, language: Language) -> str:
    asked = [f"    {name.text(language)}: {value.text(language)}"
             for name, value in told_request(run.question, run.request)]
    return "\r\n".join([
        _("Cite as:"), f"    {citation(run, language)}", "", _("Asked:"), *asked, "", _("Files:"),
        "    results/*.json    " + _("results as this program reads them again"),
        "    */report.html     " + _("the answer as a page; also PDF and DOCX where a report was asked for"),
        "    */numbers.csv     " + _("every number with value, unit, formula and source"),
        "    */tables.xlsx     " + _("every table as a sheet"),
        "    */trace.json      " + _("every number down to the cells as printed"),
        "    */charts/         " + _("every chart as a picture (SVG) and as a Vega-Lite description (JSON)"), "",
        _("Numbers are taken from the sources that numbers.csv names; their terms hold for whoever uses them."), ""])
