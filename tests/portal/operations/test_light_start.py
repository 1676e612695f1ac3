"""The web server starts without what only studies, reports and spreadsheets need: it is a third of its memory."""

from __future__ import annotations

from pathlib import Path

from tests.portal.operations.running import drill_environment, python

HEAVY = ("pandas", "pyarrow", "duckdb", "altair", "openpyxl", "docx", "scipy", "vl_convert", "typst")


def test_nothing_heavy_is_loaded_before_somebody_asks_for_it(made_ready: Path) -> None:
    loaded = python(drill_environment(made_ready), "\n".join((
        "import sys",
        "from django.urls import get_resolver",
        "import outward_portal.wsgi",
        "get_resolver().reverse_dict",
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])",
    )))
    assert loaded == "", f"{loaded}: import them inside the functions that need them"


def test_the_document_of_the_interface_has_every_rooms_calls_whoever_asks_first(made_ready: Path) -> None:
    told = python(drill_environment(made_ready), "\n".join((
        "from outward_portal.api.interface import document",
        "print(*document()['paths'])",
    )))
    for room in ("coordination", "funding", "leads", "plans", "risk", "services", "training"):
        assert f"/api/v1/{room}" in told, room
