"""The libraries of the extra ``risk``, imported where they are needed."""

from __future__ import annotations

import importlib
from types import ModuleType

from outward.errors import MissingDependencyError


def require(module: str) -> ModuleType:
    """Import a module of scikit-learn or ruptures.

    Raises
    ------
    MissingDependencyError
        If the extra is not installed.

    Examples
    --------
    >>> require("sklearn.metrics").roc_auc_score([0, 1], [0.1, 0.9])
    1.0
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(f"{module} is not installed", "early warning",
                                     "Run `pip install \"outward[risk]\"`, or ./start, which installs all.") from error
