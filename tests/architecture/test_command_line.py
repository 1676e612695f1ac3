"""The command line answers at once and loads nothing heavy to say what it can do."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numpy", "scipy", "pandas", "pyarrow", "duckdb", "django", "altair", "vl_convert", "typst", "docx", "openpyxl")


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\n"
        "from outward.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as done:\n    assert done.code == 0\n"
        f"print('loaded:', sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.endswith("loaded: []\n")


def test_wrong_usage_exits_with_two() -> None:
    run = subprocess.run([sys.executable, "-m", "outward.cli.main", "no-such-command"], capture_output=True, text=True,
                         check=False)
    assert run.returncode == 2
    assert "no-such-command" in run.stderr
