"""``python -m truceline`` is the command line."""

from __future__ import annotations

from truceline.cli import main

if __name__ == "__main__":
    main()
