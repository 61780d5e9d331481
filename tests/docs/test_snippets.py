"""Every command in the README and the guides runs, in the order in which a reader would type it, and ends as the page says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import urllib.request
from pathlib import Path

import pytest

from fakes.serving import serving
from fakes.typed import type_in

BLOCK = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
PAGES = ("README.md", "docs/room.md", "docs/tutorial.md", "docs/two-parties.md", "docs/adding-a-theatre.md")
KEYS_OF_A_REVIEWER = "a" * 500
"""Every proposal is accepted; the end of the keys ends the review."""


def commands(page: Path) -> list[str]:
    """The lines that a reader types."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def workplace(root: Path, folder: Path) -> Path:
    """A folder that looks like the repository to a reader, with reports of their own: actual ones, not of a demonstration."""
    (folder / "docs").mkdir()
    shutil.copytree(root / "docs/examples", folder / "docs/examples")
    (folder / "reports").mkdir()
    for file in (root / "src/truceline/packs/syria_2016/reports").glob("*.jsonl"):
        own = re.sub(r',\s*"kind":\s*"demonstration"', "", file.read_text(encoding="utf-8"))
        (folder / "reports" / file.name).write_text(own, encoding="utf-8")
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_tells_to_type_does_what_the_page_says(root: Path, tmp_path: Path, page: str) -> None:
    """Somebody who follows the page word by word gets where it says; rooms are opened by tests of their own."""
    type_all(root, tmp_path, page, opens_rooms=False)


@pytest.mark.soak  # each room takes ten seconds to begin and to end
@pytest.mark.parametrize("page", PAGES)
def test_a_room_that_a_page_tells_to_open_opens(root: Path, tmp_path: Path, page: str) -> None:
    """The same with every room in its place among the other commands."""
    type_all(root, tmp_path, page, opens_rooms=True)


def type_all(root: Path, tmp_path: Path, page: str, *, opens_rooms: bool) -> None:
    """Type what a page says, line by line."""
    here, env = workplace(root, tmp_path), {**os.environ, "COLUMNS": "120"}
    typed = [[*shlex.split(line, comments=True), line] for line in commands(root / page)]
    for *words, line in typed:
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            env[name] = value
        elif words[0] == "truceline" and {"serve", "--serve"}.intersection(words):
            if opens_rooms:
                with serving(*words[1:], "--port", "0", here=here, env=env) as address, urllib.request.urlopen(address) as answer:
                    assert answer.status == 200, line
        elif words[0] == "truceline":
            promised = int(found.group(1)) if (found := re.search(r"# exit (\d)", line)) else 0
            done = type_in(words[1 : words.index(">") if ">" in words else None], here, env, KEYS_OF_A_REVIEWER)
            assert done.returncode == promised, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
            if ">" in words:
                (here / words[-1]).write_text(done.stdout, encoding="utf-8")
    assert any(words[0] == "truceline" for words in typed)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "bench/README.md", "docs/index.md", "docs/quality.md"])
def test_every_make_target_that_a_page_names_is_there(root: Path, page: str) -> None:
    """`make something` in the docs is never a target of the past."""
    named = set(re.findall(r"(?:`|\$ |^ {4})make ([a-z]+)", (root / page).read_text(encoding="utf-8"), re.MULTILINE))
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= targets


def test_the_three_questions_of_a_newcomer_have_an_answer(root: Path) -> None:
    """From the first page of the docs one click leads to each."""
    index = (root / "docs/index.md").read_text(encoding="utf-8")
    for question in ("What is a claim?", "Who may declare it over?", "How do I add a theatre?"):
        row = next(line for line in index.splitlines() if question in line)
        target, _, anchor = (re.search(r"\]\(([^)]+)\)", row) or pytest.fail(row)).group(1).partition("#")
        text = (root / "docs" / target).read_text(encoding="utf-8")
        headings = [
            re.sub(r"[^\w\- ]", "", line.strip("# ").lower()).replace(" ", "-")
            for line in text.splitlines()
            if line.startswith("#")
        ]
        assert not anchor or anchor in headings
