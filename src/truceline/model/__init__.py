"""Frozen values that every part shares, each with its vocabulary beside it."""

from truceline.model.claims import (
    About,
    Attribution,
    Claim,
    Reading,
    Relay,
    Speaker,
    SpeechType,
    Stance,
    Standing,
    Voice,
    claim_id,
    text_digest,
)
from truceline.model.counts import Bound, Count, Effect
from truceline.model.events import Certainty, EventActor, EventMention, Role, Stage, Target
from truceline.model.incidents import (
    Account,
    Copy,
    Figure,
    Incident,
    Judgement,
    KilledRange,
    Link,
    Origins,
    Outcome,
    StandingCount,
)
from truceline.model.parties import Actor, ActorKind, ActorName, Holding
from truceline.model.places import Place, PlaceMention, PlaceName, PlacePrecision, PlaceRelation
from truceline.model.reports import Fault, RecordKind, Report
from truceline.model.spans import Span, words_at
from truceline.model.theatres import Theatre
from truceline.model.times import Basis, Interval, Precision, TimeMention

__all__ = [
    "About",
    "Account",
    "Actor",
    "ActorKind",
    "ActorName",
    "Attribution",
    "Basis",
    "Bound",
    "Certainty",
    "Claim",
    "Copy",
    "Count",
    "Effect",
    "EventActor",
    "EventMention",
    "Fault",
    "Figure",
    "Holding",
    "Incident",
    "Interval",
    "Judgement",
    "KilledRange",
    "Link",
    "Origins",
    "Outcome",
    "Place",
    "PlaceMention",
    "PlaceName",
    "PlacePrecision",
    "PlaceRelation",
    "Precision",
    "Reading",
    "RecordKind",
    "Relay",
    "Report",
    "Role",
    "Span",
    "Speaker",
    "SpeechType",
    "Stage",
    "Stance",
    "Standing",
    "StandingCount",
    "Target",
    "Theatre",
    "TimeMention",
    "Voice",
    "claim_id",
    "text_digest",
    "words_at",
]
