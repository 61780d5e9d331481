"""Putting in what people know of aid movements: logs as tables, what is typed in of one, and tying it to an incident."""

from truceline.workflow.moving.importing import Imported, import_log
from truceline.workflow.moving.typing_in import KINDS, TypedIn, subject_named, tie, type_in

__all__ = ["KINDS", "Imported", "TypedIn", "import_log", "subject_named", "tie", "type_in"]
