"""What was learned since, the proof of an incident, and the page on which anybody checks it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes import hand_made_bundle as hand
from truceline.ledger.verify_bundle import verify
from truceline.outputs.bundle.page import PARTS

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

VERIFIER = Path("src/truceline/outputs/bundle/verifier")


def sent(client: Client, data: bytes, name: str = "x.tlp", **more: str) -> str:
    """The page that answers a file."""
    file = io.BytesIO(data)
    file.name = name
    return client.post("/verification", {"bundle": file, **more}).content.decode()


def test_what_was_learned_names_claims_that_open(client_as: Callable[[str | None], Client]) -> None:
    """Every claim named leads to its report."""
    client = client_as("observer")
    response = client.get("/learned", {"since": "2016-09-18", "known": "2016-09-20"})
    page = response.context["page"]
    named = {claim for change in page.incidents for claim in change.claims}
    assert named
    assert all(client.get(f"/claims/{claim}").status_code == 302 for claim in sorted(named)[:5])


WRONG = [
    {"since": "2016-12-01", "known": "2016-09-20"},
    {"since": "2016-13-01"},
    {"since_entry": "x"},
    {"since_entry": "9", "entry": "3"},
]


@pytest.mark.parametrize("asked", WRONG)
def test_two_states_in_the_wrong_order_are_said_so(client_as: Callable[[str | None], Client], asked: dict[str, str]) -> None:
    """Nothing is guessed: the page says what to exchange."""
    assert client_as("observer").get("/learned", asked).status_code == 400


def test_a_claim_that_is_not_seen_is_not_found(client_as: Callable[[str | None], Client]) -> None:
    """Neither one that never was nor one that was not known on that day."""
    client = client_as("observer")
    claim = next(iter(client.get("/learned", {"since": "2016-09-18", "known": "2016-09-20"}).context["page"].names))
    answers = [client.get("/claims/c_0"), client.get(f"/claims/{claim}", {"known": "2016-09-01"})]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_proof_is_handed_out_and_holds(client_as: Callable[[str | None], Client]) -> None:
    """The file that comes is the bundle; it says nothing of texts or sealed values, and this room takes it for its own."""
    client = client_as("analyst")
    response = client.post("/incidents/i1/proof")
    assert response.headers["Content-Disposition"].endswith('"incident-i1.tlp"')
    result = verify(response.content)
    assert result.holds
    assert not result.texts
    assert "none that you may see concerns its incident" in sent(client, response.content)


def test_a_changed_bundle_does_not_hold_and_says_where(client_as: Callable[[str | None], Client]) -> None:
    """One letter of an entry."""
    client = client_as("analyst")
    data = client.post("/incidents/i1/proof").content
    page = sent(client, _with(data, "entries.jsonl", lambda text: text.replace(b'"by":"linker"', b'"by":"linkeR"', 1)))
    assert "It does not hold" in page
    assert "entries.jsonl" in page or "proofs/" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "This is a program or a script"),
        (b"#!/bin/sh\nrm -rf /\n", "This is a program or a script"),
        (b"not a zip", "This cannot be read as a proof bundle"),
        (b"", "No file came"),
        (b"PK\x03\x04" + b"\xff" * 500, "This cannot be read as a proof bundle"),
    ],
)
def test_what_is_no_bundle_is_said_to_be_none(client_as: Callable[[str | None], Client], data: bytes, words: str) -> None:
    """A program is not run, a broken file not kept."""
    assert words in sent(client_as("observer"), data)


def test_keys_that_the_reader_puts_in_count_and_stay_typed(client_as: Callable[[str | None], Client]) -> None:
    """A bundle of another log: by the reader's own policy it reaches its level; what was typed is still there."""
    page = sent(client_as("observer"), hand.packed(hand.members()), trusted=hand.POLICY)
    assert "By keys that you put in." in page
    assert "It is of another log" in page
    assert hand.POLICY.splitlines()[0].split()[-1] in page.replace("&#x27;", "'")
    assert "The keys that you put in cannot be read" in sent(
        client_as("observer"), hand.packed(hand.members()), trusted="/etc/passwd"
    )
    assert "The keys that you put in cannot be read" in sent(
        client_as("observer"), hand.packed(hand.members()), trusted="# the keys go here\n"
    ), "else nothing would count but what came with the bundle, and nobody would say so"


def test_a_hash_is_looked_up_among_what_is_seen(client_as: Callable[[str | None], Client], room: Path) -> None:
    """The root, in hex and base64; a thing that is no hash; one of nothing."""
    client = client_as("observer")
    root = client.get("/verification").context["page"].root
    found = [
        client.get("/verification", {"hash": asked}).context["looked_up"].of
        for asked in (root, f"sha256: {root}", "zz", "0" * 64)
    ]
    assert found == ["root", "root", "no_hash", "nothing"]


def test_the_browser_runs_the_scripts_of_the_bundles_own_page(client_as: Callable[[str | None], Client], room: Path) -> None:
    """What is served is what lies in every bundle, byte for byte."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    assert client_as("observer").get("/verification").status_code == 200
    for name in PARTS:
        if name.endswith(".js") and name != "screen.js":
            with staticfiles_storage.open(f"verifier/{name}") as served:
                assert served.read() == (VERIFIER / name).read_bytes()


def test_a_bundle_is_checked_in_the_browser_and_not_sent(page_as: Callable[..., Page]) -> None:
    """Choosing a file fetches the scripts, and posts nothing."""
    page = page_as("observer")
    page.goto("/verification")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    page.set_input_files("#bundle", {"name": "x.tlp", "mimeType": "application/zip", "buffer": hand.packed(hand.members())})
    page.wait_for_selector("#answer .verdict.warn")
    assert "not sent" in page.inner_text("#answer")
    assert [one for one in asked if not one.startswith("GET") or one.endswith("/verification")] == []


def _with(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same bundle with one file changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for info in old.infolist():
            body = old.read(info)
            new.writestr(info, change(body) if info.filename == name else body)
    return out.getvalue()
