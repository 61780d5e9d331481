"""Two offices, one view: what another office recorded is taken over into our own log, and nothing of either log is changed.

Reports, claims, decisions on claims and judgements on pairs become entries of ours: the same body, the same person behind it, and
as first reference the leaf in the log where it was first said. So everything has one leaf that it began with, by which it is
known again on whatever way it comes back, and nothing is taken twice. Incidents and links are not taken over: ``link`` makes
them anew over everything. The rules:

* what stands here already, word for word, is passed over;
* a report under an id that another report has here is refused with its claims, both named; the rest goes on;
* a decision never takes the place of one that somebody here made on the same claim: it is noted as differing, and shown;
* what did not come along, or is confidential, stays in the copy of the other log and is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from truceline.errors import RecordClashError, UsageError
from truceline.ledger import Draft, Record
from truceline.ledger.exchange.checking import Brought
from truceline.ledger.exchange.taken import KIND, Taken
from truceline.ledger.leaf.bodies import (
    ClaimCoded,
    ClaimDecided,
    ClaimSuperseded,
    Differing,
    ImportBatch,
    JudgementMade,
    RedactionOrdered,
    ReportArchived,
)
from truceline.ledger.leaf.entries import Entry
from truceline.model import Fault
from truceline.workflow.foreign import Foreign, clash

BATCH = 2000
"""As many entries are taken over in one transaction."""
TRIES = 5

Watch = Callable[[int, int | None], None]


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """What came of taking over from one log, whose state was ``size`` and ``root``.

    ``reports`` that are new here, how many ``claims``, ``decisions`` and ``judgements``; ``already`` stood here. ``withheld``:
    reports and what hangs on them that did not come along. ``stay``: how many entries of each kind that is never taken over.
    ``withdrawn``: reports that the other office ordered to go and whose text stands here. ``differing``: decisions noted, not
    taken over.
    """

    origin: str
    size: int
    root: str
    reports: tuple[str, ...] = ()
    claims: int = 0
    decisions: int = 0
    judgements: int = 0
    already: int = 0
    withheld: int = 0
    stay: tuple[tuple[str, int], ...] = ()
    withdrawn: tuple[str, ...] = ()
    differing: tuple[Differing, ...] = ()
    refused: tuple[Fault, ...] = ()


def merge(record: Record, brought: Brought, *, by: str, watch: Watch = lambda _done, _total: None, batch: int = BATCH) -> Merged:
    """Take over from a checked copy of another log all that is not here yet, ``batch`` entries in one transaction.

    A crash leaves whole transactions; taking over again completes it. Raises: RecordError where the record cannot be written;
    BundleError where the theatre pack of the other log is none: nothing is written then.
    """
    merging = _Merging(record, brought, by)
    waiting: list[Draft] = []
    for number, (entry, began) in enumerate(_beginnings(brought), 1):
        draft = merging.draft_of(entry, began)
        if draft is not None:
            waiting.append(draft)
        if len(waiting) >= batch:
            merging.append(waiting)
            waiting = []
        watch(number, brought.tree.size)
    merging.append(waiting)
    return merging.merged()


def _beginnings(brought: Brought) -> Iterator[tuple[Entry, str]]:
    """Yield every entry with the hash of the leaf it began with: its own, or what it says where it was itself taken over."""
    left = 0
    for entry in brought.entries():
        if left and entry.refs:
            yield entry, entry.refs[0]
        else:
            yield entry, entry.leaf_hash.hex()
        left = entry.body.taken if isinstance(entry.body, ImportBatch) else max(0, left - 1)


class _Merging:
    """One taking over: what is here, what is new, and what was refused."""

    def __init__(self, record: Record, brought: Brought, by: str) -> None:
        self._record = record
        self._brought = brought
        self._by = by
        self._taken = Taken(record)
        self._own = {leaf.hex() for leaf in record.log.leaves(0, record.size)}
        self._reports = {held.id: held for held in record.reports()}
        self._new: dict[str, ReportArchived] = {}
        self._left_out: set[str] = set()
        self._claims: dict[str, str] = {}
        self._decided: dict[str, tuple[str, str]] = {}
        for held in record.claims(superseded=True):
            self._claims[held.claim.id] = held.claim.report
            if held.decided_entry is not None and held.decided_entry not in self._taken.places:
                self._decided[held.claim.id] = (f"claim.{held.standing}", held.decided_by or "")
            elif held.claim.id not in self._decided and held.entry not in self._taken.places and _is_entered(record, held.entry):
                self._decided[held.claim.id] = ("claim.accepted", held.claim.author)
        self._judged = {
            frozenset((held.judgement.left, held.judgement.right)): held.judgement.verdict
            for held in record.judgements()
            if held.entry not in self._taken.places
        }
        self._foreign = Foreign(record, brought)
        self._counted: Counter[str] = Counter()
        self._stay: Counter[str] = Counter()
        self._ordered: set[str] = set()
        self._noted: list[Differing] = []
        self._differing: list[Differing] = []
        self._refused: list[Fault] = []

    def draft_of(self, entry: Entry, began: str) -> Draft | None:
        """Return the entry of ours for one of theirs, None where none is made."""
        body = entry.body
        is_taken_over = isinstance(body, ReportArchived | ClaimCoded | ClaimDecided | ClaimSuperseded | JudgementMade)
        if not is_taken_over:
            self._stay[entry.kind] += 1
            if isinstance(body, RedactionOrdered):
                self._ordered.update(file.sha256 for target in body.targets for file in target.files)
            return None
        if began in self._own or began in self._taken.began:
            self._counted["already"] += 1
            return None
        draft = self._draft(entry, body, began)
        return draft and msgspec.structs.replace(draft, by=entry.by, refs=(began,))

    def _draft(self, entry: Entry, body: object, began: str) -> Draft | None:
        match body:
            case ReportArchived():
                return self._report(entry, body)
            case ClaimCoded():
                return self._claim(entry, body, began)
            case ClaimDecided():
                return self._decision(entry, body, began)
            case ClaimSuperseded():
                return self._supersession(entry, body, began)
            case JudgementMade():
                return self._judgement(entry, body, began)
        return None

    def append(self, drafts: Sequence[Draft]) -> None:
        """Append one batch: the entry that says from where, and what was taken over."""
        noted, self._noted = tuple(self._noted), []
        if not drafts and not noted:
            return
        tree = self._brought.tree
        body = ImportBatch(origin=tree.origin, size=tree.size, root=tree.root.hex(), taken=len(drafts), differing=noted)
        for _ in range(TRIES):
            self._taken.batches += 1
            head = Draft(kind=KIND, body=body, by=self._by, key=str(self._taken.batches))
            try:
                self._record.append([head, *drafts])
            except RecordClashError as error:
                clashed = error  # another process took this number, or recorded the same meanwhile
            else:
                return
        raise clashed

    def merged(self) -> Merged:
        """Return what came of it."""
        tree = self._brought.tree
        return Merged(
            origin=tree.origin,
            size=tree.size,
            root=tree.root.hex(),
            reports=tuple(self._new),
            claims=self._counted["claims"],
            decisions=self._counted["decisions"],
            judgements=self._counted["judgements"],
            already=self._counted["already"],
            withheld=self._counted["withheld"],
            stay=tuple(sorted(self._stay.items())),
            withdrawn=self._withdrawn(),
            differing=tuple(self._differing),
            refused=tuple(self._refused),
        )

    def _withdrawn(self) -> tuple[str, ...]:
        here = (held for held in self._record.reports() if held.text_sha256 in self._ordered) if self._ordered else ()
        return tuple(held.id for held in here if self._record.files.holds(held.text_sha256))

    def _report(self, entry: Entry, body: ReportArchived) -> Draft | None:
        there = self._reports.get(body.report)
        if there is not None or body.report in self._new:
            if there is not None and clash(there, body):
                self._refuse(clash(there, body), entry)
                self._left_out.add(body.report)
            else:
                self._counted["already"] += 1
            return None
        if not self._foreign.came_along(entry, body):
            self._left_out.add(body.report)
            self._counted["withheld"] += 1
            return None
        odd = self._foreign.odd_report(body)
        try:
            sealed = () if odd else self._foreign.archived(entry, body)
        except UsageError as error:
            odd = str(error)
        if odd:
            self._refuse(odd, entry)
            self._left_out.add(body.report)
            return None
        self._new[body.report] = body
        return Draft(kind=entry.kind, body=body, by=entry.by, key=body.report, sealed=sealed)

    def _claim(self, entry: Entry, body: ClaimCoded, began: str) -> Draft | None:
        if body.report in self._left_out or not self._is_here(body.report):
            self._counted["withheld"] += 1
            return None
        if body.claim in self._claims:
            same = self._claims[body.claim] == body.report
            self._counted["already"] += same
            if not same:
                self._refuse(f'claim "{body.claim}" of report "{body.report}" stands here for another report', entry)
            return None
        odd = self._foreign.odd_claim(body)
        if odd:
            self._refuse(odd, entry)
            return None
        if body.supersedes in self._decided:
            self._differ(began, (body.supersedes,), f"superseded by {body.claim}", entry.by)
            body = msgspec.structs.replace(body, supersedes=None)
        self._claims[body.claim] = body.report
        self._counted["claims"] += 1
        return self._foreign.draft_claim(entry, body)

    def _decision(self, entry: Entry, body: ClaimDecided, began: str) -> Draft | None:
        if body.claim not in self._claims:
            self._counted["withheld"] += 1
            return None
        ours = self._decided.get(body.claim)
        if ours is not None:
            if ours[0] == entry.kind:
                self._counted["already"] += 1
            else:
                self._differ(began, (body.claim,), entry.kind, entry.by)
            return None
        self._counted["decisions"] += 1
        return Draft(kind=entry.kind, body=body, by=entry.by, key=began)

    def _supersession(self, entry: Entry, body: ClaimSuperseded, began: str) -> Draft | None:
        if not {body.claim, body.replacement} <= self._claims.keys():
            self._counted["withheld"] += 1
            return None
        if body.claim in self._decided:
            self._differ(began, (body.claim,), f"superseded by {body.replacement}", entry.by)
            return None
        self._counted["decisions"] += 1
        return Draft(kind=entry.kind, body=body, by=entry.by, key=began)

    def _judgement(self, entry: Entry, body: JudgementMade, began: str) -> Draft | None:
        if not {body.left, body.right} <= self._claims.keys():
            self._counted["withheld"] += 1
            return None
        ours = self._judged.get(frozenset((body.left, body.right)))
        if ours is not None:
            if ours == body.verdict:
                self._counted["already"] += 1
            else:
                self._differ(began, (body.left, body.right), body.verdict, entry.by)
            return None
        self._counted["judgements"] += 1
        return Draft(kind=entry.kind, body=body, by=entry.by, key=began)

    def _is_here(self, report: str) -> bool:
        return report in self._reports or report in self._new

    def _differ(self, began: str, claims: tuple[str, ...], decision: str, by: str) -> None:
        noted = Differing(entry=began, claims=claims, decision=decision, by=by)
        self._noted.append(noted)
        self._differing.append(noted)

    def _refuse(self, message: str, entry: Entry) -> None:
        where = f"{self._brought.origin} entry {entry.idx}"
        self._refused.append(Fault(code="exchange.refused", message=f"{where}: {message}; not taken", where=where))


def _is_entered(record: Record, idx: int) -> bool:
    return record.entry(idx).kind == "claim.entered"
