"""A dossier's facts as files: CSV, JSON, and a ZIP of both with a README that cites every source.

A fact whose source may not be given on is left out of every file, and the files say how many were.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from outward.vocabulary.labels import Label
from outward_portal.dossiers.models import Fact
from outward_portal.records.csv_tables import csv_bytes
from outward_portal.records.exporting import Named

COLUMNS: Final = (
    "country", "country_en", "country_zh", "section", "topic", "label_en", "label_zh", "question_en", "question_zh",
    "number", "unit", "text_en", "text_zh", "period", "is_estimate", "printed", "source", "publisher", "address",
    "licence", "as_of", "retrieved_on", "review_due", "is_stale", "confidence", "translation", "agency_en", "agency_zh",
)
TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json", "zip": "application/zip"}


@dataclass(frozen=True, slots=True)
class FactsFile:
    """What is written: the facts of one country that the reader may see."""

    region: str
    name: Label
    facts: tuple[Fact, ...]
    agencies: Named  # of those that keep the facts, the names that the reader may see
    today: date
    address: str  # of the dossier, in full

    @property
    def given(self) -> list[Fact]:
        """The facts that may be given on."""
        return [fact for fact in self.facts if fact.may_redistribute]

    @property
    def withheld(self) -> int:
        """How many facts may not be."""
        return len(self.facts) - len(self.given)

    @property
    def file_name(self) -> str:
        """The file's name without its ending."""
        return f"outward-facts-{self.region}-{self.today:%Y-%m-%d}"

    def citation(self) -> Label:
        """How the file is cited."""
        count = len(self.given)
        return Label(
            f"Outward portal, dossier of {self.name.en}, {count} facts, retrieved {self.today} from {self.address}. "
            "Cite each fact with its source as well; it stays under that source's licence.",
            f"Outward平台：《{self.name.zh}》国别档案，{count}条事实，{self.today}检索，{self.address}。"
            "每条事实另须注明其来源，并受该来源许可条款约束。")

    def notes(self) -> list[tuple[str, str]]:
        """What a file says of itself."""
        cited = self.citation()
        return [
            ("Cite as", cited.en), ("引用格式", cited.zh),
            ("Withheld", f"{self.withheld} facts whose source does not allow it are left out."),
            ("未收录", f"{self.withheld}条事实因来源不允许再分发而未收录。"),
            ("Numbers", "Numbers are in whole units, shares in percent. The column printed has what the source says."),
            ("Translation", "An empty text_zh or text_en is not translated yet; nothing is filled in."),
        ]

    def rows(self) -> Iterator[dict[str, Any]]:
        """The facts, one a row."""
        for fact in self.given:
            agency_en, agency_zh = self.agencies.get(fact.agency_id or 0, ("", ""))
            yield {
                "country": self.region, "country_en": self.name.en, "country_zh": self.name.zh,
                "section": fact.section, "topic": fact.topic, "label_en": fact.label.en, "label_zh": fact.label.zh,
                "question_en": fact.question.en, "question_zh": fact.question.zh,
                "number": None if fact.number is None else fact.number.normalize(), "unit": fact.unit,
                "text_en": fact.summary_en, "text_zh": fact.summary_zh, "period": fact.period,
                "is_estimate": fact.is_estimate, "printed": fact.printed, "source": fact.source,
                "publisher": fact.publisher, "address": fact.address, "licence": fact.licence, "as_of": fact.as_of,
                "retrieved_on": fact.retrieved_on,
                "review_due": fact.review_due.isoformat() if fact.review_due else "",
                "is_stale": fact.is_stale(self.today), "confidence": fact.confidence, "translation": fact.translation,
                "agency_en": agency_en, "agency_zh": agency_zh,
            }


def write(file: FactsFile, format: str) -> bytes:
    """Write a file in a format of ``TYPES``."""
    return {"csv": _csv, "json": _json, "zip": _zip}[format](file)


def _csv(file: FactsFile) -> bytes:
    return csv_bytes([COLUMNS, *([row[column] for column in COLUMNS] for row in file.rows())])


def _json(file: FactsFile) -> bytes:
    facts = [{key: str(format(value, "f")) if key == "number" and value is not None else value
              for key, value in row.items()} for row in file.rows()]
    return json.dumps({"about": dict(file.notes()), "columns": list(COLUMNS), "facts": facts}, ensure_ascii=False,
                      indent=1).encode("utf-8")


def _zip(file: FactsFile) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", _readme(file))
        archive.writestr("facts.csv", _csv(file))
        archive.writestr("facts.json", _json(file))
    return held.getvalue()


def _readme(file: FactsFile) -> str:
    sources = dict.fromkeys((fact.source, fact.publisher, fact.licence, fact.address, fact.as_of)
                            for fact in file.given)
    lines = [f"# {file.name.en} / {file.name.zh}", "", *[f"- **{name}**: {text}" for name, text in file.notes()], "",
             "## Sources / 来源", "", "| source | publisher | licence | address | as of |", "|---|---|---|---|---|"]
    lines += ["| " + " | ".join(part.replace("|", "/") for part in source) + " |" for source in sources]
    lines += ["", "In facts.csv an apostrophe stands before a text that begins with = + - @ or a tab, so that no",
              "spreadsheet program runs it as a formula.",
              "CSV中以 = + - @ 或制表符开头的文字前加了撇号，以防被当作公式执行。", ""]
    return "\n".join(lines)
