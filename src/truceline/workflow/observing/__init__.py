"""Putting in what monitors observed: tables of observations, gaps and exposures, and a gap typed in by hand."""

from truceline.workflow.observing.entering import GapSaid, enter_gap
from truceline.workflow.observing.importing import Imported, import_table

__all__ = ["GapSaid", "Imported", "enter_gap", "import_table"]
