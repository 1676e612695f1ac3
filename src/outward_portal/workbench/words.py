"""What statuses, verdicts and causes are called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.vocabulary.labels import Label

STATUSES: Final[dict[str, Promise]] = {
    "given": pgettext_lazy("value", "as given"),
    "missing": pgettext_lazy("value", "missing"),
    "imputed": pgettext_lazy("value", "imputed"),
    "winsorised": pgettext_lazy("value", "winsorised"),
    "logged": pgettext_lazy("value", "logarithm"),
}
"""What became of a value."""

VERDICTS: Final[dict[str, Promise]] = {
    "silent": _("says next to nothing in it (correlation below 0.3)"),
    "contrary": _("runs against it (negative correlation)"),
    "collinear": _("measures nearly the same (correlation above 0.92)"),
}
"""What the audit says of a part, held against another."""

STEPS: Final = {
    "data": Label("data", "数据"), "weights": Label("weights", "权重"), "framework": Label("framework", "框架"),
    "impute": Label("imputation", "插补"), "treat": Label("treatment of outliers", "离群值处理"),
    "normalise": Label("normalisation", "标准化"), "aggregate": Label("aggregation", "合成方法"),
    "all": Label("choices together", "各项方法合计"),
}
"""Causes of a change of ranks."""
