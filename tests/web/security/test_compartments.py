"""What somebody is not granted is on no page, in no answer and in no refusal: the room looks as if it had never come in.

Two records, one with sources in a compartment and one in which they never were. Every address that somebody with the compartment
comes upon is asked for on both by somebody without it, and every form is sent on both: the answers are the same to the byte, but
for the size and the hashes of the log, which everybody may check.
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from fakes.hidden_sources import hidden_part, open_part
from fakes.rooms import ROLES, opened_on, person

if TYPE_CHECKING:
    from django.http import HttpResponseBase
    from django.test import Client

    from truceline.ledger import Record
    from truceline.model import Link

NOW = dt.datetime(2016, 10, 20, 8, tzinfo=dt.UTC)
ELSEWHERE = ("/account", "/people", "/static", "/live/events", "/desk/uploads", "/map/base", "/verification/verify")
"""What shows nothing of the record."""
LEAVES = frozenset({"account_logout", "live:events"})
_HREF = re.compile(r'(?:href|src|action|data-[a-z-]+)="(/[^"#]*)')
_NEVER_THE_SAME = re.compile(
    r"— truceline\.local/\S+ [A-Za-z0-9+/]{90,}={0,2}|truceline\.local/[0-9a-f]{32}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43,44}=?"
    r"|[0-9a-f]{64}|[0-9a-f]{16}(?=</bdi>…)|truceline\.local/[0-9a-f]{32}|[A-Za-z0-9+/]{43}=|[\w-]{20,}:[\w-]{6}:[\w-]{43}"
    r"|(?:csrfmiddlewaretoken\" value|data-token|name=\"received_time\" value)=\"[\w:]+\""
)
"""Signatures, keys, hashes, the name of the log, tokens, signed places, and the minute in which a form was made."""
ASKED = (
    "/search?q=CANARY",
    "/search?q=shells",
    "/search?q=cana*&kind=claim",
    "/search?publisher=CANARYGIVER",
    "/search?q=-shells&order=newest",
    "/search?place=Sarnum",
    "/learned?since=2016-09-01",
    "/learned?since=2016-09-21&known=2016-09-27",
    "/learned?since_entry=3",
    "/incidents?known=2016-09-27&proposals=1",
    "/incidents?happened=2016-09-25",
    "/movements?known=2016-09-04",
    "/sources?part=speaker",
    "/sources?part=publisher&name=CANARYGIVER",
    "/map/points.json",
    "/map/points.json?incident=i2",
    "/map/labels.json",
    "/claims/c_0123456789abcdef",
    "/desk/mark/CANARYREPORT",
    "/desk/correct/c_0123456789abcdef",
)


class Two(NamedTuple):
    """The folders of both records, the size of each log, the compartment, and the claims and report that are in it."""

    whole: Path
    without: Path
    sizes: tuple[int, int]
    compartment: str
    hidden: tuple[str, ...]


@pytest.fixture(scope="module")
def two(room: Path, tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Both records; they are read, and what is sent to them is refused."""
    from truceline.ledger import Record
    from truceline.ledger.heads import heads
    from truceline.ledger.sealed.compartments import Compartments

    folder = tmp_path_factory.mktemp("two")
    with (
        Record.create(folder / "a", "actual", "world", clock=lambda: NOW) as whole,
        Record.create(folder / "b", "actual", "world", clock=lambda: NOW) as without,
    ):
        compartment = Compartments(whole.origin).add("sources").id
        link = _open(whole)
        _open(without)
        hidden_part(whole, compartment, link)
        for record in (whole, without):
            heads.signed_head(record)  # a proof would make the key, and say so in the log
        claims = [held for held in whole.claims(superseded=True) if held.compartment == compartment]
        found = (*(held.claim.id for held in claims), claims[0].claim.report)
        return Two(folder / "a", folder / "b", (whole.size, without.size), compartment, found)


def _open(record: Record) -> Link:
    """Write what everybody may see, and so many entries that the size of the log is no number that stands for anything else."""
    from truceline.ledger.leaf import drafts

    link = open_part(record)
    record.append([drafts.unlinked(link.claim, "i9")] * 1_500)
    return link


@pytest.fixture(scope="module")
def people(two: Two) -> Iterator[tuple[Client, Client]]:
    """Two people of every role: one is granted the compartment, the other nothing."""
    from django.test import Client

    from truceline.web.accounts.models import Account

    clients = []
    for name in ("Granted", "Outside"):
        person(name, *ROLES, authority="un")
        client = Client(raise_request_exception=False)
        client.force_login(Account.objects.get(username=name))
        clients.append(client)
    Account.objects.get(username="Granted").grants.create(compartment=two.compartment)
    yield clients[0], clients[1]
    Account.objects.filter(username__in=("Granted", "Outside")).delete()


@pytest.fixture(scope="module")
def addresses(two: Two, people: tuple[Client, Client]) -> tuple[str, ...]:
    """Every address that somebody with the compartment comes upon, following links from every page."""
    from django.urls import reverse

    from fakes.routes import every_route
    from truceline.web.live.models import Presence

    with opened_on(two.whole):
        plain = [reverse(each.name) for each in every_route() if not each.arguments and each.name not in LEAVES]
        queue = deque([*(each for each in plain if not each.startswith(ELSEWHERE)), *ASKED])
        met = dict.fromkeys(queue)
        while queue:
            address = queue.popleft()
            answer = people[0].get(address)
            if answer.status_code != 200 or answer.streaming or not answer.headers["Content-Type"].startswith("text/html"):
                continue
            for href in _HREF.findall(answer.content.decode()):
                target = urlsplit(unescape(href)).path
                if target not in met and not target.startswith(ELSEWHERE):
                    met[target] = None
                    queue.append(target)
    Presence.objects.all().delete()
    return tuple(met)


def _told(answer: HttpResponseBase, size: int) -> tuple[int, str, str]:
    """Return what an answer and its head tell, without the size and the hashes of the log and what is new in every answer."""
    body = b"(stream)" if answer.streaming else getattr(answer, "content", b"")
    words = _NEVER_THE_SAME.sub("#", body.decode("utf-8", "replace"))
    words = re.sub(rf"(?<![\w-])({size}|{size - 1})(?![\w-])", "N", words)
    told = {name: value for name, value in answer.headers.items() if name not in {"Content-Length", "Expires"}}
    return answer.status_code, str(sorted(told.items())), words


def _difference(here: tuple[int, str, str], there: tuple[int, str, str]) -> tuple[str, str]:
    """Return the first place where two answers part."""
    one, other = repr(here), repr(there)
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[max(0, at - 60) : at + 160], other[max(0, at - 60) : at + 160]


def _both(two: Two, ask: Callable[[], HttpResponseBase]) -> tuple[tuple[int, str, str], tuple[int, str, str]]:
    found = []
    for folder, size in zip((two.whole, two.without), two.sizes, strict=True):
        with opened_on(folder):
            found.append(_told(ask(), size))
    return found[0], found[1]


def test_every_address_answers_as_if_what_is_hidden_had_never_come_in(
    two: Two, people: tuple[Client, Client], addresses: tuple[str, ...]
) -> None:
    """Pages, suggestions, data for the map, helpful refusals: the same to the byte, and no canary anywhere."""
    told: list[list[tuple[int, str, str]]] = []
    for folder, size in zip((two.whole, two.without), two.sizes, strict=True):
        with opened_on(folder):
            told.append([_told(people[1].get(each), size) for each in addresses])
    wrong = {}
    for address, here, there in zip(addresses, *told, strict=True):
        if here != there:
            wrong[address] = _difference(here, there)
        if "CANARY" in here[2].replace("CANARY", "", address.count("CANARY")) and "CANARY" not in address:
            wrong[address] = ("canary", "")
    assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())


def test_nothing_that_is_sent_tells_what_is_hidden(two: Two, people: tuple[Client, Client]) -> None:
    """A decision, a correction, a mark, a joining, a release or a proof of something hidden is refused like that of nothing."""
    claim, other, report = two.hidden[0], two.hidden[1], two.hidden[-1]
    with opened_on(two.whole):
        page = people[1].get("/desk/join", {"first": "i1"}).context["page"]
    seen, shown = str(page.basis.size), [each.id for each in page.first.claims]
    marking: dict[str, Any] = {
        "voice": "report",
        "stance": "assert",
        "words": "Shells fell on Sarnum",
        "about": ["occurrence"],
        "incident": "i2",
    }
    sent: list[tuple[str, dict[str, Any]]] = [
        ("/desk/decide", {"accepted": claim, "seen": seen}),
        ("/desk/decide", {"rejected": other, "seen": "3"}),
        (f"/desk/correct/{claim}", {"stance": "deny", "seen": seen}),
        (f"/desk/mark/{report}", marking),
        ("/desk/mark/r1", marking),
        ("/desk/join/merge", {"first": "i1", "second": "i2", "seen": seen, "why": "One"}),
        ("/desk/join/split", {"first": "i1", "claims": [claim], "seen": seen, "why": "Two"}),
        ("/desk/join/split", {"first": "i1", "claims": shown, "seen": "3", "why": "All that one sees of it"}),
        ("/desk/join/j1/undo", {}),
        ("/desk/release", {"target": claim}),
        ("/desk/release", {"target": "i2"}),
        ("/desk/release", {"target": "mv2"}),
        ("/desk/violations/step?violation=i2/C/party", {"kind": "finding"}),
        ("/incidents/i2/proof", {}),
        ("/live/here", {"place": "claim:" + claim}),
    ]
    wrong = {}
    for address, given in sent:
        here, there = _both(two, functools.partial(people[1].post, address, given))
        assert here[0] != 302, f"{address} {given} was taken: {here[1]}"
        if here != there:
            wrong[f"{address} {given}"] = _difference(here, there)
    assert not wrong, "\n".join(f"{k}: {v}" for k, v in wrong.items())


def test_a_proof_names_nothing_hidden(two: Two, people: tuple[Client, Client]) -> None:
    """Neither an id nor a word of it is in any file of the bundle, though the incident has a hidden claim."""
    with opened_on(two.whole):
        answer = people[1].post("/incidents/i1/proof")
    assert answer.status_code == 200, answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        inside = b"\n".join(bundle.read(name) for name in bundle.namelist())
    assert b"CANARY" not in inside
    assert [each for each in two.hidden if each.encode() in inside] == []
    assert b"confidential-" not in re.sub(rb"[A-Za-z0-9_.]*confidential-only", b"", inside)
