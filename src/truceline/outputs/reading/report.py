"""The page of one report: its text with the words of every claim marked, and the claims beside it."""

from __future__ import annotations

from truceline.errors import NotFoundError, UsageError
from truceline.outputs.labels import Labels
from truceline.outputs.reading.incident import near_one
from truceline.outputs.reading.lines import Lines, head, in_order
from truceline.outputs.reading.text import blocks, runs
from truceline.outputs.reading.values import ReportSheet, WordsSheet
from truceline.outputs.views import incident_list
from truceline.outputs.views.material import Held, Material


def report_read(material: Material, report: str, labels: Labels, *, with_waiting: bool = False) -> ReportSheet:
    """Return one report for close reading; ``with_waiting``: with the claims that nobody has decided on, labelled so.

    Raises:
        NotFoundError: it is not in this material.
    """
    held = held_report(material, report)
    waiting = material.waiting if with_waiting else ()
    told = in_order(material, (each for each in (*material.told, *waiting) if each.claim.report == report))
    lines = Lines(material, told, labels)
    text = "" if held.withheld else lines.text(report)
    rejected = [each for each in material.rejected if each.claim.report == report] if with_waiting else []
    return ReportSheet(
        basis=material.basis(incident_list.waiting(material)),
        head=head(material, held, labels),
        blocks=blocks(text, runs(text, told)) if text else (),
        claims=lines.all(),
        rejected=tuple(lines.line(each) for each in rejected),
        incidents=tuple(near_one(material, each, labels) for each in incident_list.folded(material) if report in each.reports),
    )


def words_read(material: Material, report: str, labels: Labels) -> WordsSheet:
    """Return the words of one report, for marking some of them.

    Raises:
        NotFoundError: it is not in this material.
        UsageError: its text is not to be read here.
    """
    held = held_report(material, report)
    if held.withheld:
        message = f"the text of {report} is not to be read here ({held.withheld}), so nothing of it can be marked"
        raise UsageError(message)
    text = material.read(report)
    told = in_order(material, (each for each in (*material.told, *material.waiting) if each.claim.report == report))
    return WordsSheet(head=head(material, held, labels), blocks=blocks(text, runs(text, told)))


def held_report(material: Material, report: str) -> Held:
    """Return a report of a material.

    Raises:
        NotFoundError: it is not in this material.
    """
    held = material.by_report.get(report)
    if held is None:
        message = f'no report "{report[:80]}" in this selection'
        raise NotFoundError(message)
    return held
