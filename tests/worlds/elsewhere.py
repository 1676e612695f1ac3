"""What a writer makes of the sample document on another machine, as far as one machine can play another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from outward.vocabulary.labels import Language

ROOT = Path(__file__).parents[2]


def rendered_elsewhere(module: str, function: str, language: Language, folder: Path) -> bytes:
    """Render in another process and folder, with another hash seed, time zone and locale, and nothing inherited."""
    program = (f"import sys; from {module} import {function}; from tests.worlds.documents import sample_document; "
               f"sys.stdout.buffer.write({function}(sample_document({language!r})))")
    surroundings = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C"}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=folder,
                          env=surroundings).stdout
