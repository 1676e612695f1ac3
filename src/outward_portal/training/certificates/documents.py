"""A certificate as a PDF, by the report's own writer."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse

from outward.vocabulary.labels import Language
from outward_portal.theme import words
from outward_portal.theme.languages import in_language
from outward_portal.training.fields import TaughtField
from outward_portal.training.models import Certificate, Course

_SAID: Final = {
    "en": {"title": "Certificate of training", "no": "No. {number}",
           "attended": "has attended the course", "days": "held on {days}", "hours": ", {hours} hours of teaching",
           "skills": "It leads to these skills (levels 0 to 4): {skills}.",
           "organiser": "Organised by {organiser}.", "issued": "Issued on {day}.",
           "expires": "Valid until {day}.",
           "check": "Anybody can check whether it holds: at {address}, with the number {number} and "
           "the check code {code}. The check tells the course and the dates, and the holder's initials if "
           "the holder allows it.", "revoked": "Revoked on {day}: this certificate does not hold.",
           "sample": "Sample: everything on this page is made up.", "list": ", "},
    "zh": {"title": "培训证书", "no": "编号：{number}",
           "attended": "已参加下列课程的学习：", "days": "培训日期：{days}", "hours": "，共{hours}学时",
           "skills": "本课程对应的能力及等级（0至4级）：{skills}。",
           "organiser": "主办单位：{organiser}。", "issued": "发证日期：{day}。",
           "expires": "有效期至：{day}。",
           "check": "任何人均可核验本证书是否有效：访问{address}，输入编号{number}和验证码{code}。"
           "核验结果只显示课程和日期；经持证人同意的，另显示姓名首字。", "revoked": "本证书已于{day}撤销，不再有效。",
           "sample": "示例：本页内容均为虚构。", "list": "、"},
}


def certificate_pdf(certificate: Certificate, language: Language) -> bytes:
    """Write a certificate.

    Raises
    ------
    OutwardError
        If a text has a character that no font has.
    """
    from outward.report.document import Block, Document, Note, Paragraph, Sentence, Text  # brings what writes files
    from outward.report.pdf import render_pdf

    said, session = _SAID[language], certificate.enrolment.session
    course: Course = session.course
    days = said["list"].join(day.isoformat() for day in session.dates)
    hours = words.number(course.hours, language)
    name = words.plain_pair(course.name_en, course.name_zh, language)
    organiser = words.plain_pair(course.organiser_en, course.organiser_zh, language)
    field = course._meta.get_field("teaches")
    assert isinstance(field, TaughtField)
    blocks: list[Block] = []

    def note(text: str) -> None:
        blocks.append(Note(f"note{len(blocks)}", "caution", (Text(text),)))

    def say(*spans: Text) -> None:
        id = f"p{len(blocks)}"
        blocks.append(Paragraph(id, (Sentence(f"{id}.s", spans),)))

    if certificate.state == Certificate.State.REVOKED and certificate.revoked_on:
        note(said["revoked"].format(day=certificate.revoked_on.isoformat()))
    if session.is_sample:
        note(said["sample"])
    say(Text(certificate.holder_name or "—", "strong"))
    say(Text(said["attended"]))
    say(Text(name, "strong"))
    say(Text(said["days"].format(days=days) + (said["hours"].format(hours=hours) if hours else "")
             + ("。" if language == "zh" else ".")))
    if course.teaches:
        say(Text(said["skills"].format(skills=field.say(course.teaches, language))))
    if organiser:
        say(Text(said["organiser"].format(organiser=organiser)))
    dates = said["issued"].format(day=certificate.issued_on.isoformat())
    if certificate.expires_on:
        dates += (" " if language == "en" else "") + said["expires"].format(day=certificate.expires_on.isoformat())
    say(Text(dates))
    say(Text(said["check"].format(address=_address(language), number=certificate.number, code=certificate.code)))
    return render_pdf(Document(f"certificate-{certificate.number}", language, said["title"],
                               said["no"].format(number=certificate.number), certificate.issued_on.isoformat(), (),
                               tuple(blocks)))


def _address(language: Language) -> str:
    """Give the address of the check; the portal's own name where it has one."""
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}{in_language(reverse('training-check'), language)}"
