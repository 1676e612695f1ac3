"""Golden files: whole texts that a person reads when they change. OUTWARD_WRITE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path


def assert_golden(text: str, path: Path) -> None:
    """Compare a text with its golden file, or write the file where OUTWARD_WRITE_GOLDEN is set."""
    if os.environ.get("OUTWARD_WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8"), f"{path.name} changed: read the difference, then write it anew"
