"""Three hundred open pages: none misses an entry, and the server holds little more memory for them."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.listening import Ear, hang_up, opened, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

PAGES, CALLS, MOST_GROWTH_KB = 300, 8, 50 * 1024
PEOPLE, WARM, AT_ONCE = 15, 40, 10


def _resident_kb() -> int:
    """Return the memory of this process, in which the server runs too."""
    pages = int(Path(f"/proc/{os.getpid()}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _counted(ear: Ear) -> int:
    """Return how many new reports a page was told of."""
    return sum(int(str(news["reports"])) for news in ear.news())


@pytest.mark.soak
def test_three_hundred_pages_miss_nothing(room: Path, served: str, client_as: Callable[[str | None], Client]) -> None:
    """Memory grows by at most 50 MB for 300 pages, the listening side included; then every page counts all of 8 reports."""
    from truceline.web.accounts.models import Account
    from truceline.workflow.calls import Call, receive_call
    from truceline.workflow.opening import opened as record_opened

    cookies = []
    for number in range(PEOPLE):
        name = f"listener{number}"
        Account.objects.create_user(username=name, password="a long enough phrase 9").memberships.create(role="observer")
        cookies.append(client_as(name).cookies["sessionid"].value)

    def write(number: int) -> None:
        with record_opened(room) as record:
            receive_call(record, Call(received="2016-09-20T07:00+03:00", about=f"Many pages, call {number}"), "monitor")

    async def some(many: int, start: int = 0) -> list[Ear]:
        ears = [await opened(served, cookies[number % PEOPLE]) for number in range(start, start + many)]
        assert await until(lambda: all(ear.news() for ear in ears), within_s=60)
        return ears

    async def run() -> tuple[list[Ear], int]:
        first = await some(WARM)
        await asyncio.to_thread(write, CALLS)  # what a room holds anyway: open records, the pack, tables
        assert await until(lambda: all(_counted(ear) == 1 for ear in first), within_s=60)
        await hang_up(*first)
        before = _resident_kb()
        ears: list[Ear] = []
        for start in range(0, PAGES, AT_ONCE):
            ears += await some(AT_ONCE, start)
        grown = _resident_kb() - before
        for number in range(CALLS):
            await asyncio.to_thread(write, number)
        assert await until(lambda: all(_counted(ear) == CALLS for ear in ears), within_s=60)
        await hang_up(*ears)
        return ears, grown

    ears, grown = asyncio.run(run())
    assert all(ear.status == 200 for ear in ears)
    assert grown <= MOST_GROWTH_KB, f"{PAGES} pages: resident memory grew by {grown / 1024:.1f} MB"
