"""The command line: every command parses, makes one call into workflow or outputs, prints, and chooses an exit code.

Data goes to stdout; talk and progress go to stderr. Nothing heavy is imported before a command needs it, so that
``truceline --help`` answers at once on an old laptop.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        from truceline.cli.app import run  # noqa: PLC0415 - importing the package must stay free of charge
    except KeyboardInterrupt:
        sys.exit(130)
    run()
