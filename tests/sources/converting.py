"""Converting a provider's file from its text, as the shell does it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from outward.ingest.panels import PROVIDERS
from outward.sources.delimited import read_columns, text_table
from outward.sources.panel_families import Converted


def converted(provider: str, text: str, folder: Path, *, encoding: str = "utf-8", until: int | None = None
              ) -> Converted:
    """Write a text as a file and convert it."""
    path = folder / f"{provider}.txt"
    path.write_bytes(text.encode(encoding))
    module = PROVIDERS[provider]
    table = text_table(path)
    header = module.header_at(table.head)
    assert header is not None
    return module.convert(read_columns(table, header, module.wanted), table.name, until)


def rows(converted: Converted, family: str) -> pd.DataFrame:
    """Give the rows of a family."""
    return next(table.rows for table in converted.tables if table.family.name == family)


def row(converted: Converted, family: str, **key: object) -> dict[str, object]:
    """Give the one row that has these cells."""
    found = rows(converted, family)
    for name, value in key.items():
        found = found[found[name] == value]
    assert len(found) == 1, found
    return {str(name): cell for name, cell in found.iloc[0].items()}


def gaps(converted: Converted) -> str:
    """Give what was left out, in English."""
    return "\n".join(gap.en for gap in converted.gaps)
