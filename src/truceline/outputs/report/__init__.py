"""The report page: one self-contained HTML file that a mediator can print, mail or open years later without this software."""

from truceline.outputs.report.write import render, write

__all__ = ["render", "write"]
