"""Check what the docs say against the project: links, pages, Python versions, decisions, locks, paths of a machine.

    python scripts/check_docs.py

Prints one line a problem, naming file, line and what was expected; ends with 1 where there is one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|w[o]rk|f[a]rm)/|(?<![\w.])/tmp/\w+/|(?<![\w.])/opt/\w+/")
REGISTRY = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host|\bfile:/", re.IGNORECASE)
VERSION = re.compile(r"Python (?:>= ?)?(3\.\d+)")


def pages() -> list[Path]:
    """Return every Markdown page of the project."""
    return sorted(
        [
            *ROOT.glob("*.md"),
            *(ROOT / "docs").rglob("*.md"),
            *(ROOT / "bench").rglob("*.md"),
            *(ROOT / "conformance").rglob("*.md"),
        ]
    )


def said(page: Path, position: int, text: str, problem: str) -> str:
    """Return a problem with its place."""
    return f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}: {problem}"


def anchors(text: str) -> set[str]:
    """Return the anchors that the headings of a page have."""
    headings = re.findall(r"^#+ (.+)$", CODE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def links(page: Path) -> Iterator[tuple[int, Path, str]]:
    """Yield position, target and anchor of each link of a page that stays in the project."""
    text = CODE.sub(lambda m: " " * len(m.group()), page.read_text(encoding="utf-8"))
    for match in LINK.finditer(text):
        target, _, anchor = match.group(1).partition("#")
        if not re.match(r"[a-z]+:", target):
            yield match.start(), (page.parent / target).resolve() if target else page, anchor


def broken_links() -> Iterator[str]:
    """Every link leads to a file that is there, and every anchor to a heading."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for position, target, anchor in links(page):
            if not target.exists():
                yield said(page, position, text, f"link to {target.name}: no such file; expected a path relative to this page")
            elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8")):
                yield said(page, position, text, f"link to {target.name}#{anchor}: no such heading")


def lost_pages() -> Iterator[str]:
    """Every page of docs/ can be reached from docs/index.md."""
    reached, ahead = set(), [ROOT / "docs" / "index.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            ahead += [
                target
                for _, target, _ in links(page)
                if target.suffix == ".md" and target.is_relative_to(ROOT / "docs") and target.exists()
            ]
    for page in sorted(set((ROOT / "docs").rglob("*.md")) - reached):
        yield f"{page.relative_to(ROOT)}:1: no path of links leads here from docs/index.md"


def python_versions() -> Iterator[str]:
    """README, CHANGELOG, CONTRIBUTING and pyproject.toml name the same Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["requires-python"].removeprefix(">=")
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        found = set(VERSION.findall(text))
        if found != {wanted}:
            yield f"{name}:1: names Python {', '.join(sorted(found)) or 'nowhere'}; pyproject.toml says {wanted} or newer"


def package_version() -> Iterator[str]:
    """The newest heading of the changelog is the version of the package."""
    source = (ROOT / "src/truceline/__init__.py").read_text(encoding="utf-8")
    version = re.search(r'__version__ = "([^"]+)"', source)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    ours, told = version and version.group(1), newest and newest.group(1)
    if ours is None or ours != told:
        yield f"CHANGELOG.md:1: newest is {told}; src/truceline/__init__.py says {ours}"


def unlisted_decisions() -> Iterator[str]:
    """Every decision stands in the table of docs/adr/README.md, and says its state."""
    table = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs/adr").glob("0*.md")):
        if f"]({page.name})" not in table:
            yield f"docs/adr/README.md:1: {page.name} is not listed"
        if not re.search(r"^(Accepted|Superseded by .+), \w+ \d{4}\.", page.read_text(encoding="utf-8"), re.MULTILINE):
            yield f"docs/adr/{page.name}:3: expected a line such as: Accepted, November 2026."


def registries_in_locks() -> Iterator[str]:
    """No lock names a registry or a path; pip asks the one that its own configuration names."""
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
            if REGISTRY.search(line):
                yield f"{lock.relative_to(ROOT)}:{number}: names a registry or a path: {line.strip()[:80]}"


def tracked_files() -> list[Path]:
    """Return the files that git keeps, or every file of the project where there is no git."""
    listing = ["git", "ls-files", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def machine_paths() -> Iterator[str]:
    """No tracked file names a folder of somebody's machine."""
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a test's file that is not UTF-8 on purpose
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE_PATH.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: a folder of one machine: {line.strip()[:80]}"


CHECKS = (broken_links, lost_pages, python_versions, package_version, unlisted_decisions, registries_in_locks, machine_paths)


def main() -> int:
    """Run every check; 1 where one finds something."""
    problems = [problem for check in CHECKS for problem in check()]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
