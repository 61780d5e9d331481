"""Formats: files and folders in, reports and faults out. Nothing is guessed, nothing is run, nothing is lost silently.

``read_path`` reads ``.txt``, ``.md``, ``.html``, ``.jsonl`` and ``.csv`` files, folders of them, and ``-`` for standard input. A
report's text is what the file says, never normalised, so that its hash and all offsets hold. What is wrong with the material
is a ``Fault`` that names file, place, what was expected and what to do; the rest goes on.
"""

from truceline.reader.formats.incoming import Incoming, Options
from truceline.reader.formats.paths import check_named, read_path

__all__ = ["Incoming", "Options", "check_named", "read_path"]
