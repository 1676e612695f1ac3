"""The script that draws chart descriptions in the browser: made once from vl-convert, served as any static file.

It is 0.9 MB that anybody can make anew, so it is not in the repository. ``write_script`` puts it where
``collectstatic`` finds it (``STATICFILES_DIRS``). Pages name it by ``chart_script()``, which is empty as long as it was
not made: they then show the picture that the server draws.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

NAME: Final = "vega/vega.js"


def write_script(folder: Path | None = None) -> Path:
    """Make the script, unless it is there for this version of vl-convert.

    Parameters
    ----------
    folder : Path, optional
        Where generated static files lie; by default the portal's own folder for them.

    Returns
    -------
    Path
        The script; ``window.vegaEmbed`` is all that it adds to a page.
    """
    file = (folder or settings.FILES.generated) / NAME
    made_by = version("vl-convert-python")
    stamp = file.with_suffix(".version")
    if file.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == made_by:
        return file
    import vl_convert  # 30 MB of JavaScript engine: only who makes the script pays for it

    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"), encoding="utf-8")
    unfinished.replace(file)
    stamp.write_text(made_by, encoding="utf-8")
    return file


def chart_script() -> str:
    """Give the script's address; empty where it has not been made."""
    try:
        return str(staticfiles_storage.url(NAME))
    except ValueError:  # not among the collected files
        return ""
