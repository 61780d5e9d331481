"""Check that our own voice uses no word that docs/words.md lists, and print where it does, with what to write instead.

The page is the list: its first table is read as it stands. What is read and what is left alone is said there too, by five
rules; there is no list of exceptions in this program.

    python scripts/check_words.py            # everything that is our own voice
    python scripts/check_words.py page.html  # these files only
"""

from __future__ import annotations

import ast
import functools
import json
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "docs" / "words.md"
SPEAKING_PARTS = ("cli", "workflow", "outputs")
NAME_KEYS = ("name", "text", "names", "self_names", "demonyms", "metonyms", "holder", "used_by")
SOURCE_KEYS = ("source", "sources", "url")

QUOTED = re.compile(r'"[^"\n]*"|“[^”\n]*”|«[^»\n]*»')
CODE = re.compile(r"```.*?```|^(?: {4}|\t).*?$|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def blank(pattern: re.Pattern[str], text: str) -> str:
    """Replace what matches by spaces, so that everything else keeps its line and column."""
    return pattern.sub(lambda m: re.sub(r"\S", " ", m.group()), text)


def listed_words(page: str) -> dict[str, str]:
    """Return word or phrase and what to write instead, from the first table of docs/words.md."""
    table = page.partition("| not | write instead |")[2].partition("\n\n")[0]
    rows = (line.strip("|").split("|") for line in table.splitlines() if line.startswith("|") and not line.startswith("|---"))
    return {row[0].strip(): row[1].strip() for row in rows if len(row) == 3}


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all listed words."""
    each = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def valued(node: Node | None, keys: Collection[str]) -> Iterator[ScalarNode]:
    """Yield every value of a YAML document that stands below one of the keys."""
    if isinstance(node, MappingNode):
        for key, below in node.value:
            yield from scalars(below) if key.value in keys else valued(below, keys)
    elif isinstance(node, SequenceNode):
        for below in node.value:
            yield from valued(below, keys)


def scalars(node: Node) -> Iterator[ScalarNode]:
    """Yield every single value of a part of a document."""
    if isinstance(node, ScalarNode):
        yield node
    else:
        for below in node.value:
            for each in below if isinstance(below, tuple) else (below,):
                yield from scalars(each)


@functools.cache
def composed(text: str) -> Node | None:
    """Return a YAML document as nodes that know where they stand."""
    document: Node | None = YAML(typ="safe", pure=True).compose(text)
    return document


def pack_names() -> list[str]:
    """Return every name that a pack of the project lists, longest first (rule 2)."""
    packs = sorted((ROOT / "src/truceline/packs").rglob("actors.yaml"))
    values = (node.value for pack in packs for node in valued(composed(pack.read_text(encoding="utf-8")), NAME_KEYS))
    return sorted({name for name in values if len(name) > 3}, key=len, reverse=True)


def without_names(text: str) -> str:
    """Blank names and sources of a YAML text, and keep every line and column."""
    for node in valued(composed(text), (*NAME_KEYS, *SOURCE_KEYS)):
        start, end = node.start_mark.index, node.end_mark.index
        text = text[:start] + re.sub(r"\S", " ", text[start:end]) + text[end:]
    return text


def own_voice(path: Path, names: re.Pattern[str]) -> str:
    """Return a file's text with everything blanked that the rules leave alone."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return python_strings(text)
    if path.suffix in {".yaml", ".yml"}:
        return without_names(text) if "packs" in path.parts else text
    if path.suffix == ".jsonl":
        text = "\n".join(report_words(line) for line in text.splitlines())
    if path.suffix == ".md":
        text = blank(CODE, text)
    return blank(names, blank(QUOTED, text))


def report_words(line: str) -> str:
    """Return title and text of one report of ours, on one line."""
    report = json.loads(line) if line.strip() else {}
    return " ".join(str(report.get(field) or "") for field in ("title", "text")).replace("\n", " ")


def python_strings(source: str) -> str:
    """Return only the string literals of a module, each on its own line and column; docstrings are talk among us."""
    lines = [""] * (source.count("\n") + 2)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for offset, part in enumerate(node.value.splitlines()):
                lines[min(node.lineno - 1 + offset, len(lines) - 1)] += part + " "
    return blank(QUOTED, "\n".join(lines))


def own_files() -> Iterator[Path]:
    """Yield every file that is our own voice."""
    source = ROOT / "src" / "truceline"
    for part in SPEAKING_PARTS:
        for suffix in ("*.py", "*.html", "*.j2", "*.css"):
            yield from (source / part).rglob(suffix)
    for suffix in ("*.yaml", "*.yml", "*.md", "*.txt", "*.jsonl"):
        yield from (source / "packs").rglob(suffix)
    yield from (page for page in (ROOT / "docs").rglob("*.md") if page != WORDS)
    yield from (ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"))


def findings(paths: Iterable[Path]) -> Iterator[str]:
    """Yield one line for each listed word in our own voice."""
    instead = listed_words(WORDS.read_text(encoding="utf-8"))
    pattern = compile_words(instead)
    names = pack_names()
    name_pattern = re.compile("|".join(map(re.escape, names)) if names else r"(?!)")
    for path in sorted(set(paths)):
        for number, line in enumerate(own_voice(path, name_pattern).splitlines(), 1):
            for match in pattern.finditer(line):
                row = next(word for word in instead if compile_words([word]).fullmatch(match.group()))
                where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
                yield f'{where}:{number}: "{match.group()}"; write: {instead[row]}'


def main(arguments: list[str]) -> int:
    """Print the findings; 1 where there is one."""
    lines = list(findings(map(Path, arguments) if arguments else own_files()))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
