"""The four levels of a warning, lowest first, with their names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from outward.vocabulary.labels import Label

Level = Literal["quiet", "watch", "warning", "alarm"]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
LEVEL_NAMES: Final[Mapping[str, Label]] = MappingProxyType({
    "quiet": Label("quiet", "平静"), "watch": Label("watch", "关注"), "warning": Label("warning", "预警"),
    "alarm": Label("alarm", "警报")})
