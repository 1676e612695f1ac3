"""Full-text search over records, in English and Chinese.

Chinese is cut into words before it is indexed and before it is looked for: without that, no index finds a word of two
characters. SQLite keeps the words in an FTS5 table, PostgreSQL in a ``tsvector`` of the plain ``simple`` configuration.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import rjieba
from django.db import connection
from django.db.models import Value
from django.db.models.expressions import RawSQL

from outward_portal.records.models import Record

_WORD: Final = re.compile(r"\w+", re.UNICODE)
_HAN: Final = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_MOST_WORDS: Final = 12


def words_of(text: str) -> list[str]:
    """Cut a text into the words under which it is found.

    Examples
    --------
    >>> words_of("沈阳机床集团 Dalian")
    ['沈阳', '机床', '沈阳机床', '集团', 'dalian']
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word for piece in rjieba.cut_for_search(plain) for word in _WORD.findall(piece)]


def index(records: Iterable[Record]) -> None:
    """Put records into the index, in place of what stood there of them."""
    rows = [(record.pk, " ".join(words_of(text_of(record)))) for record in records]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany("DELETE FROM records_words WHERE rowid = %s", [(key,) for key, _ in rows])
            cursor.executemany("INSERT INTO records_words (rowid, words) VALUES (%s, %s)", rows)
        else:
            cursor.executemany(
                "INSERT INTO records_words (record_id, words) VALUES (%s, to_tsvector('simple', %s)) "
                "ON CONFLICT (record_id) DO UPDATE SET words = excluded.words", rows)


def text_of(record: Record) -> str:
    """Give the text under which a record is found: every text that its page shows to whoever sees it."""
    skipped = {"kind", "audience", "case", "case_key", "counting"}
    texts = [str(getattr(record, each.name) or "") for each in record._meta.concrete_fields
             if each.get_internal_type() in ("CharField", "TextField") and each.name not in skipped]
    return "\n".join(texts)


def matching(words: str) -> RawSQL | Iterable[int]:
    """Give the ids of the records in which all words occur, the last one perhaps only begun; for ``pk__in``."""
    wanted = words_of(words)[:_MOST_WORDS]
    if not wanted:
        return []
    if connection.vendor == "sqlite":
        return RawSQL("SELECT rowid FROM records_words WHERE records_words MATCH %s", (sqlite_match(wanted),))
    return RawSQL("SELECT record_id FROM records_words WHERE words @@ to_tsquery('simple', %s)",
                  (postgresql_match(wanted),))


def sqlite_match(wanted: list[str]) -> str:
    """Write words as an FTS5 expression; each is quoted, so that none can be an operator.

    Examples
    --------
    >>> sqlite_match(["crrc", "dal"])
    '"crrc" "dal"*'
    """
    return " ".join(f'"{word}"' for word in wanted[:-1]) + (" " if wanted[:-1] else "") + f'"{wanted[-1]}"*'


def postgresql_match(wanted: list[str]) -> str:
    """Write words as a ``tsquery``; they hold letters and digits only, so that none can be an operator.

    Examples
    --------
    >>> postgresql_match(["crrc", "dal"])
    "'crrc' & 'dal':*"
    """
    return " & ".join(f"'{word}'" for word in wanted[:-1]) + (" & " if wanted[:-1] else "") + f"'{wanted[-1]}':*"


def rank(words: str) -> RawSQL | Value:
    """Give an expression by which found records are ordered, the best first when ascending."""
    wanted = words_of(words)[:_MOST_WORDS]
    if not wanted:
        return Value(0.0)
    if connection.vendor == "sqlite":
        return RawSQL("(SELECT bm25(records_words) FROM records_words WHERE records_words MATCH %s "
                      "AND rowid = records_record.id)", (sqlite_match(wanted),))
    return RawSQL("(SELECT -ts_rank(words, to_tsquery('simple', %s)) FROM records_words "
                  "WHERE record_id = records_record.id)", (postgresql_match(wanted),))
