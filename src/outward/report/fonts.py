"""Where the fonts for print are: Noto Sans CJK comes as a package, so that every machine sets the same page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import typst

from outward.charts.pictures import font_folder
from outward.errors import MissingDependencyError

CHINESE_FAMILY = "Noto Sans CJK SC"
_MEND = "Install it with: pip install manimgx-fonts-cjk"


def font_folders(given: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Give the folders in which the fonts for print lie.

    Parameters
    ----------
    given : sequence of Path
        Folders to look in instead of the package's, for a machine that keeps its fonts elsewhere.

    Returns
    -------
    tuple of Path
        The folders; the machine's own fonts are never used, since they would change the page from machine to machine.

    Raises
    ------
    MissingDependencyError
        If a given folder is not there, or the font package is not installed.

    Examples
    --------
    >>> [folder.name for folder in font_folders()]
    ['manimgx_fonts_cjk']
    """
    for folder in given:
        if not folder.is_dir():
            raise MissingDependencyError(f"the font folder {folder} is not there", "fonts for print",
                                         f"Name a folder that holds {CHINESE_FAMILY}, or name none. {_MEND}")
    return tuple(given) or (font_folder(),)


def typst_fonts(given: Sequence[Path] = ()) -> typst.Fonts:
    """Load the fonts that a PDF may use: typst's own Latin faces and the Chinese family.

    Raises
    ------
    MissingDependencyError
        If the Chinese family is in none of the folders.

    Examples
    --------
    >>> CHINESE_FAMILY in typst_fonts().families()
    True
    """
    return _loaded(font_folders(given))


@lru_cache(maxsize=4)
def _loaded(folders: tuple[Path, ...]) -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True,
                        font_paths=[str(folder) for folder in folders])
    if CHINESE_FAMILY not in fonts.families():
        raise MissingDependencyError(f"the font {CHINESE_FAMILY} is not in {', '.join(map(str, folders))}",
                                     "fonts for print", _MEND)
    return fonts
