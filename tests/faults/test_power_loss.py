"""The power goes at any moment: whatever was not synced may be there or not, in any mixture, and nothing acknowledged is lost.

The record runs unchanged on a disk that is written down order by order (``fakes/recorded_disk.py``); then, for every point at
which the power may go, states that the disk may be in are made up (``fakes/power_cut.py``), opened and checked.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from fakes.plain_tree import mth
from fakes.power_cut import PowerCut
from fakes.recorded_disk import Order, Safe
from truceline.errors import NotFoundError, TrucelineError
from truceline.ledger import Record
from truceline.ledger.heads import heads
from truceline.ledger.notes.note import parse_note
from truceline.ledger.witnesses.witness import Witness

CUTS = 120
"""How many power cuts `make test` makes up; `make soak` makes up twenty at every point."""
DRAWS = 5
"""So often others are made up, where a loss must be found and few cuts lose anything."""
ENOUGH = 3
"""So many losses show that there are losses."""


@pytest.fixture
def quick() -> Iterator[Path]:
    """An empty folder in memory where there is one: that the states are made up quickly matters more than where."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def orders(root: Path) -> Sequence[Order]:
    """What the program as it is tells its disk."""
    return recorded(root, root / "src")


def recorded(root: Path, program: Path) -> Sequence[Order]:
    """Run the history with the program in that folder and return what it told its disk."""
    with tempfile.TemporaryDirectory() as folder:
        top, file = Path(folder, "disk"), Path(folder, "orders")
        top.mkdir()
        environment = os.environ | {"PYTHONPATH": f"{program}:{root / 'tests'}", "TRUCELINE_KEYS": str(top / "keys")}
        subprocess.run([sys.executable, "-m", "fakes.disk_history", str(top), str(file)], env=environment, check=True)
        return pickle.loads(file.read_bytes())  # type: ignore[no-any-return]


def changed(root: Path, folder: Path, pattern: str, replacement: str) -> Path:
    """Return a copy of the program in which the words of ``pattern`` are replaced, wherever they stand in the ledger."""
    shutil.copytree(root / "src" / "truceline", folder / "truceline", ignore=shutil.ignore_patterns("__pycache__"))
    found = 0
    for file in (folder / "truceline" / "ledger").rglob("*.py"):
        text, number = re.subn(pattern, replacement, file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8")
        found += number
    assert found, f"{pattern!r} stands nowhere in the ledger any more; say here what does the same now"
    return folder


def losses(orders: Sequence[Order], points: Sequence[int], folder: Path, chance: random.Random) -> list[str]:
    """Cut the power at each of the points (sorted, repeated at will) and return what was found lost, or wrong."""
    found, disk, safe, done = [], PowerCut(), [], 0
    for number, point in enumerate(points):
        for order in orders[done:point]:
            disk.carry_out(order)
            if order[0] == "ack" and isinstance(order[1], Safe):
                safe.append(order[1])
        done = point
        image = folder / "image"
        disk.leave(image, chance)
        problem = loss(image, safe, is_thorough=number % 10 == 0)
        if problem is not None:
            found.append(f"after {point} orders, {len(safe)} acknowledgements: {problem}")
            if len(found) == ENOUGH:
                return found
        shutil.rmtree(image, ignore_errors=True)
    return found


def is_found(orders: Sequence[Order], folder: Path, chance: random.Random) -> bool:
    """Say whether a loss is found at all: where only few cuts lose anything, other ones are drawn."""
    return any(losses(orders, somewhere(orders, CUTS, chance), folder, chance) for _ in range(DRAWS))


def loss(image: Path, safe: Sequence[Safe], *, is_thorough: bool) -> str | None:
    """Open what the disk has and say what of the acknowledged is lost or wrong, None where all is there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUCELINE_KEYS", str(image / "keys"))
        try:
            if safe:
                with Record.open(image / "record") as record:
                    return lacking(record, safe, is_thorough=is_thorough) or gone_back(image, record, safe)
            return unfinished(image / "record")
        except (TrucelineError, AssertionError, sqlite3.Error) as error:
            return f"{type(error).__name__}: {error}"


def unfinished(folder: Path) -> str | None:
    """Nothing was acknowledged yet: either the record is there, or making it again goes through."""
    try:
        record = Record.open(folder)
    except NotFoundError:
        record = Record.create(folder, "exercise", "valley")
    with record:
        return None if record.verify().ok else "a record that does not verify"


def lacking(record: Record, safe: Sequence[Safe], *, is_thorough: bool) -> str | None:
    """Compare the record with what it acknowledged; what cannot be read raises an error of its own."""
    entries = list(record.entries())
    hashes = [leaf for each in safe for leaf in each.leaves]
    sealed = {digest: value for each in safe for digest, value in each.sealed.items()}
    for report in record.reports():
        record.read_archived(report.raw_sha256)
    held = {
        "entries": [entry.leaf_hash for entry in entries[: len(hashes)]] == hashes,
        "order": [entry.idx for entry in entries] == list(range(record.size)),
        "root": mth([entry.leaf for entry in entries]).hex() == record.root,
        "titles": all(record.report(name).title == title for name, title in safe[-1].titles.items()),
        "sealed values": all(record.disclosed(digest) == value for digest, value in sealed.items()),
        "verification": not is_thorough or record.verify().ok,
    }
    wrong = [what for what, holds in held.items() if not holds]
    return f"{', '.join(wrong)} of {len(hashes)} acknowledged, {len(entries)} there" if wrong else None


def gone_back(image: Path, record: Record, safe: Sequence[Safe]) -> str | None:
    """Say what checkpoint was lost: one signed by the record, or one that the witness answered for."""
    signed = [size_of(each.head) for each in safe if each.head]
    head = heads.newest_head(record)
    if signed and (head is None or size_of(head) < max(signed)):
        return f"checkpoint of {max(signed)} entries lost"
    cosigned = [each.cosigned for each in safe if each.cosigned]
    if not cosigned:
        return None
    last = Witness(image / "witness").last(hashlib.sha256(record.origin.encode()).hexdigest())
    if last is None or size_of(last) < size_of(cosigned[-1]):
        return f"the witness has forgotten {size_of(cosigned[-1])} entries"
    return None if size_of(heads.signed_head(record)) >= size_of(last) else "a checkpoint behind that of the witness"


def size_of(note: str) -> int:
    """Return how many entries a checkpoint speaks of."""
    return int(parse_note(note).text.splitlines()[1])


def somewhere(orders: Sequence[Order], number: int, chance: random.Random) -> list[int]:
    """Return that many points at which the power may go: every fourth right after an acknowledgement, the others anywhere."""
    begin = orders.index(("ack", "begin")) + 1
    told = [at + 1 for at, order in enumerate(orders) if at >= begin and order[0] == "ack"]
    return sorted(chance.choice(told) if chance.random() < 0.25 else chance.randint(begin, len(orders)) for _ in range(number))


def first_session(orders: Sequence[Order]) -> Sequence[Order]:
    """Return the orders until the record was closed for the first time."""
    return orders[: orders.index(("ack", "closed"))]


def unless(orders: Sequence[Order], order: Order) -> Sequence[Order]:
    """Return the orders without any that begins like this one."""
    return [each for each in orders if each[: len(order)] != order]


def drawn() -> random.Random:
    seed = int(os.environ.get("TRUCELINE_SEED") or random.randrange(2**32))  # one that was printed can be given again
    print("seed", seed)  # noqa: T201  # seeds are printed
    return random.Random(seed)


def test_a_power_cut_at_any_point_loses_nothing_acknowledged(orders: Sequence[Order], quick: Path) -> None:
    """Every state that the disk may be left in opens, has every acknowledged entry and value, and the right root."""
    chance = drawn()
    assert losses(orders, somewhere(orders, CUTS, chance), quick, chance) == []


@pytest.mark.soak
def test_twenty_power_cuts_at_every_point_lose_nothing_acknowledged(orders: Sequence[Order], quick: Path) -> None:
    """The same at every single order to the disk."""
    chance = drawn()
    points = sorted(point for point in range(orders.index(("ack", "begin")) + 1, len(orders) + 1) for _ in range(20))
    assert losses(orders, points, quick, chance) == []
    print(len(points), "power cuts")  # noqa: T201


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        pytest.param("synchronous = FULL", "synchronous = NORMAL", id="synchronous NORMAL"),
        pytest.param("synchronous = FULL", "synchronous = OFF", id="synchronous OFF", marks=pytest.mark.soak),
        pytest.param(r"sync_file\(waiting\)", "None", id="no sync of archived files", marks=pytest.mark.soak),
        pytest.param(r"sync_file\(folder\)", "None", id="no sync of the archive's folders"),
        pytest.param(r"sync_file\(folder\.parent\)", "None", id="no sync above", marks=pytest.mark.soak),
    ],
)
def test_losses_are_found_when_the_program_syncs_less(
    root: Path, tmp_path: Path, quick: Path, pattern: str, replacement: str
) -> None:
    """The check is worth something: with any of these taken out of the program, it finds that acknowledged entries are lost."""
    chance = drawn()
    orders = recorded(root, changed(root, tmp_path, pattern, replacement))
    assert is_found(orders, quick, chance)


@pytest.mark.soak
def test_the_sync_of_the_logs_folder_holds_where_sqlite_makes_none(root: Path, tmp_path: Path, quick: Path) -> None:
    """SQLite built without syncing folders: our own sync after creation is what keeps the new log; taken out, it is lost."""
    chance = drawn()
    own = first_session(unless(recorded(root, root / "src"), ("sync folder", "record/.truceline", "sqlite")))
    assert losses(own, somewhere(own, CUTS // 3, chance), quick, chance) == []
    program = changed(root, tmp_path, r"sync_file\(self\._path\.parent\)", "None")
    neither = first_session(unless(recorded(root, program), ("sync folder", "record/.truceline", "sqlite")))
    assert is_found(neither, quick, chance)


def test_losses_are_found_when_no_folder_is_synced(orders: Sequence[Order], quick: Path) -> None:
    """A disk that takes no order to keep names loses the record, and the check finds it."""
    chance = drawn()
    nameless = unless(orders, ("sync folder", "record"))
    assert is_found(nameless, quick, chance)
