"""Where a workspace lies: the folder of releases, raw bytes, runs and reports."""

from __future__ import annotations

import os
from pathlib import Path


def workspace_folder(given: Path | None = None) -> Path:
    """Say where the workspace is: as given, else by ``OUTWARD_WORKSPACE``, else ``workspace/`` in the checkout.

    Installed without a checkout it is ``workspace/`` in the current folder.
    """
    if given is not None:
        return given
    named = os.environ.get("OUTWARD_WORKSPACE")
    if named:
        return Path(named)
    checkout = Path(__file__).resolve().parents[2]
    return (checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()) / "workspace"
