"""Whatever is asked for: what party B is handed has the values that were chosen, and of every other neither word nor salt."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.errors import NotFoundError, UsageError
from truceline.ledger import CallReceived, Record
from truceline.ledger.leaf import drafts
from truceline.ledger.leaf.disclosures import Disclosure
from truceline.ledger.sealed.compartments import Compartments
from truceline.outputs.bundle.basis import Part
from truceline.outputs.bundle.shares import asked, shares
from truceline.workflow.disclosing import disclose

CALLS = 12
TEAMS = ("open", "north", "south")
FIELDS = ("caller", "about", "asked_of")
Held = tuple[Record, dict[tuple[int, str], Disclosure], dict[str, str]]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A record of calls in three compartments; each sealed value, and each compartment's id."""
    with Record.create(tmp_path_factory.mktemp("held") / "record", "exercise", "world") as made:
        known = Compartments(made.origin)
        ids = {name: "open" if name == "open" else known.add(name).id for name in TEAMS}
        for n in range(CALLS):
            body = CallReceived(call=f"k{n}", report="r1", received_at="2016-09-20T07:00:00Z", channel="telephone")
            values = {name: f"secret {name} of {n}!" for name in FIELDS[: 1 + n % 3]}
            made.append([msgspec.structs.replace(drafts.called(body, by="ann", **values), co=ids[TEAMS[n // 4]])])
        sealed = {(e.idx, d.name): d for e in made.entries() for d in made.log.disclosures(e.idx).values()}
        yield made, sealed, ids


def check(handed: bytes, chosen: set[tuple[int, str]], sealed: dict[tuple[int, str], Disclosure]) -> None:
    """Look for each value as it is, for its salt, and for its encoding."""
    for place, one in sealed.items():
        assert (one.encoded.encode() in handed) is (place in chosen), place
        assert place in chosen or all(part.encode() not in handed for part in (one.value, one.salt)), place


@settings(max_examples=70)
@given(st.integers(1, CALLS), st.sets(st.sampled_from(FIELDS)), st.sets(st.sampled_from(TEAMS)))
def test_a_disclosure_has_what_was_chosen(held: Held, entry: int, fields: set[str], teams: set[str]) -> None:
    """Of one entry: by names, by compartments, or by both."""
    record, sealed, ids = held
    co = record.entry(entry).co
    may = not teams or co in {ids[team] for team in teams}
    chosen = {(idx, name) for idx, name in sealed if idx == entry and may and (not fields or name in fields)}
    try:
        handed = disclose(record, str(entry), fields=sorted(fields), compartments=[ids[team] for team in sorted(teams)])
    except (NotFoundError, UsageError):
        assert not chosen or fields - {name for _, name in chosen} or not (fields or teams)
        return
    check(msgspec.json.encode(handed), chosen, sealed)


@settings(max_examples=70)
@given(
    st.sets(st.sampled_from(FIELDS), max_size=2),
    st.sets(st.sampled_from(TEAMS), max_size=2),
    st.sets(st.tuples(st.integers(1, CALLS), st.sampled_from(FIELDS)), max_size=3),
)
def test_a_bundle_shares_what_was_asked_for(held: Held, names: set[str], teams: set[str], placed: set[tuple[int, str]]) -> None:
    """Over many entries: whole compartments, names in the open one and those, and single places."""
    record, sealed, ids = held
    open_to = {ids[team] for team in teams}
    chosen = {(idx, name) for idx, name in sealed if (idx, name) in placed or record.entry(idx).co in open_to}
    chosen |= {(idx, name) for idx, name in sealed if name in names and record.entry(idx).co in {"open", *open_to}}
    wanted = asked(record, [*names, *teams, *(f"{idx}:{name}" for idx, name in placed)])
    parts = tuple(Part(idx, "call") for idx in range(1, CALLS + 1))
    try:
        given_out = shares(record, parts, wanted, with_texts=False)
    except NotFoundError:
        assert placed - sealed.keys() or names - {name for _, name in chosen}
        return
    check("\n".join(given_out.disclosures).encode(), chosen, sealed)
