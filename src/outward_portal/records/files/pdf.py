"""Refuses PDFs that run something, carry files of their own, or cannot be looked into."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outward_portal.records.errors import RefusedError
from outward_portal.records.files import pdf_look

_FAULTS: Final[dict[str, Promise]] = {
    "script": _("it holds JavaScript or an XFA form"),
    "program": _("it starts programs or sends data when it is opened"),
    "embedded": _("it carries other files inside"),
    "media": _("it holds sound, film or 3D objects"),
    "encrypted": _("it is encrypted, so that nobody can look into it"),
    "damaged": _("it is damaged"),
}


def check_pdf(path: Path) -> None:
    """Refuse a PDF with what it holds.

    The file is read in a process of its own with limits on memory and time, so that one that is made to swell brings
    nothing else down.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    RefusedError
        If it holds what it should not, or takes too long to look at.
    """
    command = [sys.executable, "-I", str(Path(pdf_look.__file__)), str(path)]
    try:
        # The command is our own file and a path that we have made.
        run = subprocess.run(command, capture_output=True, timeout=2 * pdf_look.SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _refused([str(_FAULTS["damaged"])]) from None
    faults = json.loads(run.stdout) if run.returncode == 0 else ["damaged"]
    if faults:
        raise _refused([str(_FAULTS[fault]) for fault in faults])


def _refused(faults: list[str]) -> RefusedError:
    return RefusedError(_("This PDF is not taken: %(faults)s. Print it to a new PDF and attach that.")
                        % {"faults": "; ".join(faults)})
