"""A public room on an actual record: whoever comes by sees what two people released, nothing else, and not a moment longer."""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from html import unescape
from typing import TYPE_CHECKING

from fakes.rooms import ROLES, opened_on, person
from fakes.storytelling import Story

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from truceline.ledger import Record

RELEASED = "Shells fell on Sarnum on 19 September, killing 3 people"
KEPT_BACK = "CANARYREST: the shells came from the east"
NOW = dt.datetime(2016, 9, 21, 8, tzinfo=dt.UTC)
_HREF = re.compile(r'(?:href|src|action|data-[a-z-]+)="(/[^"#]*)')
ASKED = (
    "/incidents/i1?known=2016-09-20",
    "/incidents/i2",
    "/incidents/i3",
    "/reports/r2",
    "/reports/r3",
    "/search?q=CANARY",
    "/search?q=shells",
    "/learned?since=2016-09-01",
    "/learned?since_entry=2",
    "/map/points.json",
    "/incidents?proposals=1",
    "/sources?part=publisher",
)


def _record(record: Record) -> str:
    """Write three incidents, release the first by two people, and return the release.

    The second is asked for by one person alone; the third is given as well, but its delay goes by for a day from now.
    """
    from truceline.workflow.releasing import ask, give

    story = Story("actual")
    text = f"{RELEASED}. {KEPT_BACK}. Nothing else was known."
    story.report("r1", text, published="2016-09-20", publisher="Agency", title="CANARYTITLE")
    story.claim("r1", RELEASED, event="fell", time=("19 September", "2016-09-19"), incident="i1", about=("occurrence",))
    story.claim("r1", KEPT_BACK, event="came", incident="i1", about=("perpetrator",), standing="proposed")
    story.report("r2", "CANARYOTHER: shots were heard on 18 September.", published="2016-09-19", publisher="CANARYDESK")
    story.claim("r2", "shots were heard on 18 September", event="shots", time=("18 September", "2016-09-18"), incident="i2")
    story.report("r3", "CANARYLATER: a convoy was hit on 17 September.", published="2016-09-18", publisher="CANARYDESK")
    story.claim("r3", "a convoy was hit on 17 September", event="hit", time=("17 September", "2016-09-17"), incident="i3")
    story.record(record)
    release = ask(record, "i1", by="CANARYANN").release.id
    give(record, release, by="CANARYBEN")
    ask(record, "i2", by="CANARYANN")
    return release


def _delayed(folder: Path) -> None:
    """Release the third incident now, in a mission that waits for a day."""
    from truceline.ledger import Record
    from truceline.workflow.releasing import ask, give, set_delay

    with Record.open(folder) as record:
        set_delay(record, 24)
        give(record, ask(record, "i3", by="CANARYANN").release.id, by="CANARYBEN")


def _seen(client: Client, addresses: tuple[str, ...]) -> dict[str, str]:
    """Return what is answered at these addresses and at every one that is linked from there."""
    queue, met = deque(addresses), dict.fromkeys(addresses, "")
    while queue:
        address = queue.popleft()
        answer = client.get(address)
        if answer.streaming:
            continue
        assert "private" in answer.headers["Cache-Control"] or "immutable" in answer.headers["Cache-Control"], address
        met[address] = answer.content.decode("utf-8", "replace")
        for href in _HREF.findall(met[address]) if answer.headers["Content-Type"].startswith("text/html") else ():
            target = unescape(href).partition("?")[0]
            if target not in met and not target.startswith(("/static", "/account", "/map/base", "/verification/verify")):
                met[target] = ""
                queue.append(target)
    return met


def test_everybody_sees_what_was_released_until_it_is_withdrawn(room: Path, tmp_path: Path) -> None:
    """Nothing else is on any page, in any data or refusal; nothing that was drawn for people of the room is served to others."""
    from django.test import Client, override_settings
    from django.urls import reverse

    from fakes.opened_to import ACTS, PUBLIC
    from fakes.routes import every_route
    from truceline.ledger import Record
    from truceline.web.accounts.models import Account
    from truceline.workflow.releasing import withdraw

    with Record.create(tmp_path / "rec", "actual", "world", clock=lambda: NOW) as record:
        release, earlier = _record(record), f"/incidents/i1?entry={record.size - 1}"
    _delayed(tmp_path / "rec")
    person("Of the room", *ROLES, authority="un")
    member, nobody = Client(), Client()
    member.force_login(Account.objects.get(username="Of the room"))
    plain = [reverse(each.name) for each in every_route() if not each.arguments and ACTS.get(each.name) == PUBLIC]
    with opened_on(tmp_path / "rec"), override_settings(IS_PUBLIC=True):
        for address in (*plain, *ASKED, earlier):
            member.get(address)
        seen = _seen(nobody, (*plain, *ASKED, earlier))
        found = {address: words[words.find("CANARY") - 80 :][:120] for address, words in seen.items() if "CANARY" in words}
        assert {address for address in found if address != "/search?q=CANARY"} == set(), found
        assert "CANARYOTHER" not in seen["/search?q=CANARY"]
        shown = {address for address, words in seen.items() if RELEASED in words}
        assert {"/incidents/i1", earlier} <= shown
        assert nobody.get("/incidents/i1/proof").status_code == 403
        with Record.open(tmp_path / "rec") as record:
            withdraw(record, release, by="CANARYANN")
        assert [address for address in sorted(seen) if "Sarnum" in nobody.get(address).content.decode("utf-8", "replace")] == []
        assert "Sarnum" in member.get("/incidents/i1").content.decode()
    Account.objects.filter(username="Of the room").delete()
