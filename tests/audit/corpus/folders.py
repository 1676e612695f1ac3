"""Made documents as files of the format, with truth.csv beside it; findings.csv read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import get_args

from outward.audit.documents import Finding, Severity
from tests.audit.corpus.documents import Exam, Mode

CELLS = ("doc", "cell", "table", "title", "region", "item", "period", "indicator", "unit", "text", "note")
CLAIMS = ("doc", "claim", "para", "lang", "sentence", "region", "item", "period", "indicator", "text", "unit", "hedge")
TRUTH = ("doc", "error", "kind", "id", "role", "printed", "truth", "checks", "ambiguous")


def write_folder(folder: Path, exams: Iterable[Exam], mode: Mode) -> None:
    """Write documents as files of the format, with the truth beside them."""
    cells: list[Sequence[object]] = []
    claims: list[Sequence[object]] = []
    facts: list[Sequence[object]] = []
    truth: list[Sequence[object]] = []
    for exam in exams:
        made = exam.document(mode)
        cells += [
            (made.id, c.id, c.table, c.title, c.region, c.item, c.period, c.indicator, c.unit, c.text, c.note)
            for c in made.cells
        ]
        claims += [
            (
                made.id,
                c.id,
                c.para,
                c.lang,
                c.sentence,
                c.region,
                c.item,
                c.period,
                c.indicator,
                c.text,
                c.unit,
                c.hedge,
            )
            for c in made.claims
        ]
        facts += [
            (made.id, json.dumps({"fact": fact.kind, **fact.keys}, ensure_ascii=False)) for fact in made.facts or ()
        ]
        for place, plant in enumerate(exam.plants):
            head = (made.id, place + 1, plant.kind)
            tail = (plant.checks, "yes" if plant.ambiguous else "")
            truth += [(*head, name, "planted", plant.wrong[name], text, *tail) for name, text in plant.truth.items()]
            truth += [
                (*head, name, "consequence", exam.texts[name], text, *tail) for name, text in plant.consequences.items()
            ]
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "cells.csv", CELLS, cells)
    _write(folder / "claims.csv", CLAIMS, claims)
    _write(folder / "truth.csv", TRUTH, truth)
    if mode in ("given", "text"):
        _write(folder / "facts.csv", ("doc", "json"), facts)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def read_findings(path: Path) -> dict[str, list[Finding]]:
    """Read findings.csv by document."""
    found: dict[str, list[Finding]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            severity: Severity = next(one for one in get_args(Severity) if one == row["severity"])
            found.setdefault(row["doc"], []).append(
                Finding(
                    row["rule"],
                    severity,
                    float(row["confidence"]),
                    tuple(filter(None, row["suspects"].split(";"))),
                    tuple(filter(None, row["evidence"].split(";"))),
                    json.loads(row["repair"]) if row["repair"] else {},
                )
            )
    return found
