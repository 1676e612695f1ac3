"""The entry point: one parser, a module a command group, errors told once. Exit 0 done, 1 wrong input, 2 wrong usage.

Nothing heavy is imported before a command runs: ``outward --help`` must answer at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

from outward import __version__
from outward.cli import COMMAND_GROUPS
from outward.cli.output import PlainStream
from outward.errors import OutwardError
from outward.workspace import workspace_folder

Run = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Build the command line's parser, with the commands of every group."""
    root = argparse.ArgumentParser(prog="outward", description="From official statistics to a decision and a report.")
    root.add_argument("--version", action="version", version=f"outward {__version__}")
    root.add_argument(
        "--workspace", type=Path, default=None, metavar="FOLDER",
        help="where cases and releases are kept (default: $OUTWARD_WORKSPACE, else workspace/ beside the project)",
    )
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in COMMAND_GROUPS:
        group.add_commands(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = parser().parse_args(arguments)
    given.workspace = workspace_folder(given.workspace)
    run: Run = given.run
    with redirect_stdout(_plain(sys.stdout)), redirect_stderr(_plain(sys.stderr)):
        return _told(run, given)


def _plain(stream: TextIO | None) -> PlainStream | None:
    return None if stream is None else PlainStream(stream)  # closed, as by `outward ... >&-`


def _told(run: Run, given: argparse.Namespace) -> int:
    """Run a command and tell in a line what stopped it."""
    try:
        return run(given)
    except OutwardError as error:
        print(f"outward: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as in `outward trace ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # of a path that nobody looked at more closely: too long a name, a disk that fails
        named = f" ({str(error.filename)[:200]})" if error.filename else ""
        print(f"outward: {error.strerror or error}{named}. Check the names and the disk, and run the command again.",
              file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("outward: stopped; nothing half-written was left behind", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
