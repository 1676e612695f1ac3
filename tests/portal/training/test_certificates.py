"""Certificates: what a check tells, who sees one, expiry and revocation, and what they say of a team's skills."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.journal.models import Entry
from outward_portal.membership.actions import members
from outward_portal.membership.actions.erasure import erase
from outward_portal.membership.export import personal_data
from outward_portal.notices.models import Occurrence
from outward_portal.records.errors import RefusedError
from outward_portal.training.certificates.actions import months_later, new_code, show_initials
from outward_portal.training.certificates.documents import certificate_pdf
from outward_portal.training.certificates.queries import check, initials
from outward_portal.training.models import Certificate, Enrolment, HeldSkill, TeamMember, TrainingSession
from outward_portal.training.teams import actions as teams
from outward_portal.work.clock import ask_for_the_day
from tests.portal.people import People, browser_of
from tests.portal.training.classes import a_course, certified, enrolled, opened, ran, states, step

pytestmark = pytest.mark.django_db
PAGE = "/en/training/check"


def test_a_check_tells_validity_course_and_dates_and_initials_only_where_the_holder_allows_it(people: People) -> None:
    people.enterprise.name = "Zqfirst Zqlast"
    people.enterprise.save()
    found = certified(people, people.enterprise)
    visitor = browser_of(people.visitor)
    page = visitor.get(PAGE, {"number": found.number, "code": found.code})
    text = page.content.decode()
    assert "This certificate holds." in text
    assert "Insurance abroad" in text
    assert not re.search("Zqfirst|Z\\. Z\\.|Test Works|enterprise@", text)
    assert (page.headers["X-Robots-Tag"], page.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    browser_of(people.enterprise).post(f"/en/training/certificates/{found.pk}/show", {"shows": "1"})
    text = visitor.get(PAGE, {"number": found.number, "code": found.code}).content.decode()
    assert "Z. Z." in text
    assert "Zqfirst" not in text
    assert 'class="tag sample"' not in text
    TrainingSession.objects.update(is_sample=True)
    text = visitor.get(PAGE, {"number": found.number, "code": found.code}).content.decode()
    assert 'class="tag sample"' in text, "what is made up says so"


def test_a_wrong_code_and_a_wrong_number_are_answered_alike(people: People) -> None:
    found = certified(people, people.enterprise)
    other = certified(people, people.rival)
    visitor = browser_of(people.visitor)
    for number, code in ((found.number, other.code), (found.number, ""), ("2026-999999", found.code), ("", ""),
                         ("\0", "\0"), ("9" * 99, "x")):
        text = visitor.get(PAGE, {"number": number, "code": code}).content.decode()
        assert "Insurance abroad" not in text
    wrong = [visitor.get(PAGE, {"number": number, "code": "00000-00000"}).content.decode().replace(number, "")
             for number in (found.number, "2026-999999")]
    forms = [re.sub(r'value="[^"]*"', "", text) for text in wrong]
    assert "There is no certificate" in forms[0]
    assert re.sub(r"number=[^&\"]*", "", forms[0]) == re.sub(r"number=[^&\"]*", "", forms[1])


def test_a_code_is_read_as_people_type_it(people: People) -> None:
    found = certified(people, people.enterprise)
    found.code = "01ABC-1XYZ0"
    found.save()
    for typed in ("01abc-1xyz0", " OIABC LXYZO ", "01ABC1XYZ0", "０１ＡＢＣ－１ＸＹＺ０"):
        assert check(f" {found.number} ", typed) is not None, typed


def test_codes_are_long_and_never_the_same() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)


@given(st.text(max_size=30))
@example("ßeta ŉame")
def test_initials_never_tell_a_whole_name(name: str) -> None:
    shown = initials(name)
    assert all(len(part) <= 2 or "*" in part for part in shown.split())


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_so_many_months_later_is_in_that_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert later is not None
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_a_revoked_certificate_says_so_and_why_to_its_holder_alone(people: People) -> None:
    found = certified(people, people.officer)
    with pytest.raises(RefusedError):
        step(people.officer, found, "revoke", "I may not do this to my own.")
    step(people.other_officer, found, "revoke", "Zqreason")
    told = check(found.number, found.code)
    assert told is not None
    assert (told.standing, told.revoked_on) == ("revoked", timezone.localdate())
    assert "Zqreason" not in browser_of(people.visitor).get(
        PAGE, {"number": found.number, "code": found.code}).content.decode()
    assert "Zqreason" in browser_of(people.officer).get(f"/en/training/certificates/{found.pk}/").content.decode()
    assert [set(each.users.all()) for each in Occurrence.objects.filter(kind="training.revoked")] == [{people.officer}]


def test_a_certificate_expires_and_its_holder_is_told_once_before(people: People) -> None:
    found = certified(people, people.enterprise, course=a_course(valid_months=1))
    ask_for_the_day(date(2031, 1, 1))
    ask_for_the_day(date(2031, 1, 2))
    notice = Occurrence.objects.get(kind="training.expiring")
    assert (set(notice.users.all()), notice.values["number"]) == ({people.enterprise}, found.number)
    Certificate.objects.filter(pk=found.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    told = check(found.number, found.code)
    assert told is not None
    assert told.standing == "expired"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_certificate_is_a_pdf_in_both_languages_for_those_who_see_it(people: People, language: str) -> None:
    people.enterprise.name = "王小明"
    people.enterprise.save()
    found = certified(people, people.enterprise, course=a_course(organiser_zh="商务厅", valid_months=12))
    assert certificate_pdf(found, "zh" if language == "zh" else "en").startswith(b"%PDF")
    address = f"/en/training/certificates/{found.pk}/{language}.pdf"
    seen = {name: browser_of(who).get(address).status_code for name, who in people.everybody().items()}
    assert {name for name, status in seen.items() if status == 200} == {
        "enterprise", "officer", "other_officer", "office"}
    assert browser_of(people.enterprise).get(address.replace(f"{language}.pdf", "fr.pdf")).status_code == 404


def test_a_name_that_cannot_be_printed_is_said_and_never_run_as_markup(people: People) -> None:
    found = certified(people, people.enterprise)
    browser, address = browser_of(people.enterprise), f"/en/training/certificates/{found.pk}/en.pdf"
    for name, status in (("#panic() $x$ \\ *a*\x07", 200), ("\U00010380", 302)):
        Certificate.objects.filter(pk=found.pk).update(holder_name=name)
        assert browser.get(address).status_code == status
    assert "no font has" in browser.get(f"/en/training/certificates/{found.pk}/").content.decode()


def test_a_certificate_of_a_linked_account_counts_in_the_team_until_it_is_revoked(people: People) -> None:
    member = teams.add_member(Act(people.enterprise), people.works, {
        "label": "Engineer 1", "work": "", "account": people.colleague})
    teams.declare(Act(people.enterprise), member, "insurance", 1)
    found = certified(people, people.colleague)
    held = HeldSkill.objects.get(member=member)
    assert (held.level, held.declared, held.is_certified) == (3, 1, True)
    assert not Entry.objects.filter(actor=people.office, subject__startswith="training.teammember").exists()
    step(people.office, found, "revoke", "Wrong person.")
    held = HeldSkill.objects.get(member=member)
    assert (held.level, held.is_certified) == (1, False)


def test_linking_an_account_later_brings_its_certificates_and_unlinking_takes_them(people: People) -> None:
    certified(people, people.colleague, course=a_course(teaches="country:0>2;insurance:0>3", countries="KAZ;UZB"))
    certified(people, people.colleague, course=a_course(teaches="insurance:0>2"))
    member = teams.add_member(Act(people.enterprise), people.works, {
        "label": "Engineer 1", "work": "", "account": people.colleague})
    assert {row.skill: row.level for row in HeldSkill.objects.filter(member=member)} == {
        "country:KAZ": 2, "country:UZB": 2, "insurance": 3}
    teams.change_member(Act(people.enterprise), member, {"label": "Engineer 1", "work": "", "account": None})
    assert {row.level for row in HeldSkill.objects.filter(member=member)} == {0}


def test_what_is_kept_of_a_person_is_given_out_to_them(people: People) -> None:
    member = teams.add_member(Act(people.enterprise), people.works, {
        "label": "Zqlabel", "work": "", "account": people.colleague})
    teams.declare(Act(people.enterprise), member, "english", 2)
    found = certified(people, people.colleague)
    enrolled(people.colleague, opened(people), "Zqremark")
    given_out = personal_data(people.colleague)["rows"]
    assert {row["remark"] for row in given_out["training.Enrolment.person"]} == {"", "Zqremark"}
    assert True in {row["attendance__is_present"] for row in given_out["training.Enrolment.person"]}
    certificate = given_out["training.Certificate.holder"][0]
    assert (certificate["number"], certificate["holder_name"]) == (found.number, found.holder_name)
    assert {(row["label"], row["skills__skill"], row["skills__declared"]) for row in
            given_out["training.TeamMember.account"]} == {("Zqlabel", "english", 2), ("Zqlabel", "insurance", 0)}


def test_erasing_an_account_leaves_the_certificate_without_a_name_and_gives_places_back(people: People) -> None:
    found = certified(people, people.colleague)
    show_initials(Act(people.colleague), found, shows=True)
    teams.add_member(Act(people.enterprise), people.works, {
        "label": "Zqlabel", "work": "", "account": people.colleague})
    session = opened(people, capacity=1)
    enrolled(people.colleague, session, "Zqremark")
    enrolled(people.rival, session)
    erase(Act(people.administrator), people.colleague)
    told = check(found.number, found.code)
    assert told is not None
    assert (told.standing, told.initials) == ("valid", "")
    assert set(states(session).values()) == {"withdrawn", "accepted"}
    assert Entry.objects.filter(action="training.withdrawn", changes={"state": ["accepted", "withdrawn"]}).count() == 1
    assert Enrolment.objects.get(session=session, person=people.rival).state == "accepted"
    assert not TeamMember.objects.exists()
    assert not Enrolment.objects.exclude(remark="").exists()
    assert not Certificate.objects.exclude(holder_name="").exists()


def test_of_a_certificate_without_an_end_or_far_from_it_nothing_is_told(people: People) -> None:
    certified(people, people.enterprise)
    certified(people, people.rival, course=a_course(valid_months=36))
    ask_for_the_day(date(2031, 1, 1))
    assert not Occurrence.objects.filter(kind="training.expiring").exists()


def linked(people: People) -> TeamMember:
    return teams.add_member(Act(people.enterprise), people.works, {
        "label": "Engineer 1", "work": "", "account": people.colleague})


def test_an_enterprise_is_told_nothing_more_of_who_has_left_it(people: People) -> None:
    member = linked(people)
    page, manager = f"/en/training/team/members/{member.pk}/", browser_of(people.enterprise)
    assert "account: Colleague" in manager.get(page).content.decode()
    members.remove(Act(people.enterprise), people.colleague)
    certified(people, User.objects.get(pk=people.colleague.pk))
    assert not HeldSkill.objects.exists()
    assert "account:" not in manager.get(page).content.decode()


def test_a_lower_certificate_counts_once_a_higher_one_has_expired_or_is_revoked(people: People) -> None:
    certified(people, people.colleague, course=a_course(teaches="insurance:0>2"))
    high, member = certified(people, people.colleague, course=a_course(valid_months=1)), linked(people)

    def level() -> int:
        return HeldSkill.objects.get(member=member).level

    assert level() == 3
    Certificate.objects.filter(pk=high.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    ask_for_the_day(date(2031, 1, 1))
    assert level() == 2
    higher = certified(people, people.colleague)
    assert level() == 3
    step(people.office, higher, "revoke", "Wrong person.")
    assert level() == 2


def test_reasons_about_a_person_stand_in_no_journal_and_go_with_the_account(people: People) -> None:
    found, session = certified(people, people.colleague), opened(people, placing="chosen")
    step(people.office, found, "revoke", "Zqrevoked")
    step(people.office, enrolled(people.colleague, session), "refuse", "Zqrefused")
    assert not Entry.objects.filter(reason__contains="Zq").exists()
    assert Enrolment.objects.get(session=session).reply == "Zqrefused"
    erase(Act(people.administrator), people.colleague)
    assert {each.reason for each in Certificate.objects.all()} == {"—"}
    assert not Enrolment.objects.exclude(reply="").exists()


def test_an_erased_account_keeps_no_place_in_a_session_that_runs_and_gets_no_certificate(people: People) -> None:
    running = opened(people)
    enrolled(people.colleague, running)
    running = step(people.office, running, "begin")
    held = ran(people, people.colleague, people.rival)
    erase(Act(people.administrator), people.colleague)
    assert {each.state for each in Enrolment.objects.filter(session=running)} == {"withdrawn"}
    step(people.office, held, "certify")
    assert [each.holder for each in Certificate.objects.all()] == [people.rival]
