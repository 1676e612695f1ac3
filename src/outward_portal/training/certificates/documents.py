"""A certificate as a PDF of one page, in either language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from django.urls import reverse

from outward.errors import InvalidValueError
from outward.vocabulary.labels import Language
from outward_portal.theme import words
from outward_portal.theme.addresses import whole_address
from outward_portal.theme.languages import in_language
from outward_portal.training.fields import TaughtField
from outward_portal.training.models import Certificate, Course

_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SAID: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {"title": "Certificate of training", "no": "No. {number}", "attended": "has attended the course",
           "days": "held on {days}", "hours": ", {hours} hours of teaching",
           "skills": "Skills to which it leads, from level to level of 0 to 4: {skills}",
           "organiser": "Organised by {organiser}", "issued": "Issued on {day}", "expires": ", valid until {day}",
           "check": "Anybody can check whether this certificate holds: {address}, number {number}, check code {code}. "
                    "The check tells the course and the dates, and the holder's initials if the holder allows it.",
           "revoked": "Revoked on {day}: this certificate does not hold.",
           "sample": "Sample: everything on this page is made up.", "list": ", "},
    "zh": {"title": "培训证书", "no": "编号：{number}", "attended": "已参加下列课程的学习：",
           "days": "培训日期：{days}", "hours": "，共{hours}学时", "skills": "对应能力及起止等级（0至4级）：{skills}",
           "organiser": "主办单位：{organiser}", "issued": "发证日期：{day}", "expires": "，有效期至{day}",
           "check": "任何人均可核验本证书是否有效：{address}，编号{number}，验证码{code}。核验结果只显示课程和日期；"
                    "经持证人同意的，另显示姓名首字。",
           "revoked": "本证书已于{day}撤销，不再有效。", "sample": "样例：本页内容均为虚构。", "list": "、"},
}


def certificate_pdf(certificate: Certificate, language: Language) -> bytes:
    """Write a certificate.

    Raises
    ------
    OutwardError
        If a text has a character that no font has, or the fonts for print are not there.
    """
    import typst  # brings what sets pages

    from outward.report.fonts import typst_fonts

    template = files("outward_portal.training.certificates").joinpath("certificate.typ").read_bytes()
    data = json.dumps(_told(certificate, language), ensure_ascii=False)
    try:
        pdf = typst.compile(template, font_paths=typst_fonts(), ignore_system_fonts=True, pdf_standards=["ua-1"],
                            sys_inputs={"certificate": data}, format="pdf")
    except typst.TypstError as error:
        raise InvalidValueError(f"the page cannot be set: {error.message}", f"certificate {certificate.number}",
                                "Write its names in characters that the fonts have.") from error
    assert isinstance(pdf, bytes)
    return pdf


def _told(certificate: Certificate, language: Language) -> dict[str, Any]:
    """Give what stands on the page, cleared of what cannot be printed."""
    said, session = _SAID[language], certificate.enrolment.session
    course: Course = session.course
    field = course._meta.get_field("teaches")
    assert isinstance(field, TaughtField)
    hours, organiser = words.number(course.hours, language), _pair(course.organiser_en, course.organiser_zh, language)
    lines = [said["days"].format(days=said["list"].join(day.isoformat() for day in session.dates))
             + (said["hours"].format(hours=hours) if hours else "")]
    if course.teaches:
        lines.append(said["skills"].format(skills=field.say(course.teaches, language)))
    if organiser:
        lines.append(said["organiser"].format(organiser=organiser))
    lines.append(said["issued"].format(day=certificate.issued_on.isoformat())
                 + (said["expires"].format(day=certificate.expires_on.isoformat()) if certificate.expires_on else ""))
    marks = [said["sample"]] if session.is_sample else []
    if certificate.state == Certificate.State.REVOKED and certificate.revoked_on:
        marks.insert(0, said["revoked"].format(day=certificate.revoked_on.isoformat()))
    return {"language": language, "title": said["title"], "number": said["no"].format(number=certificate.number),
            "holder": _clear(certificate.holder_name) or "—", "attended": said["attended"],
            "course": _pair(course.name_en, course.name_zh, language), "lines": lines, "marks": marks,
            "check": said["check"].format(address=_address(language), number=certificate.number,
                                          code=certificate.code)}


def _pair(en: str, zh: str, language: Language) -> str:
    return _clear(words.plain_pair(en, zh, language))


def _clear(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _address(language: Language) -> str:
    """Give the address of the check."""
    return whole_address(in_language(reverse("training-check"), language))
