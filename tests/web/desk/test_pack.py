"""The theatre pack in the browser: mistakes by line and column, the difference first, every version kept, nobody overwritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    AsRole = Callable[[str | None], Client]


@pytest.fixture
def path(room: Path) -> str:
    """The file of actors of the record's own theatre."""
    from truceline.workflow.opening import opened
    from truceline.workflow.pack_editing import current

    with opened(room) as record:
        own = next(iter(current(record))).partition("/")[0]
    return f"{own}/actors.yaml"


def _opened(client: Client, path: str) -> tuple[str, str]:
    """Return the text of a file as the page has it, and the version that the page stands on."""
    answer = client.get("/desk/pack", {"file": path})
    assert answer.status_code == 200
    base = re.search(r'name="base" value="([0-9a-f]{64})"', answer.content.decode())
    assert base
    return answer.context["typed"], base.group(1)


def test_a_change_is_shown_first_and_then_put_into_use(client_as: AsRole, room: Path, path: str) -> None:
    """Checking writes nothing and shows the difference; saving makes a new version under the administrator's name."""
    from truceline.ledger.kept_packs import kept_packs
    from truceline.workflow.opening import opened

    client = client_as("administrator")
    text, base = _opened(client, path)
    changed = text + "\n# looked through by the mission\n"
    checked = client.post("/desk/pack", {"file": path, "text": changed, "base": base, "act": "check"})
    assert "looked through by the mission" in checked.content.decode()
    with opened(room) as record:
        before = kept_packs(record)
    assert before[-1].theatre_sha256 == base
    saved = client.post("/desk/pack", {"file": path, "text": changed.replace("\n", "\r\n"), "base": base, "act": "save"})
    assert saved.status_code == 302
    with opened(room) as record:
        after = kept_packs(record)
    assert len(after) == len(before) + 1
    assert after[-1].by == "administrator"
    old = client.get(f"/desk/pack/{before[-1].entry}/{path}")
    assert old.content.decode() == text
    assert "attachment" in old.headers["Content-Disposition"]


def test_a_mistake_is_told_with_line_and_column_and_nothing_is_lost(client_as: AsRole, room: Path, path: str) -> None:
    """A reference that leads nowhere is named at its line; the text stays as typed, and the pack in use is the one before."""
    from truceline.workflow.opening import opened

    client = client_as("administrator")
    text, base = _opened(client, path)
    with opened(room) as record:
        size = record.size
    wrong = text + "\n- id: xx.nobody\n  kind: armed_grup\n  name: Nobody\n  source: none\n"
    for act in ("check", "save"):
        answer = client.post("/desk/pack", {"file": path, "text": wrong, "base": base, "act": act})
        assert answer.status_code == 422
        (mistake, *_) = answer.context["found"].mistakes
        assert "kind: armed_grup" in wrong.splitlines()[mistake.line - 1 : mistake.line + 2][-1] or mistake.line > 1
        assert answer.context["typed"] == wrong
    unreadable = client.post("/desk/pack", {"file": path, "text": "- id: [", "base": base, "act": "save"})
    assert unreadable.status_code == 422
    with opened(room) as record:
        assert record.size == size


def test_who_was_slower_is_told_and_keeps_what_was_typed(client_as: AsRole, room: Path, path: str) -> None:
    """Two people changed the pack from one version; the second is told by whom it was changed, and overwrites nothing."""
    from truceline.workflow.opening import opened
    from truceline.workflow.pack_editing import put_into_use

    client = client_as("administrator")
    text, base = _opened(client, path)
    with opened(room) as record:
        put_into_use(record, path, text + "\n# first\n", base=base, by="somebody else")
        size = record.size
    answer = client.post("/desk/pack", {"file": path, "text": text + "\n# second\n", "base": base, "act": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "somebody else" in page
    assert "# second" in page
    with opened(room) as record:
        assert record.size == size


def test_a_list_that_the_pack_does_not_have_yet_may_be_added(client_as: AsRole, room: Path) -> None:
    """A mission brings its own towns: the one row that does not fit is told with its line, and nothing else is wrong."""
    from truceline.workflow.opening import opened
    from truceline.workflow.pack_editing import current

    client, path = client_as("administrator"), "syria_2016/towns.csv"
    with opened(room) as record:
        lines = current(record)["syria_2016/places.csv"].decode().splitlines()
        head = next(line for line in lines if line.startswith("id,"))
        assert path not in current(record)
    opened_empty = client.get("/desk/pack", {"file": path}).context["page"]
    rows = "sy.new-town,New Town,,town,town,35.1,36.2,5,,sy,900,survey\nsy.other,Other,,town,town,35.1,36.x,5,,sy,900,survey\n"
    asked = {"file": path, "base": opened_empty.base, "act": "check"}
    wrong = client.post("/desk/pack", {**asked, "text": f"{head}\n{rows}"})
    assert (wrong.status_code, {each.file for each in wrong.context["found"].mistakes}) == (422, {path})
    assert [each.line for each in wrong.context["found"].mistakes] == [3]


def test_a_file_outside_the_pack_is_not_opened(client_as: AsRole, room: Path) -> None:
    """Nothing but files of the pack, and new agreements beside them, can be written."""
    client = client_as("administrator")
    base = "0" * 64
    for path in ("../../etc/passwd", "world/evil.sh", "x", "syria_2016/agreements/../actors.yaml"):
        assert client.post("/desk/pack", {"file": path, "text": "a", "base": base, "act": "save"}).status_code == 422
    assert client.get("/desk/pack/1/../../settings.py").status_code == 404
    assert client_as("analyst").get("/desk/pack").status_code == 403
