"""Entered steps of violations, as far as a selection lets them through.

A step is shown from its own day on, under ``known`` and ``said`` alike, and only where its incident is shown. One that stands on
a claim is shown only where that claim is: what a report says is not known before the report. A claim that a person rejected, or
that waits, is not named by the step.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from truceline.model.violations import ViolationStep
from truceline.outputs.views.entered import Entered
from truceline.outputs.views.material import Material


def shown(entered: Entered, material: Material) -> tuple[ViolationStep, ...]:
    """Return the steps that belong to a material, in the order in which they were entered."""
    recorded = entered.steps
    if not recorded:
        return ()
    incidents = {link.incident for link in material.links if link.claim in material.by_claim}
    replaced = {claim for claim, report in entered.replaced.items() if report in material.by_report}
    known = {told.claim.id for told in (*material.told, *material.waiting, *material.rejected)} | replaced
    kept = [
        each.step
        for each in recorded
        if each.step.violation.split("/", 1)[0] in incidents
        and _is_in_time(each.step, material)
        and (each.step.claim is None or each.step.claim in known)
    ]
    ids = {step.id for step in kept}
    return tuple(_without_hidden(step, material, ids) for step in kept)


def _is_in_time(step: ViolationStep, material: Material) -> bool:
    asked = material.selection
    return all(limit is None or step.on[:10] <= limit for limit in (asked.known, asked.said))


def _without_hidden(step: ViolationStep, material: Material, ids: Collection[str]) -> ViolationStep:
    return msgspec.structs.replace(
        step,
        claim=step.claim if step.claim in material.by_claim else None,
        answers=step.answers if step.answers in ids else None,
    )
