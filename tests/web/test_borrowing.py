"""The records that pages borrow, and days of an address that are no days of a record."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.usefixtures("room")
def test_a_thread_that_has_a_record_is_lent_the_same_again() -> None:
    """A page that reads a text while it holds a record needs no second one."""
    from truceline.web.record import desk

    with desk.borrow() as one, desk.borrow() as other:
        assert one is other


def test_as_many_pages_as_there_are_records_can_each_borrow_once_more(room: Path) -> None:
    """Pages that all hold a record and then read a text do not wait for each other for ever."""
    from truceline.web.record import OPEN_AT_ONCE, desk

    all_hold_one = threading.Barrier(OPEN_AT_ONCE, timeout=30)

    def page() -> str:
        with desk.borrow():
            all_hold_one.wait()
            with desk.borrow() as record:
                return str(record.folder)

    pool = ThreadPoolExecutor(OPEN_AT_ONCE)
    several = [pool.submit(page) for _ in range(OPEN_AT_ONCE)]
    pool.shutdown(wait=False)
    assert {each.result(timeout=30) for each in several} == {str(room)}


@pytest.mark.parametrize("asked", ["agreement?since", "actors?on", "movements?since", "violations?until", "learned?since"])
def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(client_as: Callable[[str | None], Client], asked: str) -> None:
    """Every page reads a day of its address by one rule."""
    answer = client_as("observer").get(f"/{asked}=9999-12-31")
    assert answer.status_code == 400
    assert "is too far away" in answer.content.decode()
