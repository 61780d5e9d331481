"""Exports: parts of a record as files for other programs, each saying which record, which state of it and which choice it is.

``.jsonl``: a first line ``{"record": ...}``, then one object a line, the same as the command of that name prints with --json.
``.csv``: for a spreadsheet, with ``<name>.manifest.json`` beside it. See docs/formats/export.md.
"""

from truceline.outputs.exports.parts import FORMATS, PARTS, Format, Part
from truceline.outputs.exports.write import Exported, export

__all__ = ["FORMATS", "PARTS", "Exported", "Format", "Part", "export"]
