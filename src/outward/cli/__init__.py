"""The command line: one module a command group, each with ``add_commands(subparsers)``."""

from __future__ import annotations

from types import ModuleType

from outward.cli import audit, case, data, index, release, report, risk, serve, trace

COMMAND_GROUPS: tuple[ModuleType, ...] = (case, data, release, report, trace, audit, index, risk, serve)
"""The groups in the order of ``--help``. A group's module imports nothing heavy at its top."""
