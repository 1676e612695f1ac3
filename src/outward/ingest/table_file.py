"""Writing the long table of a release as Parquet: the same rows give the same bytes, however many threads there are.

DuckDB sorts; Arrow writes. DuckDB's own writer takes twice as long for texts, and of an enumeration it writes all texts
into each row group, sometimes one set and sometimes another, with least and greatest values to match: a slice could
skip nothing, and no two builds were alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP: Final = 122_880  # rows; DuckDB reads groups of this size in parallel
_MANY_TEXTS: Final = ("row", "value", "value_as_printed")
"""Columns in which nearly every row differs, so that a dictionary of them would save nothing."""


def write(engine: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query, in its order, in row groups of one size."""
    reader: pa.RecordBatchReader = engine.sql(query).to_arrow_reader(ROW_GROUP)
    dictionaries = [name for name in reader.schema.names if name not in _MANY_TEXTS]
    with pq.ParquetWriter(path, reader.schema, compression="snappy", use_dictionary=dictionaries,
                          store_schema=False) as writer:
        for rows in _groups(reader):
            writer.write_table(rows, row_group_size=ROW_GROUP)


def _groups(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Put batches together to row groups; the engine's batches are as long as it likes."""
    waiting = reader.schema.empty_table()
    for batch in reader:
        waiting = pa.concat_tables([waiting, pa.Table.from_batches([batch])])
        while waiting.num_rows >= ROW_GROUP:
            yield waiting.slice(0, ROW_GROUP)
            waiting = waiting.slice(ROW_GROUP)
    if waiting.num_rows:
        yield waiting
