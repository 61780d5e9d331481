"""Bodies about alleged violations: the dated steps of a procedure, and how an assessor graded a claim."""

from __future__ import annotations

from truceline.ledger.leaf.bodies.base import Body
from truceline.model.violations import Answer, Axis, StepKind


class StepTaken(Body, frozen=True, kw_only=True):
    """``violation.step``: somebody took a step about an alleged violation, as a person entered it.

    Which violation: ``incident``, ``clause`` of ``agreement``, ``party`` (absent: nobody is alleged). The other fields are those
    of ``ViolationStep``. Free words are sealed as ``note``; ``refs`` has the leaf of the claim that it stands on.
    """

    step: str
    agreement: str
    incident: str
    clause: str
    kind: StepKind
    authority: str
    on: str
    party: str | None = None
    due: str | None = None
    of: str | None = None
    answers: str | None = None
    answer: Answer | None = None
    axis: Axis | None = None
    value: str | None = None
    claim: str | None = None
    threat_to_truce: int | None = None


class ClaimGraded(Body, frozen=True, kw_only=True):
    """``assessment.graded``: an assessor, who stands behind the entry, graded one claim on the Admiralty scale.

    The letters are sealed, as ``source`` (A to F) and ``information`` (1 to 6), with what was written about them as ``note``: how
    far somebody is trusted is nobody's business outside the room, and never a property of an outlet.
    """

    grading: str
    claim: str
