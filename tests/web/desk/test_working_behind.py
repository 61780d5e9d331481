"""In a large record a reviewer goes on with what was read, and is told where somebody else was first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    AsRole = Callable[[str | None], Client]


@pytest.fixture
def as_if_large(room: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the demonstration count as a large record."""
    from truceline.web import record

    shelves = (record._worked_on, record._pages, record._seen, record._gathered)
    monkeypatch.setattr(record, "LARGE", 10)
    for shelf in shelves:
        shelf.clear()
    yield
    for shelf in shelves:
        shelf.clear()


@pytest.mark.usefixtures("as_if_large")
def test_a_reviewer_does_not_wait_for_what_was_just_written(client_as: AsRole) -> None:
    """The desk says on what it stands and goes on; what somebody else decided meanwhile is told before anything is held."""
    from truceline.web import record
    from truceline.workflow.claims import decide

    client = client_as("analyst")
    page = client.get("/desk/review").context["page"]
    for shelf in (record._worked_on, record._seen, record._gathered):
        for kept in shelf._kept.values():
            kept.cost_s = 99.0  # as if it had taken long
    with record.desk.borrow() as held:
        decide(held, [page.claim.id], "accepted", "somebody")
    behind = client.get("/desk/review")
    assert b'class="behind"' in behind.content
    assert behind.context["page"].claim.id == page.claim.id
    told = client.post("/desk/decide", {"rejected": page.claim.id, "seen": str(page.basis.size)})
    assert told.status_code == 409
    assert "somebody" in told.content.decode()
