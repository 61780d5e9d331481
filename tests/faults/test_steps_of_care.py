"""Every step of what is done with a record fails, before and after it reached the disk; then the same command is given again.

Asking a witness over HTTP, attaching a time stamp, backing up, restoring, putting a log on a stick and taking one in. Whatever
happens: nothing acknowledged is lost, nothing half-written is taken for whole, and running the command again completes it.
"""

from __future__ import annotations

import os
import random
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fakes import steps
from fakes.forking import Child
from fakes.timestamp_authority import Authority
from fakes.two_offices import Office, one_report
from fakes.two_parties import agree, make_witness
from truceline.errors import BundleError
from truceline.ledger import Record, joint
from truceline.ledger.care.backups import back_up
from truceline.ledger.care.restoring import restore
from truceline.ledger.exchange.checking import Brought
from truceline.ledger.exchange.stick import Stick
from truceline.ledger.heads import head_tables
from truceline.ledger.heads.log_keys import keys_of, origin_of
from truceline.ledger.stamps.timestamps import attach, judged, query, stamps
from truceline.ledger.witnesses import requests
from truceline.ledger.witnesses.http import WitnessServer
from truceline.ledger.witnesses.witness import Witness
from truceline.workflow.evidence import add_files

DRAWN = 1
"""So many steps of a piece of work are disturbed in each way; ``make soak`` disturbs all."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices and all that the pieces of work begin with; each works on a copy of it."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCELINE_KEYS", str(folder / "keys"))
        with Record.create(folder / "record", "demonstration", "world") as record, Office.at(folder, "west").record as other:
            east, west = Office("east", record), Office("west", other)
            agree(record, make_witness(folder, "witness", record))
            east.tell(one_report("north"))
            east.put_on(folder / "stick")
            west.take_from(folder / "stick")
            east.tell(one_report("south", "accepted"))
            (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff" * 1000)
            add_files(record, [folder / "photo.jpg"], by="ann")
            authority = Authority(folder / "tsa")
            (folder / "root.pem").write_bytes(authority.root)
            (folder / "now.tsr").write_bytes(authority.answer(query(record).data))
            east.put_on(folder / "newer")
            back_up(record, folder / "kept.tlb")
            for each in (record, other):
                (folder / f"{each.folder.name}.head").write_text(f"{each.size} {each.root}")
    return folder


@contextmanager
def case_of(template: Path, folder: Path) -> Iterator[Path]:
    """A copy of the template, with its own keys in use and its witness served."""
    shutil.copytree(template, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCELINE_KEYS", str(folder / "keys"))
        with WitnessServer(Witness(folder / "witness")) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            (folder / "address").write_text(f"http://127.0.0.1:{server.server_address[1]}")
            try:
                yield folder
            finally:
                server.shutdown()
                thread.join()


def whole(folder: Path, head: Path) -> int:
    """The record holds together and begins with all that was acknowledged; its size is returned."""
    size, root = head.read_text().split()
    with Record.open(folder) as record:
        verified = record.verify(size=int(size), root=root)
        assert verified.ok, verified.problems
        return record.size


def stamped(case: Path, *, is_done: bool) -> None:
    with Record.open(case / "record") as record:
        found = [judged(record, each) for each in stamps(record)]
        assert all(each.holds for each in found)
        assert len(found) == 1 if is_done else len(found) <= 1


def cosigned(case: Path, *, is_done: bool) -> None:
    with Record.open(case / "record") as record:
        sizes = head_tables.cosigned_sizes(record.connection, origin_of(record))
        padded = [entry.kind for entry in record.entries()].count("log.padded")
        assert padded < requests.STEP
        if is_done:
            assert (sizes, joint.standing(record).is_joint) == ([record.size], True)


def backed_up(case: Path, *, is_done: bool) -> None:
    if is_done or (case / "made.tlb").exists():
        found = restore(case / "made.tlb", None)
        assert (found.verification.ok, found.verification.size) == (True, size_of(case / "record"))


def size_of(folder: Path) -> int:
    with Record.open(folder) as record:
        return record.size


def is_restored(case: Path, *, is_done: bool) -> None:
    if is_done or (case / "again").exists():
        assert whole(case / "again", case / "record.head") == size_of(case / "record")


def on_stick(case: Path, *, is_done: bool) -> None:
    """What lies on the stick is the older state, the newer, or is refused by whoever takes it in."""
    with Record.open(case / "record") as record:
        size, keys = record.size, keys_of(record, origin_of(record))
    (folder,) = (case / "stick").iterdir()
    try:
        brought = Brought(Stick(folder))
        brought.check_signed(tuple(keys))
        brought.check(lambda _done, _total: None)
    except BundleError:
        assert not is_done
        return
    assert not is_done or brought.tree.size == size


def taken_in(case: Path, *, is_done: bool) -> None:
    with Record.open(case / "west") as record:
        assert record.verify().ok
        reports = [held.id for held in record.reports()]
        claims = [held.claim.id for held in record.claims()]
        assert len(set(reports)) == len(reports)
        assert len(set(claims)) == len(claims)
        assert set(reports) == {"north", "south"} if is_done else set(reports) <= {"north", "south"}


CHECKS: dict[str, Callable[..., None]] = {
    "witness": cosigned,
    "stamp": stamped,
    "backup": backed_up,
    "backup_folder": backed_up,
    "restored": is_restored,
    "exported": on_stick,
    "imported": taken_in,
}


def disturb(template: Path, case: Path, work: str, at: int, how: str) -> None:
    """Disturb a piece of work at one step, look at what is there, and do it again."""
    with case_of(template, case):
        ended = Child(steps.run, work, str(case), at, how).join()
        assert ended in (steps.KILLED, steps.FAILED, 0), (work, at, how)
        name = "west" if work == "imported" else "record"
        whole(case / name, template / f"{name}.head")
        CHECKS[work](case, is_done=False)
        if not (work.startswith("backup") and (case / "made.tlb").exists()) and not (case / "again").exists():
            assert Child(steps.run, work, str(case), 0, "").join() == 0, (work, at, how)
        CHECKS[work](case, is_done=True)
        whole(case / name, template / f"{name}.head")
    shutil.rmtree(case)


def steps_of(template: Path, case: Path, work: str) -> int:
    """Do a piece of work undisturbed, and return how many steps it takes."""
    with case_of(template, case):
        assert Child(steps.run, work, str(case), 0, "").join() == 0
        CHECKS[work](case, is_done=True)
        count = int((case / "steps").read_text())
    shutil.rmtree(case)
    return count


@pytest.mark.parametrize("work", steps.WORK)
def test_work_that_is_disturbed_at_a_step_loses_nothing_and_is_completed_by_the_same_command(
    template: Path, tmp_path: Path, work: str
) -> None:
    """Some steps, drawn anew at every run, end with the process or with an error of the disk."""
    count = steps_of(template, tmp_path / "case", work)
    seed = int(os.environ.get("TRUCELINE_SEED") or random.randrange(2**32))  # one that was printed can be given again
    print(f"{work}: {count} steps, seed {seed}")  # noqa: T201  # shown where the test fails
    draw = random.Random(seed)
    for at in draw.sample(range(1, count + 1), min(DRAWN, count)):
        disturb(template, tmp_path / "case", work, at, draw.choice(("killed", "failed")))


@pytest.mark.soak
@pytest.mark.parametrize("work", steps.WORK)
def test_work_may_be_disturbed_at_every_step(template: Path, tmp_path: Path, work: str) -> None:
    """All steps, in both ways."""
    for at in range(1, steps_of(template, tmp_path / "case", work) + 1):
        for how in ("killed", "failed"):
            disturb(template, tmp_path / "case", work, at, how)


def test_a_stamp_that_came_is_not_attached_twice(template: Path, tmp_path: Path) -> None:
    """The same file given again changes nothing, whatever happened to the first time."""
    with case_of(template, tmp_path / "case") as case, Record.open(case / "record") as record:
        data, trust = (case / "now.tsr").read_bytes(), (case / "root.pem").read_bytes()
        first = attach(record, data, "now.tsr", by="ann", trust=trust)
        size = record.size
        assert attach(record, data, "now.tsr", by="ann", trust=trust) == first
        assert record.size == size
