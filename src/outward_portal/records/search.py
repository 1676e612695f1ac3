"""Full-text search over records, in English and Chinese: the index, and what is asked of it.

Chinese is cut into words before it is indexed and before it is looked for: without that, no index finds a word of two
characters. SQLite keeps the words in FTS5 tables, PostgreSQL in a ``tsvector`` of the plain ``simple`` configuration.
Names, other words and single Chinese characters stand apart, so that names weigh most and a character is found in any
word. Longer texts of a record, such as a law's articles, are passages with an index of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from outward_portal.records.models import Passage, Record
from outward_portal.records.segmentation import HAN, signs_of, words_of
from outward_portal.work.kinds import in_both

MOST_WORDS: Final = 12
MANY: Final = 8_000  # rows; more than these are not ranked by how well they fit, only names first
_QUOTED: Final = re.compile(r"[\"“”„«]([^\"“”„«»]{1,200})[\"“”»]")

_NAMES: Final = frozenset({"name_en", "name_zh", "short_name", "aliases", "name_printed"})
_SKIPPED: Final = frozenset({
    "kind", "audience", "case", "case_key", "counting",
    "licence",  # of the source
    "section", "topic",  # of a fact: they would be found with every fact of a section, and its name says the topic
})


# -- the index --------------------------------------------------------------------------------------------------------


def index(records: Iterable[Record]) -> None:
    """Put records into the index, in place of what stood there of them."""
    rows = []
    for record in records:
        names, others = _texts(record)
        rows.append((record.pk, *entry(names, others)))
    _write("records_words", "record_id", rows)


def index_passages(passages: Iterable[Passage]) -> None:
    """Put passages into their index, in place of what stood there of them."""
    _write("records_passage_words", "passage_id",
           [(passage.pk, *entry(passage.title, passage.text)) for passage in passages])


def entry(names: str, others: str) -> tuple[str, str, str]:
    """Give the words of the names, of the other texts, and the single characters of both."""
    return " ".join(words_of(names)), " ".join(words_of(others)), " ".join(signs_of(f"{names} {others}"))


def _texts(record: Record) -> tuple[str, str]:
    """Give the texts under which a record is found: every one that its page shows to whoever sees it; names apart."""
    found: tuple[list[str], list[str]] = ([], [])
    for name, said in _searched(type(record)):
        value = getattr(record, name) or ""
        found[name not in _NAMES].append(said.get(value, "") if said else value)
    return "\n".join(found[0]), "\n".join(found[1])


@lru_cache(maxsize=64)
def _searched(model: type[Record]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Give the fields of texts, each with what its choices say in both languages: nobody looks for a choice's code."""
    fields = [field for field in model._meta.concrete_fields
              if field.get_internal_type() in ("CharField", "TextField") and field.name not in _SKIPPED]
    return tuple((field.name, {code: " ".join((said.en, said.zh)) for code, said in (
        (code, in_both(label, {})) for code, label in field.flatchoices)}) for field in fields if field.editable)


_SAYS_LITTLE: Final = frozenset({"sector", "countries", "home", "currency", "begins", "ends", "as_of", "paragraphs",
                                 "filed", "granted", "exports_year", "quantity_unit"})
"""Codes, dates and units: they are looked in, but by themselves tell a reader nothing of a record."""


def shown_texts(record: Record, language: str) -> list[str]:
    """Give a record's texts without its names, those in a language and of none as one, for showing where a word is."""
    texts: dict[str, list[str]] = {"en": [], "zh": [], "": []}
    left_out = _SKIPPED | _NAMES | _SAYS_LITTLE
    for field in record._meta.concrete_fields:
        if field.get_internal_type() in ("CharField", "TextField") and field.name not in left_out:
            value = "" if field.choices else str(getattr(record, field.name) or "")
            ending = field.name[-2:] if field.name.endswith(("_en", "_zh")) else ""
            texts[ending].append(value)
    other = "zh" if language == "en" else "en"
    return [" · ".join(text for text in group if text)
            for group in (texts[language], texts[other], texts[""])]


def _write(table: str, key: str, rows: Sequence[tuple[int, str, str, str]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(row[0],) for row in rows])  # noqa: S608
            cursor.executemany(f"INSERT INTO {table} (rowid, names, words, signs) VALUES (%s, %s, %s, %s)", rows)  # noqa: S608
        else:
            cursor.executemany(
                f"INSERT INTO {table} ({key}, words) VALUES (%s, setweight(to_tsvector('simple', %s), 'A') || "  # noqa: S608
                "setweight(to_tsvector('simple', %s), 'B') || setweight(to_tsvector('simple', %s), 'D')) "
                f"ON CONFLICT ({key}) DO UPDATE SET words = excluded.words", rows)


# -- what is asked ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that must all occur; ``phrases`` must do so one behind another; of ``begun`` words the end may be missing.

    Nothing in it can be an operator of a database's own language: words hold letters and digits only, and are quoted.
    """

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    begun: bool = True
    by_signs: bool = False  # Chinese words are looked for character by character, in any order

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)

    @property
    def all(self) -> tuple[str, ...]:
        """Every word, for marking where they were found."""
        return (*self.words, *(word for phrase in self.phrases for word in phrase))


def wanted(text: str) -> Wanted:
    """Read what a person typed.

    Examples
    --------
    >>> wanted('crrc dal').words, wanted('"foreign exchange" law').phrases
    (('crrc', 'dal'), (('foreign', 'exchange'),))
    """
    phrases = [tuple(words_of(found))[:MOST_WORDS] for found in _QUOTED.findall(text)][:4]
    rest = _QUOTED.sub(" ", text)
    ends_open = bool(rest.strip()) and not rest[-1:].isspace() and unicodedata.category(rest[-1])[0] != "P"
    return Wanted(tuple(words_of(rest)[:MOST_WORDS]), tuple(phrase for phrase in phrases if phrase), ends_open)


def by_signs(asked: Wanted) -> Wanted | None:
    """Give the same question with Chinese words taken apart; ``None`` where that changes nothing."""
    if any(len(word) > 1 and HAN.match(word) for word in asked.all):
        return Wanted(asked.all, (), asked.begun, by_signs=True)
    return None


def sqlite_match(asked: Wanted, *, names_only: bool = False) -> str:
    """Write a question as an FTS5 expression.

    Examples
    --------
    >>> sqlite_match(wanted("crrc dal"))
    '{names words} : "crrc" AND {names words} : "dal"*'
    >>> sqlite_match(wanted("矿 "))
    '({names words} : "矿" OR signs : "矿")'
    """
    columns = "names" if names_only else "{names words}"
    parts = [f'{columns} : "{" ".join(phrase)}"' for phrase in asked.phrases]
    for place, word in enumerate(asked.words):
        is_han = HAN.match(word) is not None
        if asked.by_signs and is_han:
            parts += [f'signs : "{sign}"' for sign in dict.fromkeys(word)]
            continue
        star = "*" if asked.begun and place == len(asked.words) - 1 else ""
        part = f'{columns} : "{word}"{star}'
        parts.append(f'({part} OR signs : "{word}")' if is_han and len(word) == 1 and not names_only else part)
    return " AND ".join(parts)


def postgresql_match(asked: Wanted, *, names_only: bool = False) -> str:
    """Write a question as a ``tsquery``.

    Examples
    --------
    >>> postgresql_match(wanted("crrc dal"))
    "'crrc':AB & 'dal':*AB"
    """
    weights = "A" if names_only else "AB"
    parts = ["(" + " <-> ".join(f"'{word}':{weights}" for word in phrase) + ")" for phrase in asked.phrases]
    for place, word in enumerate(asked.words):
        is_han = HAN.match(word) is not None
        if asked.by_signs and is_han:
            parts += [f"'{sign}':D" for sign in dict.fromkeys(word)]
            continue
        star = "*" if asked.begun and place == len(asked.words) - 1 else ""
        part = f"'{word}':{star}{weights}"
        parts.append(f"({part} | '{word}':D)" if is_han and len(word) == 1 and not names_only else part)
    return " & ".join(parts)


def match_of(asked: Wanted, *, names_only: bool = False) -> str:
    """Write a question for the present database."""
    write = sqlite_match if connection.vendor == "sqlite" else postgresql_match
    return write(asked, names_only=names_only)


def matching(words: str) -> RawSQL | Iterable[int]:
    """Give the ids of the records in which all words occur, the last one perhaps only begun; for ``pk__in``."""
    asked = wanted(words)
    if not asked:
        return []
    if connection.vendor == "sqlite":
        return RawSQL("SELECT rowid FROM records_words WHERE records_words MATCH %s", (match_of(asked),))
    return RawSQL("SELECT record_id FROM records_words WHERE words @@ to_tsquery('simple', %s)", (match_of(asked),))


# -- what is found ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that fits, or a passage of one."""

    record: int
    kind: str
    passage: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The best of what fits, with counts by kind; both of what the person may see and of nothing else."""

    hits: tuple[Hit, ...]
    has_more: bool
    kinds: dict[str, int]
    is_capped: bool  # so many fit that they were not all counted: each count is "at least"
    by_signs: bool  # no word fits; these hold its characters


def find(asked: Wanted, user: Any, *, kind: str = "", among: Q | None = None, start: int = 0, count: int = 20) -> Found:
    """Look for records and their passages among those that a person may see.

    Parameters
    ----------
    asked : Wanted
        What to look for.
    user : User or AnonymousUser
        Who looks.
    kind : str, optional
        A kind of record to which the hits, not the counts, are narrowed.
    among : Q, optional
        A condition on records without which one is not found.
    start, count : int
        Which hits to give, best first: those with all words in their name, then the rest by rank.
    """
    if not asked:
        return Found((), has_more=False, kinds={}, is_capped=False, by_signs=False)
    seen = Record.objects.visible_to(user).filter(among or Q(), retired_at__isnull=True)
    kinds, is_capped = _facets(asked, seen)
    apart = by_signs(asked) if not kinds and not asked.by_signs else None
    if apart is not None:
        return find(apart, user, kind=kind, among=among, start=start, count=count)
    narrowed = seen.filter(kind=kind) if kind else seen
    hits = _best(asked, narrowed, start + count + 1, ranked=not is_capped)
    return Found(tuple(hits[start : start + count]), len(hits) > start + count, kinds, is_capped, asked.by_signs)


def _best(asked: Wanted, seen: Any, most: int, *, ranked: bool) -> list[Hit]:
    """Give the best hits, a record once: with its best passage only where the record itself does not fit."""
    hits = {} if asked.by_signs else {row[0]: Hit(row[0], row[1]) for row in
                                     _rows(match_of(asked, names_only=True), seen, most, ranked=ranked)}
    if len(hits) < most:
        match = match_of(asked)
        rest = [(row[2], Hit(row[0], row[1])) for row in _rows(match, seen, most, ranked=ranked)]
        rest += [(row[2], Hit(row[0], row[1], row[3])) for row in _passages(match, seen, most, ranked=ranked)]
        rest.sort(key=lambda pair: (pair[0], pair[1].passage is not None))
        for _rank, hit in rest:
            hits.setdefault(hit.record, hit)
    return list(hits.values())[:most]


def _rows(match: str, seen: Any, most: int, *, ranked: bool) -> list[tuple[int, str, float]]:
    visible, parameters = seen.order_by().values("id", "kind").query.sql_with_params()
    if connection.vendor == "sqlite":
        rank = "bm25(records_words, 10.0, 1.0, 0.1)" if ranked else "0.0"
        sql = (f"SELECT seen.id, seen.kind, {rank} AS fit FROM records_words "  # noqa: S608  (our own words and Django's SQL)
               f"JOIN ({visible}) AS seen ON seen.id = records_words.rowid WHERE records_words MATCH %s "
               f"ORDER BY {'fit, seen.id' if ranked else 'seen.id'} LIMIT %s")
    else:
        rank = "-ts_rank('{0.05, 0.1, 0.3, 1.0}', found.words, asked)" if ranked else "0.0"
        sql = (f"SELECT seen.id, seen.kind, {rank} AS fit FROM records_words AS found "  # noqa: S608
               f"JOIN ({visible}) AS seen ON seen.id = found.record_id, to_tsquery('simple', %s) AS asked "
               f"WHERE found.words @@ asked ORDER BY {'fit, seen.id' if ranked else 'seen.id'} LIMIT %s")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, match, most])
        found: list[tuple[int, str, float]] = cursor.fetchall()
    return found


def _passages(match: str, seen: Any, most: int, *, ranked: bool) -> list[tuple[int, str, float, int]]:
    visible, parameters = seen.order_by().values("id", "kind").query.sql_with_params()
    if connection.vendor == "sqlite":
        rank = "bm25(records_passage_words, 3.0, 1.0, 0.1)" if ranked else "0.0"
        sql = (f"SELECT seen.id, seen.kind, {rank} AS fit, passage.id FROM records_passage_words "  # noqa: S608
               "JOIN records_passage AS passage ON passage.id = records_passage_words.rowid "
               f"JOIN ({visible}) AS seen ON seen.id = passage.record_id WHERE records_passage_words MATCH %s "
               f"ORDER BY {'fit, passage.id' if ranked else 'passage.id'} LIMIT %s")
    else:
        rank = "-ts_rank('{0.05, 0.1, 0.3, 1.0}', found.words, asked)" if ranked else "0.0"
        sql = (f"SELECT seen.id, seen.kind, {rank} AS fit, passage.id FROM records_passage_words AS found "  # noqa: S608
               "JOIN records_passage AS passage ON passage.id = found.passage_id "
               f"JOIN ({visible}) AS seen ON seen.id = passage.record_id, to_tsquery('simple', %s) AS asked "
               f"WHERE found.words @@ asked ORDER BY {'fit, passage.id' if ranked else 'passage.id'} LIMIT %s")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, match, most])
        found: list[tuple[int, str, float, int]] = cursor.fetchall()
    return found


def _facets(asked: Wanted, seen: Any) -> tuple[dict[str, int], bool]:
    """Count what fits by kind, among what the person may see; stop counting where very much fits."""
    visible, parameters = seen.order_by().values("id", "kind").query.sql_with_params()
    match = match_of(asked)
    if connection.vendor == "sqlite":
        words, passages = (f"{table} JOIN ({visible}) AS seen ON seen.id = {key} WHERE {index} MATCH %s LIMIT %s"
                           for table, key, index in _SQLITE_TABLES)
    else:
        words, passages = (f"{table} JOIN ({visible}) AS seen ON seen.id = {key} "
                           "WHERE found.words @@ to_tsquery('simple', %s) LIMIT %s" for table, key in _TABLES)
    sql = (f"SELECT kind, count(*) FROM (SELECT * FROM (SELECT seen.id, seen.kind FROM {words}) AS a "  # noqa: S608
           f"UNION SELECT * FROM (SELECT DISTINCT seen.id, seen.kind FROM {passages}) AS b) AS fitting GROUP BY kind")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, match, MANY, *parameters, match, MANY])
        kinds: dict[str, int] = dict(cursor.fetchall())
    return kinds, sum(kinds.values()) >= MANY


_SQLITE_TABLES: Final = (
    ("records_words", "records_words.rowid", "records_words"),
    ("records_passage_words JOIN records_passage AS passage ON passage.id = records_passage_words.rowid",
     "passage.record_id", "records_passage_words"))
_TABLES: Final = (
    ("records_words AS found", "found.record_id"),
    ("records_passage_words AS found JOIN records_passage AS passage ON passage.id = found.passage_id",
     "passage.record_id"))
"""The indexes of records and of passages, the key of the record in each, and on SQLite what is matched."""
