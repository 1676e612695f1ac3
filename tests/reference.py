"""Reference files: real data that only this project's own machines have; where it is absent a test skips."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def reference_folder() -> Path:
    """Say where reference files are: ``OUTWARD_REFERENCE``, else ``shared/reference`` beside the checkout."""
    named = os.environ.get("OUTWARD_REFERENCE")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "reference"


def reference_file(name: str) -> Path:
    """Give a reference file, or skip the test with the reason. Mark such a test with ``pytest.mark.reference``."""
    path = reference_folder() / name
    if not path.is_file():
        pytest.skip(f"no reference file {path}; set OUTWARD_REFERENCE to the folder that holds {name}")
    return path


def seed_file(name: str) -> Path:
    """Give a file of the seed beside the reference folder (``report.txt``), or skip the test with the reason."""
    path = reference_folder().parent / "seed" / name
    if not path.is_file():
        pytest.skip(f"no seed file {path}; set OUTWARD_REFERENCE to the reference folder beside it")
    return path
