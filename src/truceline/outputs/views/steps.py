"""Steps: what range readers could know from each day of publication on, where that changed.

A later finding may fall outside the earlier range. Shown as one range it would swallow what was said before; shown as steps
both stay in sight with their days.
"""

from __future__ import annotations

from truceline.linker.figures import ranges
from truceline.model import Figure, Incident
from truceline.outputs.labels import Labels
from truceline.outputs.views.cells import figure_words
from truceline.outputs.views.pages import Step


def steps(incident: Incident, total: Figure, labels: Labels, *, with_effect: bool = False) -> tuple[Step, ...]:
    """Return the range for each day that changed it, at last with reports that bear no date; none where it never changed."""
    days = sorted({account.published_at for account in incident.accounts if account.published_at})
    found: list[Step] = []
    for day in days:
        known = [account for account in incident.accounts if account.published_at and account.published_at <= day]
        same = next((figure for figure in ranges(known) if _is_that(figure, total)), None)
        words = figure_words(same, labels, with_effect=with_effect) if same else None
        if words and (not found or found[-1].words != words):
            found.append(Step(day=day, words=words))
    whole = figure_words(total, labels, with_effect=with_effect)
    if found and found[-1].words != whole:
        found.append(Step(day=None, words=whole))
    return tuple(found) if len(found) > 1 else ()


def line_of(found: tuple[Step, ...], labels: Labels) -> str:
    """Return steps as one line: "12–20 (by 20 Sep 2016); 10–20 (from 21 Dec 2016)"."""
    told = []
    for at, step in enumerate(found):
        code = "step_undated" if step.day is None else "step_later" if at else "step_first"
        told.append(labels.text(code, words=step.words, day=labels.day(step.day or "")))
    return labels.text("semicolon").join(told)


def _is_that(figure: Figure, total: Figure) -> bool:
    part = figure.category if figure.subset_of else None
    return (figure.effect, figure.unit, figure.subset_of) == (total.effect, total.unit, total.subset_of) and (
        part is None or part == total.category
    )
