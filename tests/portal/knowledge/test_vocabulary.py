"""The library's lists: complete in both languages, and safe to look for inside a text of several ids."""

from __future__ import annotations

from outward_portal.knowledge.vocabulary import subjects, topics


def test_no_subject_is_part_of_another() -> None:
    """Lists find a subject inside ``a;b;c``."""
    ids = list(subjects())
    assert [(one, other) for one in ids for other in ids if one != other and one in other] == []


def test_every_entry_has_both_languages() -> None:
    assert [each.id for each in subjects().values() if not each.name.zh or not each.name.en] == []
    assert [each.id for each in topics().values() if not all((each.name.zh, each.question.en, each.question.zh))] == []


def test_every_topic_belongs_to_a_subject() -> None:
    assert {each.subject for each in topics().values()} <= set(subjects())
