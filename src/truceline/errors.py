"""Every exception that truceline raises itself.

A fault in the *material* (an odd date, an unclosed quotation) is a value, ``truceline.model.Fault``: located, collected and
shown; one bad report never stops a day. The exceptions below are for a fault in the use, the record or the program::

    TrucelineError
    ├── UsageError            asked for something that cannot be (exit 2)
    │   └── ProtectedError    it would uncover somebody who must stay unnamed, or what is sealed (exit 2)
    ├── InputError            a file or a pack cannot be read at all (exit 3)
    │   ├── PackError         a theatre pack is not what it should be
    │   ├── NoteError         a checkpoint, signature, policy, proof or timestamp is not what it should be
    │   └── BundleError       a proof bundle, backup or exchange is not what it should be
    ├── NotFoundError         no such report, claim, incident or record (exit 4)
    │   └── KeyMissingError   what is sealed or confidential is there, the key to it is not (exit 4)
    ├── MeanwhileError        what a person saw and decided on is not what stands any more (exit 1)
    └── RecordError           the record itself
        ├── RecordBrokenError the log does not hold together (exit 1)
        │   └── RolledBackError it is shorter than it was seen before: cut off, or an old copy (exit 1)
        ├── ForkError         two histories of one log are being told (exit 1)
        ├── WitnessError      a witness was not reached, took too long, or did not cosign (exit 1)
        ├── RecordBusyError   another process holds the record for longer than we wait (exit 1)
        ├── RecordClashError  an id already stands in the log with other content (exit 3)
        ├── RecordNewerError  written by a newer truceline (exit 3)
        ├── RecordReadOnlyError   it lies where nothing can be written, and something was to be (exit 2)
        ├── RecordUnfinishedError it lies there, and what waits in it must be finished before it is read (exit 3)
        └── EncodingError     a value that has no canonical form was about to be written

A message says what, the value, where, what was expected, and what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class TrucelineError(Exception):
    """Anything truceline raises itself; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class UsageError(TrucelineError):
    """Asked for something that cannot be: an unknown option value, a date that does not exist."""

    exit_code = 2


class ProtectedError(UsageError):
    """It would uncover somebody who must stay unnamed, or what is sealed; nothing was written.

    ``part``: in which open part of what was given that stands, by what a person calls it; None where it is in none.
    """

    def __init__(self, message: str, part: str | None = None) -> None:
        super().__init__(message)
        self.part = part


class InputError(TrucelineError):
    """A file that was named cannot be read at all."""

    exit_code = 3


class PackError(InputError):
    """A theatre pack is missing or not what docs/formats/theatre-pack.md says."""


class NoteError(InputError):
    """A checkpoint, a signature, a policy, a proof or a timestamp cannot be read, or does not show what it is said to show."""


class BundleError(InputError):
    """A proof bundle, a backup or an exchange from another record is not what docs/formats/ says."""


class NotFoundError(TrucelineError):
    """No report, claim, incident or record of that name."""

    exit_code = 4


class KeyMissingError(NotFoundError):
    """What is sealed or confidential is there, and the key of its compartment is not."""


class Meanwhile(NamedTuple):
    """One thing that changed since a person saw it: what, how it stands now, who did it, when, at which entry of the log.

    ``instead``: what stands in its place, where something else does.
    """

    what: str
    how: str
    by: str | None = None
    at: str | None = None
    entry: int | None = None
    instead: str | None = None


class MeanwhileError(TrucelineError):
    """What a person saw and decided on is not what stands any more; nothing was written. ``changes`` says what changed."""

    def __init__(self, message: str, changes: Sequence[Meanwhile] = ()) -> None:
        super().__init__(message)
        self.changes = tuple(changes)


class RecordError(TrucelineError):
    """Something about the record on disk."""


class RecordBrokenError(RecordError):
    """The log does not hold together: a leaf, a hash or the tree differs from what was stored."""


class RolledBackError(RecordBrokenError):
    """The log is shorter than it was seen before: entries were cut off, or an old copy was put in its place."""


class ForkError(RecordError):
    """Two histories of one log are being told: two checkpoints of which neither is the beginning of the other."""


class WitnessError(RecordError):
    """A witness was not reached, took too long to answer, or did not cosign; the others can still be asked."""


class RecordBusyError(RecordError):
    """Another process has held the record for longer than we wait."""


class RecordClashError(RecordError):
    """An id was given again with other content; both are named, nothing was written."""

    exit_code = 3


class RecordNewerError(RecordError):
    """The record was written by a newer version of truceline."""

    exit_code = 3


class RecordReadOnlyError(RecordError):
    """Something was to be written into a record that lies where nothing can be written."""

    exit_code = 2


class RecordUnfinishedError(RecordError):
    """A record lies where nothing can be written, and something in it must be finished before it can be read."""

    exit_code = 3


class EncodingError(RecordError):
    """A value without a canonical form was about to be written into the log."""
