"""A note as a document: text, Word or PDF, by the report's own writers."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from outward.vocabulary.labels import Language
from outward_portal.risks.models import Incident, SituationNote
from outward_portal.theme import words

TYPES: Final = {"md": "text/markdown; charset=utf-8",
                "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "pdf": "application/pdf"}
_DRAFT: Final = {"en": "Draft, put together by the portal and read by nobody yet",
                 "zh": "草稿，由平台自动汇集，尚未经人审阅"}
_EXERCISE: Final = {"en": "Exercise: nothing of this has happened", "zh": "演练：以下内容均未发生"}


def note_file(incident: Incident, note: SituationNote, language: Language, format: str) -> bytes:
    """Write a version of a note.

    Raises
    ------
    OutwardError
        If a text has a character that no file can carry.
    """
    title = words.plain_pair(incident.title_en, incident.title_zh, language)
    text = (note.text_zh if language == "zh" else note.text_en) or note.text_en or note.text_zh
    if format == "md":
        marks = [f"**{mark}**\n\n" for mark in _marks(incident, note, language)]
        return f"# {title}\n\n{_subtitle(note, language)}\n\n{''.join(marks)}{text}\n".encode()
    return _written(incident, note, language, format, title, text)


def _subtitle(note: SituationNote, language: Language) -> str:
    at = f"{timezone.localtime(note.at):%Y-%m-%d %H:%M}"
    number = note.number
    return f"情况说明第{number}版，{at}" if language == "zh" else f"Note on the situation, version {number}, {at}"


def _marks(incident: Incident, note: SituationNote, language: Language) -> list[str]:
    return [*([_EXERCISE[language]] if incident.is_exercise else []), *([_DRAFT[language]] if note.is_draft else [])]


def _written(incident: Incident, note: SituationNote, language: Language, format: str, title: str, text: str) -> bytes:
    from outward.report.document import Block, Document, ListBlock, Note, Paragraph, Sentence, Text

    blocks: list[Block] = [Note(f"mark{place}", "caution", (Text(mark),))
                           for place, mark in enumerate(_marks(incident, note, language))]
    items: list[str] = []

    def flush() -> None:
        if items:
            blocks.append(ListBlock(f"list{len(blocks)}", tuple((Text(item),) for item in items)))
            items.clear()

    for line in text.splitlines():
        if line.startswith("- "):
            items.append(line[2:])
            continue
        flush()
        if line.strip():
            id = f"p{len(blocks)}"
            blocks.append(Paragraph(id, (Sentence(f"{id}.s", (Text(line),)),)))
    flush()
    day = f"{timezone.localtime(note.at):%Y-%m-%d}"
    document = Document(f"incident-{incident.pk}", language, title, _subtitle(note, language), day, (), tuple(blocks))
    if format == "docx":
        from outward.report.docx import render_docx

        return render_docx(document)
    from outward.report.pdf import render_pdf

    return render_pdf(document)
