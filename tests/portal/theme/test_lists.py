"""Lists that their address narrows: what is understood, what is left out and named, and the same said again."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from outward.vocabulary.labels import Label
from outward_portal.theme.lists import Asked, ListShape, Narrowing, labelled, read

SHAPE = ListShape(
    narrowings=(
        Narrowing("state", "State", (("open", "Open"), ("closed", "Closed")), "state"),
        Narrowing("kind", "Kind", lambda: labelled({"a": Label("A", "甲")}), "kind"),
        Narrowing("region", "Country", lookup="region"),
        Narrowing("mine", "Mine", (("1", "yes"),), is_check=True),
    ),
    sorts={"due": "due_at", "name": "name_en"}, usual="-due", words="Words",
)


def test_what_is_not_said_is_usual() -> None:
    asked = read({}, SHAPE)
    assert (asked.sort, asked.page, asked.is_narrowed, asked.encoded()) == ("-due", 1, False, "")


def test_what_means_nothing_is_left_out_and_named() -> None:
    asked = read({"state": "ajar", "kind": "a", "region": "XXQ", "sort": "-secret", "mine": "yes", "page": "-3"}, SHAPE)
    assert asked.misunderstood == ("state", "region", "mine", "sort")
    assert asked.encoded() == "kind=a"
    assert asked.page == 1


def test_a_column_turns_the_order_around_the_second_time() -> None:
    first = read({"state": "open"}, SHAPE).sorted_by("name")
    assert first == "state=open&sort=name"
    assert read(dict(parse_qsl(first)), SHAPE).sorted_by("name") == "state=open&sort=-name"


def test_a_list_without_words_takes_none() -> None:
    assert read({"q": "x"}, ListShape((), {"due": "due_at"}, "due")).words == ""


@pytest.mark.parametrize("words", ["\0", "  ", "x" * 500])
def test_words_are_cleaned(words: str) -> None:
    assert len(read({"q": words}, SHAPE).words) in (0, 200)


def test_where_there_is_nothing_to_choose_from_nothing_is_understood() -> None:
    """A list of programmes that is empty still takes no country."""
    nothing = ListShape((Narrowing("programme", "Programme", lambda: (), "programme"),), {"due": "due_at"}, "due")
    asked = read({"programme": "KEN"}, nothing)
    assert (asked.misunderstood, asked["programme"]) == (("programme",), "")


@pytest.mark.django_db
def test_a_list_of_nothing_yet_offers_nothing_to_narrow_it_by() -> None:
    answer = Client().get("/en/funding/awards/?year=KEN&programme=KEN")
    assert answer.status_code == 200
    assert 'placeholder="KAZ"' not in answer.content.decode()


_GIVEN = st.fixed_dictionaries({}, optional={
    "q": st.text(max_size=12), "state": st.sampled_from(["open", "closed", "ajar", ""]), "kind": st.just("a"),
    "region": st.sampled_from(["KAZ", "nowhere"]), "mine": st.sampled_from(["1", "2"]), "page": st.text(max_size=3),
    "sort": st.sampled_from(["due", "-due", "name", "-name", "other", "--due"])})


@given(_GIVEN)
def test_an_address_written_from_what_was_understood_asks_the_same(given: dict[str, str]) -> None:
    asked = read(given, SHAPE)
    again = read(dict(parse_qsl(asked.encoded(page=str(asked.page)))), SHAPE)
    assert again == Asked(SHAPE, asked.words, asked.values, asked.sort, asked.page, ())


@given(st.lists(st.integers(), max_size=130), st.integers(1, 9))
def test_every_row_stands_on_one_page(rows: list[int], size: int) -> None:
    first = read({}, SHAPE).page_of(rows, size)
    pages = [read({"page": str(number)}, SHAPE).page_of(rows, size) for number in first.paginator.page_range]
    assert [row for page in pages for row in page.object_list] == rows
