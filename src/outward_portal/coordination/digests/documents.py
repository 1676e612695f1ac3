"""The digest as a document in one language, by the report's own writers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils import timezone, translation

from outward.report.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Sentence,
    TableCell,
    TableColumn,
    TableRow,
    Text,
)
from outward.report.document import Table as DocumentTable
from outward.vocabulary.labels import Language
from outward_portal.coordination.models import Digest, Problem
from outward_portal.theme.languages import PREFIXES

FORMATS: Final = ("pdf", "docx")
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
_W: Final[Mapping[str, Mapping[str, str]]] = {
    "title": {"en": "Work of the leading group, {year}, quarter {quarter}",
              "zh": "领导小组工作简报：{year}年第{quarter}季度"},
    "as-of": {"en": "As of {at}", "zh": "截至{at}"},
    "samples": {"en": "Made up, to try the portal with: {count} of the rows counted here.",
                "zh": "以下统计中有{count}条为试用平台而虚构的数据。"},
    "quarter": {"en": "Work in the quarter", "zh": "本季度工作"},
    "meetings": {"en": "Meetings", "zh": "会议"},
    "no-meetings": {"en": "No meeting was held in this quarter.", "zh": "本季度未召开会议。"},
    "decisions": {"en": "Decisions", "zh": "决定事项"},
    "no-decisions": {"en": "Nothing was decided in this quarter.", "zh": "本季度没有作出决定。"},
    "tasks": {"en": "Tasks by agency", "zh": "各单位任务"},
    "no-tasks": {"en": "No task was given, done or late.", "zh": "没有新下达、已完成或逾期的任务。"},
    "problems": {"en": "Problems of enterprises", "zh": "企业反映的问题"},
    "day": {"en": "Day", "zh": "日期"}, "meeting": {"en": "Meeting", "zh": "会议"},
    "count-decisions": {"en": "Decisions", "zh": "决定数"}, "present": {"en": "Agencies present", "zh": "出席单位数"},
    "approved": {"en": "Minutes", "zh": "纪要"}, "yes": {"en": "approved", "zh": "已审定"},
    "no": {"en": "not yet approved", "zh": "尚未审定"},
    "agency": {"en": "Agency", "zh": "单位"}, "given": {"en": "Given", "zh": "新下达"},
    "done": {"en": "Reported done", "zh": "已报完成"}, "in-time": {"en": "Of these in time", "zh": "其中按期"},
    "late": {"en": "Late at the end", "zh": "期末逾期"}, "total": {"en": "Total", "zh": "合计"},
    "topic": {"en": "About", "zh": "类别"}, "raised": {"en": "Raised", "zh": "新提出"},
    "said": {"en": "{raised} were raised in the quarter, {unanswered} of these wait for an answer. {answered} were "
                   "answered, {in_time} of these within their term.",
             "zh": "本季度新提出{raised}件，其中{unanswered}件尚待答复。答复{answered}件，其中按期{in_time}件。"},
    "median": {"en": "The median time to an answer was {days} working days; the clock stands while an enterprise has "
                     "to reply.",
               "zh": "答复用时中位数为{days}个工作日；等待企业补充说明期间不计时。"},
    "counted": {"en": "Counted from the portal's rows at the time stated above; tasks are late that nobody had "
                      "reported done by then.", "zh": "按上述时点平台数据统计；届时尚未报告完成的任务计为逾期。"},
}


def written(digest: Digest, language: Language, format: str) -> bytes:
    """Write a digest as a file."""
    document = laid_out(digest, language)
    if format == "docx":
        from outward.report.docx import render_docx  # both bring a heavy writer

        return render_docx(document)
    from outward.report.pdf import render_pdf

    return render_pdf(document)


def laid_out(digest: Digest, language: Language) -> Document:
    """Lay a digest out: meetings, decisions, tasks, problems."""
    assert digest.as_of is not None, "only a digest that was gathered is written"
    numbers: Mapping[str, Any] = digest.numbers
    says = {key: text[language] for key, text in _W.items()}
    at = f"{timezone.localtime(digest.as_of):%Y-%m-%d %H:%M}"
    blocks: list[Block] = []
    if numbers["samples"]:
        blocks.append(Note("samples", "synthetic", (Text(says["samples"].format(count=numbers["samples"])),)))
    blocks.append(Heading("quarter", 1, says["quarter"]))  # one chapter: each begins a page
    blocks += _meetings(numbers, says, language)
    blocks += _tasks(numbers, says, language)
    blocks += _problems(numbers, says, language)
    return Document(f"digest-{digest.period}", language,
                    says["title"].format(year=digest.year, quarter=digest.quarter), says["as-of"].format(at=at),
                    at[:10], (), tuple(blocks))


def _meetings(numbers: Mapping[str, Any], says: Mapping[str, str], language: Language) -> list[Block]:
    blocks: list[Block] = [Heading("meetings", 2, says["meetings"])]
    if numbers["meetings"]:
        rows = [(each["day"], each["title"][language], each["decisions"], each["present"],
                 says["yes"] if each["is_approved"] else says["no"]) for each in numbers["meetings"]]
        blocks.append(_table("1", says["meetings"], [says["day"], says["meeting"], says["count-decisions"],
                                                     says["present"], says["approved"]], rows))
    else:
        blocks.append(_said("no-meetings", says["no-meetings"]))
    blocks.append(Heading("decisions", 2, says["decisions"]))
    if numbers["decisions"]:
        blocks.append(ListBlock("decided", tuple(
            (Text(f"{each['label']} ", "strong"), Text(each["text"][language])) for each in numbers["decisions"])))
    else:
        blocks.append(_said("no-decisions", says["no-decisions"]))
    return blocks


def _tasks(numbers: Mapping[str, Any], says: Mapping[str, str], language: Language) -> list[Block]:
    blocks: list[Block] = [Heading("tasks", 2, says["tasks"])]
    names = ("given", "done", "in_time", "late")
    rows = [(each["agency"][language], *(each[name] for name in names)) for each in numbers["tasks"]]
    if not rows:
        return [*blocks, _said("no-tasks", says["no-tasks"])]
    total = (says["total"], *(sum(each[name] for each in numbers["tasks"]) for name in names))
    headers = [says["agency"], says["given"], says["done"], says["in-time"], says["late"]]
    return [*blocks, _table("2", says["tasks"], headers, [*rows, total], has_total=True, note=says["counted"])]


def _problems(numbers: Mapping[str, Any], says: Mapping[str, str], language: Language) -> list[Block]:
    problems = numbers["problems"]
    blocks: list[Block] = [Heading("problems", 2, says["problems"]), _said("said", says["said"].format(**problems))]
    if problems["median_days"] is not None:
        blocks.append(_said("median", says["median"].format(days=f"{problems['median_days']:g}")))
    if problems["topics"]:
        with translation.override(PREFIXES[language]):
            rows = [(str(Problem.Topic(topic).label), count) for topic, count in problems["topics"].items()]
        blocks.append(_table("3", says["problems"], [says["topic"], says["raised"]], rows))
    return blocks


def _said(id: str, text: str) -> Paragraph:
    return Paragraph(id, (Sentence(f"{id}.s", (Text(text),)),))


def _table(number: str, title: str, headers: Sequence[str], rows: Sequence[Sequence[Any]], *, has_total: bool = False,
           note: str = "") -> DocumentTable:
    numeric = [all(isinstance(row[place], int) for row in rows) for place in range(len(headers))]
    columns = tuple(TableColumn(f"c{place}", header, numeric[place]) for place, header in enumerate(headers))
    made = tuple(TableRow(f"r{place}", tuple(_cell(value) for value in row),
                          is_total=has_total and place == len(rows) - 1) for place, row in enumerate(rows))
    return DocumentTable(f"table-{number}", number, title, columns, made, notes=(note,) if note else ())


def _cell(value: Any) -> TableCell:
    return TableCell((Text(str(value)),), float(value) if isinstance(value, int) else None)
