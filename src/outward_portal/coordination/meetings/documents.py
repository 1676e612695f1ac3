"""Minutes as a document: text, Word or PDF, by the report's own writers."""

from __future__ import annotations

from typing import Final

from outward.report.document import Block, Document, Heading, ListBlock, Note, Paragraph, Sentence, Text
from outward.vocabulary.labels import Language
from outward_portal.coordination.meetings.drafting import when
from outward_portal.coordination.models import Meeting
from outward_portal.theme.words import plain_pair

TYPES: Final = {"pdf": "application/pdf",
                "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "md": "text/markdown; charset=utf-8"}
_TITLE: Final = {"en": "Minutes: {title}", "zh": "会议纪要：{title}"}
_CHAPTER: Final = {"en": "Minutes", "zh": "会议纪要"}  # without one the text would stand under the contents
_DRAFT: Final = {"en": "Draft, not yet approved", "zh": "草稿，尚未审定"}
_SAMPLE: Final = {"en": "Made up, to try the portal with", "zh": "虚构，供试用平台"}


def minutes_file(meeting: Meeting, language: Language, format: str) -> bytes:
    """Write the minutes; in a language in which they are missing, the other's text.

    Raises
    ------
    OutwardError
        If a text has a character that no file can carry.
    """
    title = _TITLE[language].format(title=plain_pair(meeting.title_en, meeting.title_zh, language))
    own, other = (meeting.minutes_zh, meeting.minutes_en) if language == "zh" else (
        meeting.minutes_en, meeting.minutes_zh)
    marks = [*([_SAMPLE[language]] if meeting.is_sample else []),
             *([_DRAFT[language]] if meeting.approved_at is None else [])]
    if format == "md":
        return f"# {title}\n\n{''.join(f'**{mark}**{chr(10) * 2}' for mark in marks)}{own or other}\n".encode()
    document = Document(f"minutes-{meeting.pk}", language, title, when(meeting), when(meeting)[:10], (),
                        (Heading("minutes", 1, _CHAPTER[language]), *_blocks(marks, own or other)))
    if format == "docx":
        from outward.report.docx import render_docx  # both bring a heavy writer

        return render_docx(document)
    from outward.report.pdf import render_pdf

    return render_pdf(document)


def _blocks(marks: list[str], text: str) -> list[Block]:
    blocks: list[Block] = [Note(f"mark{place}", "caution", (Text(mark),)) for place, mark in enumerate(marks)]
    items: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("- "):
            items.append(line[2:])
            continue
        if items:
            blocks.append(ListBlock(f"list{len(blocks)}", tuple((Text(item),) for item in items)))
            items = []
        if line.strip():
            id = f"p{len(blocks)}"
            blocks.append(Paragraph(id, (Sentence(f"{id}.s", (Text(line),)),)))
    return blocks
