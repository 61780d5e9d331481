"""The checks of docs, words and models that `make check` runs, and that they notice what they are for."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def run(root: Path, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(root / "scripts" / script), *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.soak  # make check runs the same
def test_every_link_page_and_version_of_the_docs_holds(root: Path) -> None:
    """A reader of the docs never meets a dead link, a lost page or another Python version than the package's."""
    done = run(root, "check_docs.py")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.soak  # make check runs the same
def test_our_own_voice_uses_no_loaded_word(root: Path) -> None:
    """Nothing that we write takes a side by its words."""
    done = run(root, "check_words.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_installed_model_is_the_pinned_one_file_by_file(root: Path) -> None:
    """What was measured is what reads."""
    done = run(root, "check_models.py")
    assert done.returncode == 0, done.stderr


LOADED = {
    "The regime said nothing.": "regime",
    "Militants and terrorists were named.": "Militants",
    "the so-called council": "so-called",
    "Collateral  damage was reported.": "Collateral  damage",
}
QUOTED = ('The minister spoke of "a regime".', "The word “terrorists” is his.", "the `regime` column", "A region.")


def test_a_loaded_word_is_named_with_its_line_and_a_quoted_one_left_to_its_speaker(root: Path, tmp_path: Path) -> None:
    """Whoever writes a page is told the line, the word and what to write instead; somebody else's words are shown as they are."""
    pages = {tmp_path / f"{number}.md": sentence for number, sentence in enumerate((*LOADED, *QUOTED))}
    for page, sentence in pages.items():
        page.write_text(f"# Title\n\n{sentence}\n", encoding="utf-8")
    done = run(root, "check_words.py", *map(str, pages))
    assert done.returncode == 1
    for page, sentence in pages.items():
        told = [line for line in done.stdout.splitlines() if line.startswith(str(page))]
        assert bool(told) == (sentence in LOADED), sentence
        assert not told or told[0].startswith(f'{page}:3: "{LOADED[sentence]}"; write: '), told


def test_a_word_in_a_template_or_a_message_is_found(root: Path, tmp_path: Path) -> None:
    """Not only pages are checked: what the program prints is our voice too."""
    template, module = tmp_path / "page.html", tmp_path / "module.py"
    template.write_text("<p>rebels</p>\n", encoding="utf-8")
    module.write_text('"""Docs."""\n\nMESSAGE = "the regime"\n', encoding="utf-8")
    done = run(root, "check_words.py", str(template), str(module))
    assert [line.split(": ")[0] for line in done.stdout.splitlines()] == [f"{module}:3", f"{template}:1"]


def test_a_word_in_a_report_written_for_demonstration_is_found(root: Path, tmp_path: Path) -> None:
    """Reports that we wrote are our voice; what they quote is not."""
    reports = tmp_path / "demo.jsonl"
    reports.write_text('{"id": "a", "title": "T", "text": "The regime spoke of \\"terrorists\\"."}\n', encoding="utf-8")
    assert [line.split("; ")[0] for line in run(root, "check_words.py", str(reports)).stdout.splitlines()] == [
        f'{reports}:1: "regime"'
    ]


def test_every_lock_pins_by_hash_and_builds_on_the_one_before(root: Path) -> None:
    """What is installed is what was reviewed, whoever serves it; one environment can hold all locks."""
    locks = {name: (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8") for name in ("run", "test", "check")}
    pins = {
        name: {line.split(" ")[0] for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))}
        for name, text in locks.items()
    }
    assert pins["run"] < pins["test"] < pins["check"]
    for text in locks.values():
        assert text.count("==") <= text.count("--hash=sha256:")


def test_every_dependency_has_its_reason(root: Path) -> None:
    """Each package that we name stands in the decision on dependencies, with what it is for and costs."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (root / "docs/adr/0005-dependencies.md").read_text(encoding="utf-8")
    for dependency in project["dependencies"]:
        name = dependency.partition("=")[0].partition(">")[0].partition("<")[0]
        assert f"| {name} |" in page, name


def test_every_rule_that_is_switched_off_has_its_reason(root: Path) -> None:
    """A rule of the linter is off only with a reason beside it."""
    lines = (root / "pyproject.toml").read_text(encoding="utf-8").partition("ignore = [")[2].partition("\n]")[0].splitlines()
    assert [line for line in lines if line.strip() and "#" not in line] == []
